/** Levels of a building in words: the engine calls them `foundation`, `s00`, `s01` ... */
import type { Words } from "./texts.ts";

export function floorText(storey: number, words: Words): string {
  return storey === 0 ? words("configure.live.ground_floor") : words("configure.live.floor", { number: storey });
}

export function levelText(level: string, words: Words): string {
  if (level === "foundation") return words("configure.live.loads.foundation");
  const storey = /^s(\d+)$/.exec(level)?.[1];
  return storey === undefined ? level : floorText(Number(storey), words);
}
