"""The building grid: bearing lines across the building, and the two long facades along it."""

from __future__ import annotations

from configurator.host.building import HostBuilding
from configurator.parts.model import BuildingGrid, GridAxis

REACH_MM = 1500.0
"""Axes stick out this far beyond the roof, so that their bubbles stand clear of it."""


def building_grids(host: HostBuilding) -> tuple[BuildingGrid, ...]:
    """Return the grid of a host; none without bearing lines."""
    if not host.bearing_lines:
        return ()
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    bearing = tuple(
        GridAxis(line.id, (float(line.u_mm), low_v - REACH_MM), (float(line.u_mm), high_v + REACH_MM)) for line in host.bearing_lines
    )
    facades = tuple(GridAxis(name, (low_u - REACH_MM, v), (high_u + REACH_MM, v)) for name, v in (("A", low_v), ("B", high_v)))
    return (BuildingGrid("grid", bearing, facades),)
