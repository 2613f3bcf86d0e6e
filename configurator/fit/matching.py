"""Match concepts on one building: facts from the host, figures from the engine, verdicts from the catalogue.

The host is compiled once for all concepts. A concept that its own demands rule out is never laid out. Of the others a match needs what
is placed and what it weighs, not the reasons, wind and findings of a whole configuration; and versions that differ in nothing that the
engine may read (a text, a price) are laid out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from catalogue.documents.document import remembered, twin
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.matching.criteria import EngineFigures, HostFacts
from catalogue.matching.match import NOTHING, Match, host_criteria, match, ruled_out
from catalogue.matching.ranking import Offer
from configurator.configure import Computed, lay_out_wing
from configurator.host.building import HostBuilding
from configurator.host.wings import Wing, compile_wings
from configurator.impact.offered import concept_cost, embodied_carbon
from configurator.layout.engine import place
from configurator.loads.estimate import weigh
from configurator.results.summary import figures_of

VERDICT_ORDER = {"conditional": 0, "unknown": 1, "does_not_fit": 2}
ENGINE_FIELDS = (
    "build_ups",
    "module",
    "support",
    "max_storeys",
    "dwelling_types",
    "usable_area_factor",
    "access",
    "internal_stair",
    "transport",
)
"""Fields of a concept that its layout and its weight follow from; a match hands the engine nothing else but the id, for its messages."""
_UNREAD = {name: None for name in Concept.model_fields if name not in (*ENGINE_FIELDS, "id")}


@dataclass(frozen=True, slots=True)
class Matched:
    """One concept on one host: its criteria, and what it gives."""

    match: Match
    offer: Offer


@dataclass(frozen=True, slots=True)
class Host:
    """A building that was compiled once, with what all concepts on it share."""

    wings: tuple[Wing, ...]
    options: Options
    assumptions: Assumptions
    directions: tuple[HostFacts, ...]
    """What matching may know of the first wing, in each direction, the usual one first."""
    known: dict[str, tuple[HostFacts, EngineFigures]] = field(default_factory=dict)
    """Facts of the chosen direction and figures, by what the engine reads of a concept."""

    @property
    def roof_area_m2(self) -> float | None:
        """Area of all wings together; None where there is one, whose own area counts."""
        return _roof_area_m2(self.wings)

    @property
    def facts(self) -> HostFacts:
        """What matching may know of the first wing, in its usual direction."""
        return self.directions[0]

    def figures(self, concept: Concept) -> tuple[HostFacts, EngineFigures]:
        """Lay a concept out and weigh it, once for all concepts that are alike to the engine."""
        read, part = _engine_part(concept)
        if read not in self.known:
            self.known[read] = self._figures(part)
        return self.known[read]

    def _figures(self, concept: Concept) -> tuple[HostFacts, EngineFigures]:
        options, assumptions = self.options, self.assumptions
        placed = [lay_out_wing(wing, concept, options, assumptions, by=place) for wing in self.wings]
        weighed = [(layout, weigh(own.host, concept, layout, options, assumptions)) for own, layout in placed]
        return host_facts(placed[0][0].host, self.roof_area_m2), figures_of(weighed)


@remembered
def _engine_part(concept: Concept) -> tuple[str, Concept]:
    """Return what the engine may read of a concept: as text, to compare, and as a concept that has nothing else."""
    return concept.model_dump_json(include=set(ENGINE_FIELDS)), twin(concept, _UNREAD)


def _roof_area_m2(wings: tuple[Wing, ...]) -> float | None:
    return None if len(wings) == 1 else sum(wing.hosts[0].host.roof_outline_mm.area for wing in wings) / 1e6


def prepare_host(
    building: Building, family: BuildingFamily | None, options: Options, assumptions: Assumptions, families_known: tuple[str, ...] = ()
) -> Host:
    """Compile a building for matching. Raises IncompleteRequest when it lacks something that nobody can fill in."""
    wings = compile_wings(building, family, assumptions, families_known=families_known)
    directions = tuple(host_facts(own.host, _roof_area_m2(wings)) for own in wings[0].hosts)
    return Host(wings, options, assumptions, directions)


def match_concept(host: Host, concept: Concept) -> Matched:
    """Judge one concept on a compiled host: hard demands first, and only what passes them is laid out and weighed."""
    wanted = host.options.intervention
    facts, figures = host.facts, NOTHING
    if not all(ruled_out(host_criteria(concept, seen, wanted)) for seen in host.directions):
        facts, figures = host.figures(concept)
    found = match(concept, facts, wanted, figures)
    return Matched(found, offer_of(concept, found, figures))


def match_concepts(host: Host, concepts: Iterable[Concept]) -> list[Matched]:
    """Judge concepts on a compiled host: by verdict, then by concept id. Within a verdict nothing is ranked."""
    found = [match_concept(host, concept) for concept in concepts]
    return sorted(found, key=lambda item: (VERDICT_ORDER[item.match.verdict], item.match.concept))


def host_facts(host: HostBuilding, roof_area_m2: float | None = None) -> HostFacts:
    """Return what matching may know of a host; `roof_area_m2` is that of all wings where the host is one of several."""
    u0, v0, u1, v1 = host.roof_outline_mm.bounds
    covered_mm2 = sum(obstacle.outline_mm.intersection(host.roof_outline_mm).area for obstacle in host.obstacles)
    return HostFacts(
        storeys_existing=host.storeys_existing,
        bearing_system=host.bearing_system,
        bays=tuple((bay.width_mm, bay.use) for bay in host.bays),
        bays_assumed=any(line.assumed for line in host.bearing_lines),
        roof_length_m=(u1 - u0) / 1000.0,
        roof_depth_m=(v1 - v0) / 1000.0,
        roof_area_m2=host.roof_outline_mm.area / 1e6 if roof_area_m2 is None else roof_area_m2,
        obstacle_share=covered_mm2 / host.roof_outline_mm.area,
        wall_materials=host.structure.wall_materials,
        wall_material_assumed=host.structure.wall_material_assumed,
    )


def offer_of(concept: Concept, found: Match, figures: EngineFigures) -> Offer:
    """Return what a concept gives, in the figures that a choice between concepts hangs on; null is unknown."""
    area_m2 = figures.gross_floor_area_m2 or 0.0
    cost, carbon = concept_cost(concept, area_m2), embodied_carbon(concept, area_m2)
    lead_time = concept.delivery.lead_time_days
    return Offer(
        concept=found.concept,
        verdict=found.verdict,
        homes=figures.dwellings,
        load=None if figures.worst_r_n_p50 is None else round(figures.worst_r_n_p50, 4),
        cost=None if cost is None else round(cost.nominal_eur_cents / 100),
        cost_covers=() if concept.price is None else concept.price.covers,
        carbon=None if carbon is None else round(carbon.nominal_kg_co2),
        carbon_basis=None if carbon is None else carbon.basis,
        lead_time=None if lead_time is None else lead_time.value,
    )


def engine_figures(configuration: Configuration) -> EngineFigures:
    """Return what the engine found, from a whole configuration."""
    summary = configuration.summary
    return EngineFigures(
        dwellings=summary.dwellings,
        modules=summary.modules,
        usable_area_m2=summary.usable_area_m2,
        added_mass_kg_per_m2=summary.mass_kg_per_m2,
        worst_r_n_p50=summary.worst_r_n_p50,
        worst_r_n_p50_foundation=summary.worst_r_n_p50_foundation,
        worst_band=summary.worst_band,
        gross_floor_area_m2=summary.gross_floor_area_m2,
    )


def match_computed(computed: Computed) -> Match:
    """Judge one computed configuration against the demands of its concept; of several wings, the first one's storeys and bays."""
    request, area_m2 = computed.inputs.request, computed.configuration.summary.roof_area_m2
    facts = host_facts(computed.host, area_m2 if len(computed.wings) > 1 else None)
    return match(computed.inputs.concept, facts, request.options.intervention, engine_figures(computed.configuration))
