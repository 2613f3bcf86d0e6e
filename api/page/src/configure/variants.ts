/** Variants side by side: what differs first, what is equal after it. At most four kept ones beside the one that is worked on. */
import { fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import { AROUND, type Choices, DEFAULTS, SOURCES } from "./address.ts";
import { figureText } from "./figures.ts";
import type { LiveView } from "./live_view.ts";

export interface Variant {
  readonly choices: Choices;
  readonly view: LiveView;
}

export interface VariantRow {
  readonly name: string;
  readonly values: readonly string[];
  readonly differs: boolean;
}

export const MOST_KEPT = 4;
const SHOWN_ELSEWHERE = new Set<string>(["concept", AROUND, ...SOURCES]);
const FIGURES = ["dwellings", "modules", "usable_area_m2", "height_above_ground_m", "worst_r_n_p50_foundation", "worst_r_n_p50"] as const;

/** What a choice is called, and its value. */
export type NameOf = (choice: string, value: string) => readonly [string, string];

/** The rows of the comparison: figures, then choices; those that differ first, each group in its own order. */
export function variantRows(variants: readonly Variant[], words: Words, called: NameOf): readonly VariantRow[] {
  const row = (name: string, values: readonly string[]): VariantRow => ({ name, values, differs: new Set(values).size > 1 });
  const number = (view: LiveView, name: string): number | null => {
    const value = view.summary[name];
    return typeof value === "number" ? value : null;
  };
  const figures = FIGURES.map((name) => row(words(`configure.live.figure.${name}`), variants.map(({ view }) => figureText(name, number(view, name), words))));
  const band = row(words("configure.live.loads.band"), variants.map(({ view }) => String(view.summary["worst_band"] ?? "–")));
  const failing = row(words("configure.live.compare.findings"), variants.map(({ view }) => String(view.findings.filter((f) => f.status !== "info").length)));
  const concept = row(words("configure.live.compare.concept"), variants.map(({ view }) => `${view.concept.id} ${view.concept.name}`));
  const building = row(words("configure.live.compare.building"), variants.map(({ view }) => view.building));
  const names = [...new Set(variants.flatMap(({ choices }) => Object.keys(choices)))].filter((name) => !SHOWN_ELSEWHERE.has(name)).sort();
  const value = (variant: Variant, name: string): string => variant.choices[name] ?? DEFAULTS[name] ?? "";
  const choices = names.map((name) => row(called(name, "")[0], variants.map((variant) => called(name, value(variant, name))[1])));
  const all = [...figures, band, failing, building, concept, ...choices];
  return [...all.filter((one) => one.differs), ...all.filter((one) => !one.differs)];
}

export interface VariantActions {
  readonly name: NameOf;
  readonly open: (index: number) => void;
  readonly remove: (index: number) => void;
}

export function showVariants(root: HTMLElement, kept: readonly Variant[], now: Variant, words: Words, actions: VariantActions): void {
  const rows = variantRows([now, ...kept], words, actions.name);
  const heads = kept.map((_, index) => {
    const letter = String.fromCharCode(65 + index);
    const open = h("button", { type: "button", class: "quiet" }, words("configure.live.compare.open"));
    const remove = h("button", { type: "button", class: "quiet", "aria-label": `${words("configure.live.compare.remove")} ${letter}` }, "✕");
    open.addEventListener("click", () => actions.open(index));
    remove.addEventListener("click", () => actions.remove(index));
    return h("th", { class: "number" }, words("configure.live.compare.variant", { letter }), " ", open, remove);
  });
  const body = (differs: boolean): HTMLTableRowElement[] => rows.filter((row) => row.differs === differs).map((row) =>
    h("tr", { class: differs ? "differs" : "" }, h("th", {}, row.name), ...row.values.map((value) => h("td", { class: "number" }, value))));
  const equal = body(false);
  fill(root, h("table", {},
    h("thead", {}, h("tr", {}, h("td", {}), h("th", { class: "number" }, words("configure.live.compare.current")), ...heads)),
    h("tbody", {}, ...body(true)),
    equal.length > 0 && h("tbody", { class: "equal" }, h("tr", {}, h("th", { colspan: kept.length + 2 }, words("configure.live.compare.same"))), ...equal)));
}
