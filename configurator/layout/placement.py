"""What the layout engine returns: placed modules, dwellings, access, and reasons for what stays empty. Local millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalogue.documents.concept import Orientation, Side
from catalogue.documents.finding import Finding
from configurator.layout.ways import ACCESSES, SUPPORTS, AccessId, AccessWay, SupportId, SupportWay

LengthAxis = Literal["u", "v"]
Quarter = Literal[0, 1, 2, 3]
"""Direction of a module's x axis (its length): 0 is +u, 1 is +v, 2 is -u, 3 is -v. Its y axis is a quarter turn counter-clockwise."""

BearingEdge = Literal["low", "high"]
BEARING_EDGES: tuple[BearingEdge, BearingEdge] = ("low", "high")
"""The long, bearing walls of a module by their position along the strip."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An axis-parallel rectangle in the local frame, whole millimetres."""

    u0_mm: int
    v0_mm: int
    u1_mm: int
    v1_mm: int

    @property
    def area_m2(self) -> float:
        """Area in square metres."""
        return (self.u1_mm - self.u0_mm) * (self.v1_mm - self.v0_mm) / 1e6

    def corners_mm(self) -> tuple[tuple[int, int], ...]:
        """Return the four corners, counter-clockwise from the low one."""
        return ((self.u0_mm, self.v0_mm), (self.u1_mm, self.v0_mm), (self.u1_mm, self.v1_mm), (self.u0_mm, self.v1_mm))


@dataclass(frozen=True, slots=True)
class EdgeSupport:
    """One bearing edge of a module that stands on a bearing line."""

    line_id: str
    eccentricity_mm: int
    """Distance of the edge from the line's axis, positive towards higher u."""
    edge: BearingEdge
    """Which of the module's two bearing edges."""


@lru_cache(maxsize=4096)
def _type_id(
    width_mm: int, length_mm: int, topmost: bool, open_sides: tuple[Side, ...], access_side: Side | None, stair: str, lying: Orientation
) -> str:
    """Write the type id of a module; that of one product is asked for again and again."""
    sides = "".join(sorted(side[-1] for side in open_sides)) or "0"
    entrance = (access_side or "none").replace("_", "")
    along = "-along" if lying == "lengthwise" else ""
    return f"w{width_mm}-l{length_mm}-{'roof' if topmost else 'mid'}-o{sides}-{entrance}{stair}{along}"


@dataclass(frozen=True, slots=True)
class PlacedModule:
    """One module on the roof."""

    id: str
    dwelling_id: str
    storey: int
    strip: str
    footprint: Rectangle
    quarter: Quarter
    """How the module is turned: across its row the x axis points away from the gallery; lengthwise `long_a` faces the gallery."""
    z_mm: int
    """Underside above peil."""
    height_mm: int
    topmost: bool
    """True when no module stands on it: it carries the roof build-up instead of the ceiling."""
    access_side: Side | None
    """Side at which the dwelling is entered, in the module's own frame; None for a module without the entrance."""
    open_sides: tuple[Literal["long_a", "long_b"], ...]
    """Sides left open towards the next module of the same dwelling."""
    supports: tuple[EdgeSupport, ...]
    """Low edge first; the outer edge alone where several modules share a bay; empty on a transfer grid."""
    orientation: Orientation = "across"
    """How it lies in its row."""
    stair: Rectangle | None = None
    """Plan of the stair inside a dwelling of two storeys, where this module holds it."""
    stair_goes: Literal["up", "down"] | None = None
    """`up` on the entrance storey: the opening is in the ceiling; `down` above it: the opening is in the floor."""

    @property
    def stair_in_module(self) -> Rectangle | None:
        """The stair opening in the module's own frame: x along the length (u0, u1), y along the width (v0, v1)."""
        if self.stair is None:
            return None
        f, s = self.footprint, self.stair
        return {
            0: Rectangle(s.u0_mm - f.u0_mm, s.v0_mm - f.v0_mm, s.u1_mm - f.u0_mm, s.v1_mm - f.v0_mm),
            1: Rectangle(s.v0_mm - f.v0_mm, f.u1_mm - s.u1_mm, s.v1_mm - f.v0_mm, f.u1_mm - s.u0_mm),
            2: Rectangle(f.u1_mm - s.u1_mm, f.v1_mm - s.v1_mm, f.u1_mm - s.u0_mm, f.v1_mm - s.v0_mm),
            3: Rectangle(f.v1_mm - s.v1_mm, s.u0_mm - f.u0_mm, f.v1_mm - s.v0_mm, s.u1_mm - f.u0_mm),
        }[self.quarter]

    def line_under(self, edge: BearingEdge) -> str | None:
        """Return the line on which a bearing edge stands; None where the connector carries it."""
        return next((s.line_id for s in self.supports if s.edge == edge), None)

    @property
    def length_axis(self) -> LengthAxis:
        """The axis along which the module's length, and its long, bearing walls, run."""
        return "v" if self.quarter % 2 else "u"

    @property
    def width_mm(self) -> int:
        """Outer width."""
        f = self.footprint
        return f.u1_mm - f.u0_mm if self.length_axis == "v" else f.v1_mm - f.v0_mm

    @property
    def length_mm(self) -> int:
        """Outer length."""
        f = self.footprint
        return f.v1_mm - f.v0_mm if self.length_axis == "v" else f.u1_mm - f.u0_mm

    @property
    def type_id(self) -> str:
        """Modules with the same type id are the same product: size, position in the stack, open sides, entrance, stair and orientation."""
        f = self.footprint
        u, v = f.u1_mm - f.u0_mm, f.v1_mm - f.v0_mm
        width, length = (u, v) if self.quarter % 2 else (v, u)
        hole = self.stair_in_module
        stair = "" if hole is None else f"-{self.stair_goes}{hole.u0_mm}.{hole.v0_mm}"
        return _type_id(width, length, self.topmost, self.open_sides, self.access_side, stair, self.orientation)


@dataclass(frozen=True, slots=True)
class Terrace:
    """The strip of roof in front of a dwelling, as far as it is offered as its outdoor space."""

    storey: int
    plan: Rectangle


@dataclass(frozen=True, slots=True)
class PlacedDwelling:
    """One dwelling: modules side by side on one storey, or on two."""

    id: str
    storey: int
    """The storey on which it is entered."""
    type_id: str
    module_ids: tuple[str, ...]
    usable_area_m2: float
    gross_floor_area_m2: float
    usable_by_storey_m2: tuple[float, ...] = ()
    """Usable area on each of its storeys, the entrance storey first; empty is one storey."""
    stair: Rectangle | None = None
    """Plan of the stair inside it."""
    shaft_offset_mm: int | None = None
    """Plan distance from the module with its wet cell to the nearest known shaft below; None without one."""
    terraces: tuple[Terrace, ...] = ()
    """Set-back strips in front of it that are deep enough to sit on."""

    @property
    def storeys(self) -> int:
        """Number of storeys that it takes."""
        return max(1, len(self.usable_by_storey_m2))


@dataclass(frozen=True, slots=True)
class PlacedAccess:
    """A gallery along a strip, or a stair core that goes on upwards."""

    id: str
    kind: Literal["gallery", "core"]
    storey: int
    footprint: Rectangle
    z_mm: int
    inside_roof: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch along u that stays empty on one storey, and why."""

    storey: int
    u0_mm: int
    u1_mm: int
    v0_mm: int
    v1_mm: int
    reason: Finding


@dataclass(frozen=True, slots=True)
class Scheme:
    """One combination of support and access."""

    support: SupportId
    access: AccessId
    gallery_side: Literal["low", "high"] | None = None
    gallery_inside_roof: bool | None = None

    @property
    def carried(self) -> SupportWay:
        """How its modules stand."""
        return SUPPORTS[self.support]

    @property
    def reached(self) -> AccessWay:
        """How its dwellings are reached."""
        return ACCESSES[self.access]


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of all new storeys in the chosen scheme.

    Storeys, modules and dwellings are sorted by id. `value` and `bound` are in the integer units of the objective; `bound` holds for
    the same scheme and objective, or is None. `findings` has the reasons that concern the whole layout; each stretch has its own.
    """

    scheme: Scheme | None
    modules: tuple[PlacedModule, ...]
    dwellings: tuple[PlacedDwelling, ...]
    access: tuple[PlacedAccess, ...]
    empty: tuple[Stretch, ...]
    connector_height_mm: int
    value: int
    bound: int | None
    findings: tuple[Finding, ...]

    def storeys(self) -> tuple[int, ...]:
        """Return the new storeys that carry modules, ascending."""
        return tuple(sorted({m.storey for m in self.modules}))
