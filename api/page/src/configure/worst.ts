/** Which wall is loaded most, relative to what it carried: at the foundation, and anywhere; with its range and its class. */
import { fill, h } from "../dom/element.ts";
import { shareRange } from "../words/numbers.ts";
import { levelText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import type { LiveLevel, LiveLoad } from "./live_view.ts";

export interface Worst {
  readonly line: string;
  readonly level: LiveLevel;
}

/** The line and level that grow most, of those that are asked for; the first where several grow as much. */
export function worstLevel(loads: readonly LiveLoad[], asked: (level: LiveLevel) => boolean): Worst | null {
  const all = loads.flatMap((load) => load.levels.filter(asked).map((level) => ({ line: load.id, level })));
  return all.reduce<Worst | null>((worst, one) => (worst === null || one.level.p50 > worst.level.p50 ? one : worst), null);
}

/** Where the level stands in its sentence. */
const LEVEL = "\u0000";

const ASKED: Readonly<Record<string, (level: LiveLevel) => boolean>> = {
  worst_r_n_p50_foundation: (level) => level.level === "foundation",
  worst_r_n_p50: () => true,
};

/** Beside the two figures about loads: which wall, its range, its class. A click shows that wall. */
export function showWorst(root: HTMLElement, loads: readonly LiveLoad[], words: Words, choose: (line: string) => void): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-range]")) {
    const found = worstLevel(loads, ASKED[place.dataset["range"] ?? ""] ?? (() => false));
    if (found === null) {
      fill(place);
      continue;
    }
    const { line, level } = found;
    const button = h("button", { type: "button", class: "quiet wall-link" }, line);
    button.addEventListener("click", () => choose(line));
    fill(place, h("span", { class: "band", "data-band": level.band, title: words("configure.live.loads.band") }, level.band), button,
      h("span", { class: "range-text" }, `P10–P90 ${shareRange(level.p10, level.p90, words.lang)}`));
    const name = place.closest("[data-figure]")?.querySelector(".name");
    const [before, after] = words("configure.live.figure.worst_at", { level: LEVEL }).split(LEVEL);
    if (name instanceof HTMLElement) fill(name, before ?? "", h("span", { class: "level" }, levelText(level.level, words)), after ?? "");
  }
}
