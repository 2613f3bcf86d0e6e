"""The best packing of a plain rectangle by cuts from edge to edge (guillotine table), for one list of module sizes.

Every size is a whole number of cells; a table entry holds the area, in cells, that the sizes can cover in a rectangle of so many by
so many cells, each module either way round. The recurrence is Gilmore and Gomory's (1966): a rectangle is one module, or it is cut
into two.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from configurator.layout.packing.section import filled_mm

CellArray = npt.NDArray[np.int32]
Cells = tuple[int, int, int, int]
"""A rectangle in cells: low s, low t, high s, high t."""

LEAST_CELL_MM = 50
"""Sizes with a smaller common divisor are rounded up to this: still inside, a little less dense."""


@dataclass(frozen=True, slots=True)
class ModuleSizes:
    """The modules that may be placed: every width with every length, millimetres."""

    widths_mm: tuple[int, ...]
    lengths_mm: tuple[int, ...]

    @property
    def cell_mm(self) -> int:
        """The largest cell that divides every size, at least LEAST_CELL_MM."""
        return max(LEAST_CELL_MM, math.gcd(*self.widths_mm, *self.lengths_mm))

    @property
    def extents_mm(self) -> tuple[int, ...]:
        """What a module can measure along any line, ascending."""
        return tuple(sorted({*self.widths_mm, *self.lengths_mm}))

    def cells(self) -> tuple[tuple[int, int], ...]:
        """Return every module in cells, either way round, without doubles."""
        cell = self.cell_mm
        found = {(-(-w // cell), -(-n // cell)) for w in self.widths_mm for n in self.lengths_mm}
        return tuple(sorted(found | {(n, w) for w, n in found}))


@dataclass(slots=True)
class GuillotineTable:
    """Entry [w, h] is the most area in cells for a rectangle of w x h cells; it grows when a deeper rectangle is asked for."""

    sizes: ModuleSizes
    area: CellArray = field(init=False)
    wide: int = field(init=False)
    """Cells of the largest side of any module: wider windows are rows of these."""

    def __post_init__(self) -> None:
        self.wide = max(max(c) for c in self.sizes.cells())
        self.area = np.zeros((self.wide + 1, 1), dtype=np.int32)

    def upto(self, high: int) -> CellArray:
        """Return the table for heights of up to `high` cells at least."""
        known = self.area.shape[1]
        if high >= known:
            self._grow(max(high + 1, known + known // 2))
        return self.area

    def _grow(self, heights: int) -> None:
        known = self.area.shape[1]
        area = np.zeros((self.wide + 1, heights), dtype=np.int32)
        area[:, :known] = self.area
        for w, h in self.sizes.cells():
            area[w:, max(h, known) :] = np.maximum(area[w:, max(h, known) :], w * h)
        for h in range(max(1, known), heights):
            half = h // 2
            column = area[:, h]
            if half:
                np.maximum(column, (area[:, 1 : half + 1] + area[:, h - 1 : h - half - 1 : -1]).max(axis=1), out=column)
            values = column.tolist()
            for w in range(2, self.wide + 1):
                values[w] = max(values[w], *(values[i] + values[w - i] for i in range(1, w // 2 + 1)))
            area[:, h] = values
        self.area = area

    def filled_mm(self, depth_mm: int) -> int:
        """Return the largest depth, at most `depth_mm`, that modules side by side take up exactly."""
        return int(filled_mm(self.sizes.extents_mm, (depth_mm,))[0])

    def columns(self) -> tuple[int, ...]:
        """Return the widths, in cells, at which a column holds more than one a cell narrower does at some height."""
        area = self.upto(2 * self.wide)
        return tuple(w for w in range(1, self.wide + 1) if bool((area[w] > area[w - 1]).any()))

    def modules(self, w: int, h: int, s: int = 0, t: int = 0) -> Iterator[Cells]:
        """Give the modules of the best packing of a w x h rectangle whose low corner lies at (s, t)."""
        area = self.upto(h)
        most = int(area[w, h])
        if most == 0:
            return
        single = next((c for c in self.sizes.cells() if c[0] <= w and c[1] <= h and c[0] * c[1] == most), None)
        if single is not None:
            yield s, t, s + single[0], t + single[1]
            return
        across = next((i for i in range(1, h // 2 + 1) if area[w, i] + area[w, h - i] == most), None)
        if across is not None:
            yield from self.modules(w, h - across, s, t)
            yield from self.modules(w, across, s, t + h - across)
            return
        along = next(i for i in range(1, w // 2 + 1) if area[i, h] + area[w - i, h] == most)
        yield from self.modules(w - along, h, s, t)
        yield from self.modules(along, h, s + w - along, t)
