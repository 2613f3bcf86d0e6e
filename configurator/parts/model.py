"""The model of what is drawn. Local frame of the host: u, v, z above peil, millimetres; a module type has a frame of its own.

A model of several wings is in the frame of the first; what belongs to another one is turned by its `axis`.

Module frame: x runs along the module's length from `end_a` to `end_b`, y across it from `long_a` to `long_b`, z up from its
underside. A part sits at `origin_mm` in that frame without being turned; its bodies start from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapely.geometry import Polygon

from catalogue.buildup import ModuleSize
from catalogue.documents.building import ObstacleKind
from catalogue.documents.concept import Side
from configurator.host.building import Frame
from configurator.layout.placement import Quarter, Rectangle
from configurator.parts.solids import Body, Point, Prism, Vector

PartKind = Literal["floor", "ceiling", "roof", "long_wall", "end_wall", "partition", "window", "door", "glazed_door"]
WallAxis = Literal["x", "y"]
PartStatus = Literal["existing", "new", "demolish"]
ElementKind = Literal[
    "existing_floor", "existing_roof", "existing_wall", "existing_facade", "obstacle",
    "bearer", "beam", "gallery", "railing", "core_wall", "core_landing", "core_roof", "core_flight", "internal_stair",
    "lift_shaft", "lift_roof", "lift_car",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CutOpening:
    """A hole in a wall part or an existing floor; its own bodies already have it."""

    key: str
    """Key of the filling part in the same module type; of what goes through a floor."""
    body: Prism
    """The hole as a solid through the whole wall or floor, from its origin."""
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a module type."""

    key: str
    """`floor`, `overhead`, a side, `<side>/o<n>` for the filling of its n-th opening, or `wet/...` for what makes the wet cell."""
    kind: PartKind
    side: Side | None
    """Side of the module in whose wall the part is; None for plates and for what stands inside."""
    axis: WallAxis | None
    """Axis along which an upright part runs; None for plates."""
    facing: Side | None
    """Where the outer face of an upright part looks; for a partition, away from what it encloses."""
    build_up: str | None
    """Id of the concept's build-up; None for windows, doors and partitions."""
    origin_mm: Vector
    bodies: tuple[Body, ...]
    openings: tuple[CutOpening, ...]
    load_bearing: bool
    length_mm: float
    """Along the side; a plate's extent along x."""
    thickness_mm: float
    height_mm: float
    """Upright extent; a plate's extent along y."""
    gross_area_m2: float
    """Face with its openings filled in."""
    net_area_m2: float
    """Face with its openings taken out."""
    u_value_w_per_m2k: float | None
    """Thermal transmittance, None when the concept does not say."""
    fire_resistance_min: float | None

    @property
    def volume_m3(self) -> float:
        """Volume of all bodies."""
        return sum(body.prism.volume_m3 for body in self.bodies)


@dataclass(frozen=True, slots=True)
class WetCellPlan:
    """Plans of a wet cell in the module frame: the clear inside, and the outline with its partitions."""

    clear: Polygon
    outer: Polygon


@dataclass(frozen=True, slots=True)
class GridAxis:
    """One axis of a building grid: a line in plan, local frame."""

    id: str
    start_mm: Point
    end_mm: Point


@dataclass(frozen=True, slots=True)
class BuildingGrid:
    """The bearing lines of a host, and the lines of its long facades across them."""

    id: str
    bearing: tuple[GridAxis, ...]
    facades: tuple[GridAxis, ...]


@dataclass(frozen=True, slots=True)
class ModuleType:
    """One product: every module with this type id is the same."""

    id: str
    size: ModuleSize
    topmost: bool
    parts: tuple[Part, ...]
    wet_cell: WetCellPlan | None = None

    def part(self, key: str) -> Part:
        """Return the part of this key. Raises KeyError when the type has none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class ModuleOccurrence:
    """One module in its place: turned by `quarter` right angles about its own zero, which lies at `origin_mm`."""

    id: str
    type_id: str
    dwelling_id: str
    storey: int
    strip: str
    footprint: Rectangle
    origin_mm: Vector
    quarter: Quarter
    external_sides: tuple[Side, ...]
    """Sides without a module of the same storey against them."""
    axis: tuple[float, float] = (1.0, 0.0)
    """Where the u axis of the module's wing points in the model's frame; `footprint` and `quarter` are in the frame of the wing."""


@dataclass(frozen=True, slots=True)
class DwellingSpace:
    """The clear volume of one dwelling on one storey, inside its walls, in the local frame."""

    id: str
    """The dwelling's own id on the storey on which it is entered; `<dwelling>/s<storey>` above it."""
    dwelling_id: str
    storey: int
    type_id: str
    prisms: tuple[Prism, ...]
    clear_area_m2: float
    """Plan area inside the enclosing walls, measured: the usable area (GO, NEN 2580) of the drawn plan, partitions included."""
    usable_area_m2: float
    """Usable area as the layout states it."""
    gross_floor_area_m2: float
    drawn_gross_area_m2: float
    """Gross floor area (BVO, NEN 2580) of the drawn plan: to the outer face, and to the middle of the joint with a neighbour."""
    height_mm: float
    wet_cells: tuple[Prism, ...] = ()
    """Clear volumes of the wet cells; `prisms` is the rest, partitions taken out of both."""

    @property
    def volume_m3(self) -> float:
        """Volume of the space without its wet cells."""
        return sum(prism.volume_m3 for prism in self.prisms)


@dataclass(frozen=True, slots=True)
class Element:
    """Anything that is not part of a module: the existing block, obstacles, connector, galleries, stair cores."""

    id: str
    """Domain id, unique in the model."""
    kind: ElementKind
    type_id: str
    """Elements with the same type id have the same bodies."""
    storey: int
    """The storey it is listed under."""
    subject: str
    """Id of the line, obstacle, storey or access element it stands for."""
    origin_mm: Vector
    bodies: tuple[Body, ...]
    status: PartStatus
    assumed: bool
    """True when its place or its size follows from the family or from a stated convention."""
    length_mm: float
    width_mm: float
    height_mm: float
    obstacle_kind: ObstacleKind | None = None
    axis: tuple[float, float] = (1.0, 0.0)
    """Where the u axis of the element's wing, in which its bodies are, points in the model's frame."""
    wing: str = ""
    """Key of the wing; empty in a model of one wing."""
    risers: int = 0
    """Of a flight of stairs: how many steps it rises; it has one tread less."""
    openings: tuple[CutOpening, ...] = ()
    """Holes that the new work makes in something existing; its bodies already have them."""
    uncut: tuple[Body, ...] = ()
    """The bodies without those holes; empty where there are none."""

    @property
    def volume_m3(self) -> float:
        """Volume of all bodies."""
        return sum(body.prism.volume_m3 for body in self.bodies)

    @property
    def plan_area_m2(self) -> float:
        """Plan area of the bodies that are extruded upwards."""
        return sum(body.prism.profile_area_m2 for body in self.bodies if body.prism.axis_z[2] > 0.0)


@dataclass(frozen=True, slots=True)
class StoreyLevel:
    """One storey, existing or new; `floor_z_mm` is the top of its finished floor above peil."""

    index: int
    id: str
    floor_z_mm: float
    height_mm: float
    new: bool
    """Whether modules come on it, in one of the wings at least."""
    stands: bool = False
    """Whether another wing has this storey already."""


@dataclass(frozen=True, slots=True)
class BuildingModel:
    """Everything that is drawn of one configuration. Tuples are sorted by id, storeys from the ground up."""

    host_id: str
    name: str
    frame: Frame
    storeys: tuple[StoreyLevel, ...]
    module_types: tuple[ModuleType, ...]
    modules: tuple[ModuleOccurrence, ...]
    spaces: tuple[DwellingSpace, ...]
    elements: tuple[Element, ...]
    grids: tuple[BuildingGrid, ...] = ()

    def type_of(self, module: ModuleOccurrence) -> ModuleType:
        """Return the type of a module. Raises KeyError when the model lacks it."""
        for module_type in self.module_types:
            if module_type.id == module.type_id:
                return module_type
        raise KeyError(module.type_id)
