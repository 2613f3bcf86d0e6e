/** The figures, and for a moment by how much each of them changed. */
import { setText } from "../dom/element.ts";
import { differenceText, type Lang, numberText, sharePlaces } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";
import type { LiveCarbon, LiveCost, LiveOffered, LiveView } from "./live_view.ts";

interface FigureForm {
  readonly places: number;
  /** From the unit of the result to the unit on the screen. */
  readonly factor: number;
  readonly sign: boolean;
  /** What stands there where nothing was placed; unknown where it is left out. */
  readonly none?: string;
}

const FORMS: Readonly<Record<string, FigureForm>> = {
  dwellings: { places: 0, factor: 1, sign: false },
  modules: { places: 0, factor: 1, sign: false },
  usable_area_m2: { places: 0, factor: 1, sign: false },
  height_above_ground_m: { places: 1, factor: 1, sign: false, none: "?" },
  worst_r_n_p50_foundation: { places: 1, factor: 100, sign: true, none: "–" },
  worst_r_n_p50: { places: 1, factor: 100, sign: true, none: "–" },
  concept_cost: { places: 2, factor: 1e-8, sign: false },
  embodied_carbon: { places: 0, factor: 0.001, sign: false },
  stored_carbon: { places: 0, factor: 0.001, sign: false },
};
const FLASH_MS = 1600;

const MILLION_EUR_CENTS = 100_000_000;
const TEN_TONNES_KG = 10_000;

/** Both ends of an interval, or one where they are written alike. */
function bandText(low: number, high: number, places: number, lang: Lang): string {
  return [...new Set([numberText(low, lang, places), numberText(high, lang, places)])].join("–");
}

/** An interval of cost in millions of euro, or of carbon in tonnes. */
export function offeredText(offered: LiveCost | LiveCarbon, lang: Lang): string {
  if ("low_eur_cents" in offered) {
    return bandText(offered.low_eur_cents * 1e-8, offered.high_eur_cents * 1e-8, offered.high_eur_cents >= MILLION_EUR_CENTS ? 1 : 2, lang);
  }
  return bandText(offered.low_kg_co2 / 1000, offered.high_kg_co2 / 1000, offered.high_kg_co2 >= TEN_TONNES_KG ? 0 : 1, lang);
}

function offeredOf(view: LiveView, name: string): LiveCost | LiveCarbon | null | undefined {
  return view.offered[name as keyof LiveOffered];
}

function figureOf(view: LiveView, name: string): number | null {
  const offered = offeredOf(view, name);
  if (offered) return "low_eur_cents" in offered ? offered.nominal_eur_cents : offered.nominal_kg_co2;
  const value = view.summary[name];
  return typeof value === "number" ? value : null;
}

/** A figure as it is written; null is unknown. */
export function figureText(name: string, value: number | null, words: Words): string {
  const form = FORMS[name] ?? { places: 0, factor: 1, sign: false };
  if (value === null) return form.none ?? words("configure.words.unknown");
  const written = value * form.factor;
  return (form.sign ? differenceText : numberText)(written, words.lang, form.sign ? sharePlaces(written) : form.places);
}

/** By how much a figure changed, as it is written; empty where it did not, or where that cannot be said. */
export function changeText(name: string, before: number | null, after: number | null, words: Words): string {
  const form = FORMS[name];
  if (form === undefined || before === null || after === null) return "";
  const written = differenceText((after - before) * form.factor, words.lang, form.places);
  return /[1-9]/.test(written) ? written : "";
}

export class Figures {
  readonly #root: HTMLElement;
  readonly #words: Words;
  #before: LiveView | null = null;
  #fading: number | undefined;

  constructor(root: HTMLElement, words: Words) {
    this.#root = root;
    this.#words = words;
  }

  show(view: LiveView): void {
    const before = this.#before;
    this.#before = view;
    for (const element of this.#root.querySelectorAll<HTMLElement>("[data-figure]")) {
      const name = element.dataset["figure"] ?? "";
      const value = figureOf(view, name);
      const [shown, change] = [element.querySelector("[data-value]"), element.querySelector("[data-change]")];
      const offered = offeredOf(view, name);
      if (shown !== null) setText(shown, offered ? offeredText(offered, this.#words.lang) : figureText(name, value, this.#words));
      if (offered !== undefined) this.#say(element, name, offered);
      const text = before === null ? "" : changeText(name, figureOf(before, name), value, this.#words);
      if (change !== null) setText(change, text);
      element.classList.toggle("changed", text !== "");
      element.classList.toggle("not-known", value === null);
      if (name.startsWith("worst")) element.dataset["band"] = String(view.summary["worst_band"] ?? "");
    }
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => this.#settle(), FLASH_MS) as unknown as number;
  }

  /** What an interval of cost or carbon is of, in its unit and its name; of a cost also what it leaves out. */
  #say(element: HTMLElement, name: string, offered: LiveCost | LiveCarbon | null): void {
    const words = this.#words;
    const [unit, label] = [element.querySelector<HTMLElement>(".unit"), element.querySelector(".name")];
    if (unit !== null) unit.hidden = offered === null;
    if (label !== null && offered !== null && "basis" in offered) setText(label, words(`configure.live.figure.${name}.${offered.basis}`));
    if (offered === null || !("covers" in offered)) return;
    const items = (codes: readonly string[]): string => codes.map((code) => words(`configure.cost.${code}`)).join(", ");
    const left = this.#root.querySelector("[data-without]");
    if (left !== null) setText(left, words("configure.live.figure.cost_without", { items: items(offered.excludes) }));
    const said = (key: string, codes: readonly string[]): string => (codes.length === 0 ? "" : words(`configure.live.figure.${key}`, { items: items(codes) }));
    element.title = [said("cost_covers", offered.covers), said("cost_excludes", offered.excludes)].filter((text) => text !== "").join(" ");
  }

  #settle(): void {
    for (const element of this.#root.querySelectorAll(".changed")) element.classList.remove("changed");
  }
}
