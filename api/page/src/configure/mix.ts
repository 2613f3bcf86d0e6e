/** The wished mix of dwelling types, in whole percents that always make 100. */
export type Mix = Readonly<Record<string, number>>;

const WHOLE = 100;

/** Whole percents in the proportion of some weights that make a whole; equal parts where all weights are nothing. The largest remainders are rounded up. */
export function shared(whole: number, weights: Mix): Mix {
  const names = Object.keys(weights);
  const sum = names.reduce((total, name) => total + (weights[name] ?? 0), 0);
  const exact = names.map((name) => (sum > 0 ? (whole * (weights[name] ?? 0)) / sum : whole / names.length));
  const parts = exact.map(Math.floor);
  const byRemainder = names.map((_, i) => i).sort((a, b) => (exact[b] ?? 0) - (parts[b] ?? 0) - ((exact[a] ?? 0) - (parts[a] ?? 0)) || a - b);
  const missing = whole - parts.reduce((total, part) => total + part, 0);
  for (const i of byRemainder.slice(0, missing)) parts[i] = (parts[i] ?? 0) + 1;
  return Object.fromEntries(names.map((name, i) => [name, parts[i] ?? 0]));
}

/** The mix after one type was set: the others keep their proportion in what is left. */
export function balanced(mix: Mix, changed: string, percent: number): Mix {
  const own = Math.min(Math.max(Math.round(percent), 0), WHOLE);
  const others = Object.fromEntries(Object.entries(mix).filter(([name]) => name !== changed));
  if (Object.keys(others).length === 0) return { [changed]: WHOLE };
  const rest = shared(WHOLE - own, others);
  return Object.fromEntries(Object.keys(mix).map((name) => [name, name === changed ? own : (rest[name] ?? 0)]));
}

/** The mix of what is placed; equal parts where nothing is. */
export function placedMix(types: readonly string[], dwellings: readonly { readonly type: string }[]): Mix {
  return shared(WHOLE, Object.fromEntries(types.map((type) => [type, dwellings.filter((dwelling) => dwelling.type === type).length])));
}
