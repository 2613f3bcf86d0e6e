"""Dwellings moved along their row towards the known shafts, as far as that costs nothing: each keeps its modules and its neighbours.

Only on a transfer grid without stair cores: wall-on-wall the bays say where modules stand, and beside a core the core does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from configurator.host.building import HostBuilding
from configurator.layout.arrangement import Arrangement, Lengthwise
from configurator.layout.column import Column, levels_on
from configurator.layout.menu import Menu
from configurator.layout.region import box, turned
from configurator.layout.scheme import Solution
from configurator.layout.strip import Strip


@dataclass(frozen=True, slots=True)
class _Place:
    """A place to which a dwelling may move."""

    column: Column
    cost: tuple[int, int]
    """Distance of the module with the wet cell from the nearest shaft, then how far the dwelling moves; millimetres."""


def towards_shafts(host: HostBuilding, solution: Solution) -> Solution:
    """Return the layout with its wet cells as near to the shafts of the host as they come without losing anything.

    The sum of the distances, whole millimetres, is the last of the things that a layout is compared by. The same layout comes back
    where no shaft is known, or none can be approached.
    """
    shafts = [o.outline_mm for o in host.obstacles if o.kind == "shaft"]
    scheme = solution.ground.scheme
    if not shafts or scheme.carried.on_lines or scheme.reached.beside_cores:
        return solution
    return replace(solution, strips=tuple(_moved(strip, solution.menu, shafts) for strip in solution.strips))


def _moved(strip: Strip, menu: Menu, shafts: Sequence[BaseGeometry]) -> Strip:
    across = [turned(s) for s in shafts] if strip.axis == "v" else list(shafts)
    steps = sorted(set(_steps(strip, menu, across)))
    places = [list(_places(strip, menu, column, steps, across)) for column in strip.columns]
    return replace(strip, columns=_nearest(places, menu.joint_mm))


def _steps(strip: Strip, menu: Menu, shafts: Sequence[BaseGeometry]) -> Iterator[int]:
    """Give how far dwellings may move: not at all, to the far end, or until one of them stands beside, before or under a shaft."""
    yield 0
    if not strip.columns:
        return
    yield strip.space.extent[1] - strip.columns[-1].s1
    for shaft in shafts:
        low, _, high, _ = (round(edge) for edge in shaft.bounds)
        for column in strip.columns:
            wet = column.widths[0]
            for start in (low - wet, (low + high - wet) // 2, high):
                yield start - column.s0
    for before, after in zip(strip.columns[:-1], strip.columns[1:], strict=True):
        yield before.s1 + menu.joint_mm - after.s0


def _places(strip: Strip, menu: Menu, column: Column, steps: Sequence[int], shafts: Sequence[BaseGeometry]) -> Iterator[_Place]:
    """Give the places of one dwelling, ascending: those where it stays what it is on every storey."""
    for step in steps:
        own = _standing(strip, menu, column, step) if step else column
        if own is not None:
            low = own.levels[0]
            plan = box(own.s0, low.t0, own.s0 + own.widths[0], low.t1)
            yield _Place(own, (min(round(float(shapely.distance(plan, shaft))) for shaft in shafts), abs(step)))


def _arrangement(column: Column, joint_mm: int) -> Arrangement:
    if not column.behind:
        return column.widths
    deep = column.levels[0].offer.length_mm - (column.behind - 1) * joint_mm
    return Lengthwise(column.widths[0], deep // column.behind, column.behind)


def _standing(strip: Strip, menu: Menu, column: Column, step: int) -> Column | None:
    """Return a dwelling moved along its row; None where it would not be the same one there."""
    under = strip.space.interval(column.s0 + step, column.s1 + step)
    levels = () if under is None else levels_on(strip.space, under, menu.offers(_arrangement(column, menu.joint_mm)), strip.pin)
    if [level.offer for level in levels] != [level.offer for level in column.levels]:
        return None
    return replace(column, starts=tuple(start + step for start in column.starts), levels=levels)


def _nearest(options: Sequence[Sequence[_Place]], joint_mm: int) -> tuple[Column, ...]:
    """Choose a place for each dwelling, in their order and a joint apart, so that the costs add up to the least."""
    best: list[tuple[int, tuple[int, int], tuple[Column, ...]]] = [(-(10**9), (0, 0), ())]
    for places in options:
        found: list[tuple[int, tuple[int, int], tuple[Column, ...]]] = []
        for place in places:
            before = [b for b in best if b[0] <= place.column.s0]
            if before:
                _, cost, columns = min(before, key=lambda b: b[1])
                total = (cost[0] + place.cost[0], cost[1] + place.cost[1])
                found.append((place.column.s1 + joint_mm, total, (*columns, place.column)))
        best = found
    return min(best, key=lambda b: b[1])[2]
