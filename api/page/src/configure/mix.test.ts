import assert from "node:assert/strict";
import { test } from "node:test";

import { balanced, type Mix, placedMix, shared } from "./mix.ts";

const sum = (mix: Mix): number => Object.values(mix).reduce((total, part) => total + part, 0);

test("the others keep their proportion, and all make 100", () => {
  assert.deepEqual(balanced({ studio: 20, two: 60, three: 20 }, "studio", 60), { studio: 60, two: 30, three: 10 });
  assert.deepEqual(balanced({ studio: 100, two: 0, three: 0 }, "studio", 30), { studio: 30, two: 35, three: 35 });
});

test("whatever is set, whole percents make 100 and none is negative", () => {
  for (let percent = -5; percent <= 105; percent += 1) {
    const mix = balanced({ a: 33, b: 33, c: 34 }, "b", percent);
    assert.equal(sum(mix), 100);
    assert.ok(Object.values(mix).every((part) => part >= 0 && Number.isInteger(part)));
  }
});

test("one type is all there is", () => {
  assert.deepEqual(balanced({ a: 100 }, "a", 40), { a: 100 });
});

test("remainders go to the largest", () => {
  assert.deepEqual(shared(100, { a: 1, b: 1, c: 1 }), { a: 34, b: 33, c: 33 });
});

test("a wish begins with what is placed", () => {
  const dwellings = [{ type: "two" }, { type: "two" }, { type: "studio" }];
  assert.deepEqual(placedMix(["studio", "two", "three"], dwellings), { studio: 33, two: 67, three: 0 });
  assert.equal(sum(placedMix(["a", "b", "c"], [])), 100);
});
