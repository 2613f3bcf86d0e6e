"""The free space of one strip, cut into intervals along the strip: on each, the runs across the strip that are free.

Strip axes: s runs along the strip, t across it (u and v for a strip along u, v and u for a strip along v). Whole millimetres.
Between two neighbouring break points no vertex lies, so the free runs are bounded by straight edges; where an edge slants, the run
is what is free over the whole interval (the inner run), and long slanted edges are cut so that little is lost.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
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


def _all_runs(edges: FloatArray, breaks: Sequence[int], rounding: Rounding) -> tuple[Runs, ...]:
    """Return the free runs on every interval between two break points, which hold no vertex; edges are paired bottom up (even-odd rule)."""
    found: list[list[Run]] = [[] for _ in breaks[1:]]
    if not found:
        return ()
    starts, ends = np.array(breaks[:-1], dtype=np.float64), np.array(breaks[1:], dtype=np.float64)
    first, past = np.searchsorted(starts, edges[:, 0], "left"), np.searchsorted(ends, edges[:, 2], "right")
    count = np.maximum(past - first, 0)
    own = np.repeat(np.arange(len(edges)), count)
    at = np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count) + first[own]
    over = edges[own]
    slope = (over[:, 3] - over[:, 1]) / (over[:, 2] - over[:, 0])
    left, right = over[:, 1] + slope * (starts[at] - over[:, 0]), over[:, 1] + slope * (ends[at] - over[:, 0])
    order = np.lexsort((left + right, at))
    at, least, most = at[order], np.minimum(left, right)[order], np.maximum(left, right)[order]
    rank = np.arange(len(at)) - np.searchsorted(at, at, "left")
    lower = np.flatnonzero((rank[:-1] % 2 == 0) & (at[:-1] == at[1:]))
    lows, highs = (most[lower], least[lower + 1]) if rounding == "inner" else (least[lower], most[lower + 1])
    lows, highs = np.ceil(lows - _ROUND_MM), np.floor(highs + _ROUND_MM)
    free = highs > lows
    for i, low, high in zip(at[lower][free].tolist(), lows[free].tolist(), highs[free].tolist(), strict=True):
        found[i].append((int(low), int(high)))
    return tuple(tuple(runs) for runs in found)


def _flat(storey: tuple[Runs, ...]) -> tuple[IntArray, IntArray, IntArray]:
    listed = np.array([(i, *run) for i, runs in enumerate(storey) for run in runs], dtype=np.int64).reshape(-1, 3)
    return listed[:, 0], listed[:, 1], listed[:, 2]


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
    flat: tuple[IntArray, IntArray, IntArray]
    """All runs: the interval, low and high of each, by interval, ascending."""
    known: dict[tuple[int, int], Runs] = field(default_factory=dict)
    """By window, what was asked before."""

    @classmethod
    def of(cls, runs: tuple[Runs, ...]) -> _Storey:
        """Split the runs of a storey."""
        low = np.array([r[0][0] if len(r) == 1 else -FAR_MM for r in runs], dtype=np.int64)
        high = np.array([r[0][1] if len(r) == 1 else FAR_MM for r in runs], dtype=np.int64)
        return cls(low, high, tuple(i for i, r in enumerate(runs) if len(r) != 1), runs, _flat(runs))

    def window(self, first: int, past: int) -> Runs:
        """Return the runs that are free on every interval `first` .. `past` - 1."""
        if past - first == 1:
            return self.runs[first]
        known = self.known.get((first, past))
        if known is None:
            self.known[first, past] = known = self._shared(first, past)
        return known

    def _shared(self, first: int, past: int) -> Runs:
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
        edges = {r: _segments(r) for r in dict.fromkeys(regions)}  # most storeys are like the one below
        vertices = {round(s) for e in edges.values() for s in e[:, ::2].ravel().tolist()}
        self.anchors: tuple[int, ...] = tuple(sorted(vertices))
        self.breaks: tuple[int, ...] = tuple(sorted(vertices.union(*(_slant_cuts(e) for e in edges.values()))))
        self.starts: dict[Hashable, IntArray] = {}
        """Positions along the strip at which dwellings may begin, kept for whoever comes back to this space."""
        storeys = {r: _Storey.of(_all_runs(e, self.breaks, rounding)) for r, e in edges.items()}
        self._storeys = tuple(storeys[r] for r in regions)
        self.runs: tuple[tuple[Runs, ...], ...] = tuple(storey.runs for storey in self._storeys)

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
        return self._storeys[storey].window(first, past)

    def beside(self, storey: int, band: int) -> tuple[IntArray, IntArray]:
        """Return low and high of the run of each interval that holds a position across the strip; (FAR, -FAR) where none does."""
        at, lows, highs = self.flat(storey)
        low, high = np.full(len(self.runs[storey]), FAR_MM), np.full(len(self.runs[storey]), -FAR_MM)
        holding = np.flatnonzero((lows <= band) & (highs >= band))[::-1]  # of two runs that meet there the first one counts
        low[at[holding]], high[at[holding]] = lows[holding], highs[holding]
        return low, high

    def flat(self, storey: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return all runs of a storey: the interval, low and high of each, by interval, ascending."""
        return self._storeys[storey].flat

    def free(self, storey: int, s0: int, s1: int) -> Runs:
        """Return the runs that are free over the whole of s0..s1 on a storey."""
        span = self.interval(s0, s1)
        return () if span is None else self.window(storey, *span)


class Extremes:
    """Largest and least values of an array over any of its windows, all windows at once (sparse table)."""

    def __init__(self, low: IntArray, high: IntArray) -> None:
        """Take the values whose largest (`low`) and least (`high`) are asked for."""
        self._most, self._least = [low], [high]
        width = 1
        while 2 * width <= len(low):
            most, least = self._most[-1], self._least[-1]
            self._most.append(np.maximum(most[:-width], most[width:]))
            self._least.append(np.minimum(least[:-width], least[width:]))
            width *= 2

    def over(self, first: IntArray, past: IntArray) -> tuple[IntArray, IntArray]:
        """Return the largest `low` and the least `high` over each window `first` .. `past` - 1; none of them is empty."""
        most, least = np.empty(len(first), dtype=np.int64), np.empty(len(first), dtype=np.int64)
        levels = np.frexp((past - first).astype(np.float64))[1] - 1
        for level in np.unique(levels).tolist():
            own = np.flatnonzero(levels == level)
            i, j = first[own], past[own] - (1 << level)
            most[own] = np.maximum(self._most[level][i], self._most[level][j])
            least[own] = np.minimum(self._least[level][i], self._least[level][j])
        return most, least
