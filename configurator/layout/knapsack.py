"""The most that a free run across a roof can hold of items side by side: what line bounds are made of."""

from __future__ import annotations

import bisect
from collections.abc import Mapping

EXACT_ITEMS = 4
"""A run that holds at most so many of the smallest item is packed exactly; beyond that its densest item is taken to fill it."""


class Knapsack:
    """The most that a free run can hold of items side by side; each item has an extent across the roof and a worth."""

    def __init__(self, worth: Mapping[int, int]) -> None:
        """Take the worth of an item by its extent, millimetres."""
        extents: list[int] = []
        best: list[int] = []
        for extent in sorted(worth):
            if worth[extent] > (best[-1] if best else 0):
                extents.append(extent)
                best.append(worth[extent])
        self._extents, self._best = extents, best
        self._known: dict[int, int] = {}

    def single(self, run_mm: int) -> int:
        """Return the worth of the best item that fits into a run."""
        i = bisect.bisect_right(self._extents, run_mm)
        return self._best[i - 1] if i else 0

    def most(self, run_mm: int) -> int:
        """Return an upper bound on the sum of worth over items that fit side by side into a run."""
        if not self._extents or run_mm < self._extents[0]:
            return 0
        if run_mm not in self._known:
            self._known[run_mm] = self._most(run_mm)
        return self._known[run_mm]

    def _most(self, run_mm: int) -> int:
        if run_mm < 2 * self._extents[0]:
            return self.single(run_mm)
        items = list(zip(self._extents, self._best, strict=True))
        if run_mm >= (EXACT_ITEMS + 1) * self._extents[0]:
            return max(-(-worth * run_mm // extent) for extent, worth in items)
        return max(worth + self.most(run_mm - extent) for extent, worth in items if extent <= run_mm)
