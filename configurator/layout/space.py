"""The free space of one strip, cut into intervals along the strip: on each, the runs across the strip that are free.

Strip axes: s runs along the strip, t across it (u and v for a strip along u, v and u for a strip along v). Whole millimetres.
Between two neighbouring break points no vertex lies, so the free runs are bounded by straight edges; where an edge slants, the run
is what is free over the whole interval (the inner run), and long slanted edges are cut so that little is lost.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Run = tuple[int, int]
Runs = tuple[Run, ...]
Rounding = Literal["inner", "outer"]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
FAR_MM = 10**9
"""Farther than any roof reaches."""

SLANT_STEP_MM = 100
"""A slanted edge is cut at most this finely along the strip."""
SLANT_LOSS_MM = 10
"""A slanted edge is cut into pieces that lose about this much depth, unless they become shorter than SLANT_STEP_MM."""
MOST_SLANT_CUTS = 150
"""On a strip with many slanted edges the cuts are farther apart, so that there are about so many."""
_ROUND_MM = 1e-6


def _segments(region: BaseGeometry) -> FloatArray:
    """Return the edges that are not across the strip, shape (n, 4): s0 < s1 with their t0, t1."""
    found = []
    for part in shapely.get_parts(region):
        if part.geom_type != "Polygon":  # what a cut through a corner leaves behind: points and lines hold no module
            continue
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            found.append(np.hstack([points[:-1], points[1:]]))
    if not found:
        return np.empty((0, 4))
    edges: FloatArray = np.vstack(found).astype(np.float64)
    edges = edges[edges[:, 0] != edges[:, 2]]
    backward = edges[:, 0] > edges[:, 2]
    edges[backward] = edges[backward][:, [2, 3, 0, 1]]
    return edges


def _slant_cuts(edges: FloatArray) -> set[int]:
    cuts: set[int] = set()
    slanted = edges[edges[:, 1] != edges[:, 3]]
    step = max(SLANT_STEP_MM, float((slanted[:, 2] - slanted[:, 0]).sum()) / MOST_SLANT_CUTS) if len(slanted) else SLANT_STEP_MM
    for s0, t0, s1, t1 in slanted:
        parts = max(1, min(math.ceil((s1 - s0) / step), math.ceil(abs(t1 - t0) / SLANT_LOSS_MM)))
        cuts.update(round(s0 + (s1 - s0) * i / parts) for i in range(1, parts))
    return cuts


def _runs_on(edges: FloatArray, a: float, b: float, rounding: Rounding) -> Runs:
    """Return the free runs on the interval a..b, which holds no vertex; edges are paired bottom up (even-odd rule)."""
    over = edges[(edges[:, 0] <= a) & (edges[:, 2] >= b)]
    slope = (over[:, 3] - over[:, 1]) / (over[:, 2] - over[:, 0])
    at_a = over[:, 1] + slope * (a - over[:, 0])
    at_b = over[:, 1] + slope * (b - over[:, 0])
    order = np.argsort(at_a + at_b, kind="stable")
    least, most = np.minimum(at_a, at_b)[order], np.maximum(at_a, at_b)[order]
    lows, highs = (most[0::2], least[1::2]) if rounding == "inner" else (least[0::2], most[1::2])
    pairs = ((math.ceil(low - _ROUND_MM), math.floor(high + _ROUND_MM)) for low, high in zip(lows, highs, strict=False))
    return tuple((low, high) for low, high in pairs if high > low)


def shared(one: Runs, two: Runs) -> Runs:
    """Return the runs that are free in both."""
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in two if min(b, d) > max(a, c))


@dataclass(frozen=True, slots=True)
class _Storey:
    """The runs of one storey, split into those intervals that have exactly one and the others."""

    low: IntArray
    high: IntArray
    """The one run of each interval; (-FAR, FAR) where there are none or several."""
    others: tuple[int, ...]
    """The intervals with none or several, ascending."""
    runs: tuple[Runs, ...]

    @classmethod
    def of(cls, runs: tuple[Runs, ...]) -> _Storey:
        """Split the runs of a storey."""
        low = np.array([r[0][0] if len(r) == 1 else -FAR_MM for r in runs], dtype=np.int64)
        high = np.array([r[0][1] if len(r) == 1 else FAR_MM for r in runs], dtype=np.int64)
        return cls(low, high, tuple(i for i, r in enumerate(runs) if len(r) != 1), runs)

    def window(self, first: int, past: int) -> Runs:
        """Return the runs that are free on every interval `first` .. `past` - 1."""
        if past - first == 1:
            return self.runs[first]
        low, high = int(self.low[first:past].max()), int(self.high[first:past].min())
        found: Runs = ((low, high),) if high > low else ()
        for i in self.others[bisect.bisect_left(self.others, first) : bisect.bisect_left(self.others, past)]:
            if not found:
                break
            found = shared(found, self.runs[i])
        return found


class Space:
    """The free space of one strip on each of its storeys.

    `breaks` are the positions along s where something changes, `anchors` those of them that are vertices; `runs[storey][i]` holds the
    free runs between `breaks[i]` and `breaks[i + 1]`, ascending.
    """

    def __init__(self, regions: Sequence[BaseGeometry], rounding: Rounding = "inner") -> None:
        """Cut the regions of the storeys, lowest first, in strip axes with whole-millimetre vertices."""
        edges = [_segments(r) for r in regions]
        vertices = {round(float(s)) for e in edges for s in (*e[:, 0], *e[:, 2])}
        self.anchors: tuple[int, ...] = tuple(sorted(vertices))
        self.breaks: tuple[int, ...] = tuple(sorted(vertices.union(*(_slant_cuts(e) for e in edges))))
        pairs = list(zip(self.breaks[:-1], self.breaks[1:], strict=True))
        self.runs: tuple[tuple[Runs, ...], ...] = tuple(tuple(_runs_on(e, a, b, rounding) for a, b in pairs) for e in edges)
        self._windows: list[dict[tuple[int, int], Runs]] = [{} for _ in edges]
        self._storeys = tuple(_Storey.of(own) for own in self.runs)

    @property
    def storeys(self) -> int:
        """Number of storeys."""
        return len(self.runs)

    @property
    def extent(self) -> Run:
        """First and last position of the strip; (0, 0) when nothing is free."""
        return (self.breaks[0], self.breaks[-1]) if self.breaks else (0, 0)

    def interval(self, s0: int, s1: int) -> tuple[int, int] | None:
        """Return the first interval under s0..s1 and the one past the last, or None when s0..s1 sticks out of the strip."""
        if not self.breaks or s0 < self.breaks[0] or s1 > self.breaks[-1]:
            return None
        return bisect.bisect_right(self.breaks, s0) - 1, bisect.bisect_left(self.breaks, s1)

    def window(self, storey: int, first: int, past: int) -> Runs:
        """Return the runs that are free on every interval `first` .. `past` - 1 of a storey."""
        cache = self._windows[storey]
        known = cache.get((first, past))
        if known is not None:
            return known
        cache[first, past] = runs = self._storeys[storey].window(first, past)
        return runs

    def free(self, storey: int, s0: int, s1: int) -> Runs:
        """Return the runs that are free over the whole of s0..s1 on a storey."""
        span = self.interval(s0, s1)
        return () if span is None else self.window(storey, *span)
