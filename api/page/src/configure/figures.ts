/** The figures, and for a moment by how much each of them changed. */
import { differenceText, numberText } from "../words/numbers.ts";
import { setText } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import type { LiveView } from "./live_view.ts";

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
  cost_eur_cents: { places: 0, factor: 0.01, sign: false },
  stored_kg_co2: { places: 0, factor: 0.001, sign: false },
};
const FLASH_MS = 1600;

function figureOf(view: LiveView, name: string): number | null {
  const value = view.summary[name];
  return typeof value === "number" ? value : null;
}

/** A figure as it is written; null is unknown. */
export function figureText(name: string, value: number | null, words: Words): string {
  const form = FORMS[name] ?? { places: 0, factor: 1, sign: false };
  if (value === null) return form.none ?? words("configure.words.unknown");
  return (form.sign ? differenceText : numberText)(value * form.factor, words.lang, form.places);
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
      if (shown !== null) setText(shown, figureText(name, value, this.#words));
      const text = before === null ? "" : changeText(name, figureOf(before, name), value, this.#words);
      if (change !== null) setText(change, text);
      element.classList.toggle("changed", text !== "");
      element.classList.toggle("not-known", value === null);
      if (name.startsWith("worst")) element.dataset["band"] = String(view.summary["worst_band"] ?? "");
    }
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => this.#settle(), FLASH_MS) as unknown as number;
  }

  #settle(): void {
    for (const element of this.#root.querySelectorAll(".changed")) element.classList.remove("changed");
  }
}
