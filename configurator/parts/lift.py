"""The lift shaft for the new storeys as indicative bodies: walls, a lid, and the car at the lowest new floor.

It is drawn where the load estimate has it: where the options say, or on the lift housing on the roof. A shaft without a place, or one
that modules stand in, is not drawn. Inside the roof it stands on the roof, beside the building on the ground.
"""

from __future__ import annotations

from shapely.geometry import Point, Polygon

from catalogue.documents.concept import Concept
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, Rectangle
from configurator.parts.access import floor_mm_of
from configurator.parts.existing import type_id_of
from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Body, Look, Prism, block, plate, rectangle

WALL_MM, LID_MM = 150.0, 200.0
OVERRUN_MM = 1000.0
"""Drawn height of the shaft over the highest roof: room above the car at its highest stop."""
CAR_MM, CAR_CLEAR_MM = 2200.0, 150.0
"""Height of the car, and what is free between it and the walls."""
LIFT = "lift"


def lift_elements(host: HostBuilding, concept: Concept, layout: Layout, shaft: Rectangle | None) -> list[Element]:
    """Return walls, lid and car of the lift shaft, or nothing where it is not drawn."""
    if shaft is None or not layout.modules or _is_taken(layout, shaft):
        return []
    width, depth = float(shaft.u1_mm - shaft.u0_mm), float(shaft.v1_mm - shaft.v0_mm)
    centre = Point((shaft.u0_mm + shaft.u1_mm) / 2.0, (shaft.v0_mm + shaft.v1_mm) / 2.0)
    bottom = float(host.roof_z_mm if host.roof_outline_mm.covers(centre) else host.ground_z_mm or 0)
    top = max(m.z_mm + m.height_mm for m in layout.modules) + OVERRUN_MM
    plan = rectangle((0.0, 0.0), (width, depth))
    ring = plan.difference(plan.buffer(-WALL_MM, join_style="mitre"))
    free = WALL_MM + CAR_CLEAR_MM
    car = block((free, free, 0.0), (width - free, depth - free, CAR_MM))
    storey = layout.storeys()[0]
    floor = min(m.z_mm for m in layout.modules if m.storey == storey) + floor_mm_of(concept)

    def element(part: str, kind: ElementKind, look: Look, prisms: tuple[Prism, ...], z_mm: float, height_mm: float) -> Element:
        bodies = tuple(Body(prism, look) for prism in prisms)
        return Element(
            id=f"{LIFT}/{part}" if part else LIFT,
            kind=kind,
            type_id=type_id_of(kind, bodies),
            storey=storey,
            subject=LIFT,
            origin_mm=(float(shaft.u0_mm), float(shaft.v0_mm), z_mm),
            bodies=bodies,
            status="new",
            assumed=False,
            length_mm=max(width, depth),
            width_mm=min(width, depth),
            height_mm=height_mm,
        )

    return [
        element("", "lift_shaft", "concrete_new", plate(ring, 0.0, top - bottom), bottom, top - bottom),
        element("roof", "lift_roof", "roof", plate(plan, 0.0, LID_MM), top, LID_MM),
        element("car", "lift_car", "frame", (car,), floor, CAR_MM),
    ]


def shaft_plan_of(elements: list[Element], shaft: Rectangle | None) -> Polygon:
    """Return the plan of the shaft where it is drawn, else nothing."""
    return Polygon(shaft.corners_mm()) if shaft is not None and elements else Polygon()


def _is_taken(layout: Layout, shaft: Rectangle) -> bool:
    """Return whether modules, galleries or cores stand where the shaft would."""
    plan = Polygon(shaft.corners_mm())
    placed = [module.footprint for module in layout.modules] + [item.footprint for item in layout.access]
    return any(Polygon(footprint.corners_mm()).intersection(plan).area > 1.0 for footprint in placed)
