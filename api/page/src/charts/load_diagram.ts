/** The load diagram: existing load grey, what is added on top in the colour of its band, the interval as a whisker, the letter above. */
import { BANDS } from "../configure/colours.ts";
import type { LiveLoad, LiveWing } from "../configure/live_view.ts";
import { s } from "../dom/element.ts";
import { differenceText, numberText } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";
import { type LoadBar, loadScale, type Shown } from "./load_bars.ts";

const LEFT = 44;
const RIGHT = 18;
const TOP = 34;
const BELOW = 44;
const NARROW = 26;

export interface LoadDiagramOptions {
  readonly words: Words;
  readonly shown: Shown;
  readonly width: number;
  readonly height: number;
  readonly selected: string | null;
  readonly choose: (line: string) => void;
}

function barGroup(bar: LoadBar, base: number, room: number, options: LoadDiagramOptions): SVGGElement {
  const { words } = options;
  const left = LEFT + bar.x - bar.width / 2;
  const top = base - bar.existing - Math.max(bar.added, 0);
  const percent = `${differenceText(bar.level.p50 * 100, words.lang, 1)}\u202f%`;
  const whisker = (y: number): SVGLineElement => s("line", { x1: LEFT + bar.x - 3, x2: LEFT + bar.x + 3, y1: y, y2: y, class: "whisker" });
  const spoken = `${bar.id}: ${words("configure.live.loads.existing")} ${numberText(bar.level.existing_kn_per_m, words.lang, 1)} kN/m, ${percent}, ${words("configure.live.loads.band")} ${bar.band}`;
  const group = s(
    "g",
    { class: options.selected === bar.id ? "bar selected" : "bar", tabindex: 0, role: "button", "data-line": bar.id },
    s("title", {}, spoken),
    s("rect", { x: LEFT + bar.x - room / 2, y: 0, width: room, height: base + BELOW, class: "target" }),
    s("rect", { x: left, y: base - bar.existing, width: bar.width, height: bar.existing, class: "bar-existing" }),
    s("rect", { x: left, y: top, width: bar.width, height: Math.max(bar.added, 0), fill: BANDS[bar.band], class: "bar-added" }),
    s("line", { x1: LEFT + bar.x, x2: LEFT + bar.x, y1: base - bar.low, y2: base - bar.high, class: "whisker" }),
    whisker(base - bar.low),
    whisker(base - bar.high),
    s("text", { x: LEFT + bar.x, y: Math.min(top, base - bar.high) - 6, class: "letter" }, bar.band),
    room >= NARROW + 8 && s("text", { x: LEFT + bar.x, y: Math.min(top, base - bar.high) - 20, class: "percent" }, percent),
    s("text", { x: LEFT + bar.x, y: base + 15, class: "name" }, bar.id.split("/").at(-1) ?? bar.id),
  );
  group.addEventListener("click", () => options.choose(bar.id));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    options.choose(bar.id);
  });
  return group;
}

/** The diagram of one wing. */
export function loadDiagram(wing: LiveWing, loads: readonly LiveLoad[], options: LoadDiagramOptions): SVGSVGElement {
  const { words, width, height } = options;
  const base = height - BELOW;
  const scale = loadScale(wing.lines, loads, options.shown, width - LEFT - RIGHT, base - TOP);
  const room = Math.min(...scale.bays.map((bay) => bay.to - bay.from), 60);
  const wide = scale.bays.every((bay) => bay.to - bay.from >= NARROW);
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": words("configure.live.loads.diagram") },
    ...scale.ticks.map((tick) =>
      s("g", { class: "tick" },
        s("line", { x1: LEFT - 12, x2: width, y1: base - tick.height, y2: base - tick.height }),
        s("text", { x: LEFT - 16, y: base - tick.height + 4 }, numberText(tick.value, words.lang)))),
    s("text", { x: 0, y: 12, class: "axis" }, "kN/m"),
    ...scale.bars.map((bar) => barGroup(bar, base, room, options)),
    s("g", { class: "bays" },
      s("line", { x1: LEFT, x2: width - RIGHT, y1: base + 28, y2: base + 28 }),
      ...scale.bars.map((bar) => s("line", { x1: LEFT + bar.x - 3, x2: LEFT + bar.x + 3, y1: base + 31, y2: base + 25 })),
      ...scale.bays.map((bay) => wide && s("text", { x: LEFT + (bay.from + bay.to) / 2, y: base + 41 }, numberText(bay.width_m, words.lang, 2)))),
  );
}
