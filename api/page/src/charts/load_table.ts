/** The same loads as a table: at the foundation, and at the level that grows most. */
import type { LiveLoad } from "../configure/live_view.ts";
import { h } from "../dom/element.ts";
import { numberText } from "../words/numbers.ts";
import { levelText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import { levelShown } from "./load_bars.ts";

export function loadTable(loads: readonly LiveLoad[], words: Words): HTMLTableElement {
  const rows = loads.flatMap((load) => {
    const [foundation, worst] = [levelShown(load, "foundation"), levelShown(load, "worst")];
    return [foundation, worst === foundation ? undefined : worst].filter((level) => level !== undefined).map((level) => ({ load, level }));
  });
  const number = (value: number, places = 1): string => numberText(value, words.lang, places);
  const heads = ["line", "level", "existing", "new"].map((name) => words(`configure.live.loads.${name}`));
  return h("table", {},
    h("caption", {}, words("configure.live.loads.caption")),
    h("thead", {}, h("tr", {},
      h("th", {}, heads[0]), h("th", {}, heads[1]), h("th", { class: "number" }, heads[2]), h("th", { class: "number" }, heads[3]),
      h("th", { class: "number" }, "P50"), h("th", { class: "number" }, "P10–P90"), h("th", {}, words("configure.live.loads.band")))),
    h("tbody", {}, ...rows.map(({ load, level }) =>
      h("tr", {},
        h("th", {}, load.id),
        h("td", {}, levelText(level.level, words)),
        h("td", { class: "number" }, number(level.existing_kn_per_m)),
        h("td", { class: "number" }, number(level.new_kn_per_m)),
        h("td", { class: "number" }, `${number(level.p50 * 100)}\u202f%`),
        h("td", { class: "number" }, `${number(level.p10 * 100)}–${number(level.p90 * 100)}\u202f%`),
        h("td", {}, h("span", { class: "band", "data-band": level.band }, level.band))))));
}
