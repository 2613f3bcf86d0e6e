"""The host building as the engine works with it: one local frame, whole millimetres, every gap filled and said so.

Axes and zero-points (CONTEXT.md): the local u axis runs along the building, v across it, both from the low corner of the roof
level's bounding box in its own frame; z is up from peil, the top of the finished ground floor.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from shapely.geometry import Polygon

from catalogue.documents.building import Ballast, BayUse, BearingSystem, EdgeKind, ExistingAccess, ObstacleKind, PlinthKind, WallMaterial
from catalogue.documents.evidence import Basis, Interval, Status
from catalogue.documents.finding import Finding

FloatArray = npt.NDArray[np.float64]

SideKind = EdgeKind | Literal["joint"]
"""Kind of an edge of a host's outline; at a `joint` another wing of the same building goes on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The local frame of a host in the world.

    `origin_m` is the world position of local (0, 0), whole millimetres; `rotation_rad` turns the world x axis onto the local u axis,
    counter-clockwise. Without a location `crs` is None and world equals the user's own plan frame. `peil_nap_m` is the NAP height of
    local z = 0, or None.
    """

    origin_m: tuple[float, float]
    rotation_rad: float
    crs: str | None
    peil_nap_m: float | None

    def to_world_m(self, points_mm: npt.ArrayLike) -> FloatArray:
        """Turn local millimetres, shape (n, 2), into world metres, shape (n, 2)."""
        points = np.atleast_2d(np.asarray(points_mm, dtype=np.float64)) / 1000.0
        c, s = math.cos(self.rotation_rad), math.sin(self.rotation_rad)
        world: FloatArray = points @ np.array([[c, s], [-s, c]]) + np.asarray(self.origin_m)
        return world

    def to_local_mm(self, points_m: npt.ArrayLike) -> FloatArray:
        """Turn world metres, shape (n, 2), into local millimetres, shape (n, 2), not rounded."""
        points = np.atleast_2d(np.asarray(points_m, dtype=np.float64)) - np.asarray(self.origin_m)
        c, s = math.cos(self.rotation_rad), math.sin(self.rotation_rad)
        local: FloatArray = points @ np.array([[c, -s], [s, c]]) * 1000.0
        return local


@dataclass(frozen=True, slots=True)
class RoofEdge:
    """One edge of the roof outline, counter-clockwise, local millimetres."""

    id: str
    start_mm: tuple[float, float]
    end_mm: tuple[float, float]
    kind: SideKind


@dataclass(frozen=True, slots=True)
class HostObstacle:
    """Something on the roof that modules keep clear of."""

    id: str
    kind: ObstacleKind
    outline_mm: Polygon
    height_mm: float | None
    clearance_mm: int


@dataclass(frozen=True, slots=True)
class BearingLine:
    """One bearing wall (dragende lijn): its axis lies at `u_mm` and runs from `v0_mm` to `v1_mm`."""

    id: str
    u_mm: int
    v0_mm: int
    v1_mm: int
    thickness_mm: float
    kind: str
    """`inner`, `end` or `party`."""
    continuous_to_foundation: str
    """`yes`, `no` or `unknown`."""
    assumed: bool
    """True when the wall follows from the family's bay sequence, not from somebody's knowledge."""
    stands_from_storey: int = 0
    """Lowest storey in which the wall stands; below it, it stops on a portal or beam."""
    resistance_kn_per_m: float | None = None
    """Design resistance that the user gave."""

    @property
    def length_m(self) -> float:
        """Length of the wall in metres."""
        return (self.v1_mm - self.v0_mm) / 1000.0


@dataclass(frozen=True, slots=True)
class HostBay:
    """The bay (beuk) between two neighbouring bearing lines; `number` counts from 1 along u."""

    number: int
    left: BearingLine
    right: BearingLine
    use: BayUse

    @property
    def width_mm(self) -> int:
        """Distance between the two axes."""
        return self.right.u_mm - self.left.u_mm


@dataclass(frozen=True, slots=True)
class Storey:
    """One existing storey; `index` counts from 0 at the ground floor."""

    index: int
    floor_z_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class HostPlinth:
    """The plinth below the ground floor; `height_mm` from ground level to peil."""

    kind: PlinthKind
    height_mm: int
    counts_as_storey: bool


@dataclass(frozen=True, slots=True)
class HostStructure:
    """Characteristic permanent loads of the existing structure, kN/m2, with their intervals."""

    floor_kn_per_m2: Interval
    partitions_kn_per_m2: Interval
    roof_kn_per_m2: Interval
    wall_kn_per_m2: Interval
    """Per m2 of bearing wall face."""
    removed_kn_per_m2: Interval
    """What is taken off the roof; zero unless it was observed."""
    ground_floor_on_walls: bool
    wall_materials: tuple[WallMaterial, ...] = ()
    """What the bearing walls are made of: one material that is known, or those that the family may have; none is unknown."""
    wall_material_assumed: bool = True
    """True unless somebody said what the walls are made of."""


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """Where a fact of the host came from."""

    pointer: str
    """JSON pointer into the building document."""
    value: object
    unit: str
    basis: Basis
    source: str
    status: Status
    assumed: bool
    """True when the family filled it in."""


@dataclass(frozen=True, slots=True)
class HostBuilding:
    """One existing building, compiled: nothing missing, everything traceable.

    `roof_outline_mm` has whole-millimetre vertices, counter-clockwise; holes are real holes of the roof. `findings` holds what the
    compilation had to say; a finding with status `fail` means that nothing can be placed.
    """

    id: str
    name: str
    frame: Frame
    level_id: str
    roof_outline_mm: Polygon
    roof_z_mm: int
    """Roof surface above peil."""
    roof_fall_mm: float
    ballast: Ballast
    edges: tuple[RoofEdge, ...]
    obstacles: tuple[HostObstacle, ...]
    bearing_system: BearingSystem
    bearing_lines: tuple[BearingLine, ...]
    bays: tuple[HostBay, ...]
    storeys: tuple[Storey, ...]
    plinth: HostPlinth
    ground_z_mm: int | None
    """Ground level against peil, negative below."""
    structure: HostStructure
    access: ExistingAccess
    lift: bool | None
    max_height_m: float | None
    family_id: str | None
    family_odds: float | None
    facts: Mapping[str, FactOrigin]
    """By JSON pointer into the building document."""
    findings: tuple[Finding, ...]
    beside_mm: tuple[Polygon, ...] = ()
    """Other parts of the building, as high or higher, in this frame: nothing of this one can hang over them."""

    @property
    def storeys_existing(self) -> int:
        """Number of existing storeys above the plinth."""
        return len(self.storeys)

    def buildable(self) -> bool:
        """Return False when a finding of the host itself rules out any extension."""
        return not any(f.status == "fail" for f in self.findings)


def same_shape(one: HostBuilding, other: HostBuilding) -> bool:
    """Return whether two hosts look the same to the layout: roof, walls, storeys, access, and what rules an extension out.

    Weights, and where facts came from, may differ.
    """

    def shape(host: HostBuilding) -> tuple[object, ...]:
        refusals = tuple(item for item in host.findings if item.status == "fail")
        ways = (host.access, host.lift, host.bearing_system, host.max_height_m, refusals)
        heights = (host.roof_z_mm, host.roof_fall_mm, host.storeys, host.plinth, host.ground_z_mm)
        plan = (host.roof_outline_mm, host.beside_mm, host.edges, host.obstacles, host.bearing_lines, host.bays)
        return (host.frame, *plan, *heights, *ways)

    return shape(one) == shape(other)
