"""The rows of modules and dwellings in the published result, column by column."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from configurator.host.building import FloatArray, HostBuilding
from configurator.layout.placement import Layout, PlacedModule
from configurator.loads.columns import Columns
from configurator.loads.estimate import LoadEstimate


def module_columns(host: HostBuilding, loads: LoadEstimate, layout: Layout) -> Columns:
    """Return the columns of `ModuleResult`, in its order: centres in the world, metres; `rotation_deg` in [-180, 180)."""
    modules = layout.modules
    masses = loads.masses.modules
    turns = _numbers([math.degrees(host.frame.rotation_rad) + 90.0 * module.quarter for module in modules])
    return {
        "id": [module.id for module in modules],
        "type": [module.type_id for module in modules],
        "dwelling": [module.dwelling_id for module in modules],
        "storey": [module.storey for module in modules],
        "centre_m": _centres_m(host, modules),
        "length_m": _numbers([module.length_mm for module in modules]) / 1000.0,
        "width_m": _numbers([module.width_mm for module in modules]) / 1000.0,
        "height_m": _numbers([module.height_mm for module in modules]) / 1000.0,
        "rotation_deg": (turns + 180.0) % 360.0 - 180.0,
        "mass_kg": _numbers([masses[module.id].total_kg.nominal for module in modules]),
        "supports": [_supports(module) for module in modules],
    }


def _numbers(values: Sequence[float]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def _supports(module: PlacedModule) -> JsonValue:
    return [{"line": support.line_id, "eccentricity_mm": float(support.eccentricity_mm)} for support in module.supports]


def _centres_m(host: HostBuilding, modules: tuple[PlacedModule, ...]) -> FloatArray:
    if not modules:
        return np.empty((0, 3))
    plan = host.frame.to_world_m(
        [((m.footprint.u0_mm + m.footprint.u1_mm) / 2, (m.footprint.v0_mm + m.footprint.v1_mm) / 2) for m in modules]
    )
    peil_m = host.frame.peil_nap_m or 0.0
    heights = [(module.z_mm + module.height_mm / 2) / 1000.0 + peil_m for module in modules]
    return np.column_stack([plan, heights])


def dwelling_columns(layout: Layout) -> Columns:
    """Return the columns of `DwellingResult`, in its order."""
    found = layout.dwellings
    return {
        "id": [d.id for d in found],
        "storey": [d.storey for d in found],
        "type": [d.type_id for d in found],
        "modules": [list(d.module_ids) for d in found],
        "usable_area_m2": np.array([d.usable_area_m2 for d in found], dtype=np.float64),
        "gross_floor_area_m2": np.array([d.gross_floor_area_m2 for d in found], dtype=np.float64),
    }
