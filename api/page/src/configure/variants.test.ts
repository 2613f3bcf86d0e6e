import assert from "node:assert/strict";
import { test } from "node:test";

import { wordsOf } from "../words/texts.ts";
import type { LiveView } from "./live_view.ts";
import { variantRows } from "./variants.ts";

const words = wordsOf({}, "en");
const view = (dwellings: number): LiveView =>
  ({ summary: { dwellings, modules: 22, worst_band: "C" }, concept: { id: "A3", name: "Box" }, findings: [] }) as unknown as LiveView;

test("what differs comes first, and an absent choice is shown as absent", () => {
  const rows = variantRows([
    { choices: { access: "gallery" }, view: view(22) },
    { choices: { storeys_added: "2", access: "gallery" }, view: view(18) },
  ], words, (choice, value) => [choice, value]);
  assert.deepEqual(rows.filter((row) => row.differs).map((row) => row.name), ["configure.live.figure.dwellings", "storeys_added"]);
  assert.deepEqual(rows.find((row) => row.name === "storeys_added")?.values, ["1", "2"]);
  assert.equal(rows.findIndex((row) => !row.differs), 2);
});
