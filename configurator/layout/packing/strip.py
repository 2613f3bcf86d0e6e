"""Free packing of one piece of roof: columns along the piece, and windows that are cut across into bands with columns of their own.

A column takes all that is free over its width; each of its free runs is filled by the guillotine table. Where something stands
in the middle, a window of the piece is cut at levels across it and every band gets columns of its own, so that modules can lie
beside, before and behind an obstacle. All values are areas in cells, so every comparison is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from configurator.layout.grid import normal_positions
from configurator.layout.packing.section import Section
from configurator.layout.packing.table import CellArray, GuillotineTable
from configurator.layout.space import Run

MOST_OPENINGS = 40
"""Of a piece with more places at which something becomes free only the main ones count."""
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
    """Of a piece with more the lesser openings are no places to begin."""


def positions_of(section: Section, steps: Sequence[int], most: int) -> IntArray:
    """Return where modules may begin along s, and the end: openings plus sums of sides, main openings first, while they are few."""
    end = section.extent[1]
    known: set[int] = set()
    for at in section.openings(MOST_OPENINGS):
        more = known.union(normal_positions((at,), steps, end - min(steps) + 1))
        if len(more) > most and known:
            break
        known = more
    return np.array(sorted({*known, end}) if known else (), dtype=np.int64)


class Piece:
    """The positions and columns of one piece along one axis."""

    def __init__(self, section: Section, table: GuillotineTable, most_positions: int) -> None:
        self.section, self.table = section, table
        self.cell = table.sizes.cell_mm
        self.sides = np.array(table.columns(), dtype=np.int64)
        self.positions = positions_of(section, [int(w) * self.cell for w in self.sides], most_positions)
        ends = self.positions[:, None] + self.sides * self.cell
        self.to = np.minimum(np.searchsorted(self.positions, ends), max(0, len(self.positions) - 1))
        at, side = np.nonzero(ends <= section.extent[1])
        self._gaps = section.columns(self.positions[at], ends[at, side])
        self._at, self._side = at[self._gaps.column], side[self._gaps.column]

    def weights(self, band: Run | None) -> CellArray:
        """Return what each column holds within a band (everything without one), in cells; shape (positions, sides)."""
        low, high = self._gaps.low, self._gaps.high
        if band is not None:
            low, high = np.maximum(low, band[0]), np.minimum(high, band[1])
        cells = np.maximum(high - low, 0) // self.cell
        area = self.table.upto(int(cells.max(initial=0)))
        worth = np.zeros((len(self.positions), len(self.sides)), dtype=np.int32)
        np.add.at(worth, (self._at, self._side), area[self.sides[self._side], cells])
        return worth

    def fill(self, position: int, side: int, band: Run | None) -> Iterator[Box]:
        """Give the modules of one column."""
        start, width = int(self.positions[position]), int(self.sides[side])
        for i in np.flatnonzero((self._at == position) & (self._side == side)).tolist():
            low, high = int(self._gaps.low[i]), int(self._gaps.high[i])
            if band is not None:
                low, high = max(low, band[0]), min(high, band[1])
            for s0, t0, s1, t1 in self.table.modules(width, max(0, high - low) // self.cell):
                yield start + s0 * self.cell, low + t0 * self.cell, start + s1 * self.cell, low + t1 * self.cell


def _levels(section: Section, table: GuillotineTable, most: int) -> tuple[int, ...]:
    """Return the levels across a piece at which an obstacle or a step ends, set so that modules fill the side beyond exactly."""
    low, high = section.depth
    gain: dict[int, float] = {}
    for s0, t0, s1, t1 in section.edges[section.edges[:, 0] != section.edges[:, 2]].tolist():
        floor = s1 > s0
        at = math.ceil(max(t0, t1)) if floor else math.floor(min(t0, t1))
        level = high - table.filled_mm(high - at) if floor else low + table.filled_mm(at - low)
        if low < at < high and low < level < high:
            gain[level] = gain.get(level, 0.0) + abs(s1 - s0)
    return tuple(sorted(sorted(gain, key=lambda level: (-gain[level], level))[:most]))


NEVER = -(10**8)
"""Value of an end that cannot be reached; no roof has as many cells."""


def _between(weights: CellArray, to: IntArray, reach: int) -> CellArray:
    """Return the best columns of every band from each position to each of the next `reach` positions.

    Entry [band, p, i] is the most that columns hold that begin at position p or later and end at position i or before; what lies
    before p is NEVER. `weights` has the shape (bands, positions, sides).
    """
    n = len(to)
    best = np.full((len(weights), n + 1, n + reach + 2), NEVER, dtype=np.int32)
    best[:, n - 1, n - 1 :] = 0
    occupied = np.any(weights > 0, axis=0)
    for p in range(n - 2, -1, -1):
        until = p + reach + 1
        row = best[:, p, p:until]
        sides = np.flatnonzero(occupied[p])
        if len(sides):
            held = best[:, to[p, sides], p:until]
            held += weights[:, p, sides, None]
            held.max(axis=1, out=row)
            np.maximum(row, best[:, p + 1, p:until], out=row)
        else:
            row[...] = best[:, p + 1, p:until]
        row[:, 0] = 0
    return best


@dataclass(frozen=True, slots=True)
class _Band:
    run: Run | None
    weights: CellArray
    between: CellArray | None


class Packer:
    """The best packing of one piece along one axis."""

    def __init__(self, section: Section, table: GuillotineTable, depth: Depth) -> None:
        self._piece = Piece(section, table, depth.positions)
        self._whole = _Band(None, self._piece.weights(None), None) if len(self._piece.positions) else None
        self._cuts = self._windows(depth) if self._whole is not None else []
        self.value, self._steps = self._solve()

    def _windows(self, depth: Depth) -> list[tuple[tuple[_Band, ...], CellArray]]:
        """Return every way to cut windows into bands, with the value of each window."""
        piece = self._piece
        levels = _levels(piece.section, piece.table, depth.levels)
        if not levels:
            return []
        edges = (piece.section.depth[0], *levels, piece.section.depth[1])
        ways = [tuple(pairwise((edges[0], *chosen, edges[-1]))) for count in (1, 2) for chosen in combinations(levels, count)]
        bands = self._bands(sorted({run for way in ways for run in way}), depth.window_mm)
        found = []
        for way in ways:
            own = tuple(bands[run] for run in way)
            found.append((own, np.asarray(sum(np.maximum(b.between, 0) for b in own if b.between is not None), dtype=np.int32)))
        return found

    def _bands(self, runs: Sequence[Run], window_mm: int) -> dict[Run, _Band]:
        at = self._piece.positions
        reach = int(max(np.searchsorted(at, at + window_mm) - np.arange(len(at))))
        weights = np.stack([self._piece.weights(run) for run in runs])
        between = _between(weights, self._piece.to, reach)
        return {run: _Band(run, weights[i], between[i]) for i, run in enumerate(runs)}

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
