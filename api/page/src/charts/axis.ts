/** Where a place along the building stands on the stage: the load diagram and the plan above it use the same axis, so that a bar stands under its wall. */
import type { Point } from "../configure/live_view.ts";

export interface Axis {
  /** Pixels of a place along the building, metres. */
  readonly at: (u_m: number) => number;
  /** Both ends of the roof, metres. */
  readonly ends_m: Point;
}

/** Share of the width that is left free: left for figures and for the depth of the plan, right for half a bubble. */
const LEFT_SHARE = 0.105;
const RIGHT_SHARE = 0.03;
const LEAST_LEFT = 60;
const LEAST_RIGHT = 24;
/** A deep roof is drawn no higher than this. */
const MOST_DEEP = 380;

export function axisOf(outline_m: readonly Point[], width: number): Axis {
  const bounds = (index: 0 | 1): Point => [Math.min(...outline_m.map((point) => point[index])), Math.max(...outline_m.map((point) => point[index]))];
  const [ends, sides] = [bounds(0), bounds(1)];
  const [left, right] = [Math.max(LEFT_SHARE * width, LEAST_LEFT), Math.max(RIGHT_SHARE * width, LEAST_RIGHT)];
  const long = Math.max(ends[1] - ends[0], 1);
  const room = width - left - right;
  const perM = Math.min(room / long, MOST_DEEP / Math.max(sides[1] - sides[0], 1));
  const start = left + (room - perM * long) / 2;
  return { at: (u_m) => start + (u_m - ends[0]) * perM, ends_m: ends };
}
