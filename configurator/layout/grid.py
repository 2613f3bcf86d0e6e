"""Dwelling positions on the transfer grid: modules stand anywhere along the strip, on exact whole-millimetre positions.

Every best layout can be pushed to the left until each dwelling begins at a vertex of the free region or a joint after its neighbour
(left-justification; normal patterns, Herz 1972, Christofides and Whitlock 1977), so only those positions are tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from configurator.layout.arrangement import Arrangement, Lengthwise, modules_in, starts_in, tried
from configurator.layout.chain import IMPOSSIBLE, Arc, IntArray, best_steps
from configurator.layout.column import Column, Pin, levels_on
from configurator.layout.menu import Menu, Offers
from configurator.layout.space import Extremes, Run, Space
from configurator.layout.stacks import Stacking

BoolArray = npt.NDArray[np.bool_]

MOST_ANCHORS = 80
"""Of a strip with more vertices (a curved edge) only every second, third ... one is a place to begin."""
_SLACK = 1e-9
"""What rounding can take from a sum of weights."""
EVEN = 1 << 20
"""Among equal weights even dwellings come first, times this; then each module on a preferred position adds 1, so that ids stay put."""


def normal_positions(anchors: Iterable[int], advances: Collection[int], end: int) -> tuple[int, ...]:
    """Return every position before `end` that is an anchor plus a sum of advances, ascending."""
    front = np.unique(np.fromiter(anchors, dtype=np.int64))
    front = front[front < end]
    if not len(front):
        return ()
    steps, origin = np.array(sorted(advances), dtype=np.int64), int(front[0])
    reached = np.zeros(end - origin, dtype=np.bool_)
    reached[front - origin] = True
    while len(front):
        fresh = (front[:, np.newaxis] + steps).ravel()
        fresh = fresh[fresh < end]
        front = np.unique(fresh[~reached[fresh - origin]])
        reached[front - origin] = True
    return tuple((np.flatnonzero(reached) + origin).tolist())


def templates(menu: Menu, widths: Sequence[int]) -> tuple[Arrangement, ...]:
    """Return what is tried as a dwelling: so many modules of one width, across the row or lengthwise, wherever that makes a dwelling."""
    along = (row for rows in _lengthwise(menu, widths) for row in tried(rows, menu.options.effort))
    return (*_across(menu, widths), *along)


def arrangements(menu: Menu, widths: Sequence[int]) -> tuple[Arrangement, ...]:
    """Return the same with lengthwise modules of every length."""
    return (*_across(menu, widths), *(row for rows in _lengthwise(menu, widths) for row in rows))


def _across(menu: Menu, widths: Iterable[int]) -> Iterator[Arrangement]:
    rows = ((w,) * k for k in menu.counts for w in widths)
    return (row for row in rows if menu.offers(row).lengths)


def _lengthwise(menu: Menu, widths: Sequence[int]) -> Iterator[list[Lengthwise]]:
    """Give, for each number and width of modules, the lengthwise dwellings of every length; none unless they are wanted."""
    for count, width in itertools.product(menu.counts, widths if menu.lengthwise else ()):
        rows = (Lengthwise(length, width, count) for length in menu.lengths)
        yield [row for row in rows if menu.offers(row).lengths]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Every dwelling position as a step: entry [p, r] is module row r at position p."""

    weight: IntArray
    """Weight, or IMPOSSIBLE; shape (positions, rows)."""
    tie: IntArray
    """Evenness x EVEN + modules on preferred starts; shape (positions, rows)."""
    to: IntArray
    """Index of the first position at which the next dwelling may begin; shape (positions, rows)."""


def _positions(space: Space, spans: Collection[int], joint: int, preferred: Collection[int], cores: Sequence[Run] | None) -> IntArray:
    key = (tuple(sorted(spans)), joint, tuple(sorted(preferred)), None if cores is None else tuple(cores))
    if key not in space.starts:
        space.starts[key] = _new_positions(space, spans, joint, preferred, cores)
    return space.starts[key]


def _new_positions(space: Space, spans: Collection[int], joint: int, preferred: Collection[int], cores: Sequence[Run] | None) -> IntArray:
    if cores is None:
        anchors = space.anchors[:: 1 + len(space.anchors) // MOST_ANCHORS]
        found: Iterable[int] = normal_positions((*anchors, *preferred), {span + joint for span in spans}, space.extent[1])
    else:
        found = {high + joint for _, high in cores}.union(low - joint - span for low, _ in cores for span in spans)
    return np.array(sorted(found), dtype=np.int64)


def _beside_core(starts: IntArray, span: int, joint: int, cores: Sequence[Run]) -> BoolArray:
    after = np.array([high + joint for _, high in cores], dtype=np.int64)
    before = np.array([low - joint - span for low, _ in cores], dtype=np.int64)
    return np.isin(starts, after) | np.isin(starts, before)


def _row_weights(
    space: Space, menu: Menu, pin: Pin, row: Arrangement, starts: IntArray, beside: Beside | None
) -> tuple[IntArray, IntArray]:
    """Return the weight of a module row at every start, or IMPOSSIBLE, and its number of storeys."""
    breaks = np.array(space.breaks, dtype=np.int64)
    ends = starts + menu.span_mm(row)
    offers = menu.offers(row)
    weight, storeys = np.full(len(starts), IMPOSSIBLE, dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    inside = np.flatnonzero((starts >= breaks[0]) & (ends <= breaks[-1]))
    first, past = np.searchsorted(breaks, starts[inside], "right") - 1, np.searchsorted(breaks, ends[inside], "left")
    if beside is not None:
        weight[inside], storeys[inside] = beside.weighed(first, past, offers)
        return weight, storeys
    distinct, which = np.unique(first * (len(breaks) + 1) + past, return_inverse=True)
    stacks = [levels_on(space, divmod(int(key), len(breaks) + 1), offers, pin) for key in distinct]
    worth = [sum(level.offer.weight for level in stack) if stack else IMPOSSIBLE for stack in stacks]
    weight[inside] = np.array(worth, dtype=np.int64)[which]
    storeys[inside] = np.array([len(stack) for stack in stacks], dtype=np.int64)[which]
    return weight, storeys


class Beside:
    """Dwellings against a gallery at every position of a strip at once: `column.levels_on`, without the levels themselves."""

    def __init__(self, space: Space, pin: Pin) -> None:
        """Take a strip and the gallery's place in it."""
        self._pin = pin
        self._runs = [Extremes(*space.beside(storey, band)) for storey, band in enumerate(pin.bands)]

    def weighed(self, first: IntArray, past: IntArray, offers: Offers) -> tuple[IntArray, IntArray]:
        """Return weight, or IMPOSSIBLE, and storeys over the windows of intervals `first` .. `past` - 1."""
        if not offers.lengths:
            return np.full(len(first), IMPOSSIBLE, dtype=np.int64), np.zeros(len(first), dtype=np.int64)
        return self._stacked(first, past, offers) if offers.stacking is None else self._piled(first, past, offers.stacking)

    def _piled(self, first: IntArray, past: IntArray, stacking: Stacking) -> tuple[IntArray, IntArray]:
        """Stack by the rules of the concept: on each storey only the longest modules that fit count, so few piles differ."""
        lengths = np.array(stacking.lengths, dtype=np.int64)
        of_storey = len(lengths) + 1
        keys = np.zeros(len(first), dtype=np.int64)
        for runs, band in zip(self._runs, self._pin.bands, strict=True):
            low, high = runs.over(first, past)
            depth = (high - band if self._pin.to == "low" else band - low) - self._pin.depth_mm
            keys = keys * of_storey + np.where((low <= band) & (band <= high), np.searchsorted(lengths, depth, "right"), 0)
        distinct, which = np.unique(keys, return_inverse=True)
        kinds = distinct[:, np.newaxis] // of_storey ** np.arange(len(self._runs))[::-1] % of_storey
        anchor: Literal["low", "high"] = "low" if self._pin.to == "low" else "high"
        piles = [stacking.weighed(self._chain(kind, stacking), anchor) if kind[0] else (0, 0) for kind in kinds.tolist()]
        weight = np.array([weight if storeys else IMPOSSIBLE for weight, storeys in piles], dtype=np.int64)
        return weight[which], np.array([storeys for _, storeys in piles], dtype=np.int64)[which]

    def _chain(self, kind: Sequence[int], stacking: Stacking) -> tuple[Run, ...]:
        """Return the run of each storey that holds the longest modules, as far up as there is one."""
        chain: list[Run] = []
        for fit, band in zip(kind, self._pin.bands, strict=True):
            if not fit:
                break
            length, depth = stacking.lengths[fit - 1], self._pin.depth_mm
            chain.append((band + depth, band + depth + length) if self._pin.to == "low" else (band - depth - length, band - depth))
        return tuple(chain)

    def _stacked(self, first: IntArray, past: IntArray, offers: Offers) -> tuple[IntArray, IntArray]:
        low_side = self._pin.to == "low"
        lengths = np.array(offers.lengths, dtype=np.int64)
        best = np.array([(offer.length_mm, offer.weight) for offer in offers.best], dtype=np.int64).reshape(-1, 2)
        weight, storeys = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
        standing = np.arange(len(first))
        below: tuple[IntArray, IntArray] | None = None
        for runs, band in zip(self._runs, self._pin.bands, strict=True):
            low, high = runs.over(first[standing], past[standing])
            there = (low <= band) & (band <= high)
            if low_side:
                low = np.full(len(low), band + self._pin.depth_mm)
            else:
                high = np.full(len(high), band - self._pin.depth_mm)
            if below is not None:
                there &= (low >= below[0]) if low_side else (high <= below[1])
                low, high = np.maximum(low, below[0]), np.minimum(high, below[1])
            depth = np.searchsorted(lengths, high - low, "right") - 1
            there &= depth >= 0
            standing, low, high, depth = standing[there], low[there], high[there], depth[there]
            length = best[depth, 0]
            weight[standing] += best[depth, 1]
            storeys[standing] += 1
            below = (low, low + length) if low_side else (high - length, high)
        return np.where(storeys > 0, weight, IMPOSSIBLE), storeys


def _steps(
    space: Space,
    menu: Menu,
    pin: Pin,
    rows: Sequence[Arrangement],
    positions: IntArray,
    preferred: Collection[int],
    cores: Sequence[Run] | None,
) -> _Steps:
    joint = menu.joint_mm
    liked = np.array(sorted(preferred), dtype=np.int64)
    beside = None if pin.to == "centre" else Beside(space, pin)
    weights, ties, nexts = [], [], []
    for row in rows:
        weight, storeys = _row_weights(space, menu, pin, row, positions, beside)
        stable = sum(np.isin(positions + start, liked).astype(np.int64) for start in starts_in(row, joint)) if len(liked) else 0
        ties.append(stable - EVEN * modules_in(row) ** 2 * storeys)
        if cores is not None:
            weight = np.where(_beside_core(positions, menu.span_mm(row), joint, cores), weight, IMPOSSIBLE)
        weights.append(weight)
        nexts.append(np.searchsorted(positions, positions + menu.span_mm(row) + joint))
    return _Steps(np.stack(weights, axis=1), np.stack(ties, axis=1), np.stack(nexts, axis=1))


@lru_cache(maxsize=64)
def _densest(menu: Menu, rows: tuple[Arrangement, ...]) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Return module lengths, and the most that a dwelling can weigh per millimetre of its width below the first, up to the second ..."""
    lengths = sorted({length for row in rows for length in menu.offers(row).lengths})
    found = [[(_most_with(menu.offers(row), length), menu.span_mm(row)) for row in rows] for length in lengths]
    return np.array(lengths, dtype=np.int64), np.array([0.0, *(max(weight / span for weight, span in best) for best in found)])


def _most_with(offers: Offers, length_mm: int) -> int:
    """Return no less than what one storey with modules up to a length can weigh, its own part of a dwelling of two storeys."""
    if offers.stacking is None:
        offer = offers.within(length_mm)
        return 0 if offer is None else offer.weight
    made = [area for length, area in zip(offers.stacking.lengths, offers.stacking.areas_mm2, strict=True) if length <= length_mm]
    return max((kind.weight(area) for area in made for kind in offers.stacking.kinds), default=0)


def most_on_grid(space: Space, menu: Menu, pin: Pin, rows: Sequence[Arrangement]) -> float:
    """Return more than any row of dwellings along a gallery on a free grid can weigh (line bound); infinite where none is known.

    At each position along the strip a dwelling weighs, per millimetre of its width, no more than the best one as deep as it is there.
    """
    if not rows or pin.to == "centre":
        return math.inf
    lengths, per_mm = _densest(menu, tuple(rows))
    width = np.diff(np.array(space.breaks, dtype=np.int64))
    total = 0.0
    for storey, band in enumerate(pin.bands):
        low, high = space.beside(storey, band)
        depth = (high - band if pin.to == "low" else band - low) - pin.depth_mm
        depth = np.where(low <= high, depth, 0)
        total += float((width * per_mm[np.searchsorted(lengths, depth, "right")]).sum())
    return total * (1.0 + _SLACK)


def best_on_grid(
    space: Space, menu: Menu, pin: Pin, rows: Sequence[Arrangement], preferred: Collection[int] = (), cores: Sequence[Run] | None = None
) -> tuple[Column, ...]:
    """Return the best dwellings along a strip on a free grid, from left to right.

    Args:
        space: The free space of the strip; cores and bays that cannot be spanned are not free.
        menu: What the concept offers.
        pin: Where dwellings stand across the strip.
        rows: Module rows to try.
        preferred: Module starts that win a tie.
        cores: With stair access the cores as (start, end) along the strip: every dwelling then stands a joint beside one.
    """
    return best_of_some(space, menu, pin, rows, (rows,), preferred, cores)[0]


MOST_SOLVED = 256
"""Strips whose best rows are kept, for the same concept on the same free space."""


def best_of_some(
    space: Space,
    menu: Menu,
    pin: Pin,
    rows: Sequence[Arrangement],
    groups: Sequence[Sequence[Arrangement]],
    preferred: Collection[int] = (),
    cores: Sequence[Run] | None = None,
) -> tuple[tuple[Column, ...], ...]:
    """Return what `best_on_grid` gives for each group of the rows alone; every row is weighed once at every position."""
    groups_by_value = tuple(tuple(group) for group in groups)
    return _best_of_some(space, menu, pin, tuple(rows), groups_by_value, frozenset(preferred), None if cores is None else tuple(cores))


@lru_cache(maxsize=MOST_SOLVED)
def _best_of_some(
    space: Space,
    menu: Menu,
    pin: Pin,
    rows: tuple[Arrangement, ...],
    groups: tuple[tuple[Arrangement, ...], ...],
    preferred: frozenset[int],
    cores: tuple[Run, ...] | None,
) -> tuple[tuple[Column, ...], ...]:
    """Solve a strip; other walls under the same roof leave its grid as it is. Space and menu are the same objects for the same values."""
    joint = menu.joint_mm
    positions = _positions(space, {menu.span_mm(row) for row in rows}, joint, preferred, cores)
    if not rows or not space.breaks or not len(positions):
        return tuple(() for _ in groups)
    steps = _steps(space, menu, pin, rows, positions, preferred, cores)
    place = {row: r for r, row in enumerate(rows)}
    found: list[tuple[Column, ...]] = []
    for group in groups:
        spans = np.array([menu.span_mm(row) for row in group], dtype=np.int64)
        own = positions if group == rows else _positions(space, spans.tolist(), joint, preferred, cores)
        # Sums of fewer spans are among those of all.
        part = np.ix_(np.searchsorted(positions, own), np.array([place[row] for row in group], dtype=np.int64))
        to = np.searchsorted(own, own[:, np.newaxis] + spans + joint)
        chain = best_steps(steps.weight[part], steps.tie[part], to) if len(own) and len(group) else []
        found.append(tuple(_column(space, menu, pin, group[r], int(own[p])) for p, r in chain))
    return tuple(found)


def _column(space: Space, menu: Menu, pin: Pin, row: Arrangement, s0: int) -> Column:
    under = space.interval(s0, s0 + menu.span_mm(row))
    levels = () if under is None else levels_on(space, under, menu.offers(row), pin)
    starts = tuple(s0 + start for start in starts_in(row, menu.joint_mm))
    return Column(starts, (row.length_mm,), levels, row.count) if isinstance(row, Lengthwise) else Column(starts, row, levels)


def grid_arcs(
    space: Space, menu: Menu, pin: Pin, rows: Sequence[Arrangement], cores: Sequence[Run] | None = None
) -> tuple[tuple[Arc, ...], ...]:
    """Return every dwelling position on the grid as arcs; node i is the i-th position, which follows from `rows` alone.

    The arguments are those of `best_on_grid`; `menu` may offer less than the rows need.
    """
    positions = _positions(space, {menu.span_mm(row) for row in rows}, menu.joint_mm, (), cores)
    if not rows or not space.breaks or not len(positions):
        return ()
    steps = _steps(space, menu, pin, rows, positions, (), cores)
    return tuple(
        tuple(
            Arc(int(steps.to[p, r]), int(steps.weight[p, r]), int(steps.tie[p, r]), _column(space, menu, pin, rows[r], int(positions[p])))
            for r in range(len(rows))
            if steps.weight[p, r] > 0
        )
        for p in range(len(positions))
    )
