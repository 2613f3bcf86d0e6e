"""A roof cut into pieces: at every corner that turns inwards (reflex vertex) one cut, along u or along v, in every combination."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from configurator.layout.region import box, snapped

NOTCH_MM = 3000.0
"""Indentations of the outline narrower than this are no reason to cut: the strip programme goes round them as round an obstacle."""
NOISE_MM = 100.0
"""Corners that a straight line replaces within this distance are no reason to cut either."""
MOST_OUTLINES = 64
"""Outlines whose cuts are kept."""
MAX_CUT_CORNERS = 6
"""Corners that take part in the combinations: those with the longest edges beside them."""
RAGGED_CORNERS = 24
MAX_RAGGED_CUTS = 4
"""An outline with more inward corners than RAGGED_CORNERS is ragged: no cut makes it plain, and fewer corners take part."""
MIN_PIECE_MM = 1000.0
"""A piece narrower than this carries no module."""
_STRAIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Decomposition:
    """One way to cut the roof; pieces are ordered by low v, then low u."""

    pieces: tuple[Polygon, ...]


def _without_notches(outline: Polygon) -> Polygon:
    closed = outline.buffer(NOTCH_MM / 2.0, join_style="mitre").buffer(-NOTCH_MM / 2.0, join_style="mitre")
    whole = snapped(shapely.union_all([closed, outline]))
    return max(shapely.get_parts(whole), key=lambda p: p.area, default=outline)


def _inward_corners(shape: Polygon) -> list[tuple[float, float]]:
    """Return the corners at which the roof turns inwards, those with the longest edges first."""
    found: list[tuple[float, float, float]] = []
    for ring in (orient(shape).exterior, *orient(shape).interiors):
        points = list(ring.coords[:-1])
        for i, (x, y) in enumerate(points):
            (ax, ay), (bx, by) = points[i - 1], points[(i + 1) % len(points)]
            before, after = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5, ((bx - x) ** 2 + (by - y) ** 2) ** 0.5
            if (x - ax) * (by - y) - (y - ay) * (bx - x) < -_STRAIGHT * before * after:
                found.append((-min(before, after), x, y))
    return [(x, y) for _, x, y in sorted(found)]


def _cut(shape: Polygon, at: tuple[float, float], along: str) -> BaseGeometry:
    """Return the part of the line through a corner, along u or v, that lies in the shape and runs through the corner."""
    low_u, low_v, high_u, high_v = shape.bounds
    x, y = at
    line = LineString([(low_u - 1, y), (high_u + 1, y)] if along == "u" else [(x, low_v - 1), (x, high_v + 1)])
    parts = shapely.get_parts(shapely.line_merge(shapely.intersection(line, shape)))
    corner = shapely.Point(at)
    return shapely.union_all([p for p in parts if p.distance(corner) < 1.0])


def _pieces(shape: Polygon, cuts: Sequence[BaseGeometry], joint_mm: int) -> tuple[Polygon, ...]:
    lines = shapely.union_all(list(cuts))
    found = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(shapely.union_all([shape.boundary, lines])))))
    inside = [p for p in found if shape.contains(p.representative_point())]
    if joint_mm > 0:
        gap = lines.buffer((joint_mm + 1) // 2, cap_style="square", join_style="mitre")
        inside = [part for p in inside for part in shapely.get_parts(p.difference(gap)) if part.geom_type == "Polygon"]
    whole = [p for piece in inside for p in shapely.get_parts(snapped(piece))]
    wide = [p for p in whole if min(p.bounds[2] - p.bounds[0], p.bounds[3] - p.bounds[1]) >= MIN_PIECE_MM]
    return tuple(sorted(wide, key=lambda p: (p.bounds[1], p.bounds[0], p.bounds[3], p.bounds[2])))


def decompositions(outline: Polygon, joint_mm: int, most_corners: int = MAX_CUT_CORNERS) -> tuple[Decomposition, ...]:
    """Return the ways to cut a roof into pieces, without doubles; one piece when no corner turns inwards.

    Args:
        outline: Roof outline, local millimetres.
        joint_mm: Clear joint that is kept along a cut, half of it in each piece.
        most_corners: So many corners take part in the combinations.
    """
    return _decompositions(outline.wkb, float(shapely.get_precision(outline)), joint_mm, most_corners)


@lru_cache(maxsize=MOST_OUTLINES)
def _decompositions(outline_wkb: bytes, grid_mm: float, joint_mm: int, most_corners: int) -> tuple[Decomposition, ...]:
    """Cut an outline by value: every concept with the same joint comes back to the same roof."""
    outline = cast(Polygon, shapely.set_precision(shapely.from_wkb(outline_wkb), grid_mm, mode="pointwise"))
    shape = _without_notches(outline)
    straight = shape.simplify(NOISE_MM)
    simple = straight if isinstance(straight, Polygon) else shape
    corners = _inward_corners(simple)
    corners = corners[: most_corners if len(corners) <= RAGGED_CORNERS else min(most_corners, MAX_RAGGED_CUTS)]
    if not corners:
        return (Decomposition((box(*outline.bounds),)),)
    if len(simple.exterior.coords) != len(shape.exterior.coords):
        # What was straightened stays within the pieces: they only have to hold the roof, the free region is the exact one.
        simple = max(shapely.get_parts(simple.buffer(NOISE_MM, join_style="mitre")), key=lambda p: p.area)
    found: dict[bytes, Decomposition] = {}
    for choice in itertools.product("uv", repeat=len(corners)):
        pieces = _pieces(simple, [_cut(simple, c, along) for c, along in zip(corners, choice, strict=True)], joint_mm)
        found.setdefault(b"".join(shapely.to_wkb(shapely.normalize(p)) for p in pieces), Decomposition(pieces))
    return tuple(found.values())
