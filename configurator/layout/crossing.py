"""A bound on rows of dwellings that may run along either axis of a roof: lines along and across it at the same time.

Every dwelling is taken with the part of the gallery or corridor in front of it, and its worth spread evenly over that rectangle. What lies
in a free run of the roof, along u or along v, is then at most what a line through the run can meet, times the width of the run; and what
lies where two runs cross is at most the crossing's area times the densest dwelling that both runs are long enough for. Whichever runs are
counted whole, the crossings that lie in none of them make up the rest: so every choice of runs is a bound, and the best one found is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from configurator.layout.knapsack import Knapsack
from configurator.layout.region import turned
from configurator.layout.space import FloatArray, Space

BoolArray = npt.NDArray[np.bool_]
MOST_MENUS = 64
"""Menus whose items are kept."""
_ROUNDING = 1e-9
"""What rounding can take from a sum of worths."""
_UNIT = 1 << 40
"""Worths per millimetre are whole numbers of this part, rounded up."""


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling on the grid as a rectangle of the roof, and its worth."""

    span_mm: int
    """Along its row."""
    deep_mm: int
    """Across its row, with what is its own of the gallery or corridor in front of it."""
    worth: int


class _Densest:
    """The most that dwellings of at most some span and depth are worth a mm2."""

    def __init__(self, dwellings: Sequence[Dwelling]) -> None:
        self._spans = np.unique([d.span_mm for d in dwellings])
        self._deeps = np.unique([d.deep_mm for d in dwellings])
        table = np.zeros((len(self._spans) + 1, len(self._deeps) + 1))
        for d in dwellings:
            at = int(np.searchsorted(self._spans, d.span_mm)) + 1, int(np.searchsorted(self._deeps, d.deep_mm)) + 1
            table[at] = max(table[at], d.worth / (d.span_mm * d.deep_mm))
        self._table: FloatArray = np.maximum.accumulate(np.maximum.accumulate(table, axis=0), axis=1)

    def within(self, along_mm: FloatArray, across_mm: FloatArray) -> FloatArray:
        """Return the most for every pair of a run along and a run across the rows."""
        i, j = np.searchsorted(self._spans, along_mm, "right"), np.searchsorted(self._deeps, across_mm, "right")
        found: FloatArray = self._table[i[:, np.newaxis], j[np.newaxis, :]]
        return found


@dataclass(frozen=True, slots=True)
class _Runs:
    """All free runs of a region across one axis: where each lies along the axis and across it, millimetres."""

    s0: FloatArray
    s1: FloatArray
    t0: FloatArray
    t1: FloatArray

    @classmethod
    def of(cls, region: BaseGeometry) -> _Runs:
        """Take the runs of a region across u, no shorter than they are anywhere."""
        space = Space([region], "outer")
        at, low, high = space.flat(0)
        breaks = np.array(space.breaks, dtype=np.float64)
        return cls(breaks[at], breaks[at + 1], low.astype(np.float64), high.astype(np.float64))

    @property
    def long_mm(self) -> FloatArray:
        """Length of each run."""
        return self.t1 - self.t0

    def worth(self, items: Knapsack) -> FloatArray:
        """Return the most that each run can hold."""
        lengths, which = np.unique(self.long_mm, return_inverse=True)
        most = np.array([items.most(int(length)) / _UNIT for length in lengths])
        found: FloatArray = most[which.ravel()] * (self.s1 - self.s0)
        return found


def crossing_bound(region: BaseGeometry, dwellings: tuple[Dwelling, ...]) -> float:
    """Return no less than what dwellings of these kinds, turned either way, are worth together on a region.

    Args:
        region: Where dwellings and what gives access to them may lie, local millimetres.
        dwellings: What there is; no two of them, nor their parts of a gallery or corridor, overlap.
    """
    runs, crossed = _Runs.of(region), _Runs.of(turned(region))
    if not dwellings or not len(runs.s0) or not len(crossed.s0):
        return 0.0
    along = _overlap(runs.s0, runs.s1, crossed.t0, crossed.t1)
    across = _overlap(runs.t0, runs.t1, crossed.s0, crossed.s1)
    densest = _Densest(dwellings)
    density = np.maximum(densest.within(crossed.long_mm, runs.long_mm).T, densest.within(runs.long_mm, crossed.long_mm))
    crossings = along * across * density
    items = _items(dwellings)
    ways = (runs.worth(items), crossed.worth(items), crossings), (crossed.worth(items), runs.worth(items), crossings.T)
    return min(_least_cover(*way) for way in ways) * (1.0 + _ROUNDING)


def _overlap(low: FloatArray, high: FloatArray, other_low: FloatArray, other_high: FloatArray) -> FloatArray:
    ends = np.minimum(high[:, np.newaxis], other_high[np.newaxis, :]) - np.maximum(low[:, np.newaxis], other_low[np.newaxis, :])
    found: FloatArray = np.maximum(ends, 0.0)
    return found


@lru_cache(maxsize=MOST_MENUS)
def _items(dwellings: tuple[Dwelling, ...]) -> Knapsack:
    """Return what a line can meet: dwellings of either direction, each with its worth per millimetre that it is wide there."""
    worth: dict[int, int] = {}
    for d in dwellings:
        for met, wide in ((d.deep_mm, d.span_mm), (d.span_mm, d.deep_mm)):
            worth[met] = max(worth.get(met, 0), -(-d.worth * _UNIT // wide))
    return Knapsack(worth)


def _least_cover(rows: FloatArray, columns: FloatArray, crossings: FloatArray) -> float:
    """Choose rows and columns to count whole so that with the crossings in neither the sum is small: each in turn, until none changes.

    Every choice is a bound; the least of all would be that of a minimum cut.
    """
    taken: BoolArray = np.zeros(len(columns), dtype=np.bool_)
    total = math.inf
    while True:
        whole = rows < crossings[:, ~taken].sum(axis=1)
        beside = crossings[~whole].sum(axis=0)
        taken = columns < beside
        found = float(rows[whole].sum() + np.minimum(columns, beside).sum())
        if found >= total:
            return total
        total = found
