/** The load diagram: existing load grey, what is added on top in the colour of its band, the interval as a whisker, the letter above. */
import type { LiveLoad, LiveWing } from "../configure/live_view.ts";
import { s } from "../dom/element.ts";
import { differenceText, numberText } from "../words/numbers.ts";
import { levelText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import { type LoadBar, loadScale, type Shown } from "./load_bars.ts";

const LEFT = 44;
const RIGHT = 18;
const TOP = 36;
const BELOW = 42;
const NARROW = 26;
/** About as wide as one letter of a label. */
const LETTER = 5.6;
const UNKNOWN_HIGH = 40;

export interface LoadDiagramOptions {
  readonly words: Words;
  readonly shown: Shown;
  readonly width: number;
  readonly height: number;
  readonly selected: string | null;
  readonly choose: (line: string) => void;
  /** The numbers of the bar under the pointer or the focus; null where there is none. */
  readonly tell: (numbers: string | null) => void;
}

/** Everything of one bar as a line of text. */
export function barText(bar: LoadBar, words: Words): string {
  const number = (value: number): string => numberText(value, words.lang, 1);
  const { existing_kn_per_m: existing, new_kn_per_m: after, p10, p50, p90, level } = bar.level;
  return words("configure.live.loads.bar", {
    line: bar.id,
    level: levelText(level, words),
    existing: number(existing),
    after: number(after),
    p50: differenceText(p50 * 100, words.lang, 1),
    p10: number(p10 * 100),
    p90: number(p90 * 100),
    band: bar.band,
  });
}

/** What can be clicked, focused and pointed at: a strip as wide as there is room for. */
function target(line: string, text: string, x: number, room: number, base: number, options: LoadDiagramOptions, ...drawn: readonly (SVGElement | false)[]): SVGGElement {
  const group = s("g", { class: options.selected === line ? "bar selected" : "bar", tabindex: 0, role: "button", "data-line": line },
    s("title", {}, text),
    s("rect", { x: LEFT + x - room / 2, y: 0, width: room, height: base + BELOW, class: "target" }), ...drawn,
    s("text", { x: LEFT + x, y: base + 15, class: "name" }, line.split("/").at(-1) ?? line));
  group.addEventListener("click", () => options.choose(line));
  for (const name of ["pointerenter", "focus"]) group.addEventListener(name, () => options.tell(text));
  for (const name of ["pointerleave", "blur"]) group.addEventListener(name, () => options.tell(null));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    options.choose(line);
  });
  return group;
}

function barGroup(bar: LoadBar, base: number, room: number, options: LoadDiagramOptions): SVGGElement {
  const { words } = options;
  const x = LEFT + bar.x;
  const left = x - bar.width / 2;
  const top = base - bar.existing - Math.max(bar.added, 0);
  const beside = x + bar.width / 2 + 4;
  const whisker = (y: number): SVGLineElement => s("line", { x1: beside - 3, x2: beside + 3, y1: y, y2: y, class: "whisker" });
  const label = Math.min(top, base - bar.high) - 6;
  const text = barText(bar, words);
  const percent = `${differenceText(bar.level.p50 * 100, words.lang, 0)}\u202f%`;
  const fits = percent.length * LETTER <= room;
  return target(bar.id, text, bar.x, room, base, options,
    s("rect", { x: left, y: base - bar.existing, width: bar.width, height: bar.existing, class: "bar-existing" }),
    s("rect", { x: left, y: top, width: bar.width, height: Math.max(bar.added, 0), "data-band": bar.band, class: "bar-added" }),
    s("line", { x1: beside, x2: beside, y1: base - bar.low, y2: base - bar.high, class: "whisker" }),
    whisker(base - bar.low),
    whisker(base - bar.high),
    s("text", { x, y: label - (fits ? 12 : 0), class: "letter" }, bar.band),
    fits && s("text", { x, y: label, class: "percent" }, percent));
}

/** A wall whose load nobody knows: hatched, with a question mark. */
function unknownGroup(wall: { readonly id: string; readonly x: number; readonly width: number }, base: number, room: number, options: LoadDiagramOptions): SVGGElement {
  const text = options.words("configure.live.loads.unknown", { line: wall.id });
  return target(wall.id, text, wall.x, room, base, options,
    s("rect", { x: LEFT + wall.x - wall.width / 2, y: base - UNKNOWN_HIGH, width: wall.width, height: UNKNOWN_HIGH, fill: "url(#not-known)", class: "bar-unknown" }),
    s("text", { x: LEFT + wall.x, y: base - UNKNOWN_HIGH - 6, class: "letter" }, "?"));
}

const HATCH = (): SVGDefsElement =>
  s("defs", {}, s("pattern", { id: "not-known", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("line", { x1: 0, x2: 0, y1: 0, y2: 5, class: "hatch-line" })));

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
    scale.unknown.length > 0 && HATCH(),
    ...scale.ticks.map((tick) =>
      s("g", { class: "tick" },
        s("line", { x1: LEFT - 12, x2: width, y1: base - tick.height, y2: base - tick.height }),
        s("text", { x: LEFT - 16, y: base - tick.height + 4 }, numberText(tick.value, words.lang)))),
    s("text", { x: 0, y: 12, class: "axis" }, "kN/m"),
    ...scale.bars.map((bar) => barGroup(bar, base, room, options)),
    ...scale.unknown.map((wall) => unknownGroup(wall, base, room, options)),
    s("g", { class: "bays" },
      s("line", { x1: LEFT, x2: width - RIGHT, y1: base + 28, y2: base + 28 }),
      ...[...scale.bars, ...scale.unknown].map(({ x }) => s("line", { x1: LEFT + x - 3, x2: LEFT + x + 3, y1: base + 31, y2: base + 25 })),
      ...scale.bays.map((bay) => wide && s("text", { x: LEFT + (bay.from + bay.to) / 2, y: base + 41 }, numberText(bay.width_m, words.lang, 2)))),
  );
}
