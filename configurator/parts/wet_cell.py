"""The wet cell: the bathroom of a dwelling as four or three light walls and a door, in the module with the entrance. Indicative.

It stands against a closed long wall, clear of the openings in it; where both long sides are open it gets a back of its own. Its walls
are in no mass: the load estimate has a spread allowance for all partitions of a home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shapely.geometry import Polygon

from catalogue.buildup import ModuleSize
from catalogue.documents.concept import Side
from configurator.parts.fillings import filling_bodies, upright
from configurator.parts.model import CutOpening, Part, WallAxis
from configurator.parts.solids import Body, Vector, rectangle

LENGTH_MM = 2200.0
DEPTH_MM = 1700.0
"""Clear size: above the 2.2 m2 and 0.9 m that the Bbl asks of a bathroom with a toilet in a new home."""
PARTITION_MM = 100.0
PASSAGE_MM = 1100.0
"""What is left beside the cell: the width of a passage that a wheelchair can use."""
DOOR_WIDTH_MM, DOOR_HEIGHT_MM = 930.0, 2315.0
"""A standard Dutch inner door of 880 x 2315 mm in its frame."""
LINTEL_MM = 40.0
PLACES = (0.5, 0.36, 0.64, 0.25, 0.75)
"""Where along the module the middle of the cell may lie, the best first."""
CLEARANCE_MM = 50.0

LongSide = Literal["long_a", "long_b"]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class WetCell:
    """Where the cell stands in the module frame; `low` and `high` are the corners of its clear plan."""

    low_mm: tuple[float, float]
    high_mm: tuple[float, float]
    against: LongSide
    has_back: bool

    @property
    def clear_plan(self) -> Polygon:
        """Clear plan inside the partitions."""
        return rectangle(self.low_mm, self.high_mm)

    @property
    def outer_plan(self) -> Polygon:
        """Plan with the partitions."""
        (x0, y0), (x1, y1) = self.low_mm, self.high_mm
        wall = PARTITION_MM
        front_low = self.against == "long_b" or self.has_back
        front_high = self.against == "long_a" or self.has_back
        return rectangle((x0 - wall, y0 - wall * front_low), (x1 + wall, y1 + wall * front_high))


def place_wet_cell(size: ModuleSize, open_sides: Sequence[str], taken: Mapping[Side, Sequence[Span]]) -> WetCell | None:
    """Return where the cell stands, or None where the module is too narrow or too short.

    Args:
        size: sizes of the module.
        open_sides: sides without a wall in their middle.
        taken: openings in each long wall, as spans along x.
    """
    inner = size.width_mm - 2.0 * size.long_wall_mm
    if inner < DEPTH_MM + 2.0 * PARTITION_MM + PASSAGE_MM or size.inner_length_mm < LENGTH_MM + 2.0 * PARTITION_MM + PASSAGE_MM:
        return None
    sides: tuple[LongSide, ...] = ("long_b", "long_a")
    closed = [side for side in sides if side not in open_sides]
    for side in closed or sides:
        for place in PLACES:
            x0 = size.length_mm * place - LENGTH_MM / 2.0
            reach = (x0 - PARTITION_MM - CLEARANCE_MM, x0 + LENGTH_MM + PARTITION_MM + CLEARANCE_MM)
            inside = reach[0] >= size.end_wall_mm and reach[1] <= size.length_mm - size.end_wall_mm
            if inside and not any(low < reach[1] and high > reach[0] for low, high in taken.get(side, ())):
                return _cell(size, side, x0, has_back=not closed)
    return None


def _cell(size: ModuleSize, side: LongSide, x0: float, *, has_back: bool) -> WetCell:
    back = PARTITION_MM if has_back else 0.0
    y0 = size.long_wall_mm + back if side == "long_a" else size.width_mm - size.long_wall_mm - back - DEPTH_MM
    return WetCell((x0, y0), (x0 + LENGTH_MM, y0 + DEPTH_MM), side, has_back)


def wet_cell_parts(cell: WetCell, size: ModuleSize) -> list[Part]:
    """Return the partitions and the door of a cell; keys start with `wet/`."""
    (x0, y0), (x1, y1) = cell.low_mm, cell.high_mm
    wall, z, height = PARTITION_MM, size.floor_mm, size.wall_height_mm
    front, back = (y1, y0 - wall) if cell.against == "long_a" else (y0 - wall, y1)
    facing: Side = "long_b" if cell.against == "long_a" else "long_a"
    parts = _front((x0 - wall, front, z), height, facing)
    parts.append(_partition("wet/a", "y", (x0 - wall, y0, z), y1 - y0, height, "end_a"))
    parts.append(_partition("wet/b", "y", (x1, y0, z), y1 - y0, height, "end_b"))
    if cell.has_back:
        parts.append(_partition("wet/back", "x", (x0 - wall, back, z), x1 - x0 + 2.0 * wall, height, cell.against))
    return parts


def _front(origin_mm: Vector, height_mm: float, facing: Side) -> list[Part]:
    """Return the partition with the door, and the door."""
    length = LENGTH_MM + 2.0 * PARTITION_MM
    door_height = min(DOOR_HEIGHT_MM, height_mm - LINTEL_MM)
    low = (length - DOOR_WIDTH_MM) / 2.0
    hole = rectangle((low, 0.0), (low + DOOR_WIDTH_MM, door_height))
    (solid,) = upright(hole, "x", 0.0, PARTITION_MM)
    cut = CutOpening("wet/o1", solid, DOOR_WIDTH_MM, door_height)
    wall = _partition("wet/front", "x", origin_mm, length, height_mm, facing, hole, (cut,))
    bodies = filling_bodies("door", DOOR_WIDTH_MM, door_height, PARTITION_MM, "x", outer_is_low=facing == "long_a")
    door = Part(
        key="wet/o1", kind="door", side=None, axis="x", facing=facing, build_up=None,
        origin_mm=(origin_mm[0] + low, origin_mm[1], origin_mm[2]), bodies=bodies, openings=(), load_bearing=False,
        length_mm=DOOR_WIDTH_MM, thickness_mm=PARTITION_MM, height_mm=door_height,
        gross_area_m2=hole.area / 1e6, net_area_m2=hole.area / 1e6, u_value_w_per_m2k=None, fire_resistance_min=None,
    )  # fmt: skip
    return [wall, door]


def _partition(
    key: str, axis: WallAxis, origin_mm: Vector, length_mm: float, height_mm: float, facing: Side,
    hole: Polygon | None = None, openings: tuple[CutOpening, ...] = (),
) -> Part:  # fmt: skip
    whole = rectangle((0.0, 0.0), (length_mm, height_mm))
    face = whole if hole is None else whole.difference(hole)
    return Part(
        key=key, kind="partition", side=None, axis=axis, facing=facing, build_up=None, origin_mm=origin_mm,
        bodies=tuple(Body(prism, "partition") for prism in upright(face, axis, 0.0, PARTITION_MM)), openings=openings,
        load_bearing=False, length_mm=length_mm, thickness_mm=PARTITION_MM, height_mm=height_mm,
        gross_area_m2=whole.area / 1e6, net_area_m2=face.area / 1e6, u_value_w_per_m2k=None, fire_resistance_min=None,
    )  # fmt: skip
