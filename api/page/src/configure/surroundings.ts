/** What stands around a building, for the picture: from the answer of an inspection into the address, and from there into the model. */
import type { JsonObject, LiveView, Point } from "./live_view.ts";

/** As an inspection gives it: metres in the coordinates of the building document; null is a height that nobody knows. */
export interface Mass {
  readonly outline_m: readonly Point[];
  readonly height_m: number | null;
}

const STEPS = 10; // decimetres: finer is not drawn, and the address stays short

/** As it stands in the address before it is packed: whole decimetres from a corner. */
export function written(masses: readonly Mass[]): JsonObject {
  const [x, y] = masses[0]?.outline_m[0]?.map(Math.round) ?? [0, 0];
  const from = (value: number, at: number): number => Math.round((value - at) * STEPS);
  return {
    at: [x, y],
    masses: masses.map(({ outline_m, height_m }) => [height_m === null ? null : Math.round(height_m * STEPS), ...outline_m.flatMap((p) => [from(p[0], x as number), from(p[1], y as number)])]),
  };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number" && Number.isFinite(item));
}

/** The same read again; whatever is not as it should be is left out, since an address may have been cut or edited. */
export function readMasses(value: JsonObject): readonly Mass[] {
  const at = value["at"];
  if (!isNumbers(at) || at.length !== 2 || !Array.isArray(value["masses"])) return [];
  const [x, y] = at as [number, number];
  return (value["masses"] as unknown[]).flatMap((entry): Mass[] => {
    if (!Array.isArray(entry)) return [];
    const [height, ...flat] = entry as [unknown, ...unknown[]];
    if (!(height === null || (typeof height === "number" && height > 0)) || !isNumbers(flat) || flat.length < 6 || flat.length % 2 !== 0) return [];
    const outline = Array.from({ length: flat.length / 2 }, (_, i): Point => [x + (flat[2 * i] as number) / STEPS, y + (flat[2 * i + 1] as number) / STEPS]);
    return [{ outline_m: outline, height_m: height === null ? null : height / STEPS }];
  });
}

/** The masses in the frame of the first wing, as the model is built. */
export function inFrame(masses: readonly Mass[], frame: LiveView["frame"]): readonly Mass[] {
  const turn = (frame.rotation_deg * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const local = ([x, y]: Point): Point => {
    const [dx, dy] = [x - frame.origin_m[0], y - frame.origin_m[1]];
    return [c * dx + s * dy, c * dy - s * dx];
  };
  return masses.map((mass) => ({ ...mass, outline_m: mass.outline_m.map(local) }));
}
