"""Windows and doors as simple bodies: a frame, and panes or a leaf inside it. Indicative sizes, no product.

A filling's own frame: a along the wall, b through it from the wall's low face, z up, from the low corner of the hole.
"""

from __future__ import annotations

import math
from typing import Literal

from shapely.geometry.base import BaseGeometry

from configurator.parts.model import WallAxis
from configurator.parts.solids import Body, Look, Prism, rectangle, standing_along_x, standing_along_y

FillingKind = Literal["window", "door", "glazed_door"]

FRAME_FACE_MM = 65.0
"""Visible width of a frame member: an ordinary timber frame section (67 x 114 mm, rounded)."""
FRAME_DEPTH_MM = 114.0
REVEAL_MM = 60.0
"""The frame stands this far behind the wall's outer face, where the wall is thick enough."""
PANE_MM = 28.0
LEAF_MM = 54.0
MAX_PANE_WIDTH_MM = 1100.0
"""Wider windows get a mullion."""


def upright(face: BaseGeometry, axis: WallAxis, offset_mm: float, thickness_mm: float) -> tuple[Prism, ...]:
    """Return upright plates along the x or the y axis, `offset_mm` behind the wall's low face."""
    return standing_along_x(face, offset_mm, thickness_mm) if axis == "x" else standing_along_y(face, offset_mm, thickness_mm)


def _lights(width_mm: float, height_mm: float, frame_mm: float, sill_mm: float) -> list[BaseGeometry]:
    """Return the clear rectangles inside the frame, side by side."""
    count = max(1, math.ceil((width_mm - frame_mm) / MAX_PANE_WIDTH_MM))
    clear = (width_mm - (count + 1) * frame_mm) / count
    starts = [frame_mm + i * (clear + frame_mm) for i in range(count)]
    return [rectangle((a, sill_mm), (a + clear, height_mm - frame_mm)) for a in starts]


def filling_bodies(
    kind: FillingKind, width_mm: float, height_mm: float, wall_mm: float, axis: WallAxis, *, outer_is_low: bool
) -> tuple[Body, ...]:
    """Return frame and panes or leaf of a window or door that fills a hole exactly in its face.

    `outer_is_low` says that the wall's low face is the outside. Bodies stay within the wall's thickness.
    """
    frame_mm = min(FRAME_FACE_MM, width_mm / 5.0, height_mm / 5.0)
    depth = min(FRAME_DEPTH_MM, wall_mm)
    reveal = min(REVEAL_MM, (wall_mm - depth) / 2.0)
    start = reveal if outer_is_low else wall_mm - reveal - depth
    lights = _lights(width_mm, height_mm, frame_mm, 0.0 if kind == "door" else frame_mm)
    ring: BaseGeometry = rectangle((0.0, 0.0), (width_mm, height_mm))
    for light in lights:
        ring = ring.difference(light)
    infill_mm, look = _infill(kind, depth)
    middle = start + (depth - infill_mm) / 2.0
    bodies = [Body(prism, "frame") for prism in upright(ring, axis, start, depth)]
    for light in lights:
        bodies.extend(Body(prism, look) for prism in upright(light, axis, middle, infill_mm))
    return tuple(bodies)


def _infill(kind: FillingKind, depth_mm: float) -> tuple[float, Look]:
    if kind == "door":
        return min(LEAF_MM, depth_mm), "door"
    return min(PANE_MM, depth_mm), "glass"
