/** Where pins stand on the screen so that none covers another: beside its place where that is taken. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where a pin may go, in units of its size: its own place first, then ever further around it. */
const RINGS: readonly Spot[] = [1, 2, 3].flatMap((ring) =>
  [[0, -1], [1, 0], [-1, 0], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]].map(([x, y]) => ({ x: (x as number) * ring, y: (y as number) * ring })));

/** Spots for pins of one size in their order; each stays at its own place where it can. */
export function spread(wanted: readonly Spot[], size: number): readonly Spot[] {
  const taken: Spot[] = [];
  const free = (spot: Spot): boolean => taken.every((other) => Math.abs(other.x - spot.x) >= size || Math.abs(other.y - spot.y) >= size);
  for (const spot of wanted) {
    const around = RINGS.map((ring) => ({ x: spot.x + ring.x * size, y: spot.y + ring.y * size }));
    taken.push([spot, ...around].find(free) ?? spot);
  }
  return taken;
}
