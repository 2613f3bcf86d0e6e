"""Suite D, pallets: identical boxes on a plain rectangle, a published class of problems with known answers.

An instance is four numbers: a pallet X x Y and a box a x b, either way round. The eight hard ones are from the literature (Lins, Lins
and Morabito 2003; Birgin, Lobato and Morabito 2010); what CP-SAT finds for them on the unit grid stands beside. The random ones are
of the class of Martins and Dell (2008): X / Y up to 2, a / b up to 4, fewer than 101 boxes by area. Beside our count stand the bound
of Barnes (1979), which no packing exceeds, and one orientation in rows (the naive grid).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterable

from configurator.layout.packing.roof import Effort, pack_roof
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import box

Pallet = tuple[int, int, int, int]
"""X, Y, a, b in units."""

HARD: tuple[tuple[Pallet, int, int], ...] = (
    ((40, 25, 7, 3), 47, 47),
    ((52, 33, 9, 4), 47, 47),
    ((43, 26, 7, 3), 52, 53),
    ((56, 52, 12, 5), 48, 48),
    ((40, 33, 7, 4), 46, 47),
    ((37, 30, 8, 3), 45, 45),
    ((53, 26, 7, 4), 48, 48),
    ((49, 28, 8, 3), 57, 57),
)
"""Hard instances with the most boxes that CP-SAT 9.15 found on the unit grid in 30 s and its bound (or that of Barnes): equal is proven."""
UNIT_MM = 100
RANDOM_QUICK, RANDOM_FULL = 40, 1000
SEED = 2008
MOST_BOXES = 101


def barnes_bound(pallet: Pallet) -> int:
    """Return the most boxes that any packing holds: bars of 1 x a and 1 x b leave so much empty (Barnes 1979, the sides coprime)."""
    wide, deep, a, b = pallet
    divisor = math.gcd(a, b)
    wide, deep, a, b = wide // divisor, deep // divisor, a // divisor, b // divisor
    least = max(min(r * s, (n - r) * (n - s)) for n in (a, b) for r, s in ((wide % n, deep % n),))
    area = wide * deep
    waste = least + (area - least) % (a * b)
    return (area - waste) // (a * b)


def naive_count(pallet: Pallet) -> int:
    """Return the boxes of the better of the two plain grids."""
    wide, deep, a, b = pallet
    return max((wide // a) * (deep // b), (wide // b) * (deep // a))


def packed_count(pallet: Pallet, effort: Effort) -> int:
    """Return the boxes that free packing places."""
    wide, deep, a, b = (UNIT_MM * n for n in pallet)
    roof = box(0, 0, wide, deep)
    return len(pack_roof(roof, roof, ModuleSizes((b,), (a,)), effort).boxes)


def random_pallets(count: int, seed: int = SEED) -> Iterable[Pallet]:
    """Give seeded instances of the class."""
    rng = random.Random(seed)
    given = 0
    while given < count:
        b = rng.randint(2, 12)
        a = rng.randint(b + 1, 4 * b)
        deep = rng.randint(a, 10 * b + a)
        wide = rng.randint(deep, 2 * deep)
        if math.gcd(a, b) == 1 and wide * deep < MOST_BOXES * a * b:
            given += 1
            yield wide, deep, a, b


def _report(count: int, effort: Effort) -> None:
    began = time.process_time()
    for pallet, found, bound in HARD:
        own, naive = packed_count(pallet, effort), naive_count(pallet)
        print(f"  {pallet!s:18} CP-SAT {found:3d} of at most {bound:3d}  ours {own:3d}  naive {naive:3d}  Barnes {barnes_bound(pallet):3d}")
    rows = [(packed_count(p, effort), barnes_bound(p), naive_count(p)) for p in random_pallets(count)]
    met = sum(own == bound for own, bound, _ in rows)
    share = sum(own for own, _, _ in rows) / sum(bound for _, bound, _ in rows)
    plain = sum(n for _, _, n in rows) / sum(bound for _, bound, _ in rows)
    worst = max(bound - own for own, bound, _ in rows)
    print(f"  {count} random: at the bound {met} ({met / count:.1%}), boxes / bound {share:.4f} (naive {plain:.4f}), worst {worst} below")
    print(f"  {time.process_time() - began:.1f} s of processor time, {count + len(HARD)} instances, effort {effort}")


def report() -> None:
    """Run the hard instances and a few random ones."""
    _report(RANDOM_QUICK, "thorough")


def full() -> None:
    """Run the hard instances and a thousand random ones."""
    _report(RANDOM_FULL, "thorough")
