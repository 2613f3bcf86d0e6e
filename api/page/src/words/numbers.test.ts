import assert from "node:assert/strict";
import { test } from "node:test";

import { differenceText, numberText, percentText, sharePlaces, shareRange } from "./numbers.ts";

test("thousands have thin spaces, Dutch a decimal comma", () => {
  assert.equal(numberText(1234.56, "nl", 1), "1\u202f234,6");
  assert.equal(numberText(1234.56, "en", 1), "1\u202f234.6");
  assert.equal(numberText(1_000_000, "nl"), "1\u202f000\u202f000");
});

test("a minus is a minus, and nothing is not negative", () => {
  assert.equal(numberText(-3, "en"), "\u22123");
  assert.equal(numberText(-0.04, "nl", 1), "0,0");
  assert.equal(numberText(-0, "nl"), "0");
});

test("a difference carries its sign", () => {
  assert.equal(differenceText(2, "nl"), "+2");
  assert.equal(differenceText(-0.8, "nl", 1), "\u22120,8");
  assert.equal(differenceText(0.001, "en", 1), "0.0");
});

test("a fraction becomes a percentage", () => {
  assert.equal(percentText(0.115, "nl", 1), "11,5\u202f%");
});

test("from 20 on a percentage has no decimals", () => {
  assert.deepEqual([9.13, -19.9, 20, 133.2].map(sharePlaces), [1, 1, 0, 0]);
  assert.equal(shareRange(0.084, 0.099, "nl"), "8,4–9,9\u202f%");
  assert.equal(shareRange(0.189, 0.671, "en"), "19–67\u202f%");
});
