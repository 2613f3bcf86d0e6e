import assert from "node:assert/strict";
import { test } from "node:test";

import { findingSections, tasksByRole } from "./finding_groups.ts";
import type { LiveFinding } from "./live_view.ts";

const finding = (number: number, code: string, more: Partial<LiveFinding> = {}): LiveFinding => ({
  number, code, status: "conditional", blocks: "permit", title: code, text: `${code} ${number}`, clause: null, subjects: [], who: null, obtain: null, fix: null, at_m: null, ...more,
});

test("the gravest section comes first, and none is empty", () => {
  const found = findingSections([
    finding(1, "E", { status: "info", blocks: null }), finding(2, "D"), finding(3, "C", { blocks: "comparison" }), finding(4, "B", { fix: { support: "transfer_grid" } }),
    finding(5, "A", { status: "fail", fix: { storeys_added: 1 } }), finding(6, "F", { status: "unknown", blocks: "screening" }),
  ]);
  assert.deepEqual(found.map((section) => [section.name, section.groups.map(([first]) => first.code)]), [
    ["fail", ["A"]], ["improve", ["B"]], ["comparison", ["C", "F"]], ["permit", ["D"]], ["info", ["E"]],
  ]);
});

test("equal findings are one row with all their places; a different fix is another row", () => {
  const found = findingSections([finding(1, "X"), finding(2, "X"), finding(3, "Y"), finding(4, "X", { obtain: "a drawing" })]);
  assert.deepEqual(found[0]?.groups.map((group) => group.map((one) => one.number)), [[1, 2], [3], [4]]);
});

test("no finding is lost", () => {
  const all = Array.from({ length: 40 }, (_, i) => finding(i + 1, `C${i % 7}`, { blocks: ["comparison", "permit", null][i % 3] ?? null }));
  const numbers = findingSections(all).flatMap((section) => section.groups.flatMap((group) => group.map((one) => one.number)));
  assert.deepEqual([...numbers].sort((a, b) => a - b), all.map((one) => one.number));
});

test("tasks are told once to whoever has most to do first", () => {
  const roles = tasksByRole([
    finding(1, "A", { who: "architect", obtain: "plans" }), finding(2, "B", { who: "engineer", obtain: "check" }),
    finding(3, "C", { who: "engineer", obtain: "check" }), finding(4, "D", { who: "engineer", obtain: "survey" }), finding(5, "E"),
  ]);
  assert.deepEqual([...roles].map(([role, tasks]) => [role, [...tasks]]), [
    ["engineer", [["check", [2, 3]], ["survey", [4]]]], ["architect", [["plans", [1]]]],
  ]);
});
