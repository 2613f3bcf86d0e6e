"""From plan millimetres to millimetres of paper."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from configurator.outputs.drawing.canvas import At
from configurator.parts.solids import polygons_of


@dataclass(frozen=True, slots=True)
class View:
    """From local millimetres to millimetres of paper: u to the right, v up."""

    x0: float
    y0: float
    """Paper position of the local point (0, 0)."""
    scale: float
    """Paper millimetres per local millimetre."""

    def at(self, u_mm: float, v_mm: float) -> At:
        """Return a point on paper."""
        return self.x0 + u_mm * self.scale, self.y0 - v_mm * self.scale

    def local_mm(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Return the local point that lies at a point on paper."""
        return (x_mm - self.x0) / self.scale, (self.y0 - y_mm) / self.scale

    def rings(self, area: BaseGeometry) -> list[list[At]]:
        """Return all rings of an area on paper."""
        return [
            [self.at(c[0], c[1]) for c in list(ring.coords)[:-1]]
            for polygon in polygons_of(area)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
