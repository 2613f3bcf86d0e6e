import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, done, redone, undone } from "./history.ts";

const same = (a: number, b: number): boolean => a === b;

test("what is undone can be redone, until something else is done", () => {
  let history = done(done(begun(1), 2, same), 3, same);
  history = undone(undone(history));
  assert.equal(history.now, 1);
  assert.equal(undone(history), history);
  history = redone(history);
  assert.equal(history.now, 2);
  history = done(history, 9, same);
  assert.equal(redone(history).now, 9);
  assert.deepEqual(history.past, [1, 2]);
});

test("the same again is no step", () => {
  const history = done(begun(1), 2, same);
  assert.equal(done(history, 2, same), history);
});
