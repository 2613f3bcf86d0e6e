"""One piece of roof solved as one row of dwellings: which way it runs, where its gallery lies, what stands in it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import NewCore
from configurator.host.building import BearingLine, HostBay
from configurator.layout.arrangement import Arrangement
from configurator.layout.candidates import Candidate, best_of
from configurator.layout.chain import Arc, best_chain
from configurator.layout.column import CENTRED, Column, Pin
from configurator.layout.grid import best_of_some, best_on_grid, grid_arcs, most_on_grid, templates
from configurator.layout.menu import Menu
from configurator.layout.placement import LengthAxis, Scheme
from configurator.layout.region import box, snapped, turned
from configurator.layout.space import IntArray, Run, Space
from configurator.layout.walls import BayRule, Span, spans_between, wall_arcs

GallerySide = Literal["low", "high"]
NOTHING: BaseGeometry = Polygon()
MOST_SPACES = 512
"""Pieces of roof whose free space is kept."""
MAX_BANDS = 4
"""Positions of the gallery across a strip that are tried, the most promising ones."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every strip of one scheme stands on and takes part in."""

    scheme: Scheme
    regions: tuple[BaseGeometry, ...]
    """Usable region of each new storey."""
    bare: tuple[BaseGeometry, ...]
    """The same without obstacles."""
    lines: tuple[BearingLine, ...]
    """Ascending along u."""
    cores: tuple[HostBay, ...]
    """Bays whose stair goes on upwards; empty without stair access."""
    widths: tuple[int, ...]
    joint_mm: int
    max_eccentricity_mm: int
    gallery_width_mm: int
    bay_rule: BayRule
    """How modules stand between two lines, wall-on-wall."""
    around: BaseGeometry = NOTHING
    """The roof, what stands beside it, and what belongs to the neighbours: no gallery of one piece hangs over the rest."""
    inner: BaseGeometry = NOTHING
    """The roof farther from its edge than any set-back: no gallery of the lowest new storey hangs over it either."""
    new_core: NewCore | None = None
    """The rule by which the cores were placed, where they do not go on from existing stairs."""

    @property
    def rows_per_core(self) -> int:
        """Rows of dwellings that may stand beside one stair core."""
        return 2 if self.new_core is None else self.new_core.rows

    @property
    def gallery_depth_mm(self) -> int:
        """What a gallery or corridor takes from the depth of the roof."""
        inside = self.scheme.gallery_inside_roof or self.scheme.reached.passage == "between"
        return self.gallery_width_mm if inside else 0

    @property
    def between_mm(self) -> int:
        """What two dwellings in a row keep between them; wall-on-wall the bays have it already."""
        return 0 if self.scheme.carried.on_lines else self.joint_mm

    def rows(self, menu: Menu) -> tuple[Arrangement, ...]:
        """Return the module rows to try where modules stand anywhere along the strip; none wall-on-wall."""
        return () if self.scheme.carried.on_lines else templates(menu, self.widths)


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of dwellings. `axis` is the direction along which the row runs; its modules lie across."""

    window: Polygon
    axis: LengthAxis
    space: Space
    pin: Pin
    columns: tuple[Column, ...]

    @property
    def weight(self) -> int:
        """Weight of all dwellings in the strip."""
        return sum(c.weight for c in self.columns)

    @property
    def rank(self) -> tuple[int, int]:
        """Weight, then evenness of its dwellings: the larger the better."""
        return self.weight, sum(c.evenness for c in self.columns)

    @property
    def origin_mm(self) -> int:
        """Where the strip's piece of roof begins along its axis."""
        return round(self.window.bounds[0 if self.axis == "u" else 1])


def space_in(regions: Sequence[BaseGeometry], window: Polygon, axis: LengthAxis) -> Space:
    """Return the free space of a piece of roof in strip axes."""
    return _space_in(tuple(_exact(r) for r in regions), _exact(window), axis)


_Exact = tuple[BaseGeometry, float]
"""A geometry by value: itself, and the grid that results of operations on it are snapped to, which is no part of its equality."""


def _exact(shape: BaseGeometry) -> _Exact:
    return shape, float(shapely.get_precision(shape))


@lru_cache(maxsize=MOST_SPACES)
def _space_in(regions: tuple[_Exact, ...], window: _Exact, axis: LengthAxis) -> Space:
    """Cut a piece of roof by value: ways of access, ways to cut the roof and other concepts come back to the same pieces."""
    inside = {r: r[0].intersection(window[0]) for r in dict.fromkeys(regions)}
    across = {r: turned(shape) if axis == "v" else shape for r, shape in inside.items()}
    return Space([across[r] for r in regions])


def _scored_bands(space: Space, side: GallerySide, depth_mm: int, storey: int, beyond: int | None) -> list[int]:
    """Return positions of a gallery's outer edge, the one that leaves most free area first."""
    at, low, high = space.flat(storey)
    breaks = np.array(space.breaks, dtype=np.int64)
    width = (breaks[1:] - breaks[:-1])[at]
    sign = 1 if side == "low" else -1
    if side == "high":  # seen from the other side
        low, high = -high, -low
    edges = np.unique(low)
    if beyond is not None:
        edges = edges[edges >= sign * beyond]
    inner = high - depth_mm
    deep = inner >= low
    left_over = _area_beyond(low[deep], inner[deep], width[deep], edges) - _area_beyond(inner[deep] + 1, inner[deep], width[deep], edges)
    return [sign * int(band) for band in edges[np.lexsort((edges, -left_over))]]


def _area_beyond(since: IntArray, end: IntArray, width: IntArray, bands: IntArray) -> IntArray:
    """Return, for each band, the sum of width x (end - band) over what begins (`since`) at or before it."""
    order = np.argsort(since, kind="stable")
    found = np.searchsorted(since[order], bands, "right")
    widths, ends = (np.concatenate([[0], np.cumsum(own[order])]) for own in (width, width * end))
    area: IntArray = ends[found] - bands * widths[found]
    return area


def gallery_pins(space: Space, side: GallerySide, depth_mm: int) -> tuple[Pin, ...]:
    """Return the gallery positions to try on one side of a strip, each with its edge on every storey."""
    pins: list[Pin] = []
    for first in _scored_bands(space, side, depth_mm, 0, None)[:MAX_BANDS]:
        bands = [first]
        for storey in range(1, space.storeys):
            same = space.runs[storey] == space.runs[storey - 1]
            bands.append(bands[-1] if same else next(iter(_scored_bands(space, side, depth_mm, storey, bands[-1])), bands[-1]))
        pins.append(Pin(side, tuple(bands), depth_mm))
    return tuple(pins)


def lines_under(ground: Ground, window: Polygon) -> tuple[BearingLine, ...]:
    """Return the bearing lines that run under a piece of roof."""
    _, low, _, high = window.bounds
    return tuple(line for line in ground.lines if line.v0_mm < high and line.v1_mm > low)


def core_indices(lines: Sequence[BearingLine], cores: Sequence[HostBay]) -> frozenset[int]:
    """Return the index, among the lines, of the left line of every bay with a core."""
    left = {bay.left.id for bay in cores}
    return frozenset(i for i, line in enumerate(lines) if line.id in left)


def core_runs(lines: Sequence[BearingLine], cores: Sequence[HostBay]) -> tuple[Run, ...]:
    """Return the extent along u of every core whose walls are among the lines."""
    ids = {line.id for line in lines}
    return tuple((bay.left.u_mm, bay.right.u_mm) for bay in cores if bay.left.id in ids and bay.right.id in ids)


def wall_spans(ground: Ground, lines: Sequence[BearingLine]) -> tuple[Span, ...]:
    """Return every place where a module lands on two of the lines, cores left out."""
    return spans_between(lines, ground.bay_rule, core_indices(lines, ground.cores))


def pins_of(ground: Ground, space: Space, sides: Sequence[GallerySide]) -> Iterator[Pin]:
    """Give every way in which dwellings may stand across a strip."""
    if ground.scheme.reached.beside_cores:
        yield CENTRED
        return
    for side in sides:
        yield from gallery_pins(space, side, ground.gallery_depth_mm)


def pinned_space(ground: Ground, regions: Sequence[BaseGeometry], window: Polygon, axis: LengthAxis, pin: Pin) -> Space:
    """Return the free space of a piece where dwellings stand against one gallery.

    Where the gallery would cantilever over another piece of the roof instead of over its edge, nothing is free.
    """
    if pin.to == "centre" or ground.gallery_depth_mm > 0:
        return space_in(regions, window, axis)
    inside = [turned(r.intersection(window)) if axis == "v" else r.intersection(window) for r in regions]
    bands = [gallery_band(pin, n, ground.gallery_width_mm) for n in range(len(inside))]
    return Space([_without_roof_beside(own, elsewhere(ground, window, axis, n), bands[n]) for n, own in enumerate(inside)])


def gallery_band(pin: Pin, storey: int, width_mm: int) -> Run:
    """Return what a cantilevered gallery takes across a strip, outside the edge of its storey."""
    band = pin.bands[storey]
    return (band - width_mm, band) if pin.to == "low" else (band, band + width_mm)


def elsewhere(ground: Ground, window: Polygon, axis: LengthAxis, storey: int) -> BaseGeometry:
    """Return what no gallery of a piece of roof may hang over on a new storey, in strip axes: on the lowest one only its own edge."""
    other = ground.around.difference(window.buffer(ground.joint_mm, join_style="mitre"))
    other = other if storey else other.union(ground.inner)
    return turned(other) if axis == "v" else other


def _without_roof_beside(own: BaseGeometry, other: BaseGeometry, over: Run) -> BaseGeometry:
    """Take from a region, over the whole depth, the stretches along which the gallery would hang over another region."""
    if own.is_empty or other.is_empty:
        return own
    s0, t0, s1, t1 = own.bounds
    below = other.intersection(box(s0, over[0], s1, over[1]))
    blocked = [box(p.bounds[0], t0 - 1.0, p.bounds[2], t1 + 1.0) for p in shapely.get_parts(below) if p.area > 0.0]
    return snapped(own.difference(shapely.union_all(blocked)))


def chain_in(
    ground: Ground,
    menu: Menu,
    window: Polygon,
    space: Space,
    pin: Pin,
    rows: Sequence[Arrangement] = (),
    preferred: Collection[int] = (),
) -> tuple[Column, ...]:
    """Return the best row of dwellings in one strip with one pin; `rows` and `preferred` are for the transfer grid."""
    lines = lines_under(ground, window)
    stair = ground.scheme.reached.beside_cores
    if ground.scheme.carried.on_lines:
        arcs = wall_arcs(space, menu, pin, lines, wall_spans(ground, lines), core_indices(lines, ground.cores) if stair else None)
        return best_chain(arcs)[1]
    return best_on_grid(space, menu, pin, rows, preferred, core_runs(lines, ground.cores) if stair else None)


def arcs_of(ground: Ground, menu: Menu, strip: Strip, rows: Sequence[Arrangement]) -> tuple[tuple[Arc, ...], ...]:
    """Return every dwelling position in a strip as arcs; the nodes are the same for every menu. `rows` are for the transfer grid."""
    lines = lines_under(ground, strip.window)
    stair = ground.scheme.reached.beside_cores
    if ground.scheme.carried.on_lines:
        cores = core_indices(lines, ground.cores) if stair else None
        return wall_arcs(strip.space, menu, strip.pin, lines, wall_spans(ground, lines), cores)
    return grid_arcs(strip.space, menu, strip.pin, rows, core_runs(lines, ground.cores) if stair else None)


def _cantilevers(ground: Ground) -> bool:
    return ground.scheme.gallery_inside_roof is False


def strip_candidates(
    ground: Ground, menu: Menu, window: Polygon, axis: LengthAxis, sides: Sequence[GallerySide]
) -> tuple[Candidate[Strip], ...]:
    """Return the ways to fill a piece of roof with one row of dwellings along one axis; the row may be empty."""
    space = space_in(ground.regions, window, axis)
    bare = space_in(ground.bare, window, axis)
    # A gallery that cantilevers hangs over the roof's edge, never over an obstacle: obstacles do not give it new places.
    pins = tuple(pins_of(ground, bare if _cantilevers(ground) else space, sides)) or tuple(pins_of(ground, bare, sides))
    spaces = [pinned_space(ground, ground.regions, window, axis, pin) if _cantilevers(ground) else space for pin in pins]
    found = tuple(_candidate(ground, menu, window, axis, own, pin) for own, pin in zip(spaces, pins, strict=True))
    return found or (Candidate(0.0, lambda: Strip(window, axis, space, CENTRED, ())),)


def _candidate(ground: Ground, menu: Menu, window: Polygon, axis: LengthAxis, space: Space, pin: Pin) -> Candidate[Strip]:
    rows = ground.rows(menu)
    most = math.inf if ground.scheme.carried.on_lines else most_on_grid(space, menu, pin, rows)
    return Candidate(most, lambda: Strip(window, axis, space, pin, chain_in(ground, menu, window, space, pin, rows)))


def best_strip(candidates: Sequence[Candidate[Strip]]) -> Candidate[Strip]:
    """Return the best of the ways to fill a piece with one row, not yet solved; there is at least one."""
    return Candidate(max(c.most for c in candidates), lambda: _chosen(candidates))


def _chosen(candidates: Sequence[Candidate[Strip]]) -> Strip:
    best = best_of(candidates, lambda strip: strip.rank)
    if best is None:
        raise ValueError("a piece of roof can be left empty: there is always a candidate")
    return best


def strip_with(ground: Ground, menu: Menu, window: Polygon, axis: LengthAxis, pin: Pin) -> Candidate[Strip]:
    """Return the best row of dwellings in a piece of roof with the gallery or corridor at a given place, not yet solved."""
    return _candidate(ground, menu, window, axis, space_in(ground.regions, window, axis), pin)


def settled(ground: Ground, menu: Menu, strip: Strip) -> Strip:
    """Return a strip on the transfer grid with its ties broken: as few widths as possible, positions as without obstacles.

    The weight stays the same; wall-on-wall there is nothing to choose.
    """
    if ground.scheme.carried.on_lines:
        return strip
    bare = pinned_space(ground, ground.bare, strip.window, strip.axis, strip.pin)
    undisturbed = _fewest_widths(ground, menu, strip, bare, frozenset())
    if bare.breaks == strip.space.breaks and bare.runs == strip.space.runs:
        return undisturbed
    starts = frozenset(s for c in undisturbed.columns for s in c.starts)
    return _fewest_widths(ground, menu, strip, strip.space, starts)


def _fewest_widths(ground: Ground, menu: Menu, strip: Strip, space: Space, preferred: frozenset[int]) -> Strip:
    cores = core_runs(lines_under(ground, strip.window), ground.cores) if ground.scheme.reached.beside_cores else None
    rows, one_width = templates(menu, ground.widths), [templates(menu, (width,)) for width in ground.widths]
    found = best_of_some(space, menu, strip.pin, rows, (rows, *one_width), preferred, cores)
    every, *each = (Strip(strip.window, strip.axis, space, strip.pin, columns) for columns in found)
    equals = [
        (-_preferred_starts(one, preferred), width, one) for width, one in zip(ground.widths, each, strict=True) if one.rank == every.rank
    ]
    return min(equals, key=lambda e: e[:2])[2] if equals else every


def _preferred_starts(strip: Strip, preferred: Collection[int]) -> int:
    return sum(start in preferred for column in strip.columns for start in column.starts)
