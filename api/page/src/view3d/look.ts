/** How a model is looked at: what its colours mean, how far up it is shown, and what stands around it. */
import type { Selection } from "../configure/inspector.ts";
import type { Mass } from "../configure/surroundings.ts";

export type ColourBy = "material" | "dwelling" | "band" | "storey";

export interface Look {
  readonly colourBy: ColourBy;
  /** Modules up to this storey are shown; null is all. */
  readonly storey: number | null;
  readonly dark: boolean;
  readonly selected: Selection;
  /** The roof edge that is being set, of the first wing. */
  readonly edge: string | null;
  /** In the frame of the first wing. */
  readonly around: readonly Mass[];
}
