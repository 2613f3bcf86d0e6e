"""Free packing of one piece of roof: columns along the piece, and windows that are cut across into bands with columns of their own.

A column takes all that is free over its width; each of its free runs is filled by the guillotine table. Where something stands
in the middle, a window of the piece is cut at levels across it and every band gets columns of its own, so that modules can lie
beside, before and behind an obstacle. All values are areas in cells, so every comparison is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from configurator.layout.grid import normal_positions
from configurator.layout.packing.table import CellArray, GuillotineTable
from configurator.layout.space import Run, Runs, Space

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Box = tuple[int, int, int, int]
"""A module in strip axes, millimetres: low s, low t, high s, high t."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How hard one piece is tried: deterministic limits, no clock."""

    levels: int
    """Levels across the piece at which windows may be cut; 0 is columns only."""
    window_mm: int
    """Longest window that is cut."""
    positions: int
    """Windows are tried only in a piece with at most so many positions."""


MOST_OPENINGS = 40
"""Of a piece with more (a curved edge) only every second, third ... one is a place to begin."""
FAST = Depth(levels=2, window_mm=24_000, positions=400)
THOROUGH = Depth(levels=5, window_mm=40_000, positions=1200)


def _openings(space: Space) -> tuple[int, ...]:
    """Return the positions at which something becomes free that is not free just before: a packing pushed back starts there."""
    runs = space.runs[0]
    found = [space.breaks[0]]
    for at, before, after in zip(space.breaks[1:-1], runs[:-1], runs[1:], strict=True):
        if any(not any(a <= low and high <= b for a, b in before) for low, high in after):
            found.append(at)
    return tuple(found[:: 1 + len(found) // MOST_OPENINGS])


def _clipped(runs: Runs, band: Run | None) -> Runs:
    if band is None:
        return runs
    return tuple((max(low, band[0]), min(high, band[1])) for low, high in runs if min(high, band[1]) > max(low, band[0]))


class Piece:
    """The positions and columns of one piece along one axis."""

    def __init__(self, space: Space, table: GuillotineTable) -> None:
        self.space, self.table = space, table
        self.cell = table.sizes.cell_mm
        self.sides = np.array(table.columns(), dtype=np.int64)
        steps = [int(w) * self.cell for w in self.sides]
        starts = normal_positions(_openings(space), steps, space.extent[1] - min(steps) + 1) if space.breaks else ()
        self.positions = np.array((*starts, space.extent[1]) if starts else (), dtype=np.int64)
        ends = self.positions[:, None] + self.sides * self.cell
        self.to = np.minimum(np.searchsorted(self.positions, ends), max(0, len(self.positions) - 1))
        self._spans, self._which = self._distinct_spans(ends)

    def _distinct_spans(self, ends: IntArray) -> tuple[list[tuple[int, int]], IntArray]:
        """Return the distinct spans of intervals that columns cover, and which of them each column covers (-1: it sticks out)."""
        breaks = np.array(self.space.breaks, dtype=np.int64)
        n = len(breaks) + 1
        keys = np.searchsorted(breaks, self.positions, "right")[:, None] * n + np.searchsorted(breaks, ends, "left")
        keys = np.where(ends <= self.space.extent[1], keys, -1)
        distinct, which = np.unique(keys, return_inverse=True)
        spans = [(int(k) // n - 1, int(k) % n) if k >= 0 else (0, 0) for k in distinct]
        return spans, which.reshape(keys.shape).astype(np.int64)

    def weights(self, band: Run | None) -> CellArray:
        """Return what each column holds within a band (everything without one), in cells; shape (positions, sides)."""
        deepest = max((high - low for runs in self.space.runs[0] for low, high in runs), default=0) // self.cell
        area = self.table.upto(deepest)
        worth = np.zeros((len(self._spans), len(self.sides)), dtype=np.int32)
        for i, (first, past) in enumerate(self._spans):
            for low, high in _clipped(self.space.window(0, first, past), band) if past > first else ():
                worth[i] += area[self.sides, (high - low) // self.cell]
        return np.asarray(worth[self._which, np.arange(len(self.sides))])

    def fill(self, position: int, side: int, band: Run | None) -> Iterator[Box]:
        """Give the modules of one column."""
        start, width = int(self.positions[position]), int(self.sides[side])
        for low, high in _clipped(self.space.free(0, start, start + width * self.cell), band):
            for s0, t0, s1, t1 in self.table.modules(width, (high - low) // self.cell):
                yield start + s0 * self.cell, low + t0 * self.cell, start + s1 * self.cell, low + t1 * self.cell


def _levels(space: Space, table: GuillotineTable, most: int) -> tuple[int, ...]:
    """Return the levels across a piece at which an obstacle or a step ends, set so that modules fill the side beyond exactly."""
    runs = space.runs[0]
    low = min((r[0] for on in runs for r in on), default=0)
    high = max((r[1] for on in runs for r in on), default=0)
    gain: dict[int, int] = {}
    for a, b, on in zip(space.breaks[:-1], space.breaks[1:], runs, strict=True):
        for start, end in on:
            beyond = (high - table.filled_mm(high - start),) if start > low else ()
            before = (low + table.filled_mm(end - low),) if end < high else ()
            for level in beyond + before:
                if low < level < high:
                    gain[level] = gain.get(level, 0) + b - a
    return tuple(sorted(sorted(gain, key=lambda at: (-gain[at], at))[:most]))


NEVER = -(10**8)
"""Value of an end that cannot be reached; no roof has as many cells."""


def _between(weights: CellArray, to: IntArray, reach: int) -> CellArray:
    """Return the best columns from each position to each of the next `reach` positions; entry [p, i] ends at position p + i."""
    n = len(to)
    best = np.full((n + 1, n + reach + 2), NEVER, dtype=np.int32)
    best[n - 1, n - 1 :] = 0
    found: BoolArray = np.asarray(weights > 0)
    occupied = np.any(found, axis=1)
    for p in range(n - 2, -1, -1):
        until = p + reach + 1
        row = best[p, p:until]
        row[:] = best[p + 1, p:until]
        if occupied[p]:
            kinds = found[p]
            held = best[to[p, kinds], p:until]
            held += np.expand_dims(weights[p, kinds], 1)
            np.maximum(row, held.max(axis=0), out=row)
        row[0] = 0
    return best


@dataclass(frozen=True, slots=True)
class _Band:
    run: Run | None
    weights: CellArray
    between: CellArray | None


class Packer:
    """The best packing of one piece along one axis."""

    def __init__(self, space: Space, table: GuillotineTable, depth: Depth) -> None:
        self._piece = Piece(space, table)
        self._whole = _Band(None, self._piece.weights(None), None) if len(self._piece.positions) else None
        self._bands: dict[tuple[int, int], _Band] = {}
        self._cuts = self._windows(depth) if self._whole is not None else []
        self.value, self._steps = self._solve()

    def _windows(self, depth: Depth) -> list[tuple[tuple[_Band, ...], CellArray]]:
        """Return every way to cut windows into bands, with the value of each window."""
        piece = self._piece
        levels = _levels(piece.space, piece.table, depth.levels) if len(piece.positions) <= depth.positions else ()
        if not levels:
            return []
        reach = int(max(np.searchsorted(piece.positions, piece.positions + depth.window_mm) - np.arange(len(piece.positions))))
        runs = [r for on in piece.space.runs[0] for r in on]
        edges = (min(r[0] for r in runs), *levels, max(r[1] for r in runs))
        found = []
        for count in range(1, min(2, len(levels)) + 1):
            for chosen in combinations(levels, count):
                bands = tuple(self._band(run, reach) for run in pairwise((edges[0], *chosen, edges[-1])))
                total = sum(np.maximum(b.between, 0) for b in bands if b.between is not None)
                found.append((bands, np.asarray(total, dtype=np.int32)))
        return found

    def _band(self, run: Run, reach: int) -> _Band:
        if run not in self._bands:
            weights = self._piece.weights(run)
            self._bands[run] = _Band(run, weights, _between(weights, self._piece.to, reach))
        return self._bands[run]

    def _solve(self) -> tuple[int, list[tuple[int, int, int]]]:
        """Return the most area in cells, and the steps as (position, kind of cut or -1, column or end of the window)."""
        if self._whole is None:
            return 0, []
        weights, to = self._whole.weights, self._piece.to
        n = len(to)
        value = np.zeros(n, dtype=np.int32)
        steps: list[tuple[int, int] | None] = [None] * n
        for p in range(n - 2, -1, -1):
            best, step = int(value[p + 1]), None
            totals = weights[p] + value[to[p]]
            side = int(totals.argmax())
            if totals[side] > best:
                best, step = int(totals[side]), (-1, side)
            for kind, (_, held) in enumerate(self._cuts):
                ahead = held[p, p + 1 : n] + value[p + 1 :]
                end = int(ahead.argmax())
                if ahead[end] > best:
                    best, step = int(ahead[end]), (kind, p + 1 + end)
            value[p], steps[p] = best, step
        return int(value[0]), self._path(steps)

    def _path(self, steps: Sequence[tuple[int, int] | None]) -> list[tuple[int, int, int]]:
        path, p = [], 0
        while p < len(steps):
            step = steps[p]
            if step is None:
                p += 1
                continue
            path.append((p, *step))
            p = int(self._piece.to[p, step[1]]) if step[0] < 0 else step[1]
        return path

    def boxes(self) -> Iterator[Box]:
        """Give the modules, in strip axes."""
        for p, kind, then in self._steps:
            if kind < 0:
                yield from self._piece.fill(p, then, None)
            else:
                for band in self._cuts[kind][0]:
                    yield from self._inside(band, p, then)

    def _inside(self, band: _Band, p: int, end: int) -> Iterator[Box]:
        held = band.between
        while held is not None and p < end and held[p, end] > 0:
            if held[p + 1, end] == held[p, end]:
                p += 1
                continue
            after = held[self._piece.to[p], end]
            side = int(np.argmax(np.where(after >= 0, after + band.weights[p], -1)))
            yield from self._piece.fill(p, side, band.run)
            p = int(self._piece.to[p, side])
