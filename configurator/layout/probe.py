"""How much room there is at one stretch of a strip, with and without obstacles and set-backs: the measurements behind the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from catalogue.documents.concept import DwellingType
from configurator.host.building import HostBuilding, HostObstacle
from configurator.layout.column import Pin
from configurator.layout.menu import MM2_PER_M2, Menu
from configurator.layout.region import box, grown, turned
from configurator.layout.space import Space
from configurator.layout.strip import Ground, Strip, elsewhere, gallery_band, pinned_space, space_in

MOST_PLACES = 12
"""Along a stretch with more corners only so many places are measured."""


@dataclass(frozen=True, slots=True)
class Room:
    """Depth that modules could have over a whole stretch of a strip, millimetres (what a gallery takes is off)."""

    free_mm: int
    """As it is."""
    bare_mm: int
    """Without obstacles."""
    roof_mm: int
    """Without obstacles and without set-backs; negative where the gallery alone is deeper than the roof."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The dwelling type that comes nearest to its least area at a depth, and what it lacks."""

    dwelling: DwellingType
    usable_mm2: int
    lacking_mm: int | None
    """How much longer the modules would have to be; None when no length is enough."""

    @property
    def lacking_m2(self) -> float:
        """Usable area that is missing."""
        return self.dwelling.min_usable_area_m2 - self.usable_mm2 / MM2_PER_M2


class Probe:
    """Measures one strip."""

    def __init__(self, host: HostBuilding, ground: Ground, strip: Strip) -> None:
        self.host, self.ground, self.strip = host, ground, strip
        self.bare = space_in(ground.bare, strip.window, strip.axis)
        self._roof = space_in((host.roof_outline_mm,), strip.window, strip.axis)

    @cached_property
    def _beside_roof(self) -> Space:
        return pinned_space(self.ground, self.ground.bare, self.strip.window, self.strip.axis, self.strip.pin)

    @property
    def extent(self) -> tuple[int, int]:
        """Where the strip begins and ends along its axis: set-backs off, obstacles left aside; the roof itself when nothing is left."""
        return self.bare.extent if self.bare.breaks else self._roof.extent

    @property
    def roof_across(self) -> tuple[int, int]:
        """Lowest and highest roof across the strip, set-backs left aside."""
        edges = [edge for runs in self._roof.runs[0] for run in runs for edge in run] or [0]
        return min(edges), max(edges)

    def across(self, storey: int, s0: int, s1: int) -> tuple[int, int]:
        """Return the lowest and highest place across a stretch that is free but for obstacles; the roof's own where nothing is."""
        for space, level in ((self.bare, storey), (self._roof, 0)):
            pairs = zip(space.breaks[:-1], space.breaks[1:], space.runs[level], strict=True)
            edges = [edge for a, b, runs in pairs if a < s1 and b > s0 for run in runs for edge in run]
            if edges:
                return min(edges), max(edges)
        return self.roof_across

    def has_roof(self, s0: int, s1: int, least_mm: int) -> bool:
        """Return whether the piece has any roof deeper than `least_mm` in a stretch: a piece may be narrower than its outline."""
        pairs = zip(self._roof.breaks[:-1], self._roof.breaks[1:], self._roof.runs[0], strict=True)
        return any(high - low > least_mm for a, b, runs in pairs if a < s1 and b > s0 for low, high in runs)

    def room(self, storey: int, s0: int, s1: int, width_mm: int = 0) -> Room:
        """Return the largest depths that a module of a width finds anywhere in a stretch on a new storey; 0 is as wide as the stretch."""
        width = width_mm if 0 < width_mm < s1 - s0 else s1 - s0
        inside = [b for b in self._roof.breaks if s0 < b < s1]
        starts = {
            s0,
            s1 - width,
            *inside[:: 1 + len(inside) // MOST_PLACES],
            *(b - width for b in inside[:: 1 + len(inside) // MOST_PLACES]),
        }
        rooms = [self._room(storey, s, s + width) for s in sorted(starts) if s0 <= s and s + width <= s1]
        return Room(max(r.free_mm for r in rooms), max(r.bare_mm for r in rooms), max(r.roof_mm for r in rooms))

    def _room(self, storey: int, s0: int, s1: int) -> Room:
        pin, depth = self.strip.pin, self.ground.gallery_depth_mm
        whole = max((high - low for low, high in self._roof.free(0, s0, s1)), default=0) - depth
        return Room(_depth(self.strip.space, pin, storey, s0, s1), _bare_depth(self.bare, pin, storey, s0, s1), whole)

    def gallery_over_roof_mm(self, storey: int, s0: int, s1: int) -> int:
        """Return by how much a cantilevered gallery along a stretch would hang over another part of the roof; 0 where it would not."""
        if not self.bare.free(storey, s0, s1) or self._beside_roof.free(storey, s0, s1):
            return 0
        low, high = gallery_band(self.strip.pin, storey, self.ground.gallery_width_mm)
        over = elsewhere(self.ground, self.strip.window, self.strip.axis, storey).intersection(box(s0, low, s1, high))
        return 0 if over.is_empty else round(over.bounds[3] - over.bounds[1])

    def beyond(self, s0: int, s1: int) -> int:
        """Return by how much a stretch sticks out of the region along the strip, obstacles left aside."""
        low, high = self.bare.extent
        return max(0, low - s0, s1 - high)

    def obstacles(self, s0: int, s1: int) -> tuple[HostObstacle, ...]:
        """Return the obstacles of the strip whose clearance reaches into a stretch, by id."""
        found = []
        for obstacle in self.host.obstacles:
            shape = grown(obstacle).intersection(self.strip.window)
            if not shape.is_empty:
                low, _, high, _ = (shape if self.strip.axis == "u" else turned(shape)).bounds
                if low < s1 and high > s0:
                    found.append(obstacle)
        return tuple(sorted(found, key=lambda o: o.id))


def _depth(space: Space, pin: Pin, storey: int, s0: int, s1: int) -> int:
    runs = space.free(storey, s0, s1)
    if pin.to == "centre":
        return max((high - low for low, high in runs), default=0)
    band = pin.bands[storey]
    depths = ((high - band if pin.to == "low" else band - low) - pin.depth_mm for low, high in runs if low <= band <= high)
    return max(0, max(depths, default=0))


def _bare_depth(space: Space, pin: Pin, storey: int, s0: int, s1: int) -> int:
    return max(0, max((high - low for low, high in space.free(storey, s0, s1)), default=0) - pin.depth_mm)


def shortfall(menu: Menu, widths: tuple[int, ...], depth_mm: int) -> Shortfall | None:
    """Return why no dwelling of one of these module widths is allowed at a depth; None when one is, or when even no module fits."""
    fitting = [length for length in menu.lengths if length <= depth_mm]
    if not fitting or not widths or not menu.types:
        return None
    width = max(widths)
    found: list[Shortfall] = []
    for dwelling in menu.types:
        row = (width,) * dwelling.modules
        if any(menu.makes(dwelling, (w,) * len(row), length) for w in widths for length in fitting):
            return None
        if menu.failing_room(row, max(fitting), dwelling.storeys) is not None:
            continue
        usable = menu.dwelling_mm2(dwelling, row, max(fitting))
        longer = [n for n in menu.lengths if menu.dwelling_mm2(dwelling, row, n) >= dwelling.min_usable_area_m2 * MM2_PER_M2]
        found.append(Shortfall(dwelling, usable, min(longer) - depth_mm if longer else None))
    return min(found, key=lambda s: (abs(s.lacking_m2), s.dwelling.id), default=None)
