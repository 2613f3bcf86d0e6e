"""Where snow drifts on the part of the old roof that stays beside the new storey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.norm_snow import drift

Side = Literal["low_u", "high_u", "low_v", "high_v"]
SMALLEST_STRIP_M = 0.1
"""A strip of roof that is narrower is no place for a drift."""


@dataclass(frozen=True, slots=True)
class DriftZone:
    """A drift on one side of the new block; m and kN/m2."""

    side: Side
    width_m: float
    """Old roof that stays on this side, to the edge of the roof."""
    length_m: float
    mu_w: float
    load_kn_per_m2: float
    """At the new block."""
    edge_load_kn_per_m2: float
    """At the edge of the roof, or at the end of the drift."""


def drift_zones(host: HostBuilding, layout: Layout) -> tuple[DriftZone, ...]:
    """Return the drifts on the four sides of the new block, seen as the box around the lowest new storey: NEN-EN 1991-1-3 5.3.6."""
    if not layout.modules:
        return ()
    lowest = min(layout.storeys())
    feet = [module.footprint for module in layout.modules if module.storey == lowest]
    low_u, low_v, high_u, high_v = (
        min(f.u0_mm for f in feet), min(f.v0_mm for f in feet), max(f.u1_mm for f in feet), max(f.v1_mm for f in feet),
    )  # fmt: skip
    roof_u0, roof_v0, roof_u1, roof_v1 = host.roof_outline_mm.bounds
    height_m = (max(m.z_mm + m.height_mm for m in layout.modules) - host.roof_z_mm) / 1000.0
    if height_m <= 0.0:
        return ()
    sides: tuple[tuple[Side, float, float], ...] = (
        ("low_u", low_u - roof_u0, high_u - low_u),
        ("high_u", roof_u1 - high_u, high_u - low_u),
        ("low_v", low_v - roof_v0, high_v - low_v),
        ("high_v", roof_v1 - high_v, high_v - low_v),
    )
    zones = []
    for side, width_mm, block_mm in sides:
        width_m = width_mm / 1000.0
        if width_m > SMALLEST_STRIP_M:
            found = drift(block_mm / 1000.0, width_m, height_m)
            loads = float(found.load_kn_per_m2), float(found.edge_load_kn_per_m2)
            zones.append(DriftZone(side, width_m, float(found.length_m), float(found.mu_w), *loads))
    return tuple(zones)
