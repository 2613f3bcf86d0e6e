/** Undo and redo over values that never change. */
export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
}

const MOST = 200;

export function begun<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** The next state; what was undone before is gone. The same state again changes nothing. */
export function done<T>(history: History<T>, next: T, same: (a: T, b: T) => boolean): History<T> {
  if (same(history.now, next)) return history;
  return { past: [...history.past, history.now].slice(-MOST), now: next, future: [] };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future };
}
