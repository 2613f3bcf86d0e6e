/** Variants side by side: what differs first, what is equal after it. At most four kept ones beside the one that is worked on. */
import { fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import { AROUND, type Choices, DEFAULTS, SOURCES } from "./address.ts";
import { figureText, offeredText } from "./figures.ts";
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
/** Figures with the unit that is written behind them. */
const FIGURES = [
  ["dwellings", ""], ["modules", ""], ["usable_area_m2", "m²"], ["height_above_ground_m", "m"], ["worst_r_n_p50_foundation", "%"], ["worst_r_n_p50", "%"],
] as const;
const OFFERED = ["concept_cost", "embodied_carbon", "stored_carbon"] as const;

/** What a choice is called, and its value. */
export type NameOf = (choice: string, value: string) => readonly [string, string];

function summaryText(view: LiveView, name: string, unit: string, words: Words): string {
  const value = view.summary[name];
  const known = typeof value === "number";
  return `${figureText(name, known ? value : null, words)}${known && unit !== "" ? `\u202f${unit}` : ""}`;
}

function offeredRowText(view: LiveView, name: (typeof OFFERED)[number], words: Words): string {
  const offered = view.offered[name];
  const unit = name === "concept_cost" ? words("configure.live.figure.million_euro") : "t";
  return offered === null ? words("configure.words.unknown") : `${offeredText(offered, words.lang)}\u202f${unit}`;
}

/** What cost and carbon are called here: of carbon also whether it is declared or the layers alone, where all say the same. */
function offeredName(variants: readonly Variant[], name: (typeof OFFERED)[number], words: Words): string {
  if (name === "concept_cost") return words("configure.live.figure.concept_cost");
  const bases = new Set(variants.map(({ view }) => view.offered[name]?.basis).filter((basis) => basis !== undefined));
  return words(`configure.live.figure.${name}.${bases.has("layers") ? "layers" : "declared"}`);
}

/** The rows of the comparison: what was chosen, then what becomes of it; those that differ first, each group in its own order. */
export function variantRows(variants: readonly Variant[], words: Words, called: NameOf): readonly VariantRow[] {
  const row = (name: string, values: readonly string[]): VariantRow => ({ name, values, differs: new Set(values).size > 1 });
  const building = row(words("configure.live.compare.building"), variants.map(({ view }) => view.building));
  const concept = row(words("configure.live.compare.concept"), variants.map(({ view }) => `${view.concept.id} ${view.concept.name}`));
  const names = [...new Set(variants.flatMap(({ choices }) => Object.keys(choices)))].filter((name) => !SHOWN_ELSEWHERE.has(name)).sort();
  const value = (variant: Variant, name: string): string => variant.choices[name] ?? DEFAULTS[name] ?? "";
  const choices = names.map((name) => row(called(name, "")[0], variants.map((variant) => called(name, value(variant, name))[1])));
  const figures = FIGURES.map(([name, unit]) => row(words(`configure.live.figure.${name}`), variants.map(({ view }) => summaryText(view, name, unit, words))));
  const band = row(words("configure.live.loads.band"), variants.map(({ view }) => String(view.summary["worst_band"] ?? "–")));
  const offered = OFFERED.map((name) => row(offeredName(variants, name, words), variants.map(({ view }) => offeredRowText(view, name, words))));
  const failing = row(words("configure.live.compare.findings"), variants.map(({ view }) => String(view.findings.filter((f) => f.status !== "info").length)));
  const all = [building, concept, ...choices, ...figures, band, ...offered, failing];
  return [...all.filter((one) => one.differs), ...all.filter((one) => !one.differs)];
}

export interface VariantActions {
  readonly name: NameOf;
  readonly open: (index: number) => void;
  readonly remove: (index: number) => void;
}

/** What a kept variant is called, by its place. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

export function showVariants(root: HTMLElement, kept: readonly Variant[], now: Variant, words: Words, actions: VariantActions): void {
  const rows = variantRows([now, ...kept], words, actions.name);
  const heads = kept.map((_, index) => {
    const letter = letterOf(index);
    const open = h("button", { type: "button", class: "quiet" }, words("configure.live.compare.open"));
    const remove = h("button", { type: "button", class: "quiet", "aria-label": `${words("configure.live.compare.remove")} ${letter}` }, "✕");
    open.addEventListener("click", () => actions.open(index));
    remove.addEventListener("click", () => actions.remove(index));
    return h("th", { class: "number" }, h("span", { class: "variant-name" }, words("configure.live.compare.variant", { letter })), h("span", { class: "variant-acts" }, open, remove));
  });
  const body = (differs: boolean): HTMLTableRowElement[] => rows.filter((row) => row.differs === differs).map((row) =>
    h("tr", { class: differs ? "differs" : "" }, h("th", {}, row.name), ...row.values.map((value, i) => h("td", { class: i === 0 ? "number now" : "number" }, value))));
  const equal = body(false);
  fill(root, h("table", {},
    h("thead", {}, h("tr", {}, h("td", {}), h("th", { class: "number now" }, h("span", { class: "variant-name" }, words("configure.live.compare.current"))), ...heads)),
    h("tbody", {}, ...body(true)),
    equal.length > 0 && h("tbody", { class: "equal" }, h("tr", {}, h("th", { colspan: kept.length + 2 }, words("configure.live.compare.same"))), ...equal)));
}
