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


class OpenRoof:
    """The roof under one strip that no obstacle with its clearance takes, up to the roof's edge; measured only where there may be room."""

    def __init__(self, host: HostBuilding, strip: Strip) -> None:
        self._host, self._strip = host, strip
        self._across = strip.window.bounds[1::2] if strip.axis == "u" else strip.window.bounds[0::2]
        self._known: Space | None = None

    def run(self, column: Column) -> Run | None:
        """Return the free run around the lowest storey of a dwelling position; None where there is no room for a terrace beside it."""
        own = column.levels[0]
        if max(own.t0 - self._across[0], self._across[1] - own.t1) < LEAST_DEPTH_MM:
            return None
        if self._known is None:
            free = self._host.roof_outline_mm.difference(shapely.union_all([grown(o) for o in self._host.obstacles]))
            self._known = space_in((free,), self._strip.window, self._strip.axis)
        return next((run for run in self._known.free(0, column.s0, column.s1) if run[0] <= own.t0 and own.t1 <= run[1]), None)


def terraces_of(column: Column, storey: int, pin_to: str, roof: OpenRoof) -> Iterator[Run]:
    """Give the extent across the strip of each terrace of one storey of a dwelling position, counted from 0.

    A terrace lies at the end away from the gallery; without a gallery it may lie at either end. On the lowest storey it lies on the
    roof, above that on the dwelling below.
    """
    own = column.levels[storey]
    below = column.levels[storey - 1]
    around = (below.t0, below.t1) if storey else roof.run(column)
    if around is None:
        return
    low, high = around
    if pin_to != "high" and high - own.t1 >= LEAST_DEPTH_MM:
        yield own.t1, min(high, own.t1 + MOST_DEPTH_MM)
    if pin_to != "low" and own.t0 - low >= LEAST_DEPTH_MM:
        yield max(low, own.t0 - MOST_DEPTH_MM), own.t0
