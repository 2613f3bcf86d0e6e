import assert from "node:assert/strict";
import { test } from "node:test";

import type { LiveLevel, LiveLine, LiveLoad } from "../configure/live_view.ts";
import type { Axis } from "./axis.ts";
import { commonLevel, levelShown, loadScale, spaced, stepFor } from "./load_bars.ts";

const level = (name: string, existing: number, p50: number): LiveLevel => ({
  level: name, existing_kn_per_m: existing, new_kn_per_m: existing * (1 + p50), p10: p50 - 0.02, p50, p90: p50 + 0.03, band: "C", row: 0,
});
const line = (id: string, x_m: number): LiveLine => ({ id, x_m, start_m: 0, end_m: 10, thickness_m: 0.2, assumed: false, from_storey: 0 });
const loads: LiveLoad[] = [
  { id: "w01", band: "C", levels: [level("foundation", 100, 0.1), level("s03", 20, 0.7)] },
  { id: "w02", band: "C", levels: [level("foundation", 200, 0.1), level("s03", 40, 0.5)] },
  { id: "w03", band: "C", levels: [level("foundation", 100, 0.0), level("s03", 20, 0.0)] },
];
const lines = [line("w03", 10.8), line("w01", 0), line("w02", 7.2)];

const AXIS: Axis = { at: (u_m) => 50 * u_m, ends_m: [0, 10.8] };

test("bars stand where the walls stand, to scale", () => {
  const scale = loadScale(lines, loads, "foundation", AXIS, 100);
  assert.deepEqual(scale.bars.map((bar) => bar.id), ["w01", "w02", "w03"]);
  assert.deepEqual(scale.bars.map((bar) => Math.round(bar.x)), [0, 360, 540]);
  assert.deepEqual(scale.bays.map((bay) => Number(bay.width_m.toFixed(1))), [7.2, 3.6]);
});

test("heights are zero-based and the whisker surrounds the new load", () => {
  const [first, second] = loadScale(lines, loads, "foundation", AXIS, 100).bars;
  assert.ok(first !== undefined && second !== undefined);
  assert.ok(Math.abs(second.existing / first.existing - 2) < 1e-9);
  assert.ok(first.low < first.existing + first.added && first.existing + first.added < first.high);
  assert.ok(second.high <= 100);
});

test("the worst level is the one that grows most", () => {
  assert.equal(levelShown(loads[0] as LiveLoad, "worst")?.level, "s03");
  assert.equal(levelShown(loads[0] as LiveLoad, "foundation")?.level, "foundation");
});

test("all bars are of one level, also of a wall that carries nothing new", () => {
  assert.equal(commonLevel(loads, "worst"), "s03");
  assert.deepEqual(loadScale(lines, loads, "worst", AXIS, 100).bars.map((bar) => bar.level.level), ["s03", "s03", "s03"]);
});

test("steps are round and at most five", () => {
  assert.deepEqual([stepFor(100), stepFor(260), stepFor(12), stepFor(1)], [20, 100, 5, 0.2]);
});

test("a wall whose load nobody knows keeps its place and is told apart", () => {
  const scale = loadScale(lines, loads.slice(0, 2), "foundation", AXIS, 100);
  assert.deepEqual(scale.bars.map((bar) => bar.id), ["w01", "w02"]);
  assert.deepEqual(scale.unknown.map((wall) => [wall.id, Math.round(wall.x)]), [["w03", 540]]);
  assert.equal(scale.bays.length, 2);
  assert.equal(loadScale(lines, [], "foundation", AXIS, 100).unknown.length, 3);
});

test("a building without walls gives an empty diagram", () => {
  const scale = loadScale([], [], "foundation", AXIS, 100);
  assert.deepEqual([scale.bars, scale.unknown, scale.bays], [[], [], []]);
});

test("the axis ends above the tallest bar, its whisker too", () => {
  const scale = loadScale(lines, loads, "foundation", AXIS, 100);
  assert.deepEqual(scale.ticks.map((tick) => tick.value), [0, 50, 100, 150, 200, 250]);
  assert.ok(scale.bars.every((bar) => bar.high <= 100) && scale.ticks.at(-1)?.height === 100);
});

test("labels never touch, and the heaviest is always there", () => {
  const labels = [0, 20, 40, 60].map((x, i) => ({ x, width: 30, weight: i === 1 ? 9 : 1 }));
  assert.deepEqual([...spaced(labels)].sort(), [1, 3]);
  assert.deepEqual([...spaced(labels.map((one) => ({ ...one, width: 10 })))].sort(), [0, 1, 2, 3]);
});
