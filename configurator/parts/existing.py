"""The existing block as bodies: floors, bearing walls a storey, a thin outline of its facades, the roof slab, obstacles.

What nobody measured is a stated convention of the drawing, never of the loads: slab thickness, facade thickness, the height of an
obstacle without one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from shapely.affinity import translate
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from catalogue.documents.identifiers import storey_id
from configurator.host.building import BearingLine, HostBuilding, HostObstacle, Storey
from configurator.parts.model import CutOpening, Element, ElementKind
from configurator.parts.solids import Body, Look, Prism, block, plate, rectangle

FLOOR_MM = 200.0
ROOF_MM = 200.0
FACADE_MM = 120.0
NECK_MM = 20.0
OBSTACLE_HEIGHT_MM = 1000.0
"""Drawn height of an obstacle whose height is unknown."""
PLINTH = "plinth"


def type_id_of(kind: str, bodies: tuple[Body, ...]) -> str:
    """Return a type id that is the same for the same bodies and does not depend on where they stand."""
    return f"{kind}-{hashlib.sha256(repr(bodies).encode()).hexdigest()[:10]}"


def flat_element(
    element_id: str, kind: ElementKind, storey: int, area: BaseGeometry, z_mm: float, thickness_mm: float, look: Look, *, assumed: bool
) -> Element | None:
    """Return a horizontal existing element over a plan area, or None when nothing is left of it."""
    prisms = plate(area, 0.0, thickness_mm)
    if not prisms:
        return None
    bodies = tuple(Body(p, look) for p in prisms)
    low_u, low_v, high_u, high_v = area.bounds
    return Element(
        id=element_id,
        kind=kind,
        type_id=type_id_of(kind, bodies),
        storey=storey,
        subject=element_id,
        origin_mm=(0.0, 0.0, z_mm),
        bodies=bodies,
        status="existing",
        assumed=assumed,
        length_mm=high_u - low_u,
        width_mm=high_v - low_v,
        height_mm=thickness_mm,
    )


def _wall_top_mm(host: HostBuilding, storey: Storey) -> float:
    above = next((s for s in host.storeys if s.index == storey.index + 1), None)
    top = host.roof_z_mm - ROOF_MM if above is None else above.floor_z_mm - FLOOR_MM
    return max(top, storey.floor_z_mm + 1.0)


def _foot_mm(host: HostBuilding) -> float | None:
    """Return the level where the plinth's walls start, or None without a plinth."""
    if host.plinth.kind == "none" or host.plinth.height_mm <= 0:
        return None
    return float(-host.plinth.height_mm if host.ground_z_mm is None else min(host.ground_z_mm, -host.plinth.height_mm))


def _wall(line: BearingLine, part: str, storey: int, bottom_mm: float, top_mm: float) -> Element:
    half = line.thickness_mm / 2.0
    length, height = float(line.v1_mm - line.v0_mm), top_mm - bottom_mm
    prism = block((0.0, 0.0, 0.0), (line.thickness_mm, length, height))
    bodies = (Body(prism, "existing_assumed" if line.assumed else "existing"),)
    return Element(
        id=f"{line.id}/{part}",
        kind="existing_wall",
        type_id=type_id_of("existing_wall", bodies),
        storey=storey,
        subject=line.id,
        origin_mm=(line.u_mm - half, float(line.v0_mm), bottom_mm),
        bodies=bodies,
        status="existing",
        assumed=line.assumed,
        length_mm=length,
        width_mm=line.thickness_mm,
        height_mm=height,
    )


def bearing_walls(host: HostBuilding) -> list[Element]:
    """Return every bearing wall of every existing storey, and of the plinth, from where it stands: below a portal there is none."""
    walls = []
    foot = _foot_mm(host)
    for line in host.bearing_lines:
        if foot is not None and line.stands_from_storey == 0 and line.continuous_to_foundation != "no":
            walls.append(_wall(line, PLINTH, 0, foot, -FLOOR_MM))
        standing = [storey for storey in host.storeys if storey.index >= line.stands_from_storey]
        walls.extend(_wall(line, storey_id(s.index), s.index, float(s.floor_z_mm), _wall_top_mm(host, s)) for s in standing)
    return walls


def _facade_plan(host: HostBuilding) -> BaseGeometry:
    """Return the plan of a thin skin along the outline, with the bearing walls taken out of it.

    Where another wing goes on there is no facade. A wall cuts the skin through, also where it stops millimetres short of a slanting
    edge; what is left thinner than `NECK_MM` goes too, because solids that hang together by a hair are read differently by every viewer.
    """
    outline = host.roof_outline_mm
    skin = outline.difference(outline.buffer(-FACADE_MM, join_style="mitre"))
    joints = [LineString([e.start_mm, e.end_mm]) for e in host.edges if e.kind == "joint"]
    if joints:
        skin = skin.difference(unary_union(joints).buffer(FACADE_MM + 1.0, cap_style="flat"))
    walls = [
        rectangle((w.u_mm - w.thickness_mm / 2.0, w.v0_mm - FACADE_MM), (w.u_mm + w.thickness_mm / 2.0, w.v1_mm + FACADE_MM))
        for w in host.bearing_lines
    ]
    cut = skin.difference(unary_union(walls))
    return cut.buffer(-NECK_MM / 2.0, join_style="mitre").buffer(NECK_MM / 2.0, join_style="mitre").intersection(cut)


def _with_holes(roof: Element, holes: Mapping[str, Polygon]) -> Element:
    """Return the roof with what new stairs leave open, each hole as far as it lies in the roof."""
    whole = unary_union([Polygon(body.prism.outer_mm, body.prism.holes_mm) for body in roof.bodies])
    cuts: list[CutOpening] = []
    for key, plan in holes.items():
        for number, prism in enumerate(plate(plan.intersection(whole), 0.0, ROOF_MM)):
            low_u, low_v, high_u, high_v = prism.polygon.bounds
            cuts.append(CutOpening(f"{key}/{number}" if number else key, prism, high_u - low_u, high_v - low_v))
    left = whole.difference(unary_union(list(holes.values())))
    bodies = tuple(Body(prism, "existing_roof") for prism in plate(left, 0.0, ROOF_MM))
    if not cuts or not bodies:
        return roof
    type_id = type_id_of(roof.kind, bodies)
    return replace(roof, bodies=bodies, type_id=type_id, openings=tuple(cuts), uncut=roof.bodies)


def shell(host: HostBuilding, holes: Mapping[str, Polygon]) -> list[Element]:
    """Return floors, facades and the roof slab with the holes that new stairs make; its top lies at `roof_z_mm` exactly."""
    outline, facade = host.roof_outline_mm, _facade_plan(host)
    found: list[Element | None] = []
    foot = _foot_mm(host)
    if foot is not None:
        found.append(
            flat_element(f"plinth/{storey_id(0)}", "existing_facade", 0, facade, foot, -FLOOR_MM - foot, "existing_facade", assumed=True)
        )
    for s in host.storeys:
        key, z = storey_id(s.index), float(s.floor_z_mm)
        found.append(flat_element(f"floor/{key}", "existing_floor", s.index, outline, z - FLOOR_MM, FLOOR_MM, "existing", assumed=True))
        height = _wall_top_mm(host, s) - z
        found.append(flat_element(f"facade/{key}", "existing_facade", s.index, facade, z, height, "existing_facade", assumed=True))
    top = host.storeys[-1].index if host.storeys else 0
    roof = flat_element("roof", "existing_roof", top, outline, host.roof_z_mm - ROOF_MM, ROOF_MM, "existing_roof", assumed=False)
    found.append(None if roof is None else _with_holes(roof, holes))
    return [e for e in found if e is not None]


def _obstacle_prisms(outline: Polygon, height_mm: float) -> tuple[tuple[float, float], tuple[Prism, ...]]:
    """Return the low corner of an obstacle and its prisms from there."""
    low_u, low_v, _, _ = outline.bounds
    return (low_u, low_v), plate(translate(outline, -low_u, -low_v), 0.0, height_mm)


def obstacle(host: HostBuilding, item: HostObstacle, *, replaced: bool) -> Element | None:
    """Return one obstacle as a body on the roof; `replaced` says that a new stair core takes its place."""
    height = item.height_mm or OBSTACLE_HEIGHT_MM
    (low_u, low_v), prisms = _obstacle_prisms(item.outline_mm, height)
    if not prisms:
        return None
    bodies = tuple(Body(p, "obstacle") for p in prisms)
    _, _, high_u, high_v = item.outline_mm.bounds
    return Element(
        id=item.id,
        kind="obstacle",
        type_id=type_id_of("obstacle", bodies),
        storey=host.storeys[-1].index if host.storeys else 0,
        subject=item.id,
        origin_mm=(low_u, low_v, float(host.roof_z_mm)),
        bodies=bodies,
        status="demolish" if replaced else "existing",
        assumed=item.height_mm is None,
        length_mm=high_u - low_u,
        width_mm=high_v - low_v,
        height_mm=height,
        obstacle_kind=item.kind,
    )
