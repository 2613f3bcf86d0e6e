"""Dwellings as spaces, the clear volume inside the walls of their modules, with the stair inside those of two storeys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.concept import Concept
from catalogue.documents.identifiers import storey_id
from configurator.layout.placement import Layout, PlacedDwelling, PlacedModule, Rectangle
from configurator.parts.existing import type_id_of
from configurator.parts.model import DwellingSpace, Element, ModuleOccurrence, ModuleType
from configurator.parts.placing import SIDES, module_origin_mm, plan_to_local, side_direction
from configurator.parts.solids import Body, block, plate, rectangle

TREAD_MM = 40.0
"""Thickness of a tread of an internal stair."""


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
    level: int,
    modules: list[PlacedModule],
    types: Mapping[str, ModuleType],
    occurrences: Mapping[str, ModuleOccurrence],
) -> DwellingSpace:
    storey, shares = dwelling.storey + level, dwelling.usable_by_storey_m2
    own = [m for m in modules if m.storey == storey]
    clear = unary_union([_clear_plan(concept, m, types[m.type_id]) for m in own])
    cells = [(m, cell) for m in own if (cell := types[m.type_id].wet_cell) is not None]
    outer = unary_union([_local(cell.outer, m) for m, cell in cells])
    wet = unary_union([_local(cell.clear, m) for m, cell in cells])
    height = min(types[m.type_id].size.wall_height_mm for m in own)
    floor_z = min(m.z_mm + types[m.type_id].size.floor_mm for m in own)
    return DwellingSpace(
        id=f"{dwelling.id}/{storey_id(storey)}" if level else dwelling.id,
        dwelling_id=dwelling.id,
        storey=storey,
        type_id=dwelling.type_id,
        prisms=plate(clear.difference(outer), floor_z, height),
        clear_area_m2=clear.area / 1e6,
        usable_area_m2=shares[level] if shares else dwelling.usable_area_m2,
        gross_floor_area_m2=_gross_m2(own) if shares else dwelling.gross_floor_area_m2,
        drawn_gross_area_m2=_drawn_gross([occurrences[m.id] for m in own], float(concept.module.joint_mm)).area / 1e6,
        height_mm=height,
        wet_cells=plate(wet, floor_z, height),
    )


def _gross_m2(modules: list[PlacedModule]) -> float:
    """Return the outer floor area of the modules of one storey with the joints between them."""
    boxes = [m.footprint for m in modules]
    width = max(b.u1_mm for b in boxes) - min(b.u0_mm for b in boxes)
    return width * (max(b.v1_mm for b in boxes) - min(b.v0_mm for b in boxes)) / 1e6


def dwelling_spaces(
    concept: Concept, layout: Layout, types: Mapping[str, ModuleType], modules: Iterable[ModuleOccurrence]
) -> tuple[DwellingSpace, ...]:
    """Return one space for each storey of each dwelling, sorted by id; `types` has the module types by id, `modules` their places."""
    by_id, occurrences = {m.id: m for m in layout.modules}, {m.id: m for m in modules}
    return tuple(
        _space(concept, d, level, [by_id[i] for i in d.module_ids], types, occurrences)
        for d in sorted(layout.dwellings, key=lambda d: d.id)
        for level in range(d.storeys)
    )


def internal_stairs(concept: Concept, layout: Layout) -> list[Element]:
    """Return the stair inside every dwelling of two storeys: one straight flight of treads from floor to floor, id `<dwelling>/stair`."""
    by_id = {m.id: m for m in layout.modules}
    floor_mm = buildup_thickness_mm(concept.build_ups[concept.module.floor])
    return [_flight(concept, d.id, by_id[d.module_ids[0]], d.stair, floor_mm) for d in layout.dwellings if d.stair is not None]


def _flight(concept: Concept, dwelling: str, entrance: PlacedModule, plan: Rectangle, floor_mm: float) -> Element:
    """Return the treads as blocks in the element's own frame: the flight climbs along the module's length."""
    stair, rise_mm = concept.internal_stair, float(concept.module.height_mm)
    u, v = float(plan.u1_mm - plan.u0_mm), float(plan.v1_mm - plan.v0_mm)
    along_v = entrance.length_axis == "v"
    risers = stair.risers(rise_mm) if stair is not None else 1
    step, going = rise_mm / risers, (v if along_v else u) / max(1, risers - 1)
    bodies = []
    for n in range(risers - 1):
        low, high = n * going, (n + 1) * going
        top = (n + 1) * step
        corners = ((0.0, low, top - TREAD_MM), (u, high, top)) if along_v else ((low, 0.0, top - TREAD_MM), (high, v, top))
        bodies.append(Body(block(*corners), "floor"))
    return Element(
        id=f"{dwelling}/stair",
        kind="internal_stair",
        type_id=type_id_of("internal_stair", tuple(bodies)),
        storey=entrance.storey,
        subject=dwelling,
        origin_mm=(float(plan.u0_mm), float(plan.v0_mm), entrance.z_mm + floor_mm),
        bodies=tuple(bodies),
        status="new",
        assumed=False,
        length_mm=max(u, v),
        width_mm=min(u, v),
        height_mm=rise_mm,
        risers=risers,
    )
