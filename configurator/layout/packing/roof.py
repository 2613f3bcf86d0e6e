"""Free packing of a whole roof: the ways to cut it into pieces, both axes in each piece, and a bound that needs no solving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.canonical import canonical, without_straight_points
from configurator.layout.packing.mend import Care, mended
from configurator.layout.packing.patch import Patch
from configurator.layout.packing.section import Section
from configurator.layout.packing.strip import Box, Depth, Packer
from configurator.layout.packing.table import GuillotineTable, ModuleSizes
from configurator.layout.pieces import decompositions
from configurator.layout.region import box, snapped, turned

Effort = Literal["fast", "thorough"]


@dataclass(frozen=True, slots=True)
class Level:
    """How hard a roof is tried: deterministic limits, no clock."""

    depth: Depth
    """How hard each piece is tried along one axis."""
    corners: int
    """Corners of the outline at which the roof is cut into pieces, in every combination."""
    most_cells: int
    """The roof is packed as a whole, cuts within cuts, where it has at most so many places for a module's corner."""
    positions: int
    """Most positions along an axis of the whole roof, beyond the lattice of its low corner."""
    care: Care
    """What is mended afterwards."""


PIECES = Depth(levels=3, window_mm=24_000, positions=250)
LEVELS: dict[Effort, Level] = {
    "fast": Level(PIECES, corners=3, most_cells=0, positions=0, care=Care(15_600, 5_000, 24, patches=0, rounds=0)),
    "thorough": Level(PIECES, corners=3, most_cells=6_000, positions=40, care=Care(15_600, 5_000, 24, patches=2, rounds=1)),
}


@cache
def table_of(sizes: ModuleSizes) -> GuillotineTable:
    """Return the guillotine table of a size list; it belongs to no roof."""
    return GuillotineTable(sizes)


@dataclass(frozen=True, slots=True)
class Packing:
    """Modules on one roof in its own frame, millimetres, and the most that any layout could cover, mm2."""

    boxes: tuple[Box, ...]
    """Each as (low u, low v, high u, high v), ordered."""
    bound_mm2: int

    @property
    def area_mm2(self) -> int:
        """Area that the modules cover."""
        return sum((u1 - u0) * (v1 - v0) for u0, v0, u1, v1 in self.boxes)


def line_bound_mm2(region: BaseGeometry, sizes: ModuleSizes) -> int:
    """Return an upper bound on the packed area of any layout: no line across the roof meets more than fits into its free runs."""
    return min(Section(region).line_bound(sizes.extents_mm), Section(turned(region)).line_bound(sizes.extents_mm))


@dataclass(slots=True)
class _Pieces:
    """The packing of each piece, remembered: many ways to cut a roof share their pieces."""

    region: BaseGeometry
    sizes: ModuleSizes
    depth: Depth
    _bounds: dict[bytes, tuple[BaseGeometry, int]] = field(default_factory=dict)
    _known: dict[bytes, tuple[int, Packer, bool]] = field(default_factory=dict)

    def bound(self, window: Polygon) -> int:
        """Return the most that a piece can hold, mm2."""
        return self._own(window)[1]

    def _own(self, window: Polygon) -> tuple[BaseGeometry, int]:
        key = window.wkb
        if key not in self._bounds:
            own = snapped(self.region.intersection(window))
            self._bounds[key] = own, line_bound_mm2(own, self.sizes)
        return self._bounds[key]

    def best(self, window: Polygon) -> tuple[int, Packer, bool]:
        """Return area in mm2, the packing, and whether it runs along v."""
        key = window.wkb
        if key not in self._known:
            own, bound = self._own(window)
            table, cell = table_of(self.sizes), self.sizes.cell_mm
            low_u, low_v, high_u, high_v = own.bounds
            tried: list[tuple[int, Packer, bool]] = []
            for across in (False, True) if high_u - low_u >= high_v - low_v else (True, False):
                packer = Packer(Section(turned(own) if across else own), table, self.depth)
                tried.append((packer.value * cell * cell, packer, across))
                if tried[-1][0] >= bound:
                    break
            self._known[key] = max(tried, key=lambda t: t[0])
        return self._known[key]


def pack_roof(outline: Polygon, region: BaseGeometry, sizes: ModuleSizes, effort: Effort = "fast") -> Packing:
    """Fill a roof with modules, without access, dwellings or bearing lines, all in line with its frame.

    Args:
        outline: Roof outline in its own frame, whole millimetres; where it may be cut into pieces follows from it.
        region: Where modules may stand: the outline minus set-backs and obstacles, whole millimetres.
        sizes: The modules.
        effort: How hard it is tried; a level, not a time limit.

    Returns:
        The packing with the largest area found; of equals the first way of cutting wins.
    """
    region = without_straight_points(region)
    way = canonical(region)
    shape, free = way.of(without_straight_points(outline)), way.of(region)
    if not isinstance(shape, Polygon):
        return Packing((), 0)
    first = Packing(_in_pieces(shape, free, sizes, LEVELS[effort]), line_bound_mm2(free, sizes))
    better = _improved(first, free, sizes, effort)
    return Packing(way.back(better.boxes), better.bound_mm2)


def improved(packing: Packing, region: BaseGeometry, sizes: ModuleSizes, effort: Effort) -> Packing:
    """Return a packing of the same region that covers at least as much: the roof as a whole, cuts within cuts, then window by window."""
    region = without_straight_points(region)
    way = canonical(region)
    better = _improved(Packing(way.boxes(packing.boxes), packing.bound_mm2), way.of(region), sizes, effort)
    return Packing(way.back(better.boxes), better.bound_mm2)


def _improved(packing: Packing, region: BaseGeometry, sizes: ModuleSizes, effort: Effort) -> Packing:
    level, boxes = LEVELS[effort], packing.boxes
    if packing.area_mm2 < packing.bound_mm2 and level.most_cells:
        patch = Patch(region, sizes, level.positions)
        if patch.cells <= level.most_cells:
            patch.solve()
            if patch.value > packing.area_mm2:
                boxes = tuple(sorted(patch.boxes()))
    if level.care.patches:
        boxes = mended(region, boxes, sizes, level.care, packing.bound_mm2)
    return Packing(boxes, packing.bound_mm2)


def _in_pieces(outline: Polygon, region: BaseGeometry, sizes: ModuleSizes, level: Level) -> tuple[Box, ...]:
    """Return the best packing over the ways to cut the roof into pieces, each filled along one axis."""
    known = _Pieces(region, sizes, level.depth)
    ways = (*(cut.pieces for cut in decompositions(outline, 0, level.corners)), (box(*outline.bounds),))
    cuts = {tuple(p.wkb for p in pieces): pieces for pieces in ways}
    order = sorted(cuts.values(), key=lambda windows: -sum(known.bound(w) for w in windows))
    best, chosen = -1, order[0]
    for windows in order:
        if sum(known.bound(w) for w in windows) > best:
            value = sum(known.best(w)[0] for w in windows)
            if value > best:
                best, chosen = value, windows
    return tuple(sorted(b for w in chosen for b in _upright(*known.best(w)[1:])))


def _upright(packer: Packer, across: bool) -> Iterable[Box]:
    for s0, t0, s1, t1 in packer.boxes():
        yield (t0, s0, t1, s1) if across else (s0, t0, s1, t1)
