import assert from "node:assert/strict";
import { test } from "node:test";

import { axisOf } from "./axis.ts";

const roof = (long: number, deep: number): [number, number][] => [[-1, 0], [long - 1, 0], [long - 1, deep], [-1, deep]];

test("a long roof fills the width, to scale, with room for figures at the left", () => {
  const axis = axisOf(roof(54, 10), 824);
  assert.deepEqual(axis.ends_m, [-1, 53]);
  assert.ok(axis.at(-1) >= 60 && axis.at(53) <= 800);
  assert.ok(Math.abs(axis.at(26) - (axis.at(-1) + axis.at(53)) / 2) < 1e-9);
});

test("a deep roof is no higher than the stage, and stands in the middle", () => {
  const axis = axisOf(roof(20, 40), 824);
  assert.ok(Math.abs((axis.at(19) - axis.at(-1)) / 20 - 380 / 40) < 1e-9);
  assert.ok(axis.at(-1) > 200);
});
