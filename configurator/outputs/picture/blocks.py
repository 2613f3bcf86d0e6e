"""What the painter paints: convex prisms standing in the local frame, with what is drawn on their faces. Millimetres, z up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.polygon import orient

from configurator.parts.solids import FloatArray

CONVEX_SHARE = 1e-6
"""A polygon is convex when its hull is larger by less than this share."""
SAME_LINE_MM = 2.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A flat polygon on a face: a window, a door, the edge of a roof, a bearing wall behind the facade."""

    corners_mm: FloatArray
    """Shape (n, 3)."""
    normal: tuple[float, float]
    """Outward direction of its face in plan; it shows when the face does."""
    colour: str
    opacity: float = 1.0
    line: str = ""
    """Colour of its outline; empty for none."""


@dataclass(frozen=True, slots=True)
class Block:
    """A convex plan between two heights."""

    plan_mm: FloatArray
    """Corners, counter-clockwise, shape (n, 2)."""
    edges_shown: tuple[bool, ...]
    """For the edge that starts at each corner: whether it is a face of the thing, or a cut through it."""
    z0_mm: float
    z1_mm: float
    colour: str
    top_colour: str
    opacity: float = 1.0
    marks: tuple[Mark, ...] = ()

    def corners_mm(self) -> FloatArray:
        """Return all corners, lower ones first; shape (2n, 3)."""
        count = len(self.plan_mm)
        low = np.column_stack([self.plan_mm, np.full(count, self.z0_mm)])
        return np.vstack([low, np.column_stack([self.plan_mm, np.full(count, self.z1_mm)])])


def _is_convex(polygon: Polygon) -> bool:
    return not polygon.interiors and polygon.convex_hull.area - polygon.area <= CONVEX_SHARE * polygon.area


def convex_parts(polygon: Polygon) -> Iterator[Polygon]:
    """Yield convex polygons that together are the polygon: triangles, joined while they stay convex. In a fixed order."""
    if _is_convex(polygon):
        yield polygon
        return
    triangles = [t for t in shapely.constrained_delaunay_triangles(polygon).geoms if isinstance(t, Polygon) and t.area > 1.0]
    parts = sorted(triangles, key=lambda t: t.bounds)
    joined = True
    while joined:
        joined = False
        for i, j in itertools.combinations(range(len(parts)), 2):
            if not parts[i].touches(parts[j]):
                continue
            both = parts[i].union(parts[j])
            if isinstance(both, Polygon) and _is_convex(both):
                parts[i] = both
                del parts[j]
                joined = True
                break
    yield from parts


def block_plans(polygon: Polygon) -> Iterator[tuple[FloatArray, tuple[bool, ...]]]:
    """Yield the convex plans of a polygon, each with which of its edges lie on the polygon's own outline."""
    outline = polygon.boundary.buffer(SAME_LINE_MM)
    for part in convex_parts(polygon):
        plain = part.simplify(SAME_LINE_MM)
        ring = shapely.get_coordinates(orient(plain if isinstance(plain, Polygon) else part, 1.0).exterior)[:-1]
        ends = np.roll(ring, -1, axis=0)
        yield ring, tuple(bool(outline.covers(LineString([a, b]))) for a, b in zip(ring, ends, strict=True))
