"""Consequence class and required tie forces of a building before and after: required values, never checks."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.norm import building_class
from configurator.loads.norm_robustness import basic_tie_force_kn_per_m, vertical_tie_kn_per_m
from configurator.loads.norm_tables import BuildingClass


@dataclass(frozen=True, slots=True)
class TieForces:
    """Required tie forces of a building with bearing walls, kN/m: NEN-EN 1991-1-7 A.5.2, A.6."""

    class_before: BuildingClass
    class_after: BuildingClass
    horizontal_before_kn_per_m: float
    horizontal_after_kn_per_m: float
    vertical_after_kn_per_m: float | None
    """Of the thinnest bearing wall; None where the class does not ask for vertical ties."""


def storeys_before(host: HostBuilding) -> int:
    """Return the storeys that count for the class: those above the plinth, and the plinth where it counts as one."""
    return host.storeys_existing + (1 if host.plinth.counts_as_storey else 0)


def tie_forces(host: HostBuilding, layout: Layout) -> TieForces | None:
    """Return the tie forces that the class asks for; None when nothing is added or there is no storey."""
    before = storeys_before(host)
    after = before + len(layout.storeys())
    if before < 1 or not layout.modules:
        return None
    class_after = building_class(after).building_class
    vertical = None
    if class_after != "2a" and host.bearing_lines and host.storeys:
        thickness_m = min(line.thickness_mm for line in host.bearing_lines) / 1000.0
        vertical = float(vertical_tie_kn_per_m(thickness_m, max(storey.height_mm for storey in host.storeys) / 1000.0))
    return TieForces(
        class_before=building_class(before).building_class,
        class_after=class_after,
        horizontal_before_kn_per_m=float(basic_tie_force_kn_per_m(before)),
        horizontal_after_kn_per_m=float(basic_tie_force_kn_per_m(after)),
        vertical_after_kn_per_m=vertical,
    )
