"""Prisms: the only solids there are. A polygon with holes in its own plane, extruded along the plane's normal. Millimetres."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

FloatArray = npt.NDArray[np.float64]
Point = tuple[float, float]
Vector = tuple[float, float, float]
Ring = tuple[Point, ...]

Look = Literal[
    "facade", "party_wall", "floor", "ceiling", "roof", "frame", "door", "glass", "bearer", "concrete_new", "railing",
    "partition", "existing", "existing_facade", "existing_roof", "existing_assumed", "obstacle", "space",
]  # fmt: skip
"""How a body looks; the writers turn it into colours (one palette for all of them)."""

ORIGIN: Vector = (0.0, 0.0, 0.0)
X_AXIS: Vector = (1.0, 0.0, 0.0)
Y_AXIS: Vector = (0.0, 1.0, 0.0)
Z_AXIS: Vector = (0.0, 0.0, 1.0)
MINUS_Y: Vector = (0.0, -1.0, 0.0)

DECIMALS_MM = 3
"""Coordinates of solids are whole micrometres, so that neighbours meet exactly and text forms are short."""
MIN_AREA_MM2 = 1.0
"""Smaller slivers, left over from cutting polygons, are no solids."""


def _ring_area(ring: Ring) -> float:
    """Return the area inside a ring, mm2, negative for a clockwise one (shoelace)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise((*ring, ring[0]))) / 2.0


@dataclass(frozen=True, slots=True)
class Prism:
    """One closed solid: a profile in its own plane, extruded over `depth_mm` along `axis_z`.

    The outer ring runs counter-clockwise, holes clockwise, no ring repeats its first point. The profile's x axis is `axis_x`, its
    y axis is `axis_z` x `axis_x`, its zero lies at `origin_mm` in the frame of whatever the prism is part of.
    """

    outer_mm: Ring
    holes_mm: tuple[Ring, ...]
    depth_mm: float
    origin_mm: Vector = ORIGIN
    axis_x: Vector = X_AXIS
    axis_z: Vector = Z_AXIS

    @property
    def axis_y(self) -> Vector:
        """Direction of the profile's y axis: z cross x, written out, since an array for each costs more than the drawing of it."""
        (z0, z1, z2), (x0, x1, x2) = self.axis_z, self.axis_x
        return (z1 * x2 - z2 * x1, z2 * x0 - z0 * x2, z0 * x1 - z1 * x0)

    @property
    def polygon(self) -> Polygon:
        """The profile as a polygon."""
        return Polygon(self.outer_mm, self.holes_mm)

    @property
    def profile_area_m2(self) -> float:
        """Area of the profile, holes taken out."""
        return (_ring_area(self.outer_mm) + sum(_ring_area(hole) for hole in self.holes_mm)) / 1e6

    @property
    def volume_m3(self) -> float:
        """Volume of the solid."""
        return self.profile_area_m2 * self.depth_mm / 1000.0

    def points_mm(self, ring: Iterable[Point], height_mm: float) -> FloatArray:
        """Return ring points at a height over the profile plane, in the parent's frame; shape (n, 3)."""
        flat = np.asarray(list(ring), dtype=np.float64)
        axes = np.array([self.axis_x, self.axis_y], dtype=np.float64)
        lifted: FloatArray = flat @ axes + np.asarray(self.origin_mm) + height_mm * np.asarray(self.axis_z)
        return lifted

    def bounds_mm(self) -> tuple[Vector, Vector]:
        """Return the low and the high corner of the solid's box in the parent's frame."""
        points = np.vstack([self.points_mm(self.outer_mm, 0.0), self.points_mm(self.outer_mm, self.depth_mm)])
        low, high = points.min(axis=0), points.max(axis=0)
        return (float(low[0]), float(low[1]), float(low[2])), (float(high[0]), float(high[1]), float(high[2]))

    def moved(self, by_mm: Vector) -> Prism:
        """Return the prism shifted in the parent's frame."""
        x, y, z = self.origin_mm
        return replace(self, origin_mm=(x + by_mm[0], y + by_mm[1], z + by_mm[2]))


@dataclass(frozen=True, slots=True)
class Body:
    """A solid and how it looks."""

    prism: Prism
    look: Look


def _ring(coordinates: Iterable[tuple[float, ...]]) -> Ring:
    """Round a closed ring, drop its closing point, and start it at its lowest point, so that equal rings are equal data."""
    points = [(round(float(c[0]), DECIMALS_MM) + 0.0, round(float(c[1]), DECIMALS_MM) + 0.0) for c in coordinates]
    open_ring = [p for p, following in itertools.pairwise(points) if p != following]
    start = open_ring.index(min(open_ring))
    return tuple(open_ring[start:] + open_ring[:start])


def polygons_of(area: BaseGeometry) -> Iterator[Polygon]:
    """Yield the polygons of any geometry in a fixed order: by low corner. Slivers are left out."""
    parts = getattr(area, "geoms", (area,))
    kept = [p for p in parts if isinstance(p, Polygon) and p.area > MIN_AREA_MM2]
    yield from sorted(kept, key=lambda p: p.bounds)


def extruded(
    area: BaseGeometry, depth_mm: float, origin_mm: Vector = ORIGIN, axis_x: Vector = X_AXIS, axis_z: Vector = Z_AXIS
) -> tuple[Prism, ...]:
    """Extrude every polygon of an area; `axis_x` and `axis_z` place the plane in the parent's frame."""
    if depth_mm <= 0.0:
        return ()
    prisms = []
    for polygon in polygons_of(area):
        turned = orient(polygon, 1.0)
        holes = tuple(sorted(_ring(hole.coords) for hole in turned.interiors))
        prisms.append(Prism(_ring(turned.exterior.coords), holes, depth_mm, origin_mm, axis_x, axis_z))
    return tuple(prisms)


def plate(area: BaseGeometry, z_mm: float, thickness_mm: float) -> tuple[Prism, ...]:
    """Return horizontal plates over a plan area, from `z_mm` upwards."""
    return extruded(area, thickness_mm, (0.0, 0.0, z_mm))


def standing_along_x(face: BaseGeometry, y_mm: float, thickness_mm: float) -> tuple[Prism, ...]:
    """Return upright plates whose face is given in (x, z), from `y_mm` to `y_mm` + thickness."""
    return extruded(face, thickness_mm, (0.0, y_mm + thickness_mm, 0.0), X_AXIS, MINUS_Y)


def standing_along_y(face: BaseGeometry, x_mm: float, thickness_mm: float) -> tuple[Prism, ...]:
    """Return upright plates whose face is given in (y, z), from `x_mm` to `x_mm` + thickness."""
    return extruded(face, thickness_mm, (x_mm, 0.0, 0.0), Y_AXIS, X_AXIS)


def rectangle(low: Point, high: Point) -> Polygon:
    """Return the axis-parallel rectangle between two corners."""
    return box(low[0], low[1], high[0], high[1])


def block(low_mm: Vector, high_mm: Vector) -> Prism:
    """Return the axis-parallel box between two corners."""
    (prism,) = plate(rectangle(low_mm[:2], high_mm[:2]), low_mm[2], high_mm[2] - low_mm[2])
    return prism
