"""The building family (optopfamilie): what buildings of one kind have in common, and what is assumed of one of them."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.building import BaySequence, BearingSystem, ExistingAccess, Plinth, WallMaterial
from catalogue.documents.document import Document, LocalText, SemVer, Slug, VersionedDocument
from catalogue.documents.evidence import Evidence, Quantity, Source

Outlook = Literal["suitable", "conditional", "unsuitable"]


class Range(Document):
    """A closed range; the order of its ends is checked where it is used."""

    min: float
    """Lower end, itself included."""
    max: float
    """Upper end, itself included."""


class FamilyBays(Document):
    """The nominal bay sequence of a family, where it is anchored, and what happens at the ends."""

    sequence: BaySequence
    """Nominal bays in order along the building, and how they repeat."""
    range_mm: Range
    """Bay widths that occur in the family."""
    end_wall_thickness_mm: Quantity
    """The axis of an end wall lies half its thickness inside the roof edge."""
    evidence: Evidence
    """Where the bays come from."""


class FamilyStructure(Document):
    """Characteristic permanent loads of the existing structure."""

    floor_kn_per_m2: Quantity
    """Storey floor with its screed, per m2 of floor."""
    partitions_kn_per_m2: Quantity
    """Light partitions, spread per m2 of floor."""
    roof_kn_per_m2: Quantity
    """Roof slab with insulation and roofing, without ballast, per m2."""
    wall_kn_per_m2: Quantity
    """Bearing wall, per m2 of wall face."""
    wall_thickness_mm: Quantity
    """Thickness of a bearing wall."""
    wall_materials: tuple[WallMaterial, ...] = ()
    """What the bearing walls of the family may be made of; none is unknown."""
    ballast_kn_per_m2: Quantity
    """What gravel or tiles weigh if they are there; credited only when observed."""
    ground_floor_on_walls: bool
    """True when the ground floor hangs on the bearing walls; false when it lies on the ground."""


class BuildingFamily(VersionedDocument):
    """One family of existing buildings."""

    type: Literal["building_family"] = "building_family"
    """Kind of document."""
    schema_version: Literal[1] = 1
    """Version of the schema that the document is written in."""
    id: Slug
    """Id of the family, the same for all its versions."""
    version: SemVer
    """Semantic version."""
    name: LocalText
    """What a person calls it."""
    example_data: bool = True
    """True for plausible figures that nobody has checked on real buildings."""
    outlook: Outlook
    """Whether a storey on top is worth looking at."""
    outlook_reason: LocalText
    """Why; an unsuitable family says what rules it out."""
    sources: dict[str, Source]
    """Everything that a value can be traced to, by id."""
    years: Range
    """Years of completion."""
    storeys: Range
    """Storeys that occur, plinth not counted."""
    range_evidence: Evidence | None = None
    """Where years, storeys, access and lift of the family come from."""
    depth_m: Quantity
    """Depth of the block, across it."""
    storey_height_m: Quantity
    """From floor to floor."""
    access_existing: ExistingAccess
    """How the dwellings are reached."""
    lift_existing: bool
    """True when such blocks have a lift."""
    plinth: Plinth
    """What is below the ground floor."""
    plinth_evidence: Evidence
    """Where the plinth comes from."""
    bearing_system: BearingSystem
    """What carries the floors."""
    bays: FamilyBays
    """Bays along the block."""
    structure: FamilyStructure
    """What the existing structure weighs."""
    foundation: LocalText
    """What the foundation usually is; never a figure to compute with."""
    systems: tuple[str, ...] = ()
    """Building systems that belong to the family."""
    typology_codes: tuple[str, ...] = ()
    """TABULA or EP-Online codes."""
    notes: LocalText | None = None
    """What else a reader has to know."""


class FamilyRef(Document):
    """Which family version, pinned by digest."""

    id: Slug
    """Id of the family, the same for all its versions."""
    version: SemVer
    """Semantic version."""
    digest: str
    """Digest of the family's canonical form."""
