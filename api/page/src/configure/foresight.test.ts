import assert from "node:assert/strict";
import { test } from "node:test";

import { foreseen, nextStep } from "./foresight.ts";

const STEPS = { min: 0, max: 3000, step: 100 };

test("one step is followed by one the same way, as far as the slider goes", () => {
  assert.equal(nextStep(300, 400, STEPS), 500);
  assert.equal(nextStep(400, 300, STEPS), 200);
  assert.equal(nextStep(2800, 2900, STEPS), 3000);
  assert.equal(nextStep(2900, 3000, STEPS), null);
  assert.equal(nextStep(100, 0, STEPS), null);
});

test("a jump, or no move at all, says nothing of what follows", () => {
  assert.equal(nextStep(300, 900, STEPS), null);
  assert.equal(nextStep(300, 300, STEPS), null);
});

test("the other choices stay, and one that has its default counts from there", () => {
  const before = { concept: "A3" };
  const after = { concept: "A3", "setback_mm.facade": "400" };
  assert.deepEqual(foreseen(before, after, "setback_mm.facade", STEPS, "300"), { concept: "A3", "setback_mm.facade": "500" });
  assert.equal(foreseen(before, after, "setback_mm.facade", STEPS, undefined), null);
});
