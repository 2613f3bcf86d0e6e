"""The last check of a layout, against the regions themselves rather than against the strips that it was made from."""

from __future__ import annotations

import shapely

from configurator.layout.assemble import Placed
from configurator.layout.scheme import Solution

TOLERANCE_MM = 1.0
"""Regions are snapped to whole millimetres; a corner may lie this far outside the exact one."""


class LayoutDefect(RuntimeError):
    """The engine placed a module where it may not stand: a mistake in the engine, never in its input."""


def checked(placed: Placed, solution: Solution) -> None:
    """Raise LayoutDefect unless every module lies inside the usable region of its storey, within a millimetre."""
    if not placed.modules:
        return
    lowest = min(m.storey for m in placed.modules)
    grown = [r.buffer(TOLERANCE_MM, join_style="mitre") for r in solution.ground.regions]
    for region in grown:
        shapely.prepare(region)
    for module in placed.modules:
        if not grown[module.storey - lowest].contains(shapely.box(*_box(module.footprint.corners_mm()))):
            raise LayoutDefect(f"Module {module.id} stands outside the usable region of its storey; please report this host and concept.")


def _box(corners: tuple[tuple[int, int], ...]) -> tuple[int, int, int, int]:
    return (*corners[0], *corners[2])
