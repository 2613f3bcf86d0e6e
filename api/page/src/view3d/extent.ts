/** How far a model reaches, in the frame of the first wing. */
import type { LiveView, Place, Point } from "../configure/live_view.ts";

export interface Extent {
  readonly low: Place;
  readonly high: Place;
}

/** What all wings cover, with the lowest and the highest point. */
export function extentOf(view: Pick<LiveView, "wings" | "types">): Extent {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const wing of view.wings) {
    const top = Math.max(wing.roof_z_m, ...wing.modules.map((module) => module.at_m[2] + (view.types[module.type]?.size_m[2] ?? 0)));
    for (const [u, v] of wing.outline_m) {
      const at: Point = [wing.at_m[0] + wing.axis[0] * u - wing.axis[1] * v, wing.at_m[1] + wing.axis[1] * u + wing.axis[0] * v];
      for (const i of [0, 1] as const) {
        low[i] = Math.min(low[i], at[i]);
        high[i] = Math.max(high[i], at[i]);
      }
    }
    low[2] = Math.min(low[2], wing.foot_z_m);
    high[2] = Math.max(high[2], top);
  }
  return { low, high };
}

export function centreOf({ low, high }: Extent): Place {
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
}

/** Where the north arrow lies: on the ground before the left corner. */
export function northPlace(view: LiveView): Place {
  const { low } = extentOf(view);
  return [low[0] + 1.5, low[1] - 6.5, low[2]];
}
