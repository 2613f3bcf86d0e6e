"""One orientation for all eight ways to turn and mirror a roof, so that a packing does not depend on how the roof is drawn.

A programme that pushes modules to the low corner fills a roof and its mirror image differently wherever it does not try everything.
Solved in the same orientation, both get the same packing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.strip import Box


@dataclass(frozen=True, slots=True)
class Orientation:
    """A quarter turn or mirror image about the origin (a, b; c, d: one 1 or -1 a row and column), then a shift."""

    turn: tuple[int, int, int, int]
    shift_mm: tuple[int, int]

    def of(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in this orientation."""
        return affine_transform(shape, [*self.turn, *self.shift_mm])

    def boxes(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """Return boxes in this orientation, ordered."""
        a, b, c, d = self.turn
        x, y = self.shift_mm
        return _mapped(boxes, (a, b, c, d, x, y))

    def back(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """Return boxes of this orientation as they lie in the original one, ordered."""
        a, b, c, d = self.turn
        x, y = self.shift_mm
        return _mapped(boxes, (a, c, b, d, -(a * x + c * y), -(b * x + d * y)))


def _mapped(boxes: Iterable[Box], by: tuple[int, int, int, int, int, int]) -> tuple[Box, ...]:
    a, b, c, d, x, y = by
    found = []
    for u0, v0, u1, v1 in boxes:
        (p, r), (q, s) = ((a * u + b * v + x, c * u + d * v + y) for u, v in ((u0, v0), (u1, v1)))
        found.append((min(p, q), min(r, s), max(p, q), max(r, s)))
    return tuple(sorted(found))


def _corners(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a closed ring without the points at which it goes straight on."""
    points = ring[:-1]
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    return np.asarray(points[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]])


def without_straight_points(shape: BaseGeometry) -> BaseGeometry:
    """Return the same area with corners only: points along an edge come and go with the angle at which a roof was drawn."""
    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [_corners(shapely.get_coordinates(r)) for r in (part.exterior, *part.interiors)]
            parts.append(Polygon(rings[0], rings[1:]))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def canonical(region: BaseGeometry) -> Orientation:
    """Return the orientation in which the sorted corners of a region, whole millimetres, come first of all; its low corner is (0, 0)."""
    points = np.unique(np.rint(shapely.get_coordinates(region)).astype(np.int64), axis=0)
    if not len(points):
        return Orientation((1, 0, 0, 1), (0, 0))
    found = []
    for one, two, swap in product((1, -1), (1, -1), (False, True)):
        turn = (0, one, two, 0) if swap else (one, 0, 0, two)
        own = points @ np.array(turn, dtype=np.int64).reshape(2, 2).T
        low = own.min(axis=0)
        own = own - low
        key = own[np.lexsort((own[:, 1], own[:, 0]))].astype(">i8").tobytes()
        wide = int(own[:, 0].max()) >= int(own[:, 1].max())
        found.append((not wide, key, Orientation(turn, (-int(low[0]), -int(low[1])))))
    return min(found, key=lambda f: f[:2])[2]
