"""The configuration: the published result of one request. Plain numbers, rounded once; their evidence is in `provenance`."""

from __future__ import annotations

import datetime as dt
import operator
from typing import Any, Literal

from pydantic import Field

from catalogue.documents.building import FamilyCandidate, PlinthKind
from catalogue.documents.concept import Access, Support
from catalogue.documents.document import Document, Fraction, is_none
from catalogue.documents.evidence import Basis, Status
from catalogue.documents.finding import Finding
from catalogue.documents.load_results import (
    Band,
    DriftZone,
    FamilyEnvelope,
    InputContribution,
    LoadBasisUsed,
    NormCheck,
    Stability,
    TieForces,
)
from catalogue.documents.offer import CostItem
from catalogue.documents.request import ConfigurationRequest

Verdict = Literal["does_not_fit", "conditional", "unknown"]


class Engine(Document):
    """Which engine computed the result."""

    name: Literal["optop"] = "optop"
    version: str


class ConditionalOn(Document):
    """The family on which the interval of the loads rests."""

    family: str | None
    odds: Fraction | None
    """Probability of the family; 1 when the user stated it, null without a family."""
    alternatives: tuple[FamilyCandidate, ...] = ()
    """Other families with more than 10 % odds: each would give another answer. Empty when the user stated the family."""


class Knowledge(Document):
    """How many of the host's facts are known, assumed from the family, and unknown."""

    known: int
    """Number of facts that somebody said or measured."""
    assumed: int
    """Number of facts that the family filled in."""
    unknown: int
    """Number of facts that nobody knows."""


class Summary(Document):
    """The figures of one configuration. A verdict is never a yes."""

    verdict: Verdict
    dwellings: int
    """Number of new dwellings."""
    modules: int
    """Number of modules placed."""
    module_types: int
    """Number of different modules among them."""
    support: Support | None
    access: Access | None
    storeys_added: int
    """Number of new storeys."""
    gross_floor_area_m2: float
    usable_area_m2: float
    area_basis: Literal["factor", "drawn_plan"]
    roof_area_m2: float
    placed_share: float
    """Footprint of the modules of the lowest new storey as a share of the roof area."""
    bound_gap: float | None
    """(bound - value) / bound for the same scheme and objective; null without a valid bound. It certifies packing, not architecture."""
    height_above_ground_m: float | None
    """Top of the new roof above ground level."""
    mass_kg: float
    """Everything that is added: modules, partitions in them, connector, access; what is taken off the roof is not deducted."""
    mass_kg_per_m2: float | None
    """Added mass per m2 of new gross floor area."""
    heaviest_module_kg: float | None
    worst_r_n_p50: float | None
    """Largest relative increase of a bearing line at any level: mostly the foot of the top storey's wall."""
    worst_r_n_p50_foundation: float | None
    """Largest relative increase at the foundation, where it is mildest."""
    worst_band: Band | None
    knowledge: Knowledge
    method: Literal["engine", "table"] = "engine"


class HostStorey(Document):
    """One existing storey."""

    id: str
    floor_z_m: float
    """Top of its floor above peil."""
    height_m: float


class HostLine(Document):
    """One bearing line as the engine used it."""

    id: str
    x_m: float
    start_m: float
    end_m: float
    thickness_m: float
    kind: Literal["inner", "end", "party"]
    assumed: bool
    bay_left_m: float | None
    bay_right_m: float | None


class HostSummary(Document):
    """The host as the engine used it, so that a result can be read without its inputs."""

    origin_m: tuple[float, float]
    """World position of the local zero-point."""
    rotation_deg: float
    """Local u axis against the world x axis, counter-clockwise."""
    crs: str | None
    peil_nap_m: float | None
    roof_z_m: float
    """Roof surface above peil."""
    ground_z_m: float | None
    """Ground level above peil (negative below)."""
    plinth: PlinthKind
    storeys: tuple[HostStorey, ...]
    bearing_lines: tuple[HostLine, ...]
    roof_outline_m: tuple[tuple[float, float], ...]
    """Roof polygon in the local frame."""


class DwellingResult(Document):
    """One new dwelling."""

    id: str
    storey: int
    """The lowest storey that it is on, counted from 0 at the ground floor of the host."""
    type: str
    modules: tuple[str, ...]
    usable_area_m2: float
    gross_floor_area_m2: float
    storeys: int = 1
    """New storeys that it takes; it is entered on `storey`, the lowest of them."""
    shaft_offset_mm: float | None = None
    """Plan distance from the module with its wet cell to the nearest shaft that is known; null without one."""
    terrace_area_m2: float = 0.0
    """Set-back strips in front of it that are at least 1.5 m deep (R-06), on the roof or on the storey below; no usable area."""
    usable_by_storey_m2: tuple[float, ...] = ()
    """Usable area on each storey of a dwelling of two, the entrance storey first; its stair opening is taken off the upper one."""


class ModuleSupport(Document):
    """One bearing edge of a module."""

    line: str
    eccentricity_mm: float


class ModuleResult(Document):
    """One placed module."""

    id: str
    type: str
    dwelling: str
    storey: int
    """The new storey that it is on, counted from 0 at the ground floor of the host."""
    centre_m: tuple[float, float, float]
    """Centre of the outer box in the host's CRS (NAP height), or in the local frame when there is no location."""
    length_m: float
    width_m: float
    height_m: float
    rotation_deg: float
    """The module's length axis against the world x axis, counter-clockwise."""
    mass_kg: float
    supports: tuple[ModuleSupport, ...]
    """Lines that carry it directly; empty on a spanning connector."""


class AccessElement(Document):
    """A gallery or a stair core on a new storey."""

    id: str
    kind: Literal["gallery", "core"]
    storey: int
    """The new storey that it is on, counted from 0 at the ground floor of the host."""
    outline_m: tuple[tuple[float, float], ...]
    """Plan outline in the local frame."""
    mass_kg: float


class EmptyStretch(Document):
    """A stretch of roof that stays empty, and the first rule that kept it so."""

    storey: int
    """The storey, counted from 0 at the ground floor of the host."""
    start_m: float
    end_m: float
    """Along the local u axis."""
    code: str
    """Finding code of the reason."""
    margin_mm: float | None
    """By how much the rule fails (negative)."""
    wing: str | None = Field(default=None, exclude_if=is_none)
    """The wing that it is in, in whose frame `start_m` and `end_m` are; left out where the building is one wing."""


class LayoutResult(Document):
    """The scheme that was chosen and what it leaves empty."""

    support: Support | None
    access: Access | None
    gallery_side: Literal["low", "high"] | None
    gallery_inside_roof: bool | None
    access_elements: tuple[AccessElement, ...]
    empty: tuple[EmptyStretch, ...]
    value: int
    """Objective value, in the integer units of the objective."""
    bound: int | None
    """Upper bound of the same objective and scheme."""


class ConnectorResult(Document):
    """The transfer layer as it was used."""

    support: Support
    height_mm: float
    mass_kg_per_m2: float
    area_m2: float
    mass_kg: float
    spans_between_lines: bool
    largest_span_mm: float | None


class AddedParts(Document):
    """What the added permanent load of a line is made of; removal is negative."""

    modules: float
    """Of the modules, kN per m of the line."""
    connector: float
    """Of the layer between roof and modules, kN per m of the line."""
    access: float
    """Of galleries and stair cores, kN per m of the line."""
    roof_extras: float
    """Of a green roof and solar panels, kN per m of the line."""
    removed: float
    """Of what is taken off the existing roof, kN per m of the line; negative."""
    lift: float = 0.0
    """A lift shaft that stands on the bearing lines."""


class LoadLine(Document):
    """Loads on one stretch of one bearing line at one level. Downward is positive; imposed loads are unreduced."""

    id: str
    """The bearing line."""
    level: str
    """`foundation`, or the storey at whose wall foot this is (`s00` ...)."""
    start_m: float
    end_m: float
    existing_g_kn_per_m: float
    existing_q_kn_per_m: float
    added_g_kn_per_m: float
    added_g_parts: AddedParts
    added_q_kn_per_m: float
    n_existing_kn_per_m: float
    """G + alpha_n Q before."""
    n_new_kn_per_m: float
    """G + alpha_n Q after."""
    r_g: float
    """Relative increase over the existing load, a ratio: of the permanent load G."""
    r_n: float
    """Relative increase over the existing load, a ratio: of G + alpha_n Q, with nominal weights."""
    r_d: float
    """Relative increase of the design load, worst of 6.10a and 6.10b, at the level of the assumption set."""
    ed_existing_kn_per_m: float
    ed_new_kn_per_m: float
    r_wind_end: float | None
    """Relative increase of the design load with wind leading; at the stretch's outer edge; null where wind is not computed."""
    r_n_p10: float
    """Tenth percentile of `r_n` over what is uncertain."""
    r_n_p50: float
    """Median of `r_n` over what is uncertain."""
    r_n_p90: float
    """Ninetieth percentile of `r_n` over what is uncertain."""
    governing: Literal["6.10a", "6.10b", "6.10b wind"]
    """Combination with the largest new design load; `6.10b wind` is with wind leading."""
    band: Band
    """Band of this level."""
    line_band: Band
    """Worst band over the levels of this line."""
    r_qp: float | None = None
    """Relative increase of G + psi2 Q, the quasi-permanent load that settlement hangs on."""
    grid_continuity_kn_per_m: float | None = None
    """What a transfer grid that runs through adds to the lever rule on this line, G + Q; it is in the P90. Null without a grid."""
    wind_end_existing_kn_per_m: float | None = None
    """Wind at the ends of the wall, either sign, before: 6 M b_t / l2; null where wind is not computed."""
    wind_end_new_kn_per_m: float | None = None
    ed_wind_existing_kn_per_m: float | None = None
    """Design load with wind leading at the stretch's outer edge, before; the wind falls evenly from the wall's ends to its middle."""
    ed_wind_new_kn_per_m: float | None = None
    unity_check: float | None = None
    """Largest new design load over the resistance that the user gave; null without one: optop never assumes a resistance."""
    unity_check_existing: float | None = None
    """The same before anything is added: above 1 the resistance or the estimate of what is there is wrong."""
    r_wind_end_p10: float | None = None
    """First-order propagation of the weights and of the wind pressure to `r_wind_end`, as `r_n_p10`."""
    r_wind_end_p50: float | None = None
    """Median of `r_wind_end`."""
    r_wind_end_p90: float | None = None
    """Ninetieth percentile of `r_wind_end`."""
    code_equivalence: float | None = None
    """New design load at the level of the existing parts over the existing one with the factors of new build; only when asked for."""


class Reaction(Document):
    """What one module hands to one bearing line; the same load as in the lines, seen at the module."""

    module: str
    line: str
    point_m: tuple[float, float]
    """Resultant in the local frame."""
    g_kn: float
    q_kn: float
    wind_up_kn: float | None
    """Characteristic suction on the module's roof, the part of this line; upward."""
    horizontal_kn: float | None
    """Characteristic wind on the module, the larger of both directions, the part of this line."""
    eccentricity_mm: float | None = None
    """Distance of the resultant from the axis of the line, positive towards higher u."""
    length_m: float | None = None
    """Length of wall that the load is spread over."""
    peak_kn_per_m: float | None = None
    """Largest G + Q per m at the wall's head: under a post or grid beam after spreading, else even over the length."""


class Loads(Document):
    """The load estimate."""

    lines: tuple[LoadLine, ...]
    reactions: tuple[Reaction, ...]
    stability: Stability
    added_weight_kn: float
    """All added permanent load, without removal."""
    removed_weight_kn: float
    measure_first: tuple[InputContribution, ...] = ()
    """Inputs that contribute most to the uncertainty of the governing row, largest first."""
    envelope: FamilyEnvelope | None = None
    """Only where the family was inferred."""
    ties: TieForces | None = None
    drift: tuple[DriftZone, ...] = ()
    norm_rows: tuple[str, ...] = ()
    """Rows of the norm tables that were used."""
    basis: LoadBasisUsed | None = None
    norm_checks: tuple[NormCheck, ...] = ()
    """What a named engineer said of the rows that were used; empty without a verification."""


class RuleResult(Document):
    """One rule with its verdict at one level."""

    id: str
    level: Literal["nieuwbouw", "verbouw", "bestaand", "any"]
    verdict: Literal["pass", "fail", "not_applicable", "unknown"]
    debated: bool
    measured_low: float | None
    """Lower end of what was measured, in `unit`; null where nothing could be."""
    measured_high: float | None
    """Upper end of what was measured, in `unit`; the same as the lower end where it is certain."""
    threshold: float | None
    """The limit that the rule sets, in `unit`; null where it sets none."""
    unit: str
    source: str


class AssumptionUsed(Document):
    """One thing that was assumed, and for which fact of the building."""

    pointer: str
    """JSON pointer into the building document."""
    value: Any
    unit: str
    source: str


class Provenance(Document):
    """Where one figure of the result comes from."""

    basis: Basis
    source: str
    status: Status
    clause: str | None = None
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    """JSON pointers into this configuration, or into the request (`/request/...`), that it is computed from."""


class ConceptCost(Document):
    """The concept's price times the gross floor area: what the maker asks for what the price covers, and no total."""

    low_eur_cents: int
    """Lower end of the interval, euro cents."""
    nominal_eur_cents: int
    """Value to compute with, euro cents."""
    high_eur_cents: int
    """Upper end of the interval, euro cents."""
    covers: tuple[CostItem, ...]
    """What is in it; empty is not stated."""
    excludes: tuple[CostItem, ...]
    """What is not in it and has to be paid too; empty where it is not stated what the price covers."""
    price_level: dt.date | None = None
    """Date of the price; null is not stated."""


class PartialCarbon(Document):
    """Carbon of what is added, for the gross floor area: the maker's total, or the layers of the modules alone."""

    low_kg_co2: float
    """Lower end of the interval, kg CO2-equivalent."""
    nominal_kg_co2: float
    """Value to compute with, kg CO2-equivalent."""
    high_kg_co2: float
    """Upper end of the interval, kg CO2-equivalent."""
    basis: Literal["declared", "layers"]
    """`declared` is the maker's total; `layers` the sum of the build-ups, without windows, doors, connector, access and installations."""
    known_fraction: float | None
    """Share of the layers' mass whose material has a figure; null for a maker's total."""


class Impact(Document):
    """Quantities of the materials, and as far as the concept says so what they cost and what carbon is in them; null is unknown.

    The totals (`cost_eur_cents`, `embodied_kg_co2`, `stored_kg_co2`) stay unknown: no concept prices or weighs everything. What is known
    of them stands in the figures that are called after what they are.
    """

    mass_biobased_fraction: float | None
    floor_area_per_dwelling_m2: float | None
    cost_eur_cents: int | None = None
    """Total cost, euro cents; null is unknown."""
    embodied_kg_co2: float | None = None
    """Embodied carbon of production (A1 to A3), kg CO2-equivalent; null is unknown."""
    stored_kg_co2: float | None = None
    """Carbon stored in biobased material (EN 16449), kg CO2-equivalent; null is unknown."""
    concept_cost: ConceptCost | None = None
    """Concept price, no total; null is unknown."""
    embodied_carbon: PartialCarbon | None = None
    """Production (A1 to A3, EN 15804), without stored carbon; null is unknown."""
    stored_carbon: PartialCarbon | None = None
    """Biogenic carbon as CO2 (EN 16449); null is unknown."""


class WingResult(Document):
    """One wing of a building that has several: its own frame, figures and scheme. Its parts stand in the lists of the configuration."""

    id: str
    """Starts the ids of everything in the wing."""
    level: str
    """The roof level that it is, or is a part of."""
    summary: Summary
    host: HostSummary
    layout: LayoutResult
    connector: ConnectorResult | None
    stability: Stability


class Configuration(Document):
    """One computed configuration. It gives indicative, traceable answers; it never says that a plan is feasible."""

    type: Literal["configuration"] = "configuration"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    engine: Engine
    request: ConfigurationRequest
    digest: str
    """Digest of this document's canonical form without this field."""
    conditional_on: ConditionalOn
    summary: Summary
    host: HostSummary
    dwellings: tuple[DwellingResult, ...]
    modules: tuple[ModuleResult, ...]
    layout: LayoutResult
    connector: ConnectorResult | None
    loads: Loads
    rules: tuple[RuleResult, ...]
    impact: Impact
    findings: tuple[Finding, ...]
    assumptions: tuple[AssumptionUsed, ...]
    provenance: dict[str, Provenance]
    """By JSON pointer into this document; `*` in a pointer stands for every member of a list."""
    disclaimer: str
    wings: tuple[WingResult, ...] = Field(default=(), exclude_if=operator.not_)
    """The wings of a building that has several, the first one's host also in `host`; left out where it is one wing.

    Then positions along a line, stretches and outlines are in the frame of their own wing; `layout` and `summary` have a support and
    access only where all wings have the same, `connector` likewise; `stability` and `ties` are those of the wing where wind and ties
    grow most; a rule has its worst verdict.
    """

    def hosts(self) -> tuple[HostSummary, ...]:
        """Return the host of every wing."""
        return tuple(wing.host for wing in self.wings) or (self.host,)

    def host_of(self, line: str) -> HostSummary:
        """Return the host that a bearing line is part of, the first one where none has it."""
        return next((host for host in self.hosts() if any(one.id == line for one in host.bearing_lines)), self.host)
