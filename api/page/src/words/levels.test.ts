import assert from "node:assert/strict";
import { test } from "node:test";

import { levelText } from "./levels.ts";
import { wordsOf } from "./texts.ts";

const words = wordsOf({ "configure.live.ground_floor": "begane grond", "configure.live.floor": "{number}e verdieping", "configure.live.loads.foundation": "fundering" }, "nl");

test("levels have the names that people give them", () => {
  assert.deepEqual(["foundation", "s00", "s01", "s12", "roof"].map((level) => levelText(level, words)), ["fundering", "begane grond", "1e verdieping", "12e verdieping", "roof"]);
});
