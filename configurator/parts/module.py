"""One module type as parts: floor, roof or ceiling, four walls with their holes, windows and doors.

Sizes agree with `catalogue.buildup.module_mass`: plates cover the whole plan, long walls run the full length, end walls stand
between them, an open long side keeps (1 - open_side_share) of its wall as piers at both ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from catalogue.buildup import ModuleSize, module_size, openings_of
from catalogue.documents.concept import Access, BuildUp, Concept, Opening, Side
from catalogue.documents.evidence import Quantity
from configurator.layout.placement import PlacedModule, Rectangle
from configurator.parts.fillings import filling_bodies, upright
from configurator.parts.model import CutOpening, ModuleType, Part, PartKind, WallAxis, WetCellPlan
from configurator.parts.solids import MIN_AREA_MM2, Body, Look, Vector, plate, rectangle
from configurator.parts.wet_cell import WetCell, place_wet_cell, wet_cell_parts

SURFACE_RESISTANCE_M2K_PER_W = {"floor": 0.21, "roof": 0.14, "ceiling": 0.14, "long_wall": 0.17, "end_wall": 0.17}
"""R_si + R_se by direction of heat flow, NEN-EN-ISO 6946:2017 table 7: down 0.17 + 0.04, up 0.10 + 0.04, sideways 0.13 + 0.04."""
MARGIN_MM = 40.0
"""A hole stays this far from the ends and the top of its wall."""


Hole = tuple[float, float, float, float]
"""Low a, low z, width and height in the wall's face."""


@dataclass(frozen=True, slots=True)
class _Wall:
    """Where one wall stands in the module frame."""

    side: Side
    axis: WallAxis
    origin_mm: Vector
    length_mm: float
    thickness_mm: float

    @property
    def outer_is_low(self) -> bool:
        return self.side.endswith("_a")


def _walls(size: ModuleSize, *, with_ends: bool) -> tuple[_Wall, ...]:
    long_mm, end_mm, z = size.long_wall_mm, size.end_wall_mm, size.floor_mm
    across = size.width_mm - 2.0 * long_mm
    walls = [
        _Wall("long_a", "x", (0.0, 0.0, z), size.length_mm, long_mm),
        _Wall("long_b", "x", (0.0, size.width_mm - long_mm, z), size.length_mm, long_mm),
    ]
    if with_ends:
        walls.append(_Wall("end_a", "y", (0.0, long_mm, z), across, end_mm))
        walls.append(_Wall("end_b", "y", (size.length_mm - end_mm, long_mm, z), across, end_mm))
    return tuple(walls)


def _hole(opening: Opening, length_mm: float, height_mm: float) -> Hole:
    """Return low a, low z, width and height of a hole, pushed inside its wall where it would stick out."""
    width = min(opening.width_mm, length_mm - 2.0 * MARGIN_MM)
    low = min(max(opening.centre_fraction * length_mm - width / 2.0, MARGIN_MM), length_mm - MARGIN_MM - width)
    return low, float(opening.sill_mm), width, min(opening.height_mm, height_mm - MARGIN_MM - opening.sill_mm)


Placed = tuple[int, Opening, Hole]
"""Number and opening as the concept has them, and its hole."""


def _common_mm2(one: Hole, other: Hole) -> float:
    """Return the area that two holes share."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _overlap(placed: list[Placed]) -> bool:
    """Return whether any two holes run into each other."""
    return any(_common_mm2(a, b) > MIN_AREA_MM2 for (_, _, a), (_, _, b) in itertools.combinations(placed, 2))


def _in_a_row(row: Sequence[Placed], length_mm: float) -> list[Placed]:
    """Return holes in the order that is given, clear of each other and of the wall's ends; the first door moves last. They fit the wall."""
    low, wide = [hole[0] for _, _, hole in row], [hole[2] for _, _, hole in row]
    still = next((i for i, (_, opening, _) in enumerate(row) if opening.kind != "window"), 0)
    for i in range(still + 1, len(row)):
        low[i] = max(low[i], low[i - 1] + wide[i - 1] + MARGIN_MM)
    for i in reversed(range(still)):
        low[i] = min(low[i], low[i + 1] - MARGIN_MM - wide[i])
    end, start = length_mm - MARGIN_MM, MARGIN_MM
    for i in reversed(range(len(row))):
        low[i] = min(low[i], end - wide[i])
        end = low[i] - MARGIN_MM
    for i in range(len(row)):
        low[i] = max(low[i], start)
        start = low[i] + wide[i] + MARGIN_MM
    return [(number, opening, (at, *hole[1:])) for at, (number, opening, hole) in zip(low, row, strict=True)]


def _side_by_side(placed: list[Placed], length_mm: float) -> list[Placed]:
    """Return the holes beside each other, in the order that moves the doors least; the last windows go where there is no room."""
    kept = sorted(placed, key=lambda one: (one[1].kind == "window", one[0]))
    while sum(hole[2] + MARGIN_MM for _, _, hole in kept) + MARGIN_MM > length_mm:
        kept.pop()
    wanted = {number: hole[0] for number, _, hole in kept}

    def moved(row: list[Placed]) -> tuple[float, float]:
        by = [(abs(hole[0] - wanted[number]), opening.kind != "window") for number, opening, hole in row]
        return sum(distance for distance, door in by if door), sum(distance for distance, _ in by)

    return min((_in_a_row(row, length_mm) for row in itertools.permutations(kept)), key=moved)


def _holes(openings: tuple[Opening, ...], length_mm: float, height_mm: float) -> Iterator[Placed]:
    """Yield number, opening and hole, doors first. Holes that would overlap stand side by side; where there is no room windows go."""
    wanted = [(number, opening, _hole(opening, length_mm, height_mm)) for number, opening in enumerate(openings, start=1)]
    placed = [one for one in wanted if min(one[2][2:]) > MARGIN_MM]
    if _overlap(placed):
        placed = _side_by_side(placed, length_mm)
    yield from sorted(placed, key=lambda one: (one[1].kind == "window", one[0]))


def _value(quantity: Quantity | None) -> float | None:
    return None if quantity is None else quantity.value


def u_value(build_up: BuildUp) -> float | None:
    """Return U = 1 / (R_si + Rc + R_se) in W/m2K (NEN-EN-ISO 6946:2017, 6.5), or None when the build-up has no Rc."""
    resistance = _value(build_up.thermal_resistance_m2k_per_w)
    if resistance is None:
        return None
    return 1.0 / (resistance + SURFACE_RESISTANCE_M2K_PER_W.get(build_up.element, 0.17))


def _plate_part(concept: Concept, key: str, kind: PartKind, build_up: str, size: ModuleSize, hole: Rectangle | None = None) -> Part:
    thickness = size.floor_mm if key == "floor" else size.overhead_mm
    z = 0.0 if key == "floor" else size.height_mm - size.overhead_mm
    whole = rectangle((0.0, 0.0), (size.length_mm, size.width_mm))
    area = whole if hole is None else whole.difference(rectangle((hole.u0_mm, hole.v0_mm), (hole.u1_mm, hole.v1_mm)))
    look: Look = "roof" if kind == "roof" else "floor" if kind == "floor" else "ceiling"
    return Part(
        key=key,
        kind=kind,
        side=None,
        axis=None,
        facing=None,
        build_up=build_up,
        origin_mm=(0.0, 0.0, z),
        bodies=tuple(Body(prism, look) for prism in plate(area, 0.0, thickness)),
        openings=(),
        load_bearing=kind != "ceiling",
        length_mm=float(size.length_mm),
        thickness_mm=thickness,
        height_mm=float(size.width_mm),
        gross_area_m2=whole.area / 1e6,
        net_area_m2=area.area / 1e6,
        u_value_w_per_m2k=u_value(concept.build_ups[build_up]),
        fire_resistance_min=_value(concept.build_ups[build_up].fire_resistance_min),
    )


def _face(wall: _Wall, height_mm: float, share_left: float) -> BaseGeometry:
    """Return the wall's face before holes: the whole wall, or two piers that together keep `share_left` of it."""
    if share_left >= 1.0:
        return rectangle((0.0, 0.0), (wall.length_mm, height_mm))
    pier = wall.length_mm * share_left / 2.0
    first = rectangle((0.0, 0.0), (pier, height_mm))
    return first.union(rectangle((wall.length_mm - pier, 0.0), (wall.length_mm, height_mm)))


def _filling(wall: _Wall, opening: Opening, key: str, hole: Hole) -> Part:
    low, z, width, height = hole
    x, y, floor = wall.origin_mm
    origin = (x + low, y, floor + z) if wall.axis == "x" else (x, y + low, floor + z)
    return Part(
        key=key,
        kind=opening.kind,
        side=wall.side,
        axis=wall.axis,
        facing=wall.side,
        build_up=None,
        origin_mm=origin,
        bodies=filling_bodies(opening.kind, width, height, wall.thickness_mm, wall.axis, outer_is_low=wall.outer_is_low),
        openings=(),
        load_bearing=False,
        length_mm=width,
        thickness_mm=wall.thickness_mm,
        height_mm=height,
        gross_area_m2=width * height / 1e6,
        net_area_m2=width * height / 1e6,
        u_value_w_per_m2k=_value(opening.u_value),
        fire_resistance_min=None,
    )


def _wall_parts(
    concept: Concept, wall: _Wall, build_up: str, height_mm: float, openings: tuple[Opening, ...], share_left: float
) -> list[Part]:
    """Return the wall with its holes, and what fills them. A wall that is left out altogether gives no part."""
    face = _face(wall, height_mm, share_left)
    gross_m2 = face.area / 1e6
    cuts: list[CutOpening] = []
    fillings: list[Part] = []
    for number, opening, hole in _holes(openings, wall.length_mm, height_mm):
        rect = rectangle(hole[:2], (hole[0] + hole[2], hole[1] + hole[3]))
        (solid,) = upright(rect, wall.axis, 0.0, wall.thickness_mm)
        key = f"{wall.side}/o{number}"
        cuts.append(CutOpening(key, solid, hole[2], hole[3]))
        fillings.append(_filling(wall, opening, key, hole))
        face = face.difference(rect)
    if face.is_empty or wall.thickness_mm <= 0.0:
        return fillings
    look: Look = "party_wall" if wall.axis == "x" else "facade"
    made = Part(
        key=wall.side,
        kind="long_wall" if wall.axis == "x" else "end_wall",
        side=wall.side,
        axis=wall.axis,
        facing=wall.side,
        build_up=build_up,
        origin_mm=wall.origin_mm,
        bodies=tuple(Body(prism, look) for prism in upright(face, wall.axis, 0.0, wall.thickness_mm)),
        openings=tuple(cuts),
        load_bearing=wall.axis == "x",
        length_mm=wall.length_mm,
        thickness_mm=wall.thickness_mm,
        height_mm=height_mm,
        gross_area_m2=gross_m2,
        net_area_m2=face.area / 1e6,
        u_value_w_per_m2k=u_value(concept.build_ups[build_up]),
        fire_resistance_min=_value(concept.build_ups[build_up].fire_resistance_min),
    )
    return [made, *fillings]


@dataclass(frozen=True, slots=True)
class OpeningPlace:
    """A window or door where it is in a module, seen from outside."""

    side: Side
    kind: str
    start_mm: float
    """Along its side, from the module's own zero."""
    z_mm: float
    width_mm: float
    height_mm: float


def _openings_of_wall(concept: Concept, wall: _Wall, module: PlacedModule, access: Access | None) -> tuple[Opening, ...]:
    """Return what the concept has in one wall: a side that is open towards the next module has nothing."""
    if wall.side in module.open_sides:
        return ()
    return openings_of(concept, wall.side, access, module.access_side, module.orientation)


def opening_places(concept: Concept, module: PlacedModule, access: Access | None) -> Iterator[OpeningPlace]:
    """Yield the windows and doors of `module_type_of`, wall after wall, without building any part."""
    size = module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost)
    for wall in _walls(size, with_ends=concept.module.end_wall is not None):
        along = wall.origin_mm[0 if wall.axis == "x" else 1]
        openings = _openings_of_wall(concept, wall, module, access)
        for _, opening, (low, z, width, height) in _holes(openings, wall.length_mm, size.wall_height_mm):
            yield OpeningPlace(wall.side, opening.kind, along + low, wall.origin_mm[2] + z, width, height)


def module_type_of(concept: Concept, module: PlacedModule, access: Access | None) -> ModuleType:
    """Return the module type that a placed module is an example of, in the module's own frame.

    Openings come from the concept for this access scheme. A side that is open towards the next module has no openings, and a hole
    that would stick out of its wall is moved or cut to stay inside; where two would overlap, they stand side by side, and the door stays
    alone where there is no room for both.
    """
    size = module_size(concept, module.width_mm, module.length_mm, topmost=module.topmost)
    hole = module.stair_in_module
    overhead = concept.module.roof if module.topmost else concept.module.ceiling
    parts = [
        _plate_part(concept, "floor", "floor", concept.module.floor, size, hole if module.stair_goes == "down" else None),
        _plate_part(
            concept, "overhead", "roof" if module.topmost else "ceiling", overhead, size, hole if module.stair_goes == "up" else None
        ),
    ]
    end_wall = concept.module.end_wall
    for wall in _walls(size, with_ends=end_wall is not None):
        build_up = end_wall if wall.axis == "y" and end_wall is not None else concept.module.long_wall
        openings = _openings_of_wall(concept, wall, module, access)
        share_left = 1.0 - concept.module.open_side_share if wall.side in module.open_sides else 1.0
        parts.extend(_wall_parts(concept, wall, build_up, size.wall_height_mm, openings, share_left))
    cell = _wet_cell(size, module, parts)
    if cell is None:
        return ModuleType(id=module.type_id, size=size, topmost=module.topmost, parts=tuple(parts))
    parts.extend(wet_cell_parts(cell, size))
    plan = WetCellPlan(cell.clear_plan, cell.outer_plan)
    return ModuleType(id=module.type_id, size=size, topmost=module.topmost, parts=tuple(parts), wet_cell=plan)


def _wet_cell(size: ModuleSize, module: PlacedModule, parts: list[Part]) -> WetCell | None:
    """Return where the wet cell stands in the module with the entrance; no other module has one."""
    if module.access_side is None:
        return None
    taken: dict[Side, list[tuple[float, float]]] = {"long_a": [], "long_b": []}
    for part in parts:
        if part.build_up is None and part.side in taken:
            taken[part.side].append((part.origin_mm[0], part.origin_mm[0] + part.length_mm))
    stair = module.stair_in_module
    if stair is not None:  # the passage beside the flight stays free
        for spans in taken.values():
            spans.append((float(stair.u0_mm), float(stair.u1_mm)))
    return place_wet_cell(size, module.open_sides, taken)
