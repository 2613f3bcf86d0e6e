"""Piles of dwellings of one and of two storeys over one position along a strip, by the stacking rules of the concept.

Only concepts with a maisonnette or a stacking rule come here. A dwelling of two storeys is two offers: the lower one, on which it is
entered, carries the weight of the whole; the upper one carries none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalogue.documents.concept import ROOF, DwellingType

Run = tuple[int, int]
Anchor = Literal["low", "high", "centre"]
MOST_PILES = 4096
"""Best piles kept for modules of the same widths."""
MM2_PER_M2 = 1_000_000


@dataclass(frozen=True, slots=True)
class Offer:
    """One storey of a dwelling that can stand in a slot."""

    type_id: str
    length_mm: int
    """Extent across the strip: the length of modules that lie across it."""
    usable_mm2: int
    """Usable area on this storey."""
    weight: int
    """Weight of the whole dwelling; 0 on its upper storey."""
    begins: bool = True
    """True on the storey on which the dwelling is entered."""


Placed = tuple[int, Offer]
"""Where the modules of one storey begin across the strip, and what they are part of."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A dwelling type as it stacks, in modules of given widths."""

    dwelling: DwellingType
    stair_mm2: int
    """What the stair opening takes from the usable area of the upper storey."""
    shortest_mm: int
    """Shortest modules in which the dwelling can be made at all: with two storeys its stair has to fit."""
    weight_plain: int
    """Weight of one dwelling apart from its area: `weight_plain + usable x weight_per_mm2`."""
    weight_per_mm2: int

    def holds(self, usable_mm2: int) -> bool:
        """Return whether a usable area lies in the range of the type."""
        most = self.dwelling.max_usable_area_m2
        return self.dwelling.min_usable_area_m2 * MM2_PER_M2 <= usable_mm2 and (most is None or usable_mm2 <= most * MM2_PER_M2)

    def may_stand_on(self, below: str) -> bool:
        """Return whether the type may stand on `roof` or on another type."""
        return not self.dwelling.stands_on or below in self.dwelling.stands_on

    def weight(self, usable_mm2: int) -> int:
        """Return the weight of one dwelling with this usable area."""
        return self.weight_plain + usable_mm2 * self.weight_per_mm2


@dataclass(frozen=True, slots=True)
class Stacking:
    """What modules of given widths can make, on one storey and on two."""

    kinds: tuple[Kind, ...]
    lengths: tuple[int, ...]
    """Module lengths, ascending."""
    areas_mm2: tuple[int, ...]
    """Usable area of one storey with each length."""
    known: dict[tuple[Anchor, int, tuple[Run, ...]], tuple[int, tuple[Placed, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The best piles so far, by middle and runs from the start of the lowest run; they are placed from there as well."""

    def weighed(self, chain: Sequence[Run], anchor: Literal["low", "high"]) -> tuple[int, int]:
        """Return the weight and the number of storeys of the best pile against a gallery; the same wherever it stands."""
        weight, placed = self._best(chain, anchor, chain[0][0])
        return weight, len(placed)

    def best_pile(self, chain: Sequence[Run], anchor: Anchor, middle: int) -> tuple[int, tuple[Placed, ...]]:
        """Return the largest sum of weights and its storeys, lowest first, over the free runs of the storeys.

        Each storey stays within the footprint of the one below. Among equal sums the first kinds of the concept win.
        """
        weight, placed = self._best(chain, anchor, middle if anchor == "centre" else chain[0][0])
        return weight, tuple((chain[0][0] + at, offer) for at, offer in placed)

    def _best(self, chain: Sequence[Run], anchor: Anchor, middle: int) -> tuple[int, tuple[Placed, ...]]:
        start = chain[0][0]
        key = anchor, middle - start, tuple((low - start, high - start) for low, high in chain)
        if key not in self.known:
            if len(self.known) >= MOST_PILES:
                self.known.clear()
            self.known[key] = self._pile(key[2], 0, ROOF, None, anchor, key[1])
        return self.known[key]

    def _pile(
        self, chain: Sequence[Run], storey: int, below: str, within: Run | None, anchor: Anchor, middle: int
    ) -> tuple[int, tuple[Placed, ...]]:
        best: tuple[int, tuple[Placed, ...]] = (0, ())
        for kind in self.kinds:
            if storey + kind.dwelling.storeys > len(chain) or not kind.may_stand_on(below):
                continue
            own = self._placed(kind, chain[storey : storey + kind.dwelling.storeys], within, anchor, middle)
            if not own:
                continue
            top = (own[-1][0], own[-1][0] + own[-1][1].length_mm)
            above = self._pile(chain, storey + kind.dwelling.storeys, kind.dwelling.id, top, anchor, middle)
            total = own[0][1].weight + above[0]
            if total > best[0]:
                best = (total, (*own, *above[1]))
        return best

    def _placed(self, kind: Kind, runs: Sequence[Run], within: Run | None, anchor: Anchor, middle: int) -> tuple[Placed, ...]:
        """Return the dwelling with the longest modules that make its area, storey by storey; empty when it does not fit."""
        base = _inside(runs[0], within, anchor)
        if base is None:
            return ()
        for length, usable in self._up_to(base[1] - base[0], kind.shortest_mm):
            t0 = _at(base, length, anchor, middle)
            if len(runs) == 1:
                if kind.holds(usable):
                    return ((t0, Offer(kind.dwelling.id, length, usable, kind.weight(usable))),)
                continue
            upper = _inside(runs[1], (t0, t0 + length), anchor)
            if upper is None:
                continue
            for top, more in self._up_to(upper[1] - upper[0], kind.shortest_mm):
                whole = usable + more - kind.stair_mm2
                if kind.holds(whole):
                    first = (t0, Offer(kind.dwelling.id, length, usable, kind.weight(whole)))
                    second = (_at(upper, top, anchor, middle), Offer(kind.dwelling.id, top, more - kind.stair_mm2, 0, begins=False))
                    return (first, second)
        return ()

    def _up_to(self, depth_mm: int, least_mm: int) -> Iterator[tuple[int, int]]:
        """Give every length with its area that fits a depth, the longest first."""
        for length, area in zip(reversed(self.lengths), reversed(self.areas_mm2), strict=True):
            if least_mm <= length <= depth_mm:
                yield length, area

    def may_be(self, kind: Kind, length_mm: int) -> bool:
        """Return whether one storey of a dwelling may have modules this long, whatever its other storey is: never too strict."""
        if length_mm < kind.shortest_mm:
            return False
        area, most = self.areas_mm2[self.lengths.index(length_mm)], self.areas_mm2[-1]
        whole = area if kind.dwelling.storeys == 1 else area + most - kind.stair_mm2
        return whole >= kind.dwelling.min_usable_area_m2 * MM2_PER_M2


def piles(types: Sequence[DwellingType], storeys: int, below: str = ROOF) -> Iterator[tuple[DwellingType, ...]]:
    """Give every pile of dwelling types that the stacking rules allow on so many storeys, also those that do not reach the top."""
    yield ()
    for dwelling in types:
        if dwelling.storeys <= storeys and (not dwelling.stands_on or below in dwelling.stands_on):
            for above in piles(types, storeys - dwelling.storeys, dwelling.id):
                yield (dwelling, *above)


def _inside(run: Run, within: Run | None, anchor: Anchor) -> Run | None:
    """Return the part of a free run over the storey below; None when that leaves nothing, or the gallery's side is not over it."""
    low, high = run
    if within is not None:
        if (anchor == "low" and low < within[0]) or (anchor == "high" and high > within[1]):
            return None
        low, high = max(low, within[0]), min(high, within[1])
    return (low, high) if high > low else None


def _at(run: Run, length_mm: int, anchor: Anchor, middle: int) -> int:
    """Return where modules begin in a run: against its low or high end, or as near to the middle as it allows."""
    if anchor == "low":
        return run[0]
    if anchor == "high":
        return run[1] - length_mm
    return min(max(middle - length_mm // 2, run[0]), run[1] - length_mm)
