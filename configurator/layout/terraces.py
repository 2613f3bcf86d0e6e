"""The set-back strip in front of a dwelling as its terrace: on the roof, or on the storey below where the next one steps back."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from configurator.host.building import HostBuilding
from configurator.layout.column import Column
from configurator.layout.region import grown
from configurator.layout.space import Run, Space
from configurator.layout.strip import Strip, space_in

LEAST_DEPTH_MM = 1500
"""Outdoor space is at least 1.5 m deep (R-06; Bbl 4.35)."""
MOST_DEPTH_MM = 3000
"""What lies farther from the dwelling stays common roof: a convention of optop."""


def open_roof(host: HostBuilding, strip: Strip) -> Space:
    """Return the roof under a strip that no obstacle with its clearance takes, up to the roof's edge."""
    free = host.roof_outline_mm.difference(shapely.union_all([grown(o) for o in host.obstacles]))
    return space_in((free,), strip.window, strip.axis)


def terraces_of(column: Column, storey: int, pin_to: str, roof: Space) -> Iterator[Run]:
    """Give the extent across the strip of each terrace of one storey of a dwelling position, counted from 0.

    A terrace lies at the end away from the gallery; without a gallery it may lie at either end. On the lowest storey it lies on the
    roof, above that on the dwelling below.
    """
    own = column.levels[storey]
    if storey:
        low, high = column.levels[storey - 1].t0, column.levels[storey - 1].t1
    else:
        runs = [run for run in roof.free(0, column.s0, column.s1) if run[0] <= own.t0 and own.t1 <= run[1]]
        if not runs:
            return
        low, high = runs[0]
    if pin_to != "high" and high - own.t1 >= LEAST_DEPTH_MM:
        yield own.t1, min(high, own.t1 + MOST_DEPTH_MM)
    if pin_to != "low" and own.t0 - low >= LEAST_DEPTH_MM:
        yield max(low, own.t0 - MOST_DEPTH_MM), own.t0
