"""The options of a configuration: what an architect may choose. Every path has a default."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from catalogue.documents.assumptions import Level, ReferencePeriod
from catalogue.documents.building import ObstacleKind
from catalogue.documents.concept import Intervention
from catalogue.documents.document import Document, Slug


class GalleryOptions(Document):
    """Where the gallery runs."""

    side: Literal["auto", "low", "high"] = "auto"
    """The low or the high v side of the roof; auto takes the host's gallery side, else the better one."""
    inside_roof: bool = True
    """True: the gallery takes its width from the roof depth; false: it cantilevers outside the roof edge."""


class Setbacks(Document):
    """Distance kept free along the roof edges, by kind of edge."""

    facade: int = Field(default=300, ge=0, le=10_000)
    """Along the facades, mm."""
    gable: int = Field(default=0, ge=0, le=10_000)
    """Along the gables, mm."""
    parapet: int = Field(default=0, ge=0, le=2_000)
    """Kept free along every edge, for a parapet that stays."""


class LoadOptions(Document):
    """What the existing parts are compared at; null is as the assumption set says."""

    level_existing: Level | None = None
    """Level of NEN 8700 for the existing parts, or that of new build."""
    consequence_class: Literal[1, 2, 3] | None = None
    """Consequence class of NEN-EN 1990: CC1, CC2 or CC3."""
    reference_period_years: ReferencePeriod | None = None
    """Period for which imposed load and wind on the existing parts are taken; new parts have 50 years."""
    code_equivalence: bool = False
    """Also set the new load at this level against the existing load with the factors of new build."""


class LiftOptions(Document):
    """A lift shaft for the new storeys: a load, and drawn where it has a place that nothing else stands in."""

    stands_on: Literal["nothing", "own_foundation", "bearing_lines"] = "nothing"
    """`nothing`: no shaft; beside the building on a foundation of its own; or on the bearing lines."""
    at_m: tuple[float, float] | None = None
    """Centre of a shaft on the bearing lines, in the host's local frame; null is on the lift housing of the roof."""


class Options(Document):
    """Everything that can be chosen; paths are written `setback_mm.facade=500` on the command line."""

    intervention: Intervention = "rooftop_extension"
    storeys_added: int = Field(default=1, ge=0, le=4)
    """Number of new storeys."""
    support: Literal["auto", "wall_on_wall", "transfer_grid"] = "auto"
    access: Literal["auto", "stair", "gallery", "corridor"] = "auto"
    gallery: GalleryOptions = GalleryOptions()
    setback_mm: Setbacks = Setbacks()
    setback_edge_mm: dict[str, Annotated[int, Field(ge=0, le=10_000)]] = Field(default_factory=dict)
    """Distance kept free along single edges of the roof, by id (`e1`, counter-clockwise), in place of that of their kind."""
    storey_setback_mm: int = Field(default=0, ge=0, le=5_000)
    """Further set-back of every next storey along the facades."""
    storey_setback_gable_mm: int = Field(default=0, ge=0, le=5_000)
    """Further set-back of every next storey along the gables."""
    clearance_mm: dict[ObstacleKind, Annotated[int, Field(ge=0, le=5_000)]] = Field(default_factory=dict)
    """Distance kept free around obstacles by kind, in place of that of the assumption set."""
    module_width_mm: int | None = Field(default=None, gt=0)
    """Fixes the outer module width; null lets the engine choose from the concept's range."""
    module_length_mm: int | None = Field(default=None, gt=0)
    module_orientation: Literal["across", "mixed"] = "across"
    """`mixed`: where that gives more, dwellings of modules with their long side along the row stand beside others, on a transfer grid and
    where the concept makes such modules."""
    mix: dict[Slug, Annotated[float, Field(ge=0.0, le=1.0)]] = Field(default_factory=dict)
    """Wished share of the dwellings by dwelling type; a type with share 0 is left out; empty is no wish."""
    green_roof: bool = False
    """Adds a green roof to the new roof, as roof extra."""
    solar_panels: bool = False
    """Adds solar panels to the new roof, as roof extra."""
    lift: LiftOptions = LiftOptions()
    """A new lift shaft, as a load of its own."""
    loads: LoadOptions = LoadOptions()
    """Level, consequence class and reference period of the existing parts."""
    objective: Literal["dwellings", "usable_area"] = "dwellings"
    """What is made as large as possible after the wished mix; the other one breaks ties, then fewer distinct modules."""
    room_rules: Literal["gate", "report"] = "gate"
    """`gate`: dwellings that cannot meet the room rules of the assumption set (R-02 to R-05) are not offered; `report`: they are, and the
    rules judge them afterwards."""
    effort: Literal["fast", "thorough"] = "fast"
