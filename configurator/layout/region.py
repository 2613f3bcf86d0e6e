"""Where modules may stand on each new storey: the roof minus set-backs, obstacles with their clearance, and what is kept free.

Everything is in the local frame of the host, millimetres. Regions have whole-millimetre vertices. Set-backs follow straight from
the options: `facade` along facades and galleries, `gable` along gables, nothing along party walls, and `parapet` as the least
distance along every edge; one edge may have its own. Each next storey lies `storey_setback_mm` further in along facades and galleries,
and `storey_setback_gable_mm` along gables. Along a joint with another wing of the building, half of the room between the modules of
both is kept free.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from catalogue.documents.options import Options
from configurator.host.building import HostBuilding, HostObstacle, RoofEdge, SideKind

Point = tuple[float, float]
GRID_MM = 1.0
"""Regions are snapped to whole millimetres."""
JOINT_MM = 50
"""Kept free on either side of a joint between two wings: together the room in which skewed boxes are set down side by side."""
MOST_ROOFS = 256
"""Roofs, under one choice of set-backs and obstacles each, whose sides and regions are kept."""
_STRAIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Side:
    """One roof edge with its kind, the roof on its left hand, and whether the ring turns inwards (reflex) at its ends."""

    start_mm: Point
    end_mm: Point
    kind: SideKind
    reflex_start: bool
    reflex_end: bool
    edge_id: str | None = None
    """Id of the host's edge on which it lies; None around a hole."""


def setback_mm(side: Side, options: Options, storey: int) -> int:
    """Return the distance kept free along an edge on new storey `storey`, counted from 0: its own, else that of its kind."""
    if side.kind == "joint":
        return JOINT_MM
    back, facade, gable = options.setback_mm, options.storey_setback_mm, options.storey_setback_gable_mm
    own, step = {"facade": (back.facade, facade), "gallery": (back.facade, facade), "gable": (back.gable, gable), "party": (0, 0)}[
        side.kind
    ]
    if side.edge_id in options.setback_edge_mm:
        own = options.setback_edge_mm[side.edge_id]
    return max(own, back.parapet) + step * storey


def with_clearances(host: HostBuilding, options: Options) -> HostBuilding:
    """Return the host with the clearances around its obstacles that the options ask for."""
    if not options.clearance_mm:
        return host
    asked = options.clearance_mm
    return replace(host, obstacles=tuple(replace(o, clearance_mm=asked.get(o.kind, o.clearance_mm)) for o in host.obstacles))


def _turn(before: Point, at: Point, after: Point) -> float:
    return (at[0] - before[0]) * (after[1] - at[1]) - (at[1] - before[1]) * (after[0] - at[0])


def _ring_sides(points: Sequence[Point], edges: Sequence[RoofEdge | None]) -> list[Side]:
    n = len(points)
    reflex = [_turn(points[i - 1], points[i], points[(i + 1) % n]) < -_STRAIGHT for i in range(n)]
    return [
        Side(points[i], points[(i + 1) % n], "facade" if e is None else e.kind, reflex[i], reflex[(i + 1) % n], None if e is None else e.id)
        for i, e in enumerate(edges)
    ]


def _edge_at(edges: Sequence[RoofEdge], start: Point, end: Point) -> RoofEdge | None:
    """Return the edge on which a segment lies: the same edge, else the one nearest to the segment's middle."""
    for edge in edges:
        if edge.start_mm == start and edge.end_mm == end:
            return edge
    middle = shapely.Point((start[0] + end[0]) / 2.0, (start[1] + end[1]) / 2.0)
    return min(edges, key=lambda e: (shapely.LineString([e.start_mm, e.end_mm]).distance(middle), e.id), default=None)


def roof_sides(host: HostBuilding) -> tuple[Side, ...]:
    """Return every edge of the roof outline with its kind; the edges of holes in the roof count as facade."""
    return _sides(host.roof_outline_mm, host.edges)


@lru_cache(maxsize=MOST_ROOFS)
def _sides(roof: Polygon, edges: tuple[RoofEdge, ...]) -> tuple[Side, ...]:
    outline = orient(roof)
    ring = [(float(x), float(y)) for x, y in outline.exterior.coords[:-1]]
    sides = _ring_sides(ring, [_edge_at(edges, p, ring[(i + 1) % len(ring)]) for i, p in enumerate(ring)])
    for hole in outline.interiors:
        points = [(float(x), float(y)) for x, y in hole.coords[:-1]]
        sides += _ring_sides(points, [None] * len(points))
    return tuple(sides)


def _strip_along(side: Side, depth_mm: float) -> BaseGeometry:
    """Return the strip of roof within `depth_mm` of an edge, with a square around each end at which the roof turns inwards."""
    (x0, y0), (x1, y1) = side.start_mm, side.end_mm
    length = math.hypot(x1 - x0, y1 - y0)
    along = ((x1 - x0) / length * depth_mm, (y1 - y0) / length * depth_mm)
    inward = (-along[1], along[0])
    a, b = side.start_mm, side.end_mm
    strip = Polygon([a, b, (b[0] + inward[0], b[1] + inward[1]), (a[0] + inward[0], a[1] + inward[1])])
    ends = [at for at, reflex in ((a, side.reflex_start), (b, side.reflex_end)) if reflex]
    return shapely.union_all([strip, *(_square_at(at, along, inward) for at in ends)])


def _square_at(at: Point, along: Point, inward: Point) -> Polygon:
    turns = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    return Polygon([(at[0] + i * along[0] + j * inward[0], at[1] + i * along[1] + j * inward[1]) for i, j in turns])


def setback_zone(sides: Iterable[Side], setbacks_mm: Iterable[int]) -> BaseGeometry:
    """Return everything that lies nearer to a roof edge than its set-back."""
    zones = [_strip_along(s, d) for s, d in zip(sides, setbacks_mm, strict=True) if d > 0 and s.start_mm != s.end_mm]
    return shapely.union_all(zones)


def grown(obstacle: HostObstacle) -> BaseGeometry:
    """Return an obstacle with its clearance around it, corners square."""
    return _grown(obstacle.outline_mm, obstacle.clearance_mm)


def _grown(outline: Polygon, clearance_mm: int) -> BaseGeometry:
    return outline.buffer(clearance_mm, join_style="mitre")


def box(u0: float, v0: float, u1: float, v1: float) -> Polygon:
    """Return an axis-parallel rectangle as a polygon."""
    return Polygon([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])


def snapped(region: BaseGeometry) -> BaseGeometry:
    """Return the region with whole-millimetre vertices, lines and points dropped."""
    whole = shapely.set_precision(region, GRID_MM)
    parts = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon" and p.area > 0.0]
    return shapely.union_all(parts)


def usable_regions(
    host: HostBuilding, options: Options, storeys: int, obstacles: Iterable[HostObstacle], kept_free: Iterable[BaseGeometry] = ()
) -> tuple[BaseGeometry, ...]:
    """Return the usable region of each new storey, lowest first.

    Args:
        host: The host building.
        options: Set-backs are taken from here.
        storeys: Number of new storeys.
        obstacles: Obstacles that modules keep clear of; each is grown by its own clearance.
        kept_free: Other areas where no module may stand (stair cores, bays that cannot be spanned).

    Returns:
        One polygon or multipolygon a storey, possibly empty; each lies within the one below.
    """
    sides = roof_sides(host)
    setbacks_mm = tuple(tuple(setback_mm(side, options, storey) for side in sides) for storey in range(storeys))
    things = tuple((o.outline_mm, o.clearance_mm) for o in obstacles)
    return _regions(host.roof_outline_mm, sides, setbacks_mm, things, tuple(kept_free))


@lru_cache(maxsize=MOST_ROOFS)
def _regions(
    roof: Polygon,
    sides: tuple[Side, ...],
    setbacks_mm: tuple[tuple[int, ...], ...],
    things: tuple[tuple[Polygon, int], ...],
    kept_free: tuple[BaseGeometry, ...],
) -> tuple[BaseGeometry, ...]:
    """Return the usable region of each storey by value: ways of support and access, and concepts, come back to the same ones."""
    taken = shapely.union_all([*(_grown(outline, clearance) for outline, clearance in things), *kept_free])
    regions: list[BaseGeometry] = []
    for own in setbacks_mm:
        free = roof.difference(setback_zone(sides, own)).difference(taken)
        region = snapped(free if not regions else free.intersection(regions[-1]))
        alike = bool(regions) and region.normalize() == regions[-1].normalize()
        regions.append(regions[-1] if alike else region)  # whoever asks for it again knows it
    return tuple(regions)


def turned(region: BaseGeometry) -> BaseGeometry:
    """Swap u and v: a strip along v is solved as a strip along u."""
    return shapely.transform(region, lambda points: np.ascontiguousarray(points[:, ::-1]))
