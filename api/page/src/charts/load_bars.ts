/** Where the bars of the load diagram stand and how high they are: true to scale along the building, so that a bar stands under its wall. */
import type { Axis } from "./axis.ts";
import type { Band, LiveLevel, LiveLine, LiveLoad } from "../configure/live_view.ts";

export interface LoadBar {
  readonly id: string;
  readonly band: Band;
  readonly level: LiveLevel;
  /** Middle of the bar, in units of the drawing. */
  readonly x: number;
  readonly width: number;
  readonly existing: number;
  readonly added: number;
  /** Heights of the ends of the whisker. */
  readonly low: number;
  readonly high: number;
}

export interface LoadScale {
  readonly bars: readonly LoadBar[];
  /** Walls whose load nobody knows. */
  readonly unknown: readonly { readonly id: string; readonly x: number; readonly width: number }[];
  readonly ticks: readonly { readonly value: number; readonly height: number }[];
  readonly bays: readonly { readonly from: number; readonly to: number; readonly width_m: number }[];
}

export type Shown = "foundation" | "worst";

/** The level that is shown of a line: the foundation, or the one that grows most. */
export function levelShown(load: LiveLoad, shown: Shown): LiveLevel | undefined {
  if (shown === "foundation") return load.levels.find((level) => level.level === "foundation") ?? load.levels[0];
  return load.levels.reduce<LiveLevel | undefined>((worst, level) => (worst === undefined || level.p50 > worst.p50 ? level : worst), undefined);
}

/** A line at a level; one that does not reach it at the level above which it stands. */
function levelOf(load: LiveLoad, name: string): LiveLevel {
  return load.levels.find((level) => level.level === name) ?? (load.levels.at(-1) as LiveLevel);
}

/** The one level that is shown of all lines: like is compared with like. It is where any of them grows most. */
export function commonLevel(loads: readonly LiveLoad[], shown: Shown): string {
  if (shown === "foundation") return "foundation";
  const all = loads.flatMap((load) => load.levels);
  return all.reduce<LiveLevel | undefined>((worst, level) => (worst === undefined || level.p50 > worst.p50 ? level : worst), undefined)?.level ?? "foundation";
}

/** A round step that divides a length into at most five. */
export function stepFor(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1) / 5));
  return ([1, 2, 5, 10].map((factor) => factor * power).find((step) => largest / step <= 5) ?? 10 * power);
}

/** Which of some labels can be written beside each other, their middles and widths given: the most telling first, none touching another. */
export function spaced(labels: readonly { readonly x: number; readonly width: number; readonly weight: number }[], between = 5): ReadonlySet<number> {
  const kept: number[] = [];
  const order = labels.map((_, i) => i).sort((a, b) => (labels[b]?.weight ?? 0) - (labels[a]?.weight ?? 0) || a - b);
  for (const i of order) {
    const one = labels[i] as { x: number; width: number };
    const free = kept.every((k) => Math.abs(one.x - (labels[k]?.x ?? 0)) >= (one.width + (labels[k]?.width ?? 0)) / 2 + between);
    if (free) kept.push(i);
  }
  return new Set(kept);
}

export function loadScale(lines: readonly LiveLine[], loads: readonly LiveLoad[], shown: Shown, axis: Axis, height: number): LoadScale {
  const byId = new Map(loads.map((load) => [load.id, load]));
  const all = [...lines].sort((a, b) => a.x_m - b.x_m);
  const standing = all.filter((line) => byId.has(line.id));
  const common = commonLevel(loads, shown);
  const levels = standing.map((line) => levelOf(byId.get(line.id) as LiveLoad, common));
  const largest = Math.max(1, ...levels.map((level) => level.existing_kn_per_m * (1 + Math.max(level.p90, 0))), ...levels.map((level) => level.new_kn_per_m));
  const { at } = axis;
  const gaps = all.slice(1).map((line, i) => at(line.x_m) - at((all[i] as LiveLine).x_m));
  const bar = Math.max(5, Math.min(18, 0.55 * Math.min(...gaps, 60)));
  const step = stepFor(largest);
  const steps = Math.ceil(largest / step - 1e-9);
  const high = (value: number): number => (value / (steps * step)) * height;
  return {
    bars: standing.map((line, i) => {
      const level = levels[i] as LiveLevel;
      const existing = level.existing_kn_per_m;
      return {
        id: line.id,
        band: level.band,
        level,
        x: at(line.x_m),
        width: bar,
        existing: high(existing),
        added: high(level.new_kn_per_m - existing),
        low: high(existing * (1 + level.p10)),
        high: high(existing * (1 + level.p90)),
      };
    }),
    unknown: all.filter((line) => !byId.has(line.id)).map((line) => ({ id: line.id, x: at(line.x_m), width: bar })),
    ticks: Array.from({ length: steps + 1 }, (_, i) => ({ value: i * step, height: high(i * step) })),
    bays: all.slice(1).map((line, i) => {
      const before = all[i] as LiveLine;
      return { from: at(before.x_m), to: at(line.x_m), width_m: line.x_m - before.x_m };
    }),
  };
}
