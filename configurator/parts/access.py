"""Galleries and stair cores as indicative bodies: a slab with a railing; a hollow box with a landing."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.concept import Concept
from configurator.layout.placement import Layout, PlacedAccess
from configurator.parts.existing import type_id_of
from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Body, Look, Prism, block, plate, rectangle

GALLERY_SLAB_MM = 180.0
GALLERY_STEP_MM = 20.0
"""The gallery lies this far under the finished floor: the highest threshold that the Bbl lets pass (4.27)."""
RAILING_HEIGHT_MM = 1200.0
"""Balustrade above 13 m over ground level (Bbl 4.23); drawn everywhere."""
RAILING_MM = 50.0
CORE_WALL_MM = 150.0
CORE_ROOF_MM = 200.0
LANDING_MM = 200.0


def _element(
    item: PlacedAccess, part: str, kind: ElementKind, look: Look, prisms: tuple[Prism, ...], z_mm: float, height_mm: float
) -> Element:
    f = item.footprint
    bodies = tuple(Body(p, look) for p in prisms)
    lengths = (float(f.u1_mm - f.u0_mm), float(f.v1_mm - f.v0_mm))
    return Element(
        id=f"{item.id}/{part}" if part else item.id,
        kind=kind,
        type_id=type_id_of(kind, bodies),
        storey=item.storey,
        subject=item.id,
        origin_mm=(float(f.u0_mm), float(f.v0_mm), z_mm),
        bodies=bodies,
        status="new",
        assumed=False,
        length_mm=max(lengths),
        width_mm=min(lengths),
        height_mm=height_mm,
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
        _element(item, "", "gallery", "concrete_new", slab, top - GALLERY_SLAB_MM, GALLERY_SLAB_MM),
        _element(item, "railing", "railing", "railing", plate(rail.union(ends), 0.0, RAILING_HEIGHT_MM), top, RAILING_HEIGHT_MM),
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
    elements = [_element(item, "", "core_wall", "concrete_new", walls, bottom, top - bottom)]
    low_u, low_v, high_u, high_v = inside.bounds
    if high_u > low_u:
        half = rectangle((low_u, low_v), (high_u, (low_v + high_v) / 2.0))
        z = item.z_mm + floor_mm - LANDING_MM
        elements.append(_element(item, "landing", "core_landing", "concrete_new", plate(half, 0.0, LANDING_MM), z, LANDING_MM))
    if topmost:
        elements.append(_element(item, "roof", "core_roof", "roof", plate(plan, 0.0, CORE_ROOF_MM), top, CORE_ROOF_MM))
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
