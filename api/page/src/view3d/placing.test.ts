import assert from "node:assert/strict";
import { test } from "node:test";

import { spread } from "./placing.ts";

test("pins that are apart stay where they are", () => {
  const wanted = [{ x: 0, y: 0 }, { x: 30, y: 0 }, { x: 0, y: 26 }];
  assert.deepEqual(spread(wanted, 26), wanted);
});

test("no pin covers another, however many want one place", () => {
  const wanted = Array.from({ length: 20 }, (_, i) => ({ x: 100 + (i % 3), y: 100 }));
  const placed = spread(wanted, 26);
  for (const [i, one] of placed.entries()) {
    for (const other of placed.slice(i + 1)) assert.ok(Math.abs(one.x - other.x) >= 26 || Math.abs(one.y - other.y) >= 26);
  }
  assert.deepEqual(placed[0], wanted[0]);
});

test("a pin moves as little as it can", () => {
  const placed = spread([{ x: 0, y: 0 }, { x: 5, y: 0 }], 26);
  assert.deepEqual(placed[1], { x: 5, y: -26 });
});
