"""The assumption set (uitgangspunten): the choices that are the same for every concept that is compared."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from catalogue.documents.building import ObstacleKind
from catalogue.documents.document import Document, LocalText, SemVer, Slug, VersionedDocument
from catalogue.documents.evidence import Evidence, Quantity, Source

Level = Literal["new", "verbouw", "afkeur"]
"""Level of safety: new build (NEN-EN 1990), or verbouw or afkeur of NEN 8700."""
ReferencePeriod = Literal[15, 30, 50]
"""Years; below 15 the formula of the norm does not hold."""


class LoadAssumptions(Document):
    """Choices of the load estimate; the norm's own numbers are in the engine's tables."""

    consequence_class: Literal[1, 2, 3]
    """Consequence class of NEN-EN 1990: CC1, CC2 or CC3."""
    level_existing: Level
    """NEN 8700 level at which existing parts are compared, before and after."""
    reference_period_years: ReferencePeriod = 50
    """Period for which imposed load and wind on the existing parts are taken; new parts have 50 years."""
    partitions_new_kn_per_m2: Quantity
    removal_credit_kn_per_m2: Quantity
    """Ballast that is taken off when gravel or tiles were observed but not weighed."""
    bands: tuple[float, float, float, float]
    """Upper ends of load bands A, B, C and D as ratios; above is E. Our own convention, no norm."""
    wind_area_unknown: Literal["I", "II", "III"] = "I"
    """Wind area where neither municipality nor province is known: I is the windiest."""
    terrain_unknown: Literal["coast", "open", "built_up"] = "built_up"
    """Terrain where nobody says."""
    friction_coefficient: float = Field(default=0.2, gt=0.0, le=1.0)
    """Between module and what it stands on: the low end of 0.2 to 0.4 for timber, steel and rubber."""
    green_roof_kn_per_m2: Quantity | None = None
    """What a green roof weighs where the options ask for one."""
    solar_panels_kn_per_m2: Quantity | None = None
    """What solar panels with their ballast weigh where the options ask for them."""
    lift_shaft_kn_per_m2: Quantity | None = None
    """Wall of a lift shaft, per m2 of its face."""
    lift_equipment_kn: Quantity | None = None
    """Machine, car and counterweight, where they hang on the top of the shaft."""
    lift_rated_load_kn: float = Field(default=6.2, gt=0.0)
    """What the car carries: 630 kg, eight people."""
    lift_shaft_m: tuple[float, float] = (1.9, 2.1)
    """Outer size of a shaft along u and along v."""
    evidence: Evidence | None = None
    """Where consequence class, level and bands come from."""


class RoomRules(Document):
    """Least sizes of rooms in a new dwelling (Bbl 4.162 to 4.164, R-02 to R-05): what its walls must leave room for."""

    habitable_area_m2: float = Field(gt=0.0)
    """Habitable area (verblijfsgebied) of a dwelling (R-02)."""
    main_room_area_m2: float = Field(gt=0.0)
    """Area of its main room (R-03)."""
    main_room_width_m: float = Field(gt=0.0)
    """Width of its main room (R-03)."""
    least_room_width_m: float = Field(gt=0.0)
    """Width of every habitable area (R-04)."""
    sanitary_area_m2: float = Field(ge=0.0)
    """Bathroom and toilet together (R-05), which are no habitable area."""
    evidence: Evidence | None = None


class TransportLimits(Document):
    """What a lorry may carry on Dutch roads as one indivisible load, and from where on an exemption is needed."""

    free_width_mm: int = Field(gt=0)
    """Widest load without any exemption."""
    annual_width_mm: int = Field(gt=0)
    """Widest load with an annual exemption; wider needs one for each trip, with escort."""
    free_height_mm: int = Field(gt=0)
    """Highest lorry with its load without any exemption."""
    annual_height_mm: int = Field(gt=0)
    """Highest lorry with its load with an annual exemption."""
    deck_height_mm: int = Field(gt=0)
    """Height of the deck that the module stands on."""
    evidence: Evidence | None = None


class LayoutAssumptions(Document):
    """Choices of the layout engine."""

    obstacle_clearance_mm: dict[ObstacleKind, int]
    """Distance kept free around an obstacle, by kind."""
    max_roof_fall_m: float = Field(gt=0.0)
    """A roof plane that falls more than this over its extent is not flat enough to build on."""
    auto_support_min_gain: float = Field(ge=0.0)
    """`support: auto` leaves wall-on-wall for the transfer grid when that gives this share more usable area."""
    min_roof_area_m2: float = Field(gt=0.0)
    storey_height_plausible_m: tuple[float, float]
    """Storey heights outside this range make the number of storeys implausible."""
    room_rules: RoomRules | None = None
    """Dwelling types that cannot meet these are not offered, unless the options ask for a report only; None is no rule."""
    transport: TransportLimits | None = None
    """Limits that module sizes are compared with; None is no comparison."""
    evidence: Evidence | None = None
    """Where clearances and limits come from."""


class Assumptions(VersionedDocument):
    """One versioned assumption set; results are comparable only under the same one."""

    type: Literal["assumptions"] = "assumptions"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    id: Slug
    version: SemVer
    name: LocalText
    sources: dict[str, Source]
    loads: LoadAssumptions
    layout: LayoutAssumptions


class AssumptionsRef(Document):
    """Which assumption set, pinned by digest."""

    id: Slug
    version: SemVer
    digest: str
