import assert from "node:assert/strict";
import { test } from "node:test";

import type { Point } from "../configure/live_view.ts";
import { outlineProblem, outlineText, sideLength, signedArea, snapped } from "./outline.ts";

test("a point snaps to a corner, in line with one, or to the grid", () => {
  assert.deepEqual(snapped([0.2, 0.3], [[0, 0], [60, 0]]), [0, 0]);
  assert.deepEqual(snapped([60.3, 10.52], [[0, 0], [60, 0]]), [60, 10.5]);
  assert.deepEqual(snapped([30.04, 20.07], [[0, 0], [60, 0]]), [30, 20.1]);
});

test("an outline has three corners, an area, and sides that do not cross", () => {
  const square: Point[] = [[0, 0], [10, 0], [10, 10], [0, 10]];
  assert.equal(outlineProblem(square), null);
  assert.equal(outlineProblem(square.slice(0, 2)), "few");
  assert.equal(outlineProblem([[0, 0], [5, 0], [10, 0]]), "few");
  assert.equal(outlineProblem([[0, 0], [10, 10], [10, 0], [0, 12]]), "crossed");
});

test("it goes into the address counter-clockwise", () => {
  assert.equal(outlineText([[0, 10], [10, 10], [10, 0], [0, 0]]), "0,0;10,0;10,10;0,10");
  assert.ok(signedArea([[0, 0], [10, 0], [10, 10]]) > 0);
  assert.equal(sideLength([0, 0], [3, 4]), 5);
});
