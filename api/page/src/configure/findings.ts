/** The findings as a list: sections by weight, equal ones in one row with all their places, each with its fix; and who has to find out what. */
import { byId, fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import { fixChanges } from "./address.ts";
import { type FindingGroup, findingSections, type FindingSection, tasksByRole } from "./finding_groups.ts";
import type { LiveFinding, LiveView } from "./live_view.ts";

export interface FindingActions {
  readonly apply: (finding: LiveFinding) => void;
  readonly point: (finding: LiveFinding) => void;
  /** Show a finding's own text. */
  readonly open: (number: number) => void;
  /** What a choice and its value are called on the form. */
  readonly name: (choice: string, value: string) => string;
}

/** Sections that stand open; what a permit needs and what is good to know is one click away. */
const OPEN: ReadonlySet<string> = new Set(["fail", "improve", "comparison"]);
const PINS_SHOWN = 6;

function pin(finding: LiveFinding, words: Words, actions: FindingActions): HTMLButtonElement {
  const number = String(finding.number);
  const button = h("button", { type: "button", class: "pin", "data-status": finding.status, "aria-label": `${number}: ${words("configure.live.place")}` }, number);
  button.addEventListener("click", () => actions.point(finding));
  return button;
}

function place(finding: LiveFinding, words: Words, actions: FindingActions): HTMLLIElement {
  return h("li", { id: `finding-${finding.number}`, tabindex: -1 },
    finding.at_m === null ? h("span", { class: "finding-number" }, String(finding.number)) : pin(finding, words, actions), h("p", {}, finding.text));
}

function row(group: FindingGroup, words: Words, actions: FindingActions): HTMLLIElement {
  const [first] = group;
  const apply = first.fix === null ? null : h("button", { type: "button", class: "fix" }, words("configure.live.apply"));
  apply?.addEventListener("click", () => actions.apply(first));
  const who = first.who === null ? "" : words(`configure.roles.${first.who}`);
  const clauses = [...new Set(group.map((finding) => finding.clause).filter((clause) => clause !== null))].join("; ");
  const placed = group.filter((finding) => finding.at_m !== null);
  return h("li", { class: "finding", "data-status": first.status, "data-code": first.code },
    h("details", { open: first.status === "fail" },
      h("summary", {},
        h("span", { class: "status", "data-status": first.status, title: words(`configure.words.${first.status}`) }, h("span", { class: "unseen" }, words(`configure.words.${first.status}`))),
        h("span", { class: "finding-title" }, first.title, group.length > 1 && h("span", { class: "times" }, ` ${group.length}×`)),
        h("span", { class: "finding-kind" }, who)),
      h("ul", { class: "places plain-list" }, ...group.map((finding) => place(finding, words, actions))),
      first.obtain !== null && h("p", { class: "soft" }, words("configure.live.must", { who, what: first.obtain })),
      h("p", { class: "small code" }, [first.code, clauses].filter((part) => part !== "").join(" · "))),
    (placed.length > 0 || apply !== null) && h("p", { class: "finding-acts" },
      h("span", { class: "pin-row" }, ...placed.slice(0, PINS_SHOWN).map((finding) => pin(finding, words, actions))),
      apply !== null && h("span", { class: "small fix-text" }, fixText(first, actions)), apply));
}

function fixText(finding: LiveFinding, actions: FindingActions): string {
  return Object.entries(fixChanges(finding.fix ?? {})).map(([name, value]) => actions.name(name, value ?? "")).join(", ");
}

function section({ name, groups }: FindingSection, opened: ReadonlySet<string>, words: Words, actions: FindingActions): HTMLDetailsElement {
  const rows = groups.map((group) => {
    const made = row(group, words, actions);
    if (opened.has(group[0].code)) made.querySelector("details")?.setAttribute("open", "");
    return made;
  });
  return h("details", { class: "finding-section", "data-section": name, open: OPEN.has(name) },
    h("summary", {}, h("h3", {}, words(`configure.sections.${name}`)), " ", h("span", { class: "count" }, String(groups.length))),
    h("ol", { class: "finding-list plain-list" }, ...rows));
}

/** What was opened or shut stays so when the next answer comes. */
export function showFindings(root: HTMLElement, count: HTMLElement, view: LiveView, words: Words, actions: FindingActions): void {
  const opened = new Set([...root.querySelectorAll(".finding:has(> details[open])")].map((element) => element.getAttribute("data-code") ?? ""));
  const before = new Map([...root.querySelectorAll<HTMLDetailsElement>("[data-section]")].map((element) => [element.dataset["section"], element.open]));
  const sections = findingSections(view.findings).map((one) => section(one, opened, words, actions));
  for (const one of sections) one.open = before.get(one.dataset["section"]) ?? one.open;
  fill(root, ...sections);
  count.textContent = String(view.findings.length);
}

/** Open the row of a finding and go to its text. */
export function openFinding(number: number): void {
  const text = document.getElementById(`finding-${number}`);
  for (let box = text?.closest("details"); box !== null && box !== undefined; box = box.parentElement?.closest("details")) box.open = true;
  text?.scrollIntoView({ block: "nearest" });
  text?.focus();
}

/** What is unknown or conditional, by who has to find it out: the numbers beside the figures, the tasks below. */
export function showUnknowns(root: HTMLElement, strip: HTMLElement, view: LiveView, words: Words, actions: FindingActions): void {
  const roles = tasksByRole(view.findings);
  const opened = new Set([...root.querySelectorAll<HTMLDetailsElement>(".role[open]")].map((element) => element.id));
  const numberOf = (number: number): HTMLButtonElement => {
    const button = h("button", { type: "button", class: "quiet finding-link", "aria-label": words("configure.live.to_finding", { number }) }, String(number));
    button.addEventListener("click", () => actions.open(number));
    return button;
  };
  fill(root, ...[...roles].map(([role, tasks]) =>
    h("details", { class: "role", id: `role-${role}`, open: opened.has(`role-${role}`) },
      h("summary", {}, h("span", {}, words(`configure.roles.${role}`)), " ", h("span", { class: "count" }, String(tasks.size))),
      h("ul", { class: "plain-list" }, ...[...tasks].map(([task, numbers]) => h("li", {}, task, " ", ...numbers.map(numberOf)))))));
  fill(strip, ...[...roles].map(([role, tasks]) => {
    const button = h("button", { type: "button", class: "asker" }, h("span", { class: "asker-count" }, String(tasks.size)), words(`configure.roles.${role}`));
    button.addEventListener("click", () => openRole(role));
    return button;
  }));
}

function openRole(role: string): void {
  const box = byId<HTMLDetailsElement>(`role-${role}`);
  box.open = true;
  box.scrollIntoView({ block: "nearest" });
  box.querySelector("summary")?.focus();
}
