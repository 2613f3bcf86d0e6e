"""An upper bound on the objective of one scheme that holds for every layout of it, found without solving it (line bound).

Every line across the roof meets dwellings that do not overlap. So the objective is at most the sum, along the roof, of the most that
a line can meet in each of its free runs. Wall-on-wall only the modules count that land on two lines there. The bound certifies
packing, not architecture. Its unit is that of the objective: mm2 of usable area, or dwellings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from configurator.layout.grid import templates
from configurator.layout.menu import Menu
from configurator.layout.region import box, turned
from configurator.layout.scheme import Solution
from configurator.layout.space import Space
from configurator.layout.strip import Ground, core_indices, wall_spans
from configurator.layout.walls import Span

FAR_MM = 10**9
"""Farther than any roof reaches."""
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Item:
    """What a line can meet: how much of the line it takes, and what it adds per millimetre along the roof."""

    extent_mm: int
    density: Fraction


class _Knapsack:
    """The most that a free run can hold: exact below twice the smallest item, else as if its densest item filled it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._least = min((i.extent_mm for i in items), default=FAR_MM)
        self._densest = max((i.density / i.extent_mm for i in items), default=NONE)
        self._known: dict[int, Fraction] = {}

    def most(self, run_mm: int) -> Fraction:
        """Return an upper bound on the sum of densities over items that fit side by side into a run."""
        if run_mm < self._least:
            return NONE
        if run_mm not in self._known:
            single = run_mm < 2 * self._least
            fitting = (i.density for i in self._items if i.extent_mm <= run_mm)
            self._known[run_mm] = max(fitting) if single else self._densest * run_mm
        return self._known[run_mm]


@dataclass(frozen=True, slots=True)
class _Zone:
    """A stretch along the roof and what lines across it can meet."""

    s0: int
    s1: int
    knapsack: _Knapsack


def _line_bound(regions: Iterable[BaseGeometry], zones: Sequence[_Zone], taken_mm: int) -> Fraction:
    """Sum the bound over the storeys; `taken_mm` is what a gallery takes from every run."""
    total = NONE
    for region in regions:
        space = Space([region], "outer")
        i = 0
        for a, b, runs in zip(space.breaks[:-1], space.breaks[1:], space.runs[0], strict=True):
            while i < len(zones) and zones[i].s1 <= a:
                i += 1
            for zone in zones[i:]:
                if zone.s0 >= b:
                    break
                along = min(b, zone.s1) - max(a, zone.s0)
                total += along * sum((zone.knapsack.most(high - low - taken_mm) for low, high in runs), NONE)
    return total


def _dwelling_items(menu: Menu, widths: Sequence[int], *, either_way: bool) -> list[Item]:
    """Return every dwelling across the line, and along the line too with `either_way`."""
    items: list[Item] = []
    for row in templates(menu, widths):
        span = menu.span_mm(row)
        for length in menu.lengths:
            usable = menu.usable_mm2(row, length)
            if menu.fitting(len(row), usable):
                worth = usable if menu.objective == "usable_area" else 1
                items.append(Item(length, Fraction(worth, span)))
                if either_way:
                    items.append(Item(span, Fraction(worth, length)))
    return items


def _grid_bound(ground: Ground, menu: Menu) -> Fraction:
    # A wing may be filled along v with galleries: a line then meets dwellings either way round, and galleries may lie along it.
    wings = ground.scheme.access == "gallery" and _has_wings(ground.bare)
    knapsack = _Knapsack(_dwelling_items(menu, ground.widths, either_way=wings))
    zones = [_Zone(-FAR_MM, FAR_MM, knapsack)]
    regions = ground.regions
    if ground.cores:
        reach = max((menu.span_mm(row) for row in templates(menu, ground.widths)), default=0) + ground.joint_mm
        near = shapely.union_all([box(c.left.u_mm - reach, -FAR_MM, c.right.u_mm + reach, FAR_MM) for c in ground.cores])
        regions = tuple(r.intersection(near) for r in regions)
    along_u = _line_bound(regions, zones, 0 if wings else ground.gallery_depth_mm)
    return min(along_u, _line_bound([turned(r) for r in regions], zones, 0)) if wings else along_u


def _has_wings(regions: Sequence[BaseGeometry]) -> bool:
    """Return whether any strip could run along v: false for a roof that is longer than deep and needs no cut."""
    low_u, low_v, high_u, high_v = regions[0].bounds if regions and not regions[0].is_empty else (0, 0, 0, 0)
    convex = all(r.is_empty or r.convex_hull.area - r.area < 1.0 for r in regions)
    return not (convex and high_u - low_u >= high_v - low_v)


def _module_items(menu: Menu, width: int) -> list[Item]:
    """Return what one module of a width can add: its part of the best dwelling of equal modules (walls are shared out evenly)."""
    items: list[Item] = []
    for length in menu.lengths:
        if menu.objective == "usable_area":
            worth = max(Fraction(menu.usable_mm2((width,) * k, length) + 1, k) for k in menu.counts)
        else:
            worth = Fraction(1, min(menu.counts))
        items.append(Item(length, worth / width))
    return items


def _beside_cores(spans: Sequence[Span], cores: frozenset[int], most_modules: int) -> set[Span]:
    """Return the spans that a dwelling beside a core can reach."""
    found: set[Span] = set()
    up, down = {c + 1 for c in cores}, set(cores)
    for _ in range(most_modules):
        right = [s for s in spans if s.left in up]
        left = [s for s in spans if s.right in down]
        found.update(right, left)
        up, down = {s.right for s in right}, {s.left for s in left}
    return found


def _wall_bound(ground: Ground, menu: Menu) -> Fraction:
    if not menu.counts:
        return NONE
    spans: Iterable[Span] = wall_spans(ground, ground.lines)
    if ground.scheme.access == "stair":
        spans = _beside_cores(tuple(spans), core_indices(ground.lines, ground.cores), max(menu.counts))
    edges = sorted({e for s in spans for e in (s.s0, s.s0 + s.width_mm)})
    known: dict[frozenset[int], _Knapsack] = {}
    zones: list[_Zone] = []
    for a, b in pairwise(edges):
        widths = frozenset(s.width_mm for s in spans if s.s0 <= a and s.s0 + s.width_mm >= b)
        if widths:
            items = [item for w in sorted(widths) for item in _module_items(menu, w)]
            zones.append(_Zone(a, b, known.setdefault(widths, _Knapsack(items))))
    return _line_bound(ground.regions, zones, ground.gallery_depth_mm)


def upper_bound(solution: Solution) -> int:
    """Return the bound of the solution's scheme in the unit of its menu's objective; the solution's own strips play no part."""
    ground, menu = solution.ground, solution.menu
    return math.floor(_wall_bound(ground, menu) if ground.scheme.support == "wall_on_wall" else _grid_bound(ground, menu))
