"""The rows of modules, dwellings and loads in the published result, column by column and wing after wing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import JsonValue

from configurator.host.building import FloatArray, HostBuilding
from configurator.layout.placement import Layout, PlacedModule
from configurator.loads.columns import Column, Columns, rounded_column
from configurator.loads.document import line_columns, reaction_columns
from configurator.loads.estimate import LoadEstimate
from configurator.results.naming import WingNames
from configurator.results.wing import ComputedWing

ID_COLUMNS = {"modules": ("id", "dwelling", "supports"), "dwellings": ("id", "modules"), "lines": ("id",), "reactions": ("module", "line")}
"""By list: the columns that hold ids."""


def wing_columns(wing: ComputedWing, names: WingNames) -> dict[str, Columns]:
    """Return the columns of every list of a wing, with the ids of the wing."""
    found = {
        "modules": module_columns(wing.host, wing.loads, wing.layout),
        "dwellings": dwelling_columns(wing.layout),
        "lines": line_columns(wing.loads),
        "reactions": reaction_columns(wing.loads),
    }
    if not names.key:
        return found
    return {name: _named(columns, ID_COLUMNS[name], names) for name, columns in found.items()}


def _named(columns: Columns, ids: Sequence[str], names: WingNames) -> Columns:
    """Return columns in which every id is that of the wing."""
    return {name: names.nested(column) if name in ids else column for name, column in columns.items()}


def joined_columns(wings: Sequence[Mapping[str, Columns]]) -> Mapping[str, Columns]:
    """Return the columns of every list, the rows of the wings after one another."""
    if len(wings) == 1:
        return wings[0]
    return {name: {column: _joined([wing[name][column] for wing in wings]) for column in columns} for name, columns in wings[0].items()}


def _joined(columns: Sequence[Column]) -> Column:
    first = columns[0]
    if isinstance(first, Mapping):
        parts = [column for column in columns if isinstance(column, Mapping)]
        return {name: np.concatenate([part[name] for part in parts]) for name in first}
    if isinstance(first, np.ndarray):
        return np.concatenate([np.asarray(column) for column in columns])
    return [value for column in columns for value in column if not isinstance(column, Mapping)]


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
    """Return the supports as they stand in canonical JSON: members in order, whole numbers as integers."""
    return [{"eccentricity_mm": support.eccentricity_mm, "line": support.line_id} for support in module.supports]


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
        "storeys": [d.storeys for d in found],
        "shaft_offset_mm": _numbers([math.nan if d.shaft_offset_mm is None else d.shaft_offset_mm for d in found]),
        "terrace_area_m2": np.array([sum(t.plan.area_m2 for t in d.terraces) for d in found], dtype=np.float64),
        "usable_by_storey_m2": [_by_storey_m2(d.usable_by_storey_m2) for d in found],
    }


def _by_storey_m2(areas_m2: Sequence[float]) -> JsonValue:
    """Return areas rounded, as they stand in canonical JSON."""
    return [*rounded_column(_numbers(areas_m2), "usable_by_storey_m2")] if areas_m2 else []
