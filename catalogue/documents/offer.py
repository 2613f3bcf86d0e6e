"""What a concept offers besides its geometry: performance, environment, transport, price, delivery, proof and people.

Every part is optional, and null is unknown. The publication checks say what is needed for screening, for comparison and for a permit.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from catalogue.documents.document import Digest, Document, LocalText, Slug
from catalogue.documents.evidence import Evidence, Quantity
from catalogue.errors import BrokenRule

CostItem = Literal["module", "connector", "access", "lift", "roof_works", "installation", "fees", "contingency", "vat"]
"""What a price can include. A price that leaves one out is no total."""
RoomKind = Literal["living", "bedroom", "kitchen", "bathroom", "toilet", "hall", "storage", "outdoor"]
CertificateKind = Literal["komo", "eta", "ce", "attest", "epd", "iso", "other"]
EnvironmentalCategory = Literal[1, 2, 3]
"""Category of the Dutch environmental database (NMD): 1 a brand's own and verified, 2 a sector's and verified, 3 generic and unverified."""


class Room(Document):
    """One room of a dwelling type."""

    kind: RoomKind
    """What the room is for."""
    count: int = Field(default=1, ge=1, le=6)
    """How many of them."""
    min_area_m2: float | None = Field(default=None, gt=0.0)
    """Least area of each such room."""
    min_width_m: float | None = Field(default=None, gt=0.0)
    """Least width of each such room, between the walls."""


class MaterialData(Document):
    """What is known of a material's environment, once for all layers that it is in."""

    reference: str
    """EPD or NMD register number, or what stands for it."""
    category: EnvironmentalCategory | None = None
    """Category in the Dutch environmental database; null is none."""
    embodied_kg_co2_eq_per_kg: Quantity | None = None
    """Production (modules A1 to A3, EN 15804), fossil and land use, without stored carbon; per kg of material."""
    stored_kg_co2_eq_per_kg: Quantity | None = None
    """Biogenic carbon stored in a kg of material, as CO2 (EN 16449); positive is stored."""


class Performance(Document):
    """Declared performance of the finished dwelling, each figure with its evidence."""

    fire_resistance_min: Quantity | None = None
    """Resistance of the bearing structure to collapse in fire."""
    fire_class_facade: Literal["A1", "A2", "B", "C", "D", "E"] | None = None
    """Euroclass of the facade's outside (EN 13501-1)."""
    fire_class_evidence: Evidence | None = None
    """Where the fire class comes from."""
    dnta_k_db: Quantity | None = None
    """Airborne sound level difference between dwellings, D_nT,A,k (NEN 5077)."""
    impact_sound_db: Quantity | None = None
    """Improvement against the demand on impact sound, I_co or 59 - L_nT,A, as the source defines it; higher is better."""
    rc_facade_m2k_per_w: Quantity | None = None
    """Thermal resistance R_c of the facade."""
    rc_roof_m2k_per_w: Quantity | None = None
    """Thermal resistance R_c of the roof."""
    rc_floor_m2k_per_w: Quantity | None = None
    """Thermal resistance R_c of the lowest new floor."""
    u_value_window_w_per_m2k: Quantity | None = None
    """Thermal transmittance U of windows with frames."""
    beng1_kwh_per_m2_year: Quantity | None = None
    """Energy need of the reference dwelling (NTA 8800)."""


class Environment(Document):
    """Environmental figures of the whole, per m2 gross floor area. Carbon need not be declared: it follows from layers and materials."""

    mpg_eur_per_m2_year: Quantity | None = None
    """Environmental cost (MPG) per m2 gross floor area and year."""
    embodied_kg_co2_eq_per_m2: Quantity | None = None
    """Embodied carbon of production (A1 to A3) of all that is delivered, without stored carbon; left out, the layers' sum is shown."""
    stored_kg_co2_eq_per_m2: Quantity | None = None
    """Biogenic carbon stored, as CO2, per m2 gross floor area; left out, the sum of the layers is shown."""
    demountability: Quantity | None = None
    """Losmaakbaarheidsindex, 0 to 1."""
    lifetime_years: Quantity | None = None
    """Design working life."""


class Transport(Document):
    """How modules come, and what lifts them. The mass of a lift is never declared: it is the sum of the layers plus the hoisting gear."""

    load: Literal["module", "panel"] = "module"
    """What one lift carries."""
    hoisting_gear_kg: Quantity | None = None
    """Mass of the hoisting gear."""
    panel_max_kg: Quantity | None = None
    """Heaviest panel of a kit; a kit is never lifted as a whole box."""
    crane_radius_max_m: Quantity | None = None
    """Largest distance from the crane's axis at which the maker's usual crane sets the heaviest lift."""
    modules_per_lorry: int | None = Field(default=None, ge=1)
    """Modules on one lorry."""
    max_width_mm: int | None = Field(default=None, gt=0)
    """Widest module that the maker brings to the site; wider ones are not offered. Null is no limit of the maker's own."""
    max_length_mm: int | None = Field(default=None, gt=0)
    """Longest module that the maker brings."""
    evidence: Evidence | None = None
    """Where load and limits come from."""

    def carries(self, width_mm: int, length_mm: int) -> bool:
        """Return whether the maker brings a module of this size."""
        narrow = self.max_width_mm is None or width_mm <= self.max_width_mm
        return narrow and (self.max_length_mm is None or length_mm <= self.max_length_mm)


class Delivery(Document):
    """How much a maker can deliver, and when."""

    lead_time_days: Quantity | None = None
    """Calendar days from order to the first module on site."""
    site_days_per_dwelling: Quantity | None = None
    """Working days on site for one dwelling, in a series."""
    capacity_dwellings_per_year: Quantity | None = None
    """Dwellings that the maker can deliver in a year."""
    min_series_dwellings: int | None = Field(default=None, ge=1)
    """Smallest order."""
    warranty_years: Quantity | None = None
    """Years of warranty."""
    regions: tuple[str, ...] = ()
    """Provinces or countries where the maker delivers; empty is not stated."""


class Certificate(Document):
    """A certificate, attest or declaration of a third party."""

    id: Slug
    """Key of the certificate within the document."""
    kind: CertificateKind
    """What kind of proof it is."""
    number: str
    """Its number in the register of its issuer."""
    issuer: str
    """Who issued it."""
    scope: LocalText
    """What it holds for."""
    issued: dt.date | None = None
    """First day of validity."""
    valid_until: dt.date | None = None
    """Last day of validity; null is not stated."""
    attachment: Digest | None = None
    """The document itself, by digest."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.issued is not None and self.valid_until is not None and self.valid_until < self.issued:
            raise BrokenRule("certificate-reversed", certificate=self.id)
        return self


class Reference(Document):
    """A practice example: where the concept has been built."""

    id: Slug
    """Key of the example within the document."""
    name: LocalText
    """Name of the project."""
    place: str
    """Town."""
    year: int = Field(ge=1900, le=2100)
    """Year of completion."""
    dwellings: int = Field(ge=1)
    """New dwellings."""
    family: str | None = None
    """Building family of the host."""
    source: str
    """Id of one of the document's sources."""


class Image(Document):
    """A picture, by digest."""

    name: Slug
    """Key of the picture within the document."""
    attachment: Digest
    """The picture itself, by digest."""
    caption: LocalText
    """What it shows."""


class Contact(Document):
    """Whom to ask. A role and an address of the organisation, not a person's."""

    role: Literal["sales", "technical", "reviewer"]
    """What the contact is for."""
    organisation: str
    """Whose contact it is."""
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    """An address of the organisation, not of a person."""
    url: str | None = Field(default=None, pattern=r"^https://\S+$")
    """A page of the organisation."""
    note: LocalText | None = None
    """When to use it."""
