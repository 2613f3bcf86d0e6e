"""The building document: what is known of one existing building, each fact with its evidence.

Every field is optional but the roof. What a reader found in a file and what the user knows are merged in this form; what is
still missing is filled in from the family as a stated assumption when the host building is compiled.

Plan positions are metres in `site.crs`, or in a local frame of the user's own when there is no `crs`. Along-building positions
(`x_mm`, `from_mm`, `to_mm`) are millimetres in the local frame of the roof level (CONTEXT.md, axes).
"""

from __future__ import annotations

import operator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalogue.documents.document import Document, Fraction, LocalText, PointMetres, Slug
from catalogue.documents.evidence import Fact, Source
from catalogue.documents.finding import Finding
from catalogue.errors import BrokenRule

BearingSystem = Literal["cross", "longitudinal", "two_way", "frame"]
WallMaterial = Literal["concrete", "sand_lime_brick", "brick", "concrete_block", "timber", "steel"]
Ballast = Literal["gravel", "tiles", "none", "unknown"]
EdgeKind = Literal["facade", "gable", "party", "gallery"]
ObstacleKind = Literal["stair_head", "lift_housing", "shaft", "chimney", "vent", "skylight", "antenna", "solar_panel", "plant", "unknown"]
PlinthKind = Literal["none", "half_sunk", "full"]
ExistingAccess = Literal["stair", "gallery", "corridor", "none"]
ExistingDwellings = Literal["portiek", "gallery", "maisonnette", "flat"]
BayUse = Literal["dwelling", "stair"]
RemainderRule = Literal["stretch", "end_bay", "end_bays"]
Anchor = Literal["start", "centre", "end"]

MAX_STOREYS = 30
"""Above this a block is no candidate for a rooftop extension, and the number is taken for a slip."""


def _is_none(value: object) -> bool:
    return value is None


class Polygon(Document):
    """A plan polygon: an outer ring and holes, rings not closed by repetition of the first point."""

    outer: tuple[PointMetres, ...] = Field(min_length=3, max_length=500)
    """Corners of the outer ring, counter-clockwise; x and y in metres."""
    holes: tuple[tuple[PointMetres, ...], ...] = ()
    """Rings of holes, clockwise; x and y in metres."""


class Site(Document):
    """Where the building stands and what its surroundings allow."""

    crs: Literal["EPSG:7415", "EPSG:28992"] | None = None
    """Plan coordinates in RD New (with NAP heights: EPSG:7415); null is a local frame without a location."""
    municipality: Fact[str] | None = None
    province: Fact[str] | None = None
    terrain: Fact[Literal["coast", "open", "built_up"]] | None = None
    max_height_m: Fact[float] | None = None
    """Highest permitted building height above ground, from the omgevingsplan."""


class RoofSlope(Document):
    """Measured shape of the roof plane that was chosen."""

    slope_deg: float = Field(ge=0.0, le=90.0)
    fall_m: float = Field(ge=0.0)
    """Height difference between the lowest and the highest point of the plane."""


NapHeight = Annotated[float, Field(ge=-10.0, le=500.0)]
"""A height in metres NAP: from the lowest polder to a tall roof on the highest hill of the Netherlands (322 m)."""


class Roof(Document):
    """The roof level (dakvlak) that is built on."""

    polygon: Polygon
    level_id: Slug = "1"
    """Which of the file's flat levels this is; 1 is the largest."""
    level_nap_m: Fact[NapHeight] | None = None
    """Height of the roof surface above NAP."""
    height_above_ground_m: Fact[float] | None = None
    slope: RoofSlope | None = None
    axis_deg: float | None = Field(default=None, gt=-360.0, lt=360.0, exclude_if=_is_none)
    """Direction of the facades or of the walls across, against the x axis, where somebody knows it: null lets the outline's edges vote.

    A skew end tilts that vote; walls that were seen settle it. A level with a known direction is not divided into wings.
    """
    ballast: Fact[Ballast] | None = None
    removable_kn_per_m2: Fact[float] | None = None
    """What is taken off the roof before building, only when it was observed."""


class BearingLineFact(Document):
    """One bearing wall (dragende lijn) seen in plan."""

    x_mm: float
    """Position of the wall's axis along the local u axis."""
    kind: Literal["inner", "end", "party"] = "inner"
    thickness_mm: float | None = Field(default=None, gt=0.0)
    from_mm: float | None = None
    """Start along the local v axis; null is the roof edge."""
    to_mm: float | None = None
    continuous_to_foundation: Literal["yes", "no", "unknown"] = "unknown"
    stands_from_storey: int = Field(default=0, ge=0, le=MAX_STOREYS)
    """Lowest storey in which the wall stands; below it, it stops on a portal or beam."""
    resistance_kn_per_m: float | None = Field(default=None, gt=0.0)
    """Design resistance of the wall, N_Rd, where an engineer gives one."""


class Bay(Document):
    """One bay (beuk): the distance between the axes of two bearing lines, and what it is used for."""

    width_mm: float = Field(gt=500.0, lt=12_000.0)
    """From axis to axis."""
    use: BayUse = "dwelling"
    """What it is used for."""


class BaySequence(Document):
    """Bay widths (beukmaten) that repeat along the building."""

    bays: tuple[Bay, ...] = Field(min_length=1, max_length=200)
    """The bays in order, from low to high u."""
    repeat: bool = True
    """Whether the sequence repeats to fill the length, or stands there once."""
    anchor: Anchor = "start"
    """Where the first bay begins: at the low-u end wall, centred, or ending at the high-u end wall."""
    remainder: RemainderRule = "end_bays"
    """What happens with the length that is left over: all bays stretch, one bay at the far end, or one at each end."""
    min_bay_mm: float = Field(default=1800.0, gt=0.0)
    """A remainder smaller than this is never a bay of its own: the bays stretch."""


class Plinth(Document):
    """The lowest layer of storage rooms (onderbouw), if any. Heights hang on it."""

    kind: PlinthKind
    """None, half below the ground, or a full layer."""
    height_m: float = Field(default=0.0, ge=0.0, le=5.0)
    """Height of the plinth's top (peil, the ground floor) above ground level."""
    counts_as_storey: bool = False
    """Whether it counts as a storey in the rules (a full plinth usually does)."""


class Foundation(Document):
    """What is known of the foundation; optop never assumes a capacity."""

    type: Literal["pile", "strip", "unknown"] = "unknown"
    material: Literal["concrete", "timber", "unknown"] = "unknown"
    report: str | None = None
    """Reference of an investigation report."""
    resistance_kn_per_m: float | None = Field(default=None, gt=0.0)
    """Design resistance under a bearing wall, R_d, where an engineer gives one; of piles: that of one pile over their spacing."""


class RoofEdge(Document):
    """The kind of the roof edges on one side."""

    side: Literal["low_u", "high_u", "low_v", "high_v"]
    kind: EdgeKind


class Obstacle(Document):
    """Something that stands on the roof (dakopstand)."""

    kind: ObstacleKind = "unknown"
    polygon: Polygon
    height_m: float | None = Field(default=None, ge=0.0)
    source: str = "user"


class StructureWeights(Document):
    """Characteristic permanent loads of the existing structure, where the user knows them."""

    floor_kn_per_m2: Fact[float] | None = None
    """Floor with finish, without partitions."""
    partitions_kn_per_m2: Fact[float] | None = None
    roof_kn_per_m2: Fact[float] | None = None
    wall_kn_per_m2: Fact[float] | None = None
    """Bearing wall, per m2 of wall face."""


class FamilyCandidate(Document):
    """A family that a building may belong to, inferred from declared rules."""

    family: Slug
    odds: Fraction
    """Share among all families that were weighed."""
    evidence: tuple[str, ...] = ()
    """What spoke for and against it, one line for each rule."""


class FurtherLevel(Document):
    """Another roof level of the same building: what differs from the level in `roof`. The rest of the document holds for all levels.

    What is not known of it follows from its height and from the storeys below the first level. A wing whose bearing lines are known in
    an axis of its own is given as a level too.
    """

    roof: Roof
    storeys_existing: Fact[int] | None = None
    """Storeys below this level, above the plinth."""
    storey_heights_m: Fact[tuple[float, ...]] | None = None
    bearing_lines: Fact[tuple[BearingLineFact, ...]] | None = None
    """In the local frame of this level."""
    bay_sequence: Fact[BaySequence] | None = None
    edges: Fact[tuple[RoofEdge, ...]] | None = None
    """Sides in the local frame of this level."""
    obstacles: tuple[Obstacle, ...] = Field(default=(), max_length=200)


class Building(Document):
    """One existing building (bestaand gebouw): facts with evidence."""

    type: Literal["building"] = "building"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    id: Slug
    name: LocalText | None = None
    example_data: bool = False
    """True when the building is made up."""
    sources: dict[str, Source] = Field(default_factory=dict)

    site: Site = Site()
    roof: Roof
    further_levels: tuple[FurtherLevel, ...] = Field(default=(), max_length=50, exclude_if=operator.not_)
    """Further roof levels of the building that modules may stand on; a building of one level is written without them."""
    family: Fact[Slug] | None = None
    """Building family (optopfamilie)."""
    year_built: Fact[int] | None = None
    bearing_system: Fact[BearingSystem] | None = None
    bearing_wall_material: Fact[WallMaterial] | None = None
    """What the bearing walls are made of."""
    bearing_lines: Fact[tuple[BearingLineFact, ...]] | None = None
    bay_sequence: Fact[BaySequence] | None = None
    storeys_existing: Fact[int] | None = None
    """Storeys above the plinth (a plinth that counts as a storey is not in this number)."""
    storey_heights_m: Fact[tuple[float, ...]] | None = None
    """Floor to floor, from the ground floor up; one value stands for all."""
    plinth: Fact[Plinth] | None = None
    peil_nap_m: Fact[NapHeight] | None = None
    """Top of the finished ground floor above NAP."""
    ground_nap_m: Fact[NapHeight] | None = None
    edges: Fact[tuple[RoofEdge, ...]] | None = None
    obstacles: tuple[Obstacle, ...] = Field(default=(), max_length=200)
    structure: StructureWeights = StructureWeights()
    ground_floor_on_walls: Fact[bool] | None = None
    foundation: Fact[Foundation] | None = None
    access_existing: Fact[ExistingAccess] | None = None
    dwelling_type_existing: Fact[ExistingDwellings] | None = None
    """Type of the dwellings in a register such as EP-Online."""
    lift_existing: Fact[bool] | None = None
    dwellings_existing: Fact[int] | None = None
    ownership_share: Fact[Fraction] | None = None
    """Share of the dwellings that the corporation owns."""
    asset_strategy: Fact[Literal["keep", "renovate", "sell", "demolish"]] | None = None
    maintenance_year: Fact[int] | None = None
    heritage: Fact[bool] | None = None
    asbestos: Fact[Literal["yes", "no", "unknown"]] | None = None
    bag_ids: tuple[str, ...] = ()
    complex_nr: str | None = None
    findings: tuple[Finding, ...] = Field(default=(), max_length=50)
    """What the reader of a file had to say: what it could not find, merged, or took for granted (codes `READ-...`)."""
    family_candidates: tuple[FamilyCandidate, ...] = Field(default=(), max_length=50)
    """Families that were inferred, the likeliest first; empty when somebody named the family."""

    @model_validator(mode="after")
    def _reader_codes(self) -> Self:
        strange = [item.code for item in self.findings if not item.code.startswith("READ-")]
        if strange:
            raise BrokenRule("foreign-finding", strange=strange[0])
        return self

    @model_validator(mode="after")
    def _storeys_in_range(self) -> Self:
        for fact in (self.storeys_existing, *(level.storeys_existing for level in self.further_levels)):
            if fact is not None and not 1 <= fact.value <= MAX_STOREYS:
                raise BrokenRule("storeys-out-of-range", value=fact.value, most=MAX_STOREYS)
        return self

    @model_validator(mode="after")
    def _levels_have_names(self) -> Self:
        names = [self.roof.level_id, *(level.roof.level_id for level in self.further_levels)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BrokenRule("level-id-double", level=twice[0])
        dotted = [name for name in names if "." in name]
        if self.further_levels and dotted:
            raise BrokenRule("level-id-point", level=dotted[0])
        return self
