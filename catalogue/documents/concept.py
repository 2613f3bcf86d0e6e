"""The concept document: what a manufacturer offers to put on a roof.

Geometry is complete: outer sizes, walls, floors and roofs as layers, openings per side, supports, dwelling types. A concept has
no mass of its own: every kg/m2, hoist mass and line load is the sum of its build-ups (`catalogue.buildup`).

Module frame: x runs along the module's length, y along its width, z up; the zero-point is the corner with the lowest x, y and z of
the outer box. `end_a` is the short side at x = 0, `end_b` the one at x = length; `long_a` lies at y = 0, `long_b` at y = width.
Floor and roof are full plates of length x width; long walls run over the full length between them, end walls between the long walls.
"""

from __future__ import annotations

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from catalogue.documents.building import BearingSystem, WallMaterial
from catalogue.documents.document import Document, Fraction, LocalText, SemVer, Slug, VersionedDocument
from catalogue.documents.evidence import Basis, Evidence, Interval, Quantity, Source, Status
from catalogue.documents.offer import (
    Certificate,
    Contact,
    CostItem,
    Delivery,
    Environment,
    Image,
    MaterialData,
    Performance,
    Reference,
    Room,
    Transport,
)
from catalogue.errors import BrokenRule

Intervention = Literal["rooftop_extension", "end_extension", "plinth_conversion"]
Support = Literal["wall_on_wall", "transfer_grid", "cross_bay", "own_columns", "inside_host"]
"""How modules stand. `inside_host`: on the existing floor, for a plinth conversion."""
Access = Literal["stair", "gallery", "corridor"]
System = Literal["timber_frame_box", "clt_box", "timber_frame_panel", "clt_panel", "rib_panel", "straw_panel", "light_steel", "plinth_kit"]
Element = Literal["floor", "ceiling", "roof", "long_wall", "end_wall", "partition"]
Side = Literal["end_a", "end_b", "long_a", "long_b"]
Orientation = Literal["across", "lengthwise"]
"""How a module lies in its row of dwellings: with its length across the row, or with its long side along it."""
ROOF = "roof"
"""What the lowest new storey stands on, in `stands_on`."""


class Constituent(Document):
    """One material in a layer, with the share of the layer's volume that it fills."""

    material: Slug
    """Material name in the NAA.K.T. form: name_characteristic_application."""
    density_kg_per_m3: Interval
    """Density at the moisture content in use, low, nominal and high."""
    volume_fraction: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of the layer's volume that it fills."""
    biobased_fraction: Fraction
    """Biotic share of the material, on the basis below."""
    biobased_basis: Literal["mass", "volume"] = "mass"
    """What the biotic share is a share of: dry mass, or volume. Only shares by mass are summed."""
    basis: Basis
    """How density and share came to be known."""
    source: str
    """Id of one of the document's sources."""
    status: Status = "unverified"
    """Whether somebody compared it with its source."""


class Layer(Document):
    """One layer of a build-up, from the inside of the module to the outside."""

    name: LocalText
    """What a person calls it."""
    thickness_mm: float = Field(gt=0.0, le=1000.0)
    """Thickness of the layer."""
    constituents: tuple[Constituent, ...] = Field(min_length=1)
    """What fills the layer; the share that is not named is air."""

    @model_validator(mode="after")
    def _not_overfull(self) -> Self:
        total = sum(c.volume_fraction for c in self.constituents)
        if total > 1.0 + 1e-9:
            raise BrokenRule("layer-overfull", layer=self.name.en, total=total)
        return self


class BuildUp(Document):
    """A floor, ceiling, roof or wall as layers."""

    element: Element
    """What part of the module it is."""
    name: LocalText
    """What a person calls it."""
    layers: tuple[Layer, ...] = Field(min_length=1)
    """From the inside of the module to the outside."""
    fire_resistance_min: Quantity | None = None
    """Fire resistance of this build-up, minutes."""
    thermal_resistance_m2k_per_w: Quantity | None = None
    """Thermal resistance R_c of this build-up."""
    evidence: Evidence | None = None
    """Where the order and the thickness of the layers come from; each material in them has its own."""


class SizeRange(Document):
    """Sizes that can be made: min, min + step, ... up to max."""

    min: int = Field(gt=0)
    """Smallest size."""
    max: int = Field(gt=0)
    """Largest size."""
    step: int = Field(gt=0)
    """Step between two sizes."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise BrokenRule("sizes-reversed", low=self.min, high=self.max)
        return self

    def values(self) -> tuple[int, ...]:
        """Return every size in the range, ascending, in millimetres."""
        return tuple(range(self.min, self.max + 1, self.step))


class Opening(Document):
    """A window or door in one side of a module."""

    side: Side | Literal["access_side"]
    """`access_side` is wherever the dwelling is entered; only the module with the entrance has that opening."""
    access: tuple[Access, ...] = ()
    """Access schemes in which the opening is made; empty is all."""
    orientation: Orientation = "across"
    """Only modules that lie so have the opening: the long side of one lies in a facade, that of the other against its neighbour."""
    kind: Literal["window", "door", "glazed_door"]
    """What fills the opening."""
    width_mm: int = Field(gt=0)
    """Width of the opening."""
    height_mm: int = Field(gt=0)
    """Height of the opening."""
    sill_mm: int = Field(ge=0)
    """Height of the opening's lower edge above the module's finished floor."""
    centre_fraction: float = Field(gt=0.0, lt=1.0)
    """Centre of the opening along the side's wall, from its low x or low y end, as a share of the wall's length."""
    u_value: Quantity | None = None
    """Thermal transmittance of the filling, U in W/m2K."""
    mass_kg_per_m2: Quantity
    """Mass of the window or door per m2 of opening; it replaces the wall that is cut out."""


class ModuleGeometry(Document):
    """Outer sizes of the module and the build-ups around it."""

    width_mm: SizeRange
    """Outer width; `joint_mm` is kept free beside it."""
    length_mm: SizeRange
    """Outer length."""
    height_mm: int = Field(gt=0)
    """Outer height, floor to roof, including the joint to the module above."""
    joint_mm: int = Field(ge=0)
    """Clear joint between two modules, and between a module and anything else."""
    floor: Slug
    """Id of the build-up under the dwelling."""
    ceiling: Slug
    """Id of the build-up over a module that has another module on top."""
    roof: Slug
    """Id of the build-up over a module of the top storey."""
    long_wall: Slug
    """Id of the build-up of the long sides."""
    end_wall: Slug | None
    """Null for a module that is delivered with open ends."""
    open_sides: tuple[Literal["long_a", "long_b"], ...] = ()
    """Sides that may be left open between two modules of one dwelling."""
    open_side_share: Fraction = 0.0
    """Share of such a long wall that is left out when it is open; the rest carries as portal or columns."""
    openings: tuple[Opening, ...] = ()
    """Windows and doors, per side, access scheme and orientation."""
    orientations: tuple[Orientation, ...] = ("across",)
    """How the module may lie in its row. `lengthwise` asks for openings of its own in the long sides, which then are the facade."""
    evidence: Evidence | None = None
    """Where sizes, steps, joint and openings come from."""


class Connector(Document):
    """The transfer layer (tussenlaag) between the existing roof and the modules, for one way of support."""

    support: Support
    """The way of support that it is for."""
    height_mm: int = Field(ge=0)
    """Height between the roof surface and the underside of the modules."""
    mass_kg_per_m2: Quantity
    """Mass per m2 of the modules' footprint."""
    spans_between_lines: bool
    """True when it carries modules that do not stand on a bearing line."""
    max_span_mm: int | None = Field(default=None, gt=0)
    """Largest bay that the connector can span."""
    member_material: Slug
    """Material of its members, NAA.K.T."""
    member_width_mm: int = Field(gt=0)
    """Width of a member in plan."""
    member_spacing_mm: int | None = Field(default=None, gt=0)
    """Largest distance between spanning members."""
    modules_per_bay: int = Field(default=1, ge=1, le=4)
    """Most modules side by side between two bearing lines, wall-on-wall: more than one only where the connector spans between lines, with
    the outer edges on the lines and the inner ones on the connector."""
    bearing: Literal["edge", "posts"] = "edge"
    """How a module stands on its lines: on the whole of its long wall, or on posts at its corners."""
    evidence: Evidence | None = None
    """Where height, span and members come from."""

    @model_validator(mode="after")
    def _spans_what_it_carries(self) -> Self:
        if self.modules_per_bay > 1 and not self.spans_between_lines:
            raise BrokenRule("connector-not-spanning", support=self.support, modules_per_bay=self.modules_per_bay)
        return self


class SupportDemand(Document):
    """How the modules may stand on the host."""

    permitted: tuple[Support, ...] = Field(min_length=1)
    """Ways in which the modules may stand."""
    max_eccentricity_mm: int = Field(ge=0)
    """Largest plan distance between a module's bearing edge and the axis of the bearing line."""
    connectors: tuple[Connector, ...] = ()
    """The transfer layer, one for each way of support that needs one."""
    evidence: Evidence | None = None
    """Where the permitted supports and the eccentricity come from."""

    def connector(self, support: Support) -> Connector | None:
        """Return the connector for a way of support, or None when there is none."""
        return next((c for c in self.connectors if c.support == support), None)

    def modules_in_bay(self, bay_mm: int) -> int:
        """Return how many modules may stand side by side in a bay wall-on-wall: one, or more where the connector spans the bay."""
        connector = self.connector("wall_on_wall")
        if connector is None or (connector.max_span_mm is not None and bay_mm > connector.max_span_mm):
            return 1
        return connector.modules_per_bay


class InternalStair(Document):
    """The stair inside a dwelling of two storeys: one straight flight along a long wall."""

    width_mm: int = Field(ge=800, le=2000)
    """Clear width; at least 0.8 m (R-12, Bbl 4.27)."""
    max_riser_mm: int = Field(default=188, ge=150, le=210)
    """Highest riser."""
    going_mm: int = Field(default=220, ge=180, le=300)
    """Tread depth; at least 220 mm (R-12)."""
    evidence: Evidence | None = None
    """Where width, riser and going come from."""

    def risers(self, rise_mm: float) -> int:
        """Return the number of risers over a height."""
        return math.ceil(rise_mm / self.max_riser_mm)

    def flight_mm(self, rise_mm: float) -> int:
        """Return the plan length of the flight over a height: one tread fewer than it has risers."""
        return (self.risers(rise_mm) - 1) * self.going_mm


class DwellingType(Document):
    """A dwelling that is made of modules standing side by side, on one new storey or on two."""

    id: Slug
    """Key of the dwelling type, as in options `mix.<id>`."""
    name: LocalText
    """What a person calls it."""
    modules: int = Field(ge=1, le=6)
    """Modules side by side on each of its storeys."""
    storeys: int = Field(default=1, ge=1, le=2)
    """New storeys that it takes; 2 is a maisonnette, entered on its lower storey, with a stair inside."""
    stands_on: tuple[Slug, ...] = ()
    """Stacking rule: what it may stand on, `roof` or ids of dwelling types of the concept; empty is anything."""
    min_usable_area_m2: float = Field(gt=0.0)
    """Least usable area (GO, NEN 2580)."""
    max_usable_area_m2: float | None = None
    """Most usable area (GO, NEN 2580); null is no limit."""
    evidence: Evidence | None = None
    """Where the least and largest area come from."""
    rooms: tuple[Room, ...] = ()
    """What rooms the dwelling has; empty is not stated."""


class NewCore(Document):
    """Stair cores that come with the concept where the host has no stair that goes on upwards: each takes one bay."""

    width_mm: int = Field(gt=0)
    """Narrowest bay that holds a stair with its walls."""
    max_bay_mm: int = Field(default=4500, gt=0)
    """Widest bay that is given up for one."""
    rows: Literal[1, 2] = 1
    """Rows of dwellings beside one core: with two, four dwellings a storey share it."""
    evidence: Evidence | None = None
    """Where the widths come from."""


class AccessDemand(Document):
    """Ways to reach the dwellings that go with the concept, and what they weigh."""

    permitted: tuple[Access, ...] = Field(min_length=1)
    """Ways to reach the dwellings that go with the concept."""
    gallery_width_mm: int = Field(default=1300, gt=0)
    """Width of a new gallery."""
    gallery_mass_kg_per_m2: Quantity
    """Gallery slab with railing and columns, per m2 of gallery."""
    new_core: NewCore | None = None
    """Null: dwellings stand beside existing stair cores only."""
    stair_core_mass_kg_per_m2: Quantity
    """Stair core with its walls and roof, per m2 of plan and storey."""
    evidence: Evidence | None = None
    """Where the permitted access and the gallery's width come from."""


class HostDemand(Document):
    """What a host must offer, as ranges that can be checked. The bay demand follows from the module's own sizes."""

    storeys_existing_min: int = Field(default=1, ge=1)
    """Least existing storeys, plinth not counted."""
    storeys_existing_max: int = Field(default=30, ge=1)
    """Most existing storeys, plinth not counted."""
    roof_depth_min_m: float | None = None
    """Least depth of the roof, across the building."""
    roof_length_min_m: float | None = None
    """Least length of the roof, along the building."""
    evidence: Evidence | None = None
    """Where the ranges come from."""
    bay_min_mm: int | None = Field(default=None, gt=0)
    """Narrowest bay, where that does not follow from the module's width (kits of panels, ribs, infill)."""
    bay_max_mm: int | None = Field(default=None, gt=0)
    """Widest bay, where that does not follow from the module's width."""
    bearing_systems: tuple[BearingSystem, ...] = ()
    """Bearing systems that the concept stands on; empty is not stated."""
    wall_materials: tuple[WallMaterial, ...] = ()
    """Materials of the bearing walls that the concept stands on; empty is any."""
    max_obstacle_share: Fraction | None = None
    """Largest share of the roof that obstacles may take."""
    clear_height_min_mm: int | None = Field(default=None, gt=0)
    """Least clear height of the storey that is converted."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.storeys_existing_min > self.storeys_existing_max:
            raise BrokenRule("storeys-reversed", low=self.storeys_existing_min, high=self.storeys_existing_max)
        if self.bay_min_mm is not None and self.bay_max_mm is not None and self.bay_min_mm > self.bay_max_mm:
            raise BrokenRule("bays-reversed", low_mm=self.bay_min_mm, high_mm=self.bay_max_mm)
        return self


class Price(Document):
    """Price per m2 gross floor area with what it includes."""

    per_m2: Quantity
    """Its `date` is the price level, its `valid_until` the last day of the offer."""
    includes: LocalText
    """What the price includes and leaves out, in words."""
    covers: tuple[CostItem, ...] = ()
    """The same as `includes`, as a list that can be compared; empty is not stated."""


class Concept(VersionedDocument):
    """One version of one concept."""

    type: Literal["concept"] = "concept"
    """Kind of document."""
    schema_version: Literal[1] = 1
    """Version of the schema that the document is written in."""
    id: Slug
    """Id of the concept, the same for all its versions."""
    version: SemVer
    """Semantic version; each step says what changed."""
    name: LocalText
    """What a person calls it."""
    summary: LocalText
    """What it is, in a sentence or two."""
    organisation: str
    """Organisation that publishes it."""
    example_data: bool
    """True for a generic concept with made-up but plausible figures: nobody sells it."""
    kind: Literal["product", "process"]
    """`product`: a fixed product; `process`: a repeatable way of building in free form."""
    system: System
    """Building system."""
    interventions: tuple[Intervention, ...] = Field(min_length=1)
    """Interventions that it is made for."""
    sources: dict[str, Source]
    """Everything that a value can be traced to, by id."""
    build_ups: dict[Slug, BuildUp]
    """Floors, ceilings, roofs and walls as layers, by id."""
    module: ModuleGeometry
    """Sizes of the module and what it is made of."""
    support: SupportDemand
    """How the modules stand on the host."""
    max_storeys: int = Field(ge=1, le=6)
    """Most new storeys that may be stacked."""
    dwelling_types: tuple[DwellingType, ...] = Field(min_length=1)
    """Dwellings that the modules make."""
    usable_area_factor: Quantity
    """Usable area (GO, NEN 2580) as a share of the clear area inside the module's walls."""
    access: AccessDemand
    """How the dwellings are reached."""
    internal_stair: InternalStair | None = None
    """Needed by dwelling types of two storeys."""
    demands: HostDemand = HostDemand()
    """What a host must offer."""
    declared_mass_kg_per_m2: Quantity | None = None
    """A total that the maker states; checked against the sum of the layers, never computed with."""
    price: Price | None = None
    """What it costs, and what that includes; null is unknown."""
    materials: dict[str, MaterialData] = Field(default_factory=dict)
    """Environmental data by the name of the material in the layers."""
    performance: Performance = Performance()
    """Fire, sound and heat."""
    environment: Environment = Environment()
    """Environmental figures per m2."""
    transport: Transport = Transport()
    """How modules come, and what lifts them."""
    delivery: Delivery = Delivery()
    """How much can be delivered, and when."""
    certificates: tuple[Certificate, ...] = ()
    """Certificates and declarations of third parties."""
    references: tuple[Reference, ...] = ()
    """Where it has been built."""
    images: tuple[Image, ...] = ()
    """Pictures."""
    contacts: tuple[Contact, ...] = ()
    """Whom to ask."""
    exclusions: tuple[LocalText, ...] = ()
    """What the concept is not for, or what others have to do."""

    def attachment_digests(self) -> tuple[str, ...]:
        """Return the digests of every file that the document names, each once, in order."""
        named = [source.attachment for source in self.sources.values()]
        named += [certificate.attachment for certificate in self.certificates]
        named += [image.attachment for image in self.images]
        return tuple(dict.fromkeys(digest for digest in named if digest is not None))

    @model_validator(mode="after")
    def _refers_to_its_own_parts(self) -> Self:
        wanted = {
            self.module.floor: "floor",
            self.module.ceiling: "ceiling",
            self.module.roof: "roof",
            self.module.long_wall: "long_wall",
        }
        if self.module.end_wall is not None:
            wanted[self.module.end_wall] = "end_wall"
        for build_up, element in wanted.items():
            if build_up not in self.build_ups:
                raise BrokenRule("build-up-unknown", element=element, build_up=build_up)
            if self.build_ups[build_up].element != element:
                raise BrokenRule("build-up-other-element", build_up=build_up, is_a=self.build_ups[build_up].element, wanted=element)
        for dwelling in self.dwelling_types:
            if dwelling.storeys > 1 and self.internal_stair is None:
                raise BrokenRule("no-internal-stair", dwelling=dwelling.id, storeys=dwelling.storeys)
            stray = set(dwelling.stands_on) - {ROOF, *(t.id for t in self.dwelling_types)}
            if stray:
                raise BrokenRule("stands-on-unknown", dwelling=dwelling.id, stray=min(stray), roof=ROOF)
        for support in self.support.permitted:
            if support in ("wall_on_wall", "transfer_grid") and self.support.connector(support) is None:
                raise BrokenRule("support-without-connector", support=support)
        return self


class ConceptRef(Document):
    """Which concept version, pinned by the digest of its canonical form."""

    id: Slug
    """Id of the concept."""
    version: SemVer
    """Its version."""
    digest: str
    """Digest of its canonical form."""
