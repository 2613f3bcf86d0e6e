/** The load diagram: existing load grey, what is added on top in the colour of its band, the interval as a whisker, the letter above. */
import type { LiveLoad, LiveWing } from "../configure/live_view.ts";
import { s } from "../dom/element.ts";
import { differenceText, numberText } from "../words/numbers.ts";
import { levelText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import { axisOf } from "./axis.ts";
import { type LoadBar, loadScale, type Shown, spaced } from "./load_bars.ts";

const TOP = 34;
/** From the first wall to the scale of the loads. */
const BEFORE = 22;
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

function nameOf(line: string): string {
  return line.split("/").at(-1) ?? line;
}

/** What can be clicked, focused and pointed at: a strip as wide as there is room for. */
function target(line: string, text: string, x: number, room: number, base: number, options: LoadDiagramOptions, named: boolean, ...drawn: readonly (SVGElement | false)[]): SVGGElement {
  const group = s("g", { class: options.selected === line ? "bar selected" : "bar", tabindex: 0, role: "button", "data-line": line },
    s("title", {}, text),
    s("rect", { x: x - room / 2, y: 0, width: room, height: base + BELOW, class: "target" }), ...drawn,
    named && s("text", { x, y: base + 15, class: "name" }, line.split("/").at(-1) ?? line));
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

interface Labels {
  readonly letter: boolean;
  readonly percent: boolean;
  readonly name: boolean;
}

function percentOf(bar: LoadBar, words: Words): string {
  return `${differenceText(bar.level.p50 * 100, words.lang, 0)}\u202f%`;
}

function barGroup(bar: LoadBar, base: number, room: number, labels: Labels, options: LoadDiagramOptions): SVGGElement {
  const { words } = options;
  const { x } = bar;
  const left = x - bar.width / 2;
  const top = base - bar.existing - Math.max(bar.added, 0);
  const beside = x + bar.width / 2 + 4;
  const whisker = (y: number): SVGLineElement => s("line", { x1: beside - 3, x2: beside + 3, y1: y, y2: y, class: "whisker" });
  const label = Math.min(top, base - bar.high) - 6;
  return target(bar.id, barText(bar, words), x, room, base, options, labels.name,
    s("rect", { x: left, y: base - bar.existing, width: bar.width, height: bar.existing, class: "bar-existing" }),
    s("rect", { x: left, y: top, width: bar.width, height: Math.max(bar.added, 0), "data-band": bar.band, class: "bar-added" }),
    s("line", { x1: beside, x2: beside, y1: base - bar.low, y2: base - bar.high, class: "whisker" }),
    whisker(base - bar.low),
    whisker(base - bar.high),
    s("text", { x, y: label - (labels.percent ? 12 : 0), class: labels.letter ? "letter" : "letter asked" }, bar.band),
    labels.percent && s("text", { x, y: label, class: "percent" }, percentOf(bar, words)));
}

/** A wall whose load nobody knows: hatched, with a question mark. */
function unknownGroup(wall: { readonly id: string; readonly x: number; readonly width: number }, base: number, room: number, named: boolean, options: LoadDiagramOptions): SVGGElement {
  const text = options.words("configure.live.loads.unknown", { line: wall.id });
  return target(wall.id, text, wall.x, room, base, options, named,
    s("rect", { x: wall.x - wall.width / 2, y: base - UNKNOWN_HIGH, width: wall.width, height: UNKNOWN_HIGH, fill: "url(#not-known)", class: "bar-unknown" }),
    s("text", { x: wall.x, y: base - UNKNOWN_HIGH - 6, class: "letter" }, "?"));
}

const HATCH = (): SVGDefsElement =>
  s("defs", {}, s("pattern", { id: "not-known", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("line", { x1: 0, x2: 0, y1: 0, y2: 5, class: "hatch-line" })));

/** The diagram of one wing. */
export function loadDiagram(wing: LiveWing, loads: readonly LiveLoad[], options: LoadDiagramOptions): SVGSVGElement {
  const { words, width, height } = options;
  const base = height - BELOW;
  const axis = axisOf(wing.outline_m, width);
  const scale = loadScale(wing.lines, loads, options.shown, axis, base - TOP);
  const gaps = scale.bays.map((bay) => bay.to - bay.from);
  const room = Math.min(...gaps, 60);
  const wide = gaps.every((gap) => gap >= NARROW);
  const walls = [...scale.bars, ...scale.unknown].sort((a, b) => a.x - b.x);
  const named = spaced(walls.map((wall) => ({ x: wall.x, width: nameOf(wall.id).length * LETTER, weight: wall.id === options.selected ? 1 : 0 })));
  const names = new Set(walls.filter((_, i) => named.has(i)).map((wall) => wall.id));
  const told = spaced(scale.bars.map((bar) => ({ x: bar.x, width: percentOf(bar, words).length * LETTER, weight: bar.level.p50 })));
  const labels = (i: number): Labels => ({ letter: scale.bars[i]?.band !== scale.bars[i - 1]?.band, percent: told.has(i), name: names.has(scale.bars[i]?.id ?? "") });
  const [first, last] = [axis.at(axis.ends_m[0]), axis.at(axis.ends_m[1])];
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": words("configure.live.loads.diagram") },
    scale.unknown.length > 0 && HATCH(),
    ...scale.ticks.map((tick) =>
      s("g", { class: "tick" },
        s("line", { x1: first - BEFORE + 4, x2: last, y1: base - tick.height, y2: base - tick.height }),
        s("text", { x: first - BEFORE, y: base - tick.height + 4 }, numberText(tick.value, words.lang)))),
    s("text", { x: first - BEFORE, y: 12, class: "axis" }, "kN/m"),
    ...scale.bars.map((bar, i) => barGroup(bar, base, room, labels(i), options)),
    ...scale.unknown.map((wall) => unknownGroup(wall, base, room, names.has(wall.id), options)),
    s("g", { class: "bays" },
      s("line", { x1: walls[0]?.x ?? first, x2: walls.at(-1)?.x ?? last, y1: base + 28, y2: base + 28 }),
      ...walls.map(({ x }) => s("line", { x1: x - 3, x2: x + 3, y1: base + 31, y2: base + 25 })),
      ...scale.bays.map((bay) => wide && s("text", { x: (bay.from + bay.to) / 2, y: base + 41 }, numberText(bay.width_m, words.lang, 2)))),
  );
}
