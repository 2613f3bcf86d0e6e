"""Cross-sections of a region: what is free over the whole width of a column, for many columns at once, exact on slanted edges.

Strip axes: s runs along the strip, t across it. A column is free at t where the segment from its one side to its other side at t lies
in the region. Over a column every edge of the region covers a stretch of t; what lies between the covered stretches is wholly inside
or wholly outside, which the number of edges below says (even-odd rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
FAR_MM = 1e12
ROUND_MM = 1e-6
SLANT_STEP_MM = 300
"""Along an edge that slants away a packing is pushed back to every so many millimetres."""
BOUND_STEP_MM = 500
"""The bound takes slanted edges in steps of at least this."""
MOST_BOUND_STEPS = 120


@dataclass(frozen=True, slots=True)
class Gaps:
    """Free stretches of columns, flat: stretch i of column `column[i]` reaches from `low[i]` to `high[i]`, whole millimetres."""

    column: IntArray
    low: IntArray
    high: IntArray


def _edges(region: BaseGeometry) -> FloatArray:
    """Return the edges with the region on their left hand, shape (n, 4): s, t of their start and of their end."""
    found = []
    for part in shapely.get_parts(region):
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                points = shapely.get_coordinates(ring)
                inside_left = ring.is_ccw == (ring is part.exterior)
                points = points if inside_left else points[::-1]
                found.append(np.hstack([points[:-1], points[1:]]))
    return np.vstack(found).astype(np.float64) if found else np.empty((0, 4))


class Section:
    """The cross-sections of one region along s."""

    def __init__(self, region: BaseGeometry) -> None:
        self.edges = _edges(region)
        forward = self.edges[:, 0] <= self.edges[:, 2]
        self._along = np.where(forward[:, None], self.edges, self.edges[:, [2, 3, 0, 1]])
        wide = self._along[:, 2] - self._along[:, 0]
        self._slope = np.divide(self._along[:, 3] - self._along[:, 1], wide, out=np.zeros(len(wide)), where=wide > 0)
        self.extent: tuple[int, int] = (0, 0)
        self.depth: tuple[int, int] = (0, 0)
        if len(self.edges):
            self.extent = int(self._along[:, 0].min()), int(self._along[:, 2].max())
            self.depth = int(self.edges[:, 1].min()), int(self.edges[:, 1].max())

    def _stretches(self, a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray, npt.NDArray[np.bool_]]:
        """Return what each edge covers of each column (FAR where it does not lie over it), and whether it crosses its middle."""
        s0, t0, s1, t1 = (x[:, None] for x in self._along.T)
        slope = self._slope[:, None]
        upright = s0 == s1
        first = np.where(upright, t0, t0 + slope * (np.maximum(a, s0) - s0))
        last = np.where(upright, t1, t0 + slope * (np.minimum(b, s1) - s0))
        over = (s0 < b) & (s1 > a)
        middle = (a + b) / 2.0
        low = np.where(over, np.minimum(first, last), FAR_MM)
        return low, np.where(over, np.maximum(first, last), FAR_MM), (s0 <= middle) & (s1 > middle)

    def columns(self, a: IntArray, b: IntArray) -> Gaps:
        """Return what is free over the whole of each column from a to b."""
        if not len(self.edges) or not len(a):
            none = np.zeros(0, dtype=np.int64)
            return Gaps(none, none, none)
        low, high, crosses = self._stretches(a.astype(np.float64), b.astype(np.float64))
        order = np.argsort(low, axis=0, kind="stable")
        low, high = np.take_along_axis(low, order, axis=0), np.take_along_axis(high, order, axis=0)
        crosses = np.take_along_axis(crosses, order, axis=0)
        start = np.ceil(np.maximum.accumulate(high, axis=0)[:-1] - ROUND_MM)
        end = np.floor(low[1:] + ROUND_MM)
        inside = np.cumsum(crosses, axis=0)[:-1] % 2 == 1
        at, column = np.nonzero(inside & (end > start) & (end < FAR_MM / 2))
        return Gaps(column, start[at, column].astype(np.int64), end[at, column].astype(np.int64))

    def openings(self, most: int) -> tuple[int, ...]:
        """Return the positions at which something becomes free that is not free just before, the longest edges first, at most so many."""
        worth: dict[int, float] = {self.extent[0]: FAR_MM}
        for s0, t0, s1, t1 in self.edges[self.edges[:, 1] > self.edges[:, 3]].tolist():
            low, high = sorted((round(s0), round(s1)))
            parts = max(1, -(-(high - low) // SLANT_STEP_MM))
            for i in range(parts + 1 if high > low else 1):
                at = low + (high - low) * i // parts
                worth[at] = worth.get(at, 0.0) + (t0 - t1) / parts
        return tuple(sorted(worth, key=lambda at: (-worth[at], at))[:most])

    def line_bound(self, extents: tuple[int, ...]) -> int:
        """Return the most area of modules in line with s: every line across meets no more than fits into its free stretches, mm2."""
        if not len(self.edges):
            return 0
        breaks = self._breaks()
        a, b = breaks[:-1].astype(np.float64), breaks[1:].astype(np.float64)
        low, high, crosses = self._stretches(a, b)
        low, high = np.where(crosses, low, FAR_MM), np.where(crosses, high, FAR_MM)
        order = np.argsort(low + high, axis=0, kind="stable")
        low, high = np.take_along_axis(low, order, axis=0), np.take_along_axis(high, order, axis=0)
        pairs = len(low) // 2 * 2
        runs = np.where(high[1:pairs:2] < FAR_MM / 2, np.floor(high[1:pairs:2] - low[0:pairs:2] + ROUND_MM), 0.0).astype(np.int64)
        return int((filled_mm(extents, np.maximum(runs, 0)).sum(axis=0) * np.diff(breaks)).sum())

    def _breaks(self) -> IntArray:
        vertices = {round(s) for s in self.edges[:, [0, 2]].ravel().tolist()}
        slanted = self._along[(self._along[:, 1] != self._along[:, 3]) & (self._along[:, 0] != self._along[:, 2])]
        step = max(BOUND_STEP_MM, float((slanted[:, 2] - slanted[:, 0]).sum()) / MOST_BOUND_STEPS)
        for s0, _, s1, _ in slanted.tolist():
            parts = max(1, round((s1 - s0) / step))
            vertices.update(round(s0 + (s1 - s0) * i / parts) for i in range(1, parts))
        return np.array(sorted(vertices), dtype=np.int64)


@cache
def _sums(extents: tuple[int, ...], most_mm: int) -> IntArray:
    """Return, for every whole number of millimetres up to a most, the largest sum of extents that is not above it."""
    reached = 1
    mask = (1 << (most_mm + 1)) - 1
    for e in extents:
        step = e
        while step <= most_mm:
            reached |= (reached << step) & mask
            step *= 2
    bits = np.unpackbits(np.frombuffer(reached.to_bytes(most_mm // 8 + 1, "little"), dtype=np.uint8), bitorder="little")[: most_mm + 1]
    return np.maximum.accumulate(np.where(bits == 1, np.arange(most_mm + 1), 0))


def filled_mm(extents: tuple[int, ...], runs: IntArray | Sequence[int]) -> IntArray:
    """Return the largest sum of extents that fits into each run."""
    own = np.asarray(runs, dtype=np.int64)
    most = 1 << max(16, int(own.max(initial=0)).bit_length())
    return np.asarray(_sums(extents, most)[own])
