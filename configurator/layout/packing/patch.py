"""The best packing of a free region by cuts from edge to edge, cuts within cuts, on positions that follow from the region.

A table over every window between two positions along each axis: a window holds one module at its low corner, or it is cut in two,
either way (Gilmore and Gomory's recurrence on a region with obstacles). With n and m positions along the axes the table has n2 m2 / 4
windows and takes n m (n + m) / 6 cuts each, so it is for small roofs and for windows of large ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from configurator.layout.grid import normal_positions
from configurator.layout.packing.section import Section
from configurator.layout.packing.strip import MOST_OPENINGS, Box, IntArray
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import turned

AreaArray = npt.NDArray[Any]
"""Areas in units of the greatest common divisor of all module areas: 16 bits where they suffice."""
MOST_SMALL = 2**15 - 1


def _positions(section: Section, sizes: ModuleSizes, most: int) -> IntArray:
    """Return positions along s and the end: a lattice of cells, then what follows from each opening while there are few enough."""
    start, end = section.extent
    known = {*range(start, end, sizes.cell_mm), end}
    for at in section.openings(MOST_OPENINGS):
        more = known.union(normal_positions((at,), sizes.extents_mm, end))
        if len(more) > most:
            break
        known = more
    return np.array(sorted(known), dtype=np.int64)


class Patch:
    """The best packing of one region; `value` is its area in mm2. `cells` counts the places for a low corner, known before `solve`."""

    def __init__(self, free: BaseGeometry, sizes: ModuleSizes, most_positions: int) -> None:
        self._items = tuple(sorted({s for w in sizes.widths_mm for n in sizes.lengths_mm for s in ((w, n), (n, w))}))
        self._unit = math.gcd(*(w * h for w, h in self._items))
        self._section = Section(free)
        self._s = _positions(self._section, sizes, most_positions)
        self._t = _positions(Section(turned(free)), sizes, most_positions)
        n, m = len(self._s), len(self._t)
        self.cells = n * m
        self.value = 0
        self._area = free.area

    def solve(self) -> None:
        """Fill the table."""
        n, m = len(self._s), len(self._t)
        if not n or not m:
            return
        height, at = np.divmod(np.arange(m * m), m)
        kept = (height > 0) & (height + at < m)
        self._height, self._at = height[kept], at[kept]
        self._pair = np.zeros((m, m), dtype=np.int64)
        self._pair[self._at, self._at + self._height] = np.arange(len(self._at))
        kind = np.int16 if self._area / self._unit < MOST_SMALL else np.int32
        self._most: AreaArray = np.zeros((n, n, len(self._at)), dtype=kind)
        self._single()
        for width in range(1, n):
            for i in range(n - width if width > 1 else 0):
                own = self._most[i, i + width]
                np.maximum(own, (self._most[i, i + 1 : i + width] + self._most[i + 1 : i + width, i + width]).max(axis=0), out=own)
            self._cut_across(width)
        self.value = int(self._most[0, n - 1, self._pair[0, m - 1]]) * self._unit

    def _single(self) -> None:
        """Enter what one module at the low corner of a window holds."""
        self._heights = self._free_heights()
        n, m = len(self._s), len(self._t)
        for w, h in self._items:
            i, k = np.nonzero(self._heights[w] >= h)
            j, high = np.searchsorted(self._s, self._s[i] + w), np.searchsorted(self._t, self._t[k] + h)
            inside = (j < n) & (high < m)
            at = (i[inside], j[inside], self._pair[k[inside], high[inside]])
            self._most[at] = np.maximum(self._most[at], w * h // self._unit)

    def _free_heights(self) -> dict[int, IntArray]:
        """Return how much is free above each position along t, over every width of a module from each position along s."""
        widths = np.array(sorted({w for w, _ in self._items}), dtype=np.int64)
        n = len(self._s)
        starts = np.tile(self._s, len(widths))
        gaps = self._section.columns(starts, starts + np.repeat(widths, n))
        found = np.zeros((len(starts), len(self._t)), dtype=np.int64)
        at, k = np.nonzero((self._t >= gaps.low[:, None]) & (self._t < gaps.high[:, None]))
        found[gaps.column[at], k] = gaps.high[at] - self._t[k]
        return {int(w): found[i * n : (i + 1) * n] for i, w in enumerate(widths)}

    def _cut_across(self, width: int) -> None:
        """Finish the windows of one width: cuts along s, from low windows to high ones, all of the same height at once."""
        n, m = len(self._s), len(self._t)
        i = np.arange(n - width)
        own = self._most[i, i + width].T
        from_low = np.zeros((m, m, n - width), dtype=own.dtype)  # by height and low position
        to_high = np.zeros_like(from_low)  # by height and high position
        from_low[self._height, self._at] = own
        to_high[self._height, self._at + self._height] = own
        for height in range(2, m):
            cut = (from_low[1:height, : m - height] + to_high[height - 1 : 0 : -1, height:]).max(axis=0)
            result = from_low[height, : m - height]
            np.maximum(result, cut, out=result)
            to_high[height, height:] = result
        self._most[i, i + width] = from_low[self._height, self._at].T

    def boxes(self) -> Iterator[Box]:
        """Give the modules."""
        if self.value:
            yield from self._within(0, len(self._s) - 1, 0, len(self._t) - 1)

    def _within(self, i: int, j: int, k: int, high: int) -> Iterator[Box]:
        most, pair = self._most, self._pair
        value = int(most[i, j, pair[k, high]])
        if value == 0:
            return
        along = np.flatnonzero(most[i, i + 1 : j, pair[k, high]] + most[i + 1 : j, j, pair[k, high]] == value)
        if len(along):
            middle = i + 1 + int(along[0])
            yield from self._within(i, middle, k, high)
            yield from self._within(middle, j, k, high)
            return
        across = np.flatnonzero(most[i, j, pair[k, k + 1 : high]] + most[i, j, pair[k + 1 : high, high]] == value)
        if len(across):
            middle = k + 1 + int(across[0])
            yield from self._within(i, j, k, middle)
            yield from self._within(i, j, middle, high)
            return
        s, t = int(self._s[i]), int(self._t[k])
        wide, deep = int(self._s[j]) - s, int(self._t[high]) - t
        fitting = (x for x in self._items if x[0] <= wide and x[1] <= min(deep, int(self._heights[x[0]][i, k])))
        w, h = next(x for x in fitting if x[0] * x[1] // self._unit == value)
        yield s, t, s + w, t + h
