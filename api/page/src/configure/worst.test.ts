import assert from "node:assert/strict";
import { test } from "node:test";

import type { LiveLevel, LiveLoad } from "./live_view.ts";
import { worstLevel } from "./worst.ts";

const level = (name: string, p50: number): LiveLevel => ({ level: name, existing_kn_per_m: 100, new_kn_per_m: 100 * (1 + p50), p10: p50, p50, p90: p50, band: "B", row: 0 });
const loads: LiveLoad[] = [
  { id: "w01", band: "B", levels: [level("foundation", 0.12), level("s03", 0.4)] },
  { id: "w02", band: "B", levels: [level("foundation", 0.08), level("s03", 0.9)] },
  { id: "w03", band: "B", levels: [level("foundation", 0.12)] },
];

test("the wall that grows most at the foundation need not be the one that grows most of all", () => {
  assert.equal(worstLevel(loads, (one) => one.level === "foundation")?.line, "w01");
  assert.deepEqual([worstLevel(loads, () => true)?.line, worstLevel(loads, () => true)?.level.level], ["w02", "s03"]);
});

test("without loads there is none", () => {
  assert.equal(worstLevel([], () => true), null);
  assert.equal(worstLevel(loads, (one) => one.level === "s09"), null);
});
