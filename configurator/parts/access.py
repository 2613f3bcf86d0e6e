"""Galleries and stair cores as indicative bodies: a slab with a railing; a hollow box with landings and flights.

Over an existing stairwell the flights start at the top existing floor and come through the roof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from shapely.affinity import translate
from shapely.geometry import Polygon

from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.concept import Concept
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, PlacedAccess
from configurator.parts.existing import type_id_of
from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Body, Look, Prism, Vector, block, plate, rectangle
from configurator.parts.stairs import LANDING_MM, CoreStair, core_stair, stair_parts

GALLERY_SLAB_MM = 180.0
GALLERY_STEP_MM = 20.0
"""The gallery lies this far under the finished floor: the highest threshold that the Bbl lets pass (4.27)."""
RAILING_HEIGHT_MM = 1200.0
"""Balustrade above 13 m over ground level (Bbl 4.23); drawn everywhere."""
RAILING_MM = 50.0
CORE_WALL_MM = 150.0
CORE_ROOF_MM = 200.0
MAX_OVER_ROOF_MM = 1500
"""A core whose underside lies higher over the roof does not stand on it."""
BELOW = "below/"
"""Names the flights that come up from the storey under the roof."""
LOOKS: dict[ElementKind, Look] = {
    "gallery": "concrete_new", "railing": "railing", "core_wall": "concrete_new", "core_landing": "concrete_new", "core_flight": "floor",
    "core_roof": "roof",
}  # fmt: skip


def _element(
    item: PlacedAccess,
    part: str,
    kind: ElementKind,
    prisms: tuple[Prism, ...],
    at_mm: Vector,
    height_mm: float,
    risers: int = 0,
) -> Element:
    """Return a part of a gallery or core; `at_mm` lies in its own plan, at a height over peil."""
    f = item.footprint
    bodies = tuple(Body(p, LOOKS[kind]) for p in prisms)
    boxes = [p.bounds_mm() for p in prisms]
    lengths = [max(high[i] for _, high in boxes) - min(low[i] for low, _ in boxes) for i in range(2)]
    return Element(
        id=f"{item.id}/{part}" if part else item.id,
        kind=kind,
        type_id=type_id_of(kind, bodies),
        storey=item.storey,
        subject=item.id,
        origin_mm=(f.u0_mm + at_mm[0], f.v0_mm + at_mm[1], at_mm[2]),
        bodies=bodies,
        status="new",
        assumed=False,
        length_mm=max(lengths),
        width_mm=min(lengths),
        height_mm=height_mm,
        risers=risers,
    )


def _gallery(item: PlacedAccess, floor_mm: float, outer_side: str) -> list[Element]:
    f = item.footprint
    u, v = float(f.u1_mm - f.u0_mm), float(f.v1_mm - f.v0_mm)
    top = item.z_mm + floor_mm - GALLERY_STEP_MM
    slab = (block((0.0, 0.0, 0.0), (u, v, GALLERY_SLAB_MM)),)
    along_v = v > u
    low = outer_side == "low"
    if along_v:
        rail = rectangle((0.0 if low else u - RAILING_MM, 0.0), (RAILING_MM if low else u, v))
    else:
        rail = rectangle((0.0, 0.0 if low else v - RAILING_MM), (u, RAILING_MM if low else v))
    ends = rectangle((0.0, 0.0), (u, v)).difference(
        rectangle((0.0, RAILING_MM), (u, v - RAILING_MM)) if along_v else rectangle((RAILING_MM, 0.0), (u - RAILING_MM, v))
    )
    return [
        _element(item, "", "gallery", slab, (0.0, 0.0, top - GALLERY_SLAB_MM), GALLERY_SLAB_MM),
        _element(item, "railing", "railing", plate(rail.union(ends), 0.0, RAILING_HEIGHT_MM), (0.0, 0.0, top), RAILING_HEIGHT_MM),
    ]


@dataclass(frozen=True, slots=True)
class CoreStairs:
    """The stairs of one core: up to the next storey, and from the existing storey below it; None where one is not drawn."""

    up: CoreStair | None
    below: CoreStair | None


def _inside(item: PlacedAccess) -> Polygon:
    f = item.footprint
    return rectangle((0.0, 0.0), (float(f.u1_mm - f.u0_mm), float(f.v1_mm - f.v0_mm))).buffer(-CORE_WALL_MM, join_style="mitre")


def _below_mm(host: HostBuilding, item: PlacedAccess, floor_mm: float) -> float | None:
    """Return how high a core's floor lies over the top existing floor, where the core stands on the roof over an existing stair bay."""
    if not host.storeys or item.z_mm - host.roof_z_mm > MAX_OVER_ROOF_MM:
        return None
    middle = (item.footprint.u0_mm + item.footprint.u1_mm) / 2.0
    over_stair = any(bay.use == "stair" and bay.left.u_mm <= middle <= bay.right.u_mm for bay in host.bays)
    return item.z_mm + floor_mm - host.storeys[-1].floor_z_mm if over_stair else None


def _stairs(host: HostBuilding, item: PlacedAccess, height_mm: float, floor_mm: float) -> CoreStairs:
    """Return the stairs that fit a core, with as many risers each, so that they start over each other."""
    low_u, low_v, high_u, high_v = _inside(item).bounds
    low, high = (low_u, low_v), (high_u, high_v)
    below_mm = _below_mm(host, item, floor_mm)
    rises = [height_mm] if below_mm is None else [height_mm, below_mm]
    alone = [core_stair(low, high, rise) for rise in rises]
    risers = max((stair.risers for stair in alone if stair is not None), default=0)
    fitted = [core_stair(low, high, rise, risers) for rise in rises]
    return CoreStairs(fitted[0], fitted[1] if len(fitted) > 1 else None)


def _core(host: HostBuilding, item: PlacedAccess, height_mm: float, floor_mm: float, storeys: tuple[int, ...]) -> list[Element]:
    f = item.footprint
    topmost = item.storey == max(storeys)
    bottom = float(item.z_mm)
    top = item.z_mm + height_mm - (CORE_ROOF_MM if topmost else 0.0)
    plan = rectangle((0.0, 0.0), (float(f.u1_mm - f.u0_mm), float(f.v1_mm - f.v0_mm)))
    inside = _inside(item)
    elements = [_element(item, "", "core_wall", plate(plan.difference(inside), 0.0, top - bottom), (0.0, 0.0, bottom), top - bottom)]
    if not inside.is_empty:
        low_u, low_v, high_u, high_v = inside.bounds
        floor_z = item.z_mm + floor_mm
        stairs = _stairs(host, item, height_mm, floor_mm)
        landing = rectangle((low_u, low_v), (high_u, (low_v + high_v) / 2.0)) if stairs.up is None else stairs.up.landing
        slab = plate(landing, 0.0, LANDING_MM)
        elements.append(_element(item, "landing", "core_landing", slab, (0.0, 0.0, floor_z - LANDING_MM), LANDING_MM))
        if stairs.up is not None and not topmost:
            elements.extend(stair_parts(stairs.up, floor_z, partial(_element, item)))
        if stairs.below is not None and item.storey == min(storeys):
            started = replace(item, storey=host.storeys[-1].index)
            elements.extend(stair_parts(stairs.below, floor_z - stairs.below.rise_mm, partial(_element, started), BELOW))
    if topmost:
        elements.append(_element(item, "roof", "core_roof", plate(plan, 0.0, CORE_ROOF_MM), (0.0, 0.0, top), CORE_ROOF_MM))
    return elements


def roof_holes(host: HostBuilding, concept: Concept, layout: Layout) -> dict[str, Polygon]:
    """Return what the existing roof leaves open over the stairs that come up through it, in plan, by the core's id."""
    holes: dict[str, Polygon] = {}
    stacks = _core_stacks(layout)
    for item in sorted((a for a in layout.access if a.kind == "core"), key=lambda a: a.id):
        if item.storey == min(stacks[_stack_key(item)]) and not _inside(item).is_empty:
            below = _stairs(host, item, float(concept.module.height_mm), floor_mm_of(concept)).below
            if below is not None:
                holes[item.id] = translate(below.flights, item.footprint.u0_mm, item.footprint.v0_mm)
    return holes


def floor_mm_of(concept: Concept) -> float:
    """Return the thickness of the concept's floor: how far a module's finished floor lies over its underside."""
    return buildup_thickness_mm(concept.build_ups[concept.module.floor])


def access_elements(host: HostBuilding, concept: Concept, layout: Layout) -> list[Element]:
    """Return the bodies of every gallery and stair core of the layout, and of the flights from the storey below the roof."""
    floor_mm = floor_mm_of(concept)
    outer = (layout.scheme.gallery_side if layout.scheme else None) or "low"
    stacks: Mapping[str, list[int]] = _core_stacks(layout)
    elements: list[Element] = []
    for item in sorted(layout.access, key=lambda a: a.id):
        if item.kind == "gallery":
            elements.extend(_gallery(item, floor_mm, outer))
        else:
            storeys = tuple(stacks[_stack_key(item)])
            elements.extend(_core(host, item, float(concept.module.height_mm), floor_mm, storeys))
    return elements


def _stack_key(item: PlacedAccess) -> str:
    """Return the id without its storey: cores of one stack share it."""
    return item.id.partition("/")[2]


def _core_stacks(layout: Layout) -> dict[str, list[int]]:
    stacks: dict[str, list[int]] = {}
    for item in layout.access:
        if item.kind == "core":
            stacks.setdefault(_stack_key(item), []).append(item.storey)
    return stacks
