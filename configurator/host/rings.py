"""Rings that come from outside: checked before anything is computed with them, refused in one sentence, never repaired.

A ring that crosses itself has no meaning that could be guessed, and repairing one of a thousand random vertices takes minutes;
checking it takes milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon

from catalogue.documents import building as documents
from catalogue.errors import Phrase, Said, UnreadableInput

MAX_RING_VERTICES = 500
"""A roof drawn by a person or a register stays far below this."""

MAX_HOLES = 100
"""Largest number of holes in one outline."""

RD_X_M = (0.0, 300_000.0)
RD_Y_M = (300_000.0, 630_000.0)
"""The window of RD New (EPSG:28992) that holds the European Netherlands."""

LON_DEG = (3.0, 7.5)
LAT_DEG = (50.5, 54.0)
"""The same window in degrees."""

MAX_LOCAL_M = 10_000.0
"""In a plan frame of the user's own, positions stay within this distance of its origin."""

MAX_EXTENT_M = 2_000.0
"""No building is longer."""

Ring = Sequence[tuple[float, float]]


def inside(value: float, window: tuple[float, float]) -> bool:
    """Return whether a value lies strictly inside a window."""
    return window[0] < value < window[1]


def looks_like_rd(ring: Ring) -> bool:
    """Return whether all positions could be RD metres in the Netherlands."""
    return all(inside(x, RD_X_M) and inside(y, RD_Y_M) for x, y in ring)


def looks_like_degrees(ring: Ring) -> bool:
    """Return whether all positions could be longitude and latitude, in either order, in the Netherlands."""
    lon_lat = all(inside(x, LON_DEG) and inside(y, LAT_DEG) for x, y in ring)
    return lon_lat or all(inside(y, LON_DEG) and inside(x, LAT_DEG) for x, y in ring)


def _checked_ring(ring: Ring, where: Said) -> list[tuple[float, float]]:
    """Return the ring without a repeated last point; refuse one that is too long, too short or not finite."""
    points = [(float(x), float(y)) for x, y in ring]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) > MAX_RING_VERTICES:
        raise UnreadableInput("ring-too-long", where=where, count=len(points), most=MAX_RING_VERTICES)
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise UnreadableInput("ring-not-finite", where=where)
    if len(set(points)) < 3:  # noqa: PLR2004 - a triangle
        raise UnreadableInput("ring-too-short", where=where)
    return points


def _check_window(ring: Ring, where: Said, crs: str | None) -> None:
    """Refuse positions that cannot be what the coordinate system says they are."""
    x, y = ring[0]
    if crs is None:
        if any(abs(c) > MAX_LOCAL_M for point in ring for c in point):
            raise UnreadableInput("outline-no-crs", where=where, x=x, y=y)
    elif not looks_like_rd(ring):
        hint = Phrase("hint-degrees-declared" if looks_like_degrees(ring) else "hint-check-coordinates")
        raise UnreadableInput("outline-outside", where=where, crs=crs, x=x, y=y, hint=hint)
    extent = max(max(p[axis] for p in ring) - min(p[axis] for p in ring) for axis in (0, 1))
    if extent > MAX_EXTENT_M:
        raise UnreadableInput("outline-too-large", where=where, length_m=extent, most_m=MAX_EXTENT_M)


def checked_polygon(outer: Ring, holes: Sequence[Ring], where: Said, *, crs: str | None) -> Polygon:
    """Turn rings that somebody gave into a polygon, or refuse them.

    Args:
        outer: outer ring, metres, closed by repetition or not.
        holes: rings of the holes.
        where: what is read, for the sentence.
        crs: `EPSG:28992` or `EPSG:7415` (the RD window is checked), or None for a plan frame of the user's own.

    Raises:
        UnreadableInput: too many vertices, not finite, outside the window, crossing itself, or without area.
    """
    if len(holes) > MAX_HOLES:
        raise UnreadableInput("outline-holes", where=where, count=len(holes), most=MAX_HOLES)
    shell = _checked_ring(outer, where)
    _check_window(shell, where, crs)
    inner = [_checked_ring(hole, Phrase("outline-hole", {"where": where, "number": number})) for number, hole in enumerate(holes, 1)]
    polygon = Polygon(shell, inner)
    if not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon).replace("[", " at (").replace("]", ")")
        raise UnreadableInput("outline-crosses", where=where, cause=reason.lower())
    if polygon.area <= 0.0:
        raise UnreadableInput("outline-no-area", where=where)
    return polygon


def polygon_of(document: documents.Polygon, where: Said, *, crs: str | None) -> Polygon:
    """Turn a polygon of a building document into a checked one. Raises UnreadableInput."""
    return checked_polygon(document.outer, document.holes, where, crs=crs)


def check_building(building: documents.Building, where: Said) -> None:
    """Refuse a building document whose roof or obstacles are no proper outlines. Raises UnreadableInput."""
    polygon_of(building.roof.polygon, Phrase("outline-of-roof", {"where": where}), crs=building.site.crs)
    for number, obstacle in enumerate(building.obstacles, 1):
        polygon_of(obstacle.polygon, Phrase("outline-of-obstacle", {"where": where, "number": number}), crs=building.site.crs)
    for level in building.further_levels:
        name = Phrase("outline-of-level", {"where": where, "level": level.roof.level_id})
        polygon_of(level.roof.polygon, f"{name}: roof outline", crs=building.site.crs)
        for number, obstacle in enumerate(level.obstacles, 1):
            polygon_of(obstacle.polygon, f"{name}: obstacle {number}", crs=building.site.crs)


def polygon_document(polygon: Polygon, decimals: int = 4) -> documents.Polygon:
    """Turn a polygon into a document: rings open, counter-clockwise outside, rounded (default a tenth of a millimetre)."""
    oriented = shapely.orient_polygons(polygon)

    def points(ring: shapely.LinearRing) -> tuple[tuple[float, float], ...]:
        return tuple((float(x), float(y)) for x, y in np.round(shapely.get_coordinates(ring)[:-1], decimals) + 0.0)

    return documents.Polygon(outer=points(oriented.exterior), holes=tuple(points(hole) for hole in oriented.interiors))
