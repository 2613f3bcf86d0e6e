"""Dwellings as spaces: the clear volume inside the walls of the modules that make one dwelling."""

from __future__ import annotations

from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from catalogue.documents.concept import Concept
from configurator.layout.placement import Layout, PlacedDwelling, PlacedModule
from configurator.parts.model import DwellingSpace, ModuleType
from configurator.parts.placing import module_origin_mm, plan_to_local
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
    u, v = module_origin_mm(module.footprint, module.quarter)
    return plan_to_local(unary_union(areas), (float(u), float(v), 0.0), module.quarter)


def _space(concept: Concept, dwelling: PlacedDwelling, modules: list[PlacedModule], types: Mapping[str, ModuleType]) -> DwellingSpace:
    clear = unary_union([_clear_plan(concept, m, types[m.type_id]) for m in modules])
    height = min(types[m.type_id].size.wall_height_mm for m in modules)
    floor_z = min(m.z_mm + types[m.type_id].size.floor_mm for m in modules)
    return DwellingSpace(
        id=dwelling.id,
        storey=dwelling.storey,
        type_id=dwelling.type_id,
        prisms=plate(clear, floor_z, height),
        clear_area_m2=clear.area / 1e6,
        usable_area_m2=dwelling.usable_area_m2,
        gross_floor_area_m2=dwelling.gross_floor_area_m2,
        height_mm=height,
    )


def dwelling_spaces(concept: Concept, layout: Layout, types: Mapping[str, ModuleType]) -> tuple[DwellingSpace, ...]:
    """Return one space for each dwelling, sorted by id; `types` has the module types by id."""
    by_id = {m.id: m for m in layout.modules}
    return tuple(_space(concept, d, [by_id[i] for i in d.module_ids], types) for d in sorted(layout.dwellings, key=lambda d: d.id))
