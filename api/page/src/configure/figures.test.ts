import assert from "node:assert/strict";
import { test } from "node:test";

import { wordsOf } from "../words/texts.ts";
import { changeText, figureText } from "./figures.ts";

const words = wordsOf({ "configure.words.unknown": "onbekend" }, "nl");

test("unknown is said, never zero", () => {
  assert.equal(figureText("cost_eur_cents", null, words), "onbekend");
  assert.equal(figureText("worst_r_n_p50", null, words), "–");
});

test("figures are in the unit of the screen", () => {
  assert.equal(figureText("worst_r_n_p50", 0.1151, words), "+11,5");
  assert.equal(figureText("stored_kg_co2", 128_400, words), "128");
  assert.equal(figureText("usable_area_m2", 1024.4, words), "1\u202f024");
});

test("a change is said only where there is one to see", () => {
  assert.equal(changeText("dwellings", 16, 18, words), "+2");
  assert.equal(changeText("worst_r_n_p50", 0.11, 0.1102, words), "");
  assert.equal(changeText("cost_eur_cents", null, 5, words), "");
});
