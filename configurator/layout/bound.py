"""An upper bound on the objective of one scheme that holds for every layout of it, found without solving it (line bound).

Every line across the roof meets dwellings that do not overlap. So the objective is at most the sum, along the roof, of the most that
a line can meet in each of its free runs. A dwelling along a gallery is met with its part of the gallery; along a corridor a run gives
up the corridor once. On the transfer grid of a roof with wings, rows may run along either axis (`crossing`). Wall-on-wall only the
modules count that land on two lines there. With stair access every dwelling also stands beside a core, and the line along a core's side
meets all that stand there: between two cores the smaller of both bounds holds. The bound certifies packing, not architecture. Its unit
is that of the objective: mm2 of usable area, or dwellings.
All sums but those of `crossing` are whole numbers over one common denominator.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import DwellingType
from configurator.host.building import HostBay
from configurator.layout.arrangement import Lengthwise
from configurator.layout.crossing import Dwelling, crossing_bound
from configurator.layout.grid import arrangements
from configurator.layout.knapsack import Knapsack
from configurator.layout.menu import MM2_PER_M2, Menu
from configurator.layout.region import box
from configurator.layout.scheme import Solution
from configurator.layout.space import Run, Space
from configurator.layout.stacks import piles
from configurator.layout.strip import Ground, core_indices
from configurator.layout.walls import Span, spans_between

FAR_MM = 10**9
"""Farther than any roof reaches."""
MOST_MENUS, MOST_WIDTHS = 64, 256
"""Menus whose dwellings, and widths whose modules, are kept: what a concept offers belongs to no roof."""
MOST_SPACES = 256
"""Regions whose space is kept."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """A stretch along the roof and what lines across it can meet."""

    s0: int
    s1: int
    knapsack: Knapsack


def _line_bound(space: Space, zones: Sequence[_Zone], taken_mm: int, within: Run = (-FAR_MM, FAR_MM)) -> int:
    """Sum the bound along one storey; `taken_mm` is what a corridor takes from every run."""
    total = 0
    for a, b, runs in zip(space.breaks[:-1], space.breaks[1:], space.runs[0], strict=True):
        for zone in zones:
            along = min(b, zone.s1, within[1]) - max(a, zone.s0, within[0])
            if along > 0:
                total += along * sum(zone.knapsack.most(high - low - taken_mm) for low, high in runs)
    return total


def _worth(menu: Menu, usable_mm2: int) -> int:
    return usable_mm2 if menu.objective == "usable_area" else 1


@lru_cache(maxsize=MOST_MENUS)
def _dwellings(menu: Menu, widths: tuple[int, ...], passage_mm: int) -> tuple[Dwelling, ...]:
    """Return every dwelling on the grid, with a passage in front of it."""
    found: list[Dwelling] = []
    for row in arrangements(menu, widths):
        span, offers = menu.span_mm(row), menu.offers(row)
        made = zip(offers.lengths, offers.areas_mm2, strict=True)
        found.extend(Dwelling(span, length + passage_mm, _worth(menu, area)) for length, area in made)
    return tuple(found)


@lru_cache(maxsize=MOST_MENUS)
def _across(dwellings: tuple[Dwelling, ...]) -> tuple[int, Knapsack]:
    """Return what a line across rows of dwellings can meet, and the denominator of its worths."""
    per = math.lcm(*{d.span_mm for d in dwellings})
    return per, Knapsack(_highest((d.deep_mm, d.worth * (per // d.span_mm)) for d in dwellings))


def _highest(items: Iterable[tuple[int, int]]) -> dict[int, int]:
    best: dict[int, int] = {}
    for extent, worth in items:
        best[extent] = max(best.get(extent, 0), worth)
    return best


def _beside_core(space: Space, at: int, tall: Knapsack) -> int:
    """Return the most that can stand along one side of a core on one storey."""
    return sum(tall.most(high - low) for low, high in space.free(0, at, at + 1))


@dataclass(frozen=True, slots=True)
class _Cores:
    """The cores of a scheme with stair access, and what may stand beside them."""

    bays: tuple[HostBay, ...]
    reach_mm: int
    tall: Knapsack
    """Whole dwellings by their length across."""
    dividing: bool
    """Whether every core runs across the whole roof, so that no dwelling lies on both sides of one."""

    def capped(self, space: Space, zones: Sequence[_Zone], per: int) -> int:
        """Return the bound of one storey: per stretch between two cores the smaller of area and cores."""
        bays = sorted(self.bays, key=lambda b: b.left.u_mm)
        if not self.dividing:
            beside = [at for b in bays for at in (b.left.u_mm - self.reach_mm - 1, b.right.u_mm + self.reach_mm)]
            return min(per * sum(_beside_core(space, at, self.tall) for at in beside), _line_bound(space, zones, 0))
        edges: list[tuple[int, list[int]]] = []
        low, sides = -FAR_MM, list[int]()
        for bay in bays:
            edges.append((bay.left.u_mm, [*sides, bay.left.u_mm - self.reach_mm - 1]))
            sides = [bay.right.u_mm + self.reach_mm]
        edges.append((FAR_MM, sides))
        total = 0
        for high, beside in edges:
            standing = per * sum(_beside_core(space, at, self.tall) for at in beside)
            total += min(standing, _line_bound(space, zones, 0, (low, high)))
            low = high
        return total


def _dividing(ground: Ground) -> bool:
    low, high = min(r.bounds[1] for r in ground.regions), max(r.bounds[3] for r in ground.regions)
    walls = [line for bay in ground.cores for line in (bay.left, bay.right)]
    return all(line.v0_mm <= low and line.v1_mm >= high for line in walls)


def _large_enough(menu: Menu, row: tuple[int, ...], length: int) -> bool:
    """Return whether a row of modules, or a narrower one of as many, can be a dwelling."""
    usable_mm2 = menu.usable_mm2(row, length)
    large = any(t.modules == len(row) and usable_mm2 >= t.min_usable_area_m2 * MM2_PER_M2 for t in menu.types)
    return large and menu.failing_room(row, length) is None


@lru_cache(maxsize=MOST_WIDTHS)
def _tall(menu: Menu, widths: tuple[int, ...]) -> Knapsack:
    """Return whole dwellings by their length across, each as wide as it may be."""
    widest = max(widths)
    rows = [((widest,) * k, length) for k in menu.counts for length in menu.lengths]
    areas = ((row, length, menu.usable_mm2(row, length)) for row, length in rows)
    across = [(length, _worth(menu, area)) for row, length, area in areas if _large_enough(menu, row, length)]
    along = [menu.offers(row) for row in arrangements(menu, widths) if isinstance(row, Lengthwise)]
    return Knapsack(_highest([*across, *((offers.lengths[0], _worth(menu, offers.areas_mm2[0])) for offers in along)]))


def _grid_bound(ground: Ground, menu: Menu) -> int:
    own_mm, shared_mm = _passages(ground)
    if _has_wings(ground.bare) and not ground.scheme.reached.beside_cores:
        # A wing may be filled along v with galleries: a line then meets dwellings either way round, and galleries may lie along it.
        either_way = _dwellings(menu, ground.widths, own_mm + shared_mm // 2)  # a corridor is shared by the two opposite
        return math.floor(sum(crossing_bound(r, either_way) for r in ground.regions))
    dwellings = _dwellings(menu, ground.widths, own_mm)
    if not dwellings:
        return 0
    per, knapsack = _across(dwellings)
    zones = [_Zone(-FAR_MM, FAR_MM, knapsack)]
    if ground.scheme.reached.beside_cores:
        return _stair_bound(ground, menu, zones, per, ground.widths)
    return _over_storeys(ground.regions, lambda r: _line_bound(_space_around(r), zones, shared_mm)) // per


@lru_cache(maxsize=MOST_SPACES)
def _space_around(region: BaseGeometry) -> Space:
    """Return the free space of a region, rounded outwards: that of a roof is asked for again with each concept."""
    return Space([region], "outer")


def _over_storeys(regions: Sequence[BaseGeometry], bound: Callable[[BaseGeometry], int]) -> int:
    """Return the sum over the storeys of a bound that hangs on the region alone: of storeys that are alike it is found once."""
    return sum(bound(region) * storeys for region, storeys in Counter(regions).items())


def _passages(ground: Ground) -> tuple[int, int]:
    """Return what a gallery takes from the depth of the roof for every dwelling, and what a corridor takes once from every free run."""
    depth = ground.gallery_depth_mm
    return (0, depth) if ground.scheme.reached.passage == "between" else (depth, 0)


def _stair_bound(ground: Ground, menu: Menu, zones: Sequence[_Zone], per: int, widths: Sequence[int]) -> int:
    reach = ground.joint_mm + ground.max_eccentricity_mm
    widest = max(max(menu.counts) * (max(widths) + 2 * reach), menu.lengths[-1] + 2 * reach if menu.lengthwise else 0)
    near = shapely.union_all([box(c.left.u_mm - widest, -FAR_MM, c.right.u_mm + widest, FAR_MM) for c in ground.cores])
    cores = _Cores(ground.cores, reach, _tall(menu, tuple(widths)), _dividing(ground))
    return _over_storeys(ground.regions, lambda r: cores.capped(Space([r.intersection(near)], "outer"), zones, per)) // per


def _has_wings(regions: Sequence[BaseGeometry]) -> bool:
    """Return whether any strip could run along v: false for a roof that is longer than deep and needs no cut."""
    low_u, low_v, high_u, high_v = regions[0].bounds if regions and not regions[0].is_empty else (0, 0, 0, 0)
    convex = all(r.is_empty or r.convex_hull.area - r.area < 1.0 for r in regions)
    return not (convex and high_u - low_u >= high_v - low_v)


@lru_cache(maxsize=MOST_WIDTHS)
def _module_items(menu: Menu, width: int, widest: int, per: int, passage_mm: int) -> Mapping[int, int]:
    """Return what one module of a width can add a millimetre: its part of the best dwelling of equal modules (walls shared evenly).

    Each is as long as the module with the gallery in front of it.
    """
    found: list[tuple[int, int]] = []
    for k in menu.counts:
        for length in menu.lengths:
            if _large_enough(menu, (widest,) * k, length):
                worth = menu.usable_mm2((width,) * k, length) + 1 if menu.objective == "usable_area" else 1
                found.append((length + passage_mm, worth * (per // (width * k))))
    return _highest(found)


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


def _wall_bound(ground: Ground, menu: Menu) -> int:
    stair = ground.scheme.reached.beside_cores
    # Where a core stands in one wing only, modules of another wing may pass beside it.
    kept_free = core_indices(ground.lines, ground.cores) if stair and _dividing(ground) else frozenset[int]()
    spans: Iterable[Span] = spans_between(ground.lines, ground.bay_rule, kept_free)
    if not menu.counts:
        spans = ()
    elif kept_free:
        spans = _beside_cores(tuple(spans), core_indices(ground.lines, ground.cores), max(menu.counts, default=0))
    widths = sorted({s.width_mm for s in spans})
    if not widths:
        return 0
    per = math.lcm(*(w * k for w in widths for k in menu.counts))
    own_mm, shared_mm = _passages(ground)
    items = {w: _module_items(menu, w, widths[-1], per, own_mm) for w in widths}
    known: dict[frozenset[int], Knapsack] = {}
    zones: list[_Zone] = []
    places = {(start, start + s.width_mm) for s in spans for start in s.starts}
    for a, b in pairwise(sorted({end for place in places for end in place})):
        here = frozenset(s1 - s0 for s0, s1 in places if s0 <= a and s1 >= b)
        if here:
            if here not in known:
                known[here] = Knapsack(_highest(item for w in sorted(here) for item in items[w].items()))
            zones.append(_Zone(a, b, known[here]))
    if stair:
        return _stair_bound(ground, menu, zones, per, widths)
    return _over_storeys(ground.regions, lambda r: _line_bound(_space_around(r), zones, shared_mm)) // per


def upper_bound(solution: Solution) -> int:
    """Return the bound of the solution's scheme in the unit of its menu's objective; the solution's own strips play no part."""
    ground, menu = solution.ground, solution.menu
    return _stacked_bound(ground, menu) if menu.stacks else _scheme_bound(ground, menu)


def _stacked_bound(ground: Ground, menu: Menu) -> int:
    """Return the bound where dwellings may take two storeys or follow stacking rules.

    Every storey is bounded on its own, with what the rules let stand on it; a dwelling of two storeys counts half on each. No position
    holds more dwellings than the fullest pile, so the lowest storey bounds all of them as well.
    """
    found = [pile for pile in piles(menu.types, len(ground.regions)) if pile]
    if not found:
        return 0
    halves, lowest = 0, 0
    for storey, (region, bare) in enumerate(zip(ground.regions, ground.bare, strict=True)):
        types = {t for pile in found for t in _over(pile, storey)}
        flat = tuple(_one_storey(menu, t) for t in menu.types if t in types)
        own = _scheme_bound(replace(ground, regions=(region,), bare=(bare,)), menu.flattened(flat)) if flat else 0
        whole = menu.objective == "usable_area" or any(t.storeys == 1 for t in types)
        halves += own * (2 if whole else 1)
        lowest = lowest if storey else own
    by_pile = lowest * max(len(pile) for pile in found)
    return halves // 2 if menu.objective == "usable_area" else min(halves // 2, by_pile)


def _over(pile: Sequence[DwellingType], storey: int) -> Iterator[DwellingType]:
    """Give the dwelling of a pile that lies on a storey, if any."""
    at = 0
    for dwelling in pile:
        if at <= storey < at + dwelling.storeys:
            yield dwelling
        at += dwelling.storeys


def _one_storey(menu: Menu, dwelling: DwellingType) -> DwellingType:
    """Return one storey of a dwelling type as a type of its own: its other storey is taken as large as it can be."""
    other = 0
    if dwelling.storeys > 1:
        other = menu.dwelling_mm2(dwelling, (max(menu.widths),) * dwelling.modules, menu.lengths[-1]) // dwelling.storeys
    least = max(1e-3, dwelling.min_usable_area_m2 - other / MM2_PER_M2)
    most = None if dwelling.storeys > 1 else dwelling.max_usable_area_m2
    return dwelling.model_copy(update={"storeys": 1, "stands_on": (), "min_usable_area_m2": least, "max_usable_area_m2": most})


def _scheme_bound(ground: Ground, menu: Menu) -> int:
    return _wall_bound(ground, menu) if ground.scheme.carried.on_lines else _grid_bound(ground, menu)
