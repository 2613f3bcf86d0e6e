"""Made-up buildings of several wings, and what the tests measure in their results."""

from __future__ import annotations

import itertools
from typing import Any

import shapely
from shapely import affinity
from shapely.geometry import Polygon

from catalogue.documents.building import Building
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import Computed, configure, make_inputs

BAYS = {"value": {"bays": [{"width_mm": 3600}], "remainder": "stretch"}}
"""Equal bays, so that a mirrored building has mirrored walls."""
STRAIGHT: tuple[tuple[float, float], ...] = ((0.0, 0.0), (40.0, 0.0), (40.0, 10.5), (0.0, 10.5))


def building(outline: Polygon | list[tuple[float, float]], *further: dict[str, Any], **facts: Any) -> Building:
    """A block of family F05 with four storeys; further levels as plain values."""
    polygon = Polygon(outline)
    plain = {
        "id": "wings",
        "roof": {"polygon": {"outer": _ring(polygon)}},
        "further_levels": list(further),
        "family": {"value": "F05"},
        "storeys_existing": {"value": 4},
        "bay_sequence": BAYS,
    }
    return Building.model_validate(plain | facts)


def _ring(polygon: Polygon) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(polygon.exterior)[:-1]]


def level(name: str, outline: Polygon, **roof: Any) -> dict[str, Any]:
    """A further level as a plain value."""
    return {"roof": {"polygon": {"outer": _ring(outline)}, "level_id": name, **roof}}


def computed(described: Building, concept: str = "A3", **options: Any) -> Computed:
    chosen = Options.model_validate({"access": "gallery", "support": "transfer_grid"} | options)
    return configure(make_inputs("wings", described, resolve_concept(concept), chosen, resolve_assumptions(), resolve_family("F05")))


def footprints(configuration: Configuration) -> dict[str, tuple[Polygon, float, float]]:
    """Plan in the world, underside and top of every module, from the published figures alone."""
    found = {}
    for module in configuration.modules:
        x, y, z = module.centre_m
        plan = shapely.box(-module.length_m / 2, -module.width_m / 2, module.length_m / 2, module.width_m / 2)
        placed = affinity.translate(affinity.rotate(plan, module.rotation_deg, origin=(0, 0)), x, y)
        found[module.id] = (placed, z - module.height_m / 2, z + module.height_m / 2)
    return found


def largest_overlap_m2(configuration: Configuration) -> float:
    """Largest area that two modules share in plan while they share a height."""
    pairs = itertools.combinations(footprints(configuration).values(), 2)
    return max((a[0].intersection(b[0]).area for a, b in pairs if min(a[2], b[2]) - max(a[1], b[1]) > 1e-6), default=0.0)


def outside_m2(configuration: Configuration, *roofs: Polygon) -> float:
    """Area of modules outside all roofs, of which corners lie on whole millimetres."""
    allowed = shapely.union_all([roof.buffer(0.002, join_style="mitre") for roof in roofs])
    return sum(plan.difference(allowed).area for plan, _, _ in footprints(configuration).values())


def moved(outline: list[tuple[float, float]], degrees: float, shift: tuple[float, float], *, mirrored: bool) -> Polygon:
    """An outline turned, shifted, and mirrored first if asked."""
    polygon = affinity.scale(Polygon(outline), -1.0 if mirrored else 1.0, 1.0, origin=(0, 0))
    return affinity.translate(affinity.rotate(polygon, degrees, origin=(0, 0)), *shift)


def top_storey_kn(result: Computed) -> float:
    """Added permanent load at the foot of each wing's top storey walls, without removal, kN."""
    configuration = result.configuration
    total = 0.0
    for host in configuration.hosts():
        mine, top = {line.id for line in host.bearing_lines}, host.storeys[-1].id
        rows = [row for row in configuration.loads.lines if row.id in mine and row.level == top]
        total += sum((row.added_g_kn_per_m - row.added_g_parts.removed) * (row.end_m - row.start_m) for row in rows)
    return total


def world_degrees(configuration: Configuration) -> set[float]:
    """Directions of the wings modulo a quarter turn."""
    return {round(host.rotation_deg % 90.0, 2) % 90.0 for host in configuration.hosts()}
