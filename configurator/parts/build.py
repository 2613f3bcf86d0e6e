"""From host, concept and layout to the model that every writer draws from."""

from __future__ import annotations

from shapely.geometry import Polygon
from shapely.ops import unary_union

from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.concept import Access, Concept
from catalogue.documents.identifiers import storey_id
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, Rectangle
from configurator.parts.access import access_elements, roof_holes
from configurator.parts.connector import connector_members
from configurator.parts.dwellings import dwelling_spaces, internal_stairs
from configurator.parts.existing import bearing_walls, obstacle, shell
from configurator.parts.grids import building_grids
from configurator.parts.lift import lift_elements, shaft_plan_of
from configurator.parts.model import BuildingModel, Element, ModuleType, StoreyLevel
from configurator.parts.module import module_type_of
from configurator.parts.placing import place_modules

REPLACED_SHARE = 0.5
"""An obstacle that lies for more than this share of its plan inside a new stair core or lift shaft is replaced by it."""


def _storeys(host: HostBuilding, concept: Concept, layout: Layout) -> tuple[StoreyLevel, ...]:
    levels = [StoreyLevel(s.index, storey_id(s.index), float(s.floor_z_mm), float(s.height_mm), new=False) for s in host.storeys]
    floor_mm = buildup_thickness_mm(concept.build_ups[concept.module.floor])
    for index in layout.storeys():
        z = min(m.z_mm for m in layout.modules if m.storey == index)
        levels.append(StoreyLevel(index, storey_id(index), z + floor_mm, float(concept.module.height_mm), new=True))
    return tuple(levels)


def _types(concept: Concept, layout: Layout, access: Access | None) -> dict[str, ModuleType]:
    types: dict[str, ModuleType] = {}
    for module in sorted(layout.modules, key=lambda m: m.type_id):
        if module.type_id not in types:
            types[module.type_id] = module_type_of(concept, module, access)
    return types


def _obstacles(host: HostBuilding, layout: Layout, shaft: Polygon) -> list[Element]:
    covered = unary_union([shaft, *(Polygon(a.footprint.corners_mm()) for a in layout.access if a.kind == "core")])
    found = []
    for item in host.obstacles:
        share = item.outline_mm.intersection(covered).area / item.outline_mm.area
        found.append(obstacle(host, item, replaced=share > REPLACED_SHARE))
    return [e for e in found if e is not None]


def build_model(host: HostBuilding, concept: Concept, layout: Layout, shaft: Rectangle | None = None) -> BuildingModel:
    """Return everything that is drawn of one configuration, in the host's local frame; `shaft` is the plan of a new lift shaft.

    The same host, concept and layout give the same model; a layout without modules gives the existing block alone.
    """
    access = None if layout.scheme is None else layout.scheme.access
    types = _types(concept, layout, access)
    lift = lift_elements(host, concept, layout, shaft)
    elements = [
        *shell(host, roof_holes(host, concept, layout)),
        *bearing_walls(host),
        *_obstacles(host, layout, shaft_plan_of(lift, shaft)),
        *connector_members(host, concept, layout),
        *access_elements(host, concept, layout),
        *lift,
        *internal_stairs(concept, layout),
    ]
    modules = place_modules(layout.modules)
    return BuildingModel(
        host_id=host.id,
        name=host.name,
        frame=host.frame,
        storeys=_storeys(host, concept, layout),
        module_types=tuple(types.values()),
        modules=modules,
        spaces=dwelling_spaces(concept, layout, types, modules),
        elements=tuple(sorted(elements, key=lambda e: e.id)),
        grids=building_grids(host),
    )
