import assert from "node:assert/strict";
import { test } from "node:test";

import { wordsOf } from "../words/texts.ts";
import type { LiveView } from "./live_view.ts";
import { variantRows } from "./variants.ts";

const words = wordsOf({}, "en");
const NOTHING = { concept_cost: null, embodied_carbon: null, stored_carbon: null };
const view = (dwellings: number, offered: object = NOTHING): LiveView =>
  ({ summary: { dwellings, modules: 22, usable_area_m2: 358, worst_band: "C" }, concept: { id: "A3", name: "Box" }, offered, findings: [] }) as unknown as LiveView;

test("what differs comes first, and an absent choice is shown as absent", () => {
  const rows = variantRows([
    { choices: { access: "gallery" }, view: view(22) },
    { choices: { storeys_added: "2", access: "gallery" }, view: view(18) },
  ], words, (choice, value) => [choice, value]);
  assert.deepEqual(rows.filter((row) => row.differs).map((row) => row.name), ["storeys_added", "configure.live.figure.dwellings"]);
  assert.deepEqual(rows.find((row) => row.name === "storeys_added")?.values, ["1", "2"]);
  assert.equal(rows.findIndex((row) => !row.differs), 2);
});

test("figures have their units, cost its interval, and unknown is said", () => {
  const cost = { low_eur_cents: 82_000_000, nominal_eur_cents: 98_000_000, high_eur_cents: 113_000_000, covers: [], excludes: [] };
  const rows = variantRows([{ choices: {}, view: view(6, { ...NOTHING, concept_cost: cost }) }, { choices: {}, view: view(6) }], words, (choice, value) => [choice, value]);
  const values = (name: string): readonly string[] | undefined => rows.find((row) => row.name === `configure.live.figure.${name}`)?.values;
  assert.deepEqual(values("usable_area_m2"), ["358\u202fm²", "358\u202fm²"]);
  assert.deepEqual(values("concept_cost"), ["0.8–1.1\u202fconfigure.live.figure.million_euro", "configure.words.unknown"]);
});
