"""Dwellings as spaces: the clear volume inside the walls of the modules that make one dwelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from catalogue.documents.concept import Concept
from configurator.layout.placement import Layout, PlacedDwelling, PlacedModule
from configurator.parts.model import DwellingSpace, ModuleOccurrence, ModuleType
from configurator.parts.placing import SIDES, module_origin_mm, plan_to_local, side_direction
from configurator.parts.solids import plate, rectangle


def _clear_plan(concept: Concept, module: PlacedModule, module_type: ModuleType) -> BaseGeometry:
    """Return the clear plan of one module in the local frame, with the ways through its open sides up to half the joint."""
    size = module_type.size
    end, wall, length, width = size.end_wall_mm, size.long_wall_mm, float(size.length_mm), float(size.width_mm)
    areas = [rectangle((end, wall), (length - end, width - wall))]
    pier = max(end, length * (1.0 - concept.module.open_side_share) / 2.0)
    reach = concept.module.joint_mm / 2.0
    if length - 2.0 * pier > 0.0:
        if "long_a" in module.open_sides:
            areas.append(rectangle((pier, -reach), (length - pier, wall)))
        if "long_b" in module.open_sides:
            areas.append(rectangle((pier, width - wall), (length - pier, width + reach)))
    return _local(unary_union(areas), module)


def _local(area: BaseGeometry, module: PlacedModule) -> BaseGeometry:
    u, v = module_origin_mm(module.footprint, module.quarter)
    return plan_to_local(area, (float(u), float(v), 0.0), module.quarter)


def _drawn_gross(modules: list[ModuleOccurrence], joint_mm: float) -> BaseGeometry:
    """Return the gross plan of a dwelling: up to its outer faces, and to the middle of the joint where a module stands beside it."""
    half, areas = joint_mm / 2.0, []
    for module in modules:
        f = module.footprint
        low, high = [float(f.u0_mm), float(f.v0_mm)], [float(f.u1_mm), float(f.v1_mm)]
        for side in SIDES:
            if side not in module.external_sides:
                u, v = side_direction(side, module.quarter)
                axis, sign = (0, u) if u else (1, v)
                (high if sign > 0 else low)[axis] += sign * half
        areas.append(rectangle((low[0], low[1]), (high[0], high[1])))
    return unary_union(areas)


def _space(
    concept: Concept,
    dwelling: PlacedDwelling,
    modules: list[PlacedModule],
    types: Mapping[str, ModuleType],
    occurrences: Mapping[str, ModuleOccurrence],
) -> DwellingSpace:
    clear = unary_union([_clear_plan(concept, m, types[m.type_id]) for m in modules])
    cells = [(m, cell) for m in modules if (cell := types[m.type_id].wet_cell) is not None]
    outer = unary_union([_local(cell.outer, m) for m, cell in cells])
    wet = unary_union([_local(cell.clear, m) for m, cell in cells])
    height = min(types[m.type_id].size.wall_height_mm for m in modules)
    floor_z = min(m.z_mm + types[m.type_id].size.floor_mm for m in modules)
    return DwellingSpace(
        id=dwelling.id,
        storey=dwelling.storey,
        type_id=dwelling.type_id,
        prisms=plate(clear.difference(outer), floor_z, height),
        clear_area_m2=clear.area / 1e6,
        usable_area_m2=dwelling.usable_area_m2,
        gross_floor_area_m2=dwelling.gross_floor_area_m2,
        drawn_gross_area_m2=_drawn_gross([occurrences[m.id] for m in modules], float(concept.module.joint_mm)).area / 1e6,
        height_mm=height,
        wet_cells=plate(wet, floor_z, height),
    )


def dwelling_spaces(
    concept: Concept, layout: Layout, types: Mapping[str, ModuleType], modules: Iterable[ModuleOccurrence]
) -> tuple[DwellingSpace, ...]:
    """Return one space for each dwelling, sorted by id; `types` has the module types by id, `modules` the same modules in their place."""
    by_id, occurrences = {m.id: m for m in layout.modules}, {m.id: m for m in modules}
    return tuple(
        _space(concept, d, [by_id[i] for i in d.module_ids], types, occurrences) for d in sorted(layout.dwellings, key=lambda d: d.id)
    )
