import assert from "node:assert/strict";
import { test } from "node:test";

import { wordsOf } from "../words/texts.ts";
import { changeText, figureText, offeredText } from "./figures.ts";

const words = wordsOf({ "configure.words.unknown": "onbekend" }, "nl");

test("unknown is said, never zero", () => {
  assert.equal(figureText("concept_cost", null, words), "onbekend");
  assert.equal(figureText("worst_r_n_p50", null, words), "–");
});

test("figures are in the unit of the screen", () => {
  assert.equal(figureText("worst_r_n_p50", 0.1151, words), "+11,5");
  assert.equal(figureText("stored_carbon", 128_400, words), "128");
  assert.equal(figureText("usable_area_m2", 1024.4, words), "1\u202f024");
});

test("a change is said only where there is one to see", () => {
  assert.equal(changeText("dwellings", 16, 18, words), "+2");
  assert.equal(changeText("worst_r_n_p50", 0.11, 0.1102, words), "");
  assert.equal(changeText("concept_cost", null, 5, words), "");
});

test("cost and carbon are written as intervals", () => {
  const cost = { low_eur_cents: 144_154_920, nominal_eur_cents: 170_028_880, high_eur_cents: 195_902_840, covers: ["module"], excludes: ["lift"] };
  assert.equal(offeredText(cost, "nl"), "1,4–2,0");
  assert.equal(offeredText({ ...cost, low_eur_cents: 64_000_000, high_eur_cents: 78_000_000 }, "en"), "0.64–0.78");
  assert.equal(offeredText({ ...cost, low_eur_cents: 144_000_000, high_eur_cents: 144_000_001 }, "en"), "1.4");
  const carbon = { low_kg_co2: 158_615, nominal_kg_co2: 183_561.2, high_kg_co2: 192_835.6, basis: "layers" } as const;
  assert.equal(offeredText(carbon, "nl"), "159–193");
  assert.equal(offeredText({ ...carbon, low_kg_co2: 4_400, high_kg_co2: 5_900 }, "nl"), "4,4–5,9");
});
