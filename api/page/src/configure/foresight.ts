/**
 * What whoever moves a slider by steps asks next: one more step the same way. It is computed while nobody waits, so that it is there when
 * the key is pressed; one at a time, at rest alone, and behind everybody else's work.
 */
import type { Choices } from "./address.ts";

/** What a slider can be set to. */
export interface Steps {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Where a slider stands after one more step the same way; null after anything but one step, and at its end. */
export function nextStep(before: number, after: number, { min, max, step }: Steps): number | null {
  const next = after + (after - before);
  return Math.abs(after - before) === step && next >= min && next <= max ? next : null;
}

/** The choices after one more step the same way, where one slider alone was moved by one. */
export function foreseen(before: Choices, after: Choices, name: string, steps: Steps, free: string | undefined): Choices | null {
  const [from, to] = [before[name] ?? free, after[name] ?? free];
  if (from === undefined || to === undefined) return null;
  const next = nextStep(Number(from), Number(to), steps);
  return next === null ? null : { ...after, [name]: String(next) };
}
