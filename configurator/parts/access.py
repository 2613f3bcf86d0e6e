"""Galleries and stair cores as indicative bodies: a slab with a railing; a hollow box with landings and flights."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.concept import Concept
from configurator.layout.placement import Layout, PlacedAccess
from configurator.parts.existing import type_id_of
from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Body, Look, Prism, Vector, block, plate, rectangle
from configurator.parts.stairs import LANDING_MM, core_stair, stair_parts

GALLERY_SLAB_MM = 180.0
GALLERY_STEP_MM = 20.0
"""The gallery lies this far under the finished floor: the highest threshold that the Bbl lets pass (4.27)."""
RAILING_HEIGHT_MM = 1200.0
"""Balustrade above 13 m over ground level (Bbl 4.23); drawn everywhere."""
RAILING_MM = 50.0
CORE_WALL_MM = 150.0
CORE_ROOF_MM = 200.0
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


def _core(item: PlacedAccess, height_mm: float, floor_mm: float, storeys: tuple[int, ...]) -> list[Element]:
    f = item.footprint
    u, v = float(f.u1_mm - f.u0_mm), float(f.v1_mm - f.v0_mm)
    topmost = item.storey == max(storeys)
    bottom = float(item.z_mm)
    top = item.z_mm + height_mm - (CORE_ROOF_MM if topmost else 0.0)
    plan = rectangle((0.0, 0.0), (u, v))
    inside = plan.buffer(-CORE_WALL_MM, join_style="mitre")
    walls = plate(plan.difference(inside), 0.0, top - bottom)
    elements = [_element(item, "", "core_wall", walls, (0.0, 0.0, bottom), top - bottom)]
    low_u, low_v, high_u, high_v = inside.bounds
    if high_u > low_u:
        floor_z = item.z_mm + floor_mm
        stair = core_stair((low_u, low_v), (high_u, high_v), height_mm)
        landing = rectangle((low_u, low_v), (high_u, (low_v + high_v) / 2.0)) if stair is None else stair.landing
        slab = plate(landing, 0.0, LANDING_MM)
        elements.append(_element(item, "landing", "core_landing", slab, (0.0, 0.0, floor_z - LANDING_MM), LANDING_MM))
        if stair is not None and not topmost:
            elements.extend(stair_parts(stair, floor_z, partial(_element, item)))
    if topmost:
        elements.append(_element(item, "roof", "core_roof", plate(plan, 0.0, CORE_ROOF_MM), (0.0, 0.0, top), CORE_ROOF_MM))
    return elements


def access_elements(concept: Concept, layout: Layout) -> list[Element]:
    """Return the bodies of every gallery and stair core of the layout."""
    floor_mm = buildup_thickness_mm(concept.build_ups[concept.module.floor])
    outer = (layout.scheme.gallery_side if layout.scheme else None) or "low"
    stacks: Mapping[str, list[int]] = _core_stacks(layout)
    elements: list[Element] = []
    for item in sorted(layout.access, key=lambda a: a.id):
        if item.kind == "gallery":
            elements.extend(_gallery(item, floor_mm, outer))
        else:
            storeys = tuple(stacks[_stack_key(item)])
            elements.extend(_core(item, float(concept.module.height_mm), floor_mm, storeys))
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
