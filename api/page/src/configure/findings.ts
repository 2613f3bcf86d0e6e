/** The findings as a list: what fails first, what is only good to know last, each with its place and its fix. */
import { fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import { fixChanges } from "./address.ts";
import type { LiveFinding, LiveView } from "./live_view.ts";

export interface FindingActions {
  readonly apply: (finding: LiveFinding) => void;
  readonly point: (finding: LiveFinding) => void;
  /** What a choice and its value are called on the form. */
  readonly name: (choice: string, value: string) => string;
}

function item(finding: LiveFinding, words: Words, actions: FindingActions): HTMLLIElement {
  const apply = finding.fix === null ? null : h("button", { type: "button", class: "fix" }, words("configure.live.apply"));
  apply?.addEventListener("click", () => actions.apply(finding));
  const number = String(finding.number);
  const placed = finding.at_m !== null && h("button", { type: "button", class: "pin", "data-status": finding.status, "aria-label": `${number}: ${words("configure.live.place")}` }, number);
  if (placed) placed.addEventListener("click", () => actions.point(finding));
  const who = finding.who === null ? "" : words(`configure.roles.${finding.who}`);
  const foot = [finding.code, finding.clause].filter((part) => part).join(" · ");
  return h("li", { class: "finding", "data-status": finding.status, id: `finding-${finding.number}`, tabindex: -1 },
    placed || h("span", { class: "pin", "aria-hidden": "true" }, number),
    h("details", { open: finding.status === "fail" },
      h("summary", {}, h("span", { class: "finding-title" }, finding.title), " ",
        h("span", { class: "status", "data-status": finding.status }, words(`configure.words.${finding.status}`))),
      h("p", {}, finding.text),
      finding.obtain !== null && h("p", { class: "soft" }, words("configure.live.must", { who, what: finding.obtain })),
      h("p", { class: "small code" }, foot)),
    apply !== null && h("p", { class: "actions" }, apply, h("span", { class: "small" }, fixText(finding, actions))));
}

function fixText(finding: LiveFinding, actions: FindingActions): string {
  return Object.entries(fixChanges(finding.fix ?? {})).map(([name, value]) => actions.name(name, value ?? "")).join(", ");
}

export function showFindings(root: HTMLElement, count: HTMLElement, view: LiveView, words: Words, actions: FindingActions): void {
  const open = new Set([...root.querySelectorAll("li:has(details[open])")].map((element) => element.getAttribute("data-code")));
  const [main, rest] = [view.findings.filter((f) => f.status !== "info" || f.fix !== null), view.findings.filter((f) => f.status === "info" && f.fix === null)];
  const list = (findings: readonly LiveFinding[]): HTMLOListElement =>
    h("ol", { class: "finding-list plain-list" }, ...findings.map((finding) => {
      const made = item(finding, words, actions);
      made.setAttribute("data-code", finding.code);
      if (open.has(finding.code)) made.querySelector("details")?.setAttribute("open", "");
      return made;
    }));
  const wasOpen = root.querySelector("details.rest")?.hasAttribute("open") ?? false;
  fill(root, list(main), rest.length > 0 && h("details", { class: "rest", open: wasOpen },
    h("summary", {}, words("configure.live.more", { count: rest.length })), list(rest)));
  count.textContent = String(view.findings.length);
}

/** What is unknown or conditional, by who has to find it out. */
export function showUnknowns(root: HTMLElement, view: LiveView, words: Words): void {
  const byRole = new Map<string, Map<string, number[]>>();
  for (const finding of view.findings) {
    if (finding.who === null || finding.obtain === null) continue;
    const tasks = byRole.get(finding.who) ?? new Map<string, number[]>();
    byRole.set(finding.who, tasks);
    tasks.set(finding.obtain, [...(tasks.get(finding.obtain) ?? []), finding.number]);
  }
  fill(root, ...[...byRole].map(([role, tasks]) =>
    h("details", { class: "role" },
      h("summary", {}, h("span", {}, words(`configure.roles.${role}`)), " ", h("span", { class: "count" }, String(tasks.size))),
      h("ul", { class: "plain-list" }, ...[...tasks].map(([task, numbers]) =>
        h("li", {}, task, " ", h("span", { class: "small" }, numbers.map((number) => `(${number})`).join(" "))))))));
}
