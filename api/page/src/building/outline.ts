/** Drawing an outline on a plane in metres: snapping, moving, and whether it is one. */
import type { Point } from "../configure/live_view.ts";

export const STEP_M = 0.1;
const PULL_M = 0.45;

function rounded(value: number): number {
  return Math.round(value / STEP_M) / (1 / STEP_M);
}

/**
 * Where a point comes to lie: on the first corner when it is near, in line with a neighbour or square to it, else on the grid of 0.1 m.
 * `others` are the corners that it may line up with, the first one closes the outline.
 */
export function snapped(point: Point, others: readonly Point[]): Point {
  const near = others.find((other) => Math.hypot(point[0] - other[0], point[1] - other[1]) < PULL_M);
  if (near !== undefined) return near;
  const pulled = (axis: 0 | 1): number => {
    const best = others.reduce<Point | undefined>((found, other) => {
      const gap = Math.abs(point[axis] - other[axis]);
      return gap < PULL_M && (found === undefined || gap < Math.abs(point[axis] - found[axis])) ? other : found;
    }, undefined);
    return best === undefined ? rounded(point[axis]) : best[axis];
  };
  return [pulled(0), pulled(1)];
}

export function sideLength(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Area, positive when the corners run counter-clockwise. */
export function signedArea(ring: readonly Point[]): number {
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length] as Point;
    return sum + (a[0] * b[1] - b[0] * a[1]) / 2;
  }, 0);
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Why corners are no outline: `few`, `crossed`, or nothing. */
export function outlineProblem(ring: readonly Point[]): "few" | "crossed" | null {
  if (ring.length < 3 || Math.abs(signedArea(ring)) < 1) return "few";
  const sides = ring.map((a, i) => [a, ring[(i + 1) % ring.length] as Point] as const);
  const crossed = sides.some(([a, b], i) => sides.some(([c, d], j) => j > i && crosses(a, b, c, d)));
  return crossed ? "crossed" : null;
}

/** The outline as the address holds it: counter-clockwise, in centimetres. */
export function outlineText(ring: readonly Point[]): string {
  const turned = signedArea(ring) < 0 ? [...ring].reverse() : ring;
  return turned.map(([x, y]) => `${Number(x.toFixed(2))},${Number(y.toFixed(2))}`).join(";");
}
