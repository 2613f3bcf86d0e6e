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
    max: float


class FamilyBays(Document):
    """The nominal bay sequence of a family, where it is anchored, and what happens at the ends."""

    sequence: BaySequence
    range_mm: Range
    """Bay widths that occur in the family."""
    end_wall_thickness_mm: Quantity
    """The axis of an end wall lies half its thickness inside the roof edge."""
    evidence: Evidence


class FamilyStructure(Document):
    """Characteristic permanent loads of the existing structure."""

    floor_kn_per_m2: Quantity
    partitions_kn_per_m2: Quantity
    roof_kn_per_m2: Quantity
    wall_kn_per_m2: Quantity
    """Bearing wall, per m2 of wall face."""
    wall_thickness_mm: Quantity
    wall_materials: tuple[WallMaterial, ...] = ()
    """What the bearing walls of the family may be made of; none is unknown."""
    ballast_kn_per_m2: Quantity
    """What gravel or tiles weigh if they are there; credited only when observed."""
    ground_floor_on_walls: bool


class BuildingFamily(VersionedDocument):
    """One family of existing buildings."""

    type: Literal["building_family"] = "building_family"
    schema_version: Literal[1] = 1
    id: Slug
    version: SemVer
    name: LocalText
    example_data: bool = True
    outlook: Outlook
    outlook_reason: LocalText
    sources: dict[str, Source]
    years: Range
    storeys: Range
    range_evidence: Evidence | None = None
    """Where years, storeys, access and lift of the family come from."""
    depth_m: Quantity
    storey_height_m: Quantity
    access_existing: ExistingAccess
    lift_existing: bool
    plinth: Plinth
    plinth_evidence: Evidence
    bearing_system: BearingSystem
    bays: FamilyBays
    structure: FamilyStructure
    foundation: LocalText
    systems: tuple[str, ...] = ()
    """Building systems that belong to the family."""
    typology_codes: tuple[str, ...] = ()
    """TABULA or EP-Online codes."""
    notes: LocalText | None = None


class FamilyRef(Document):
    """Which family version, pinned by digest."""

    id: Slug
    version: SemVer
    digest: str
