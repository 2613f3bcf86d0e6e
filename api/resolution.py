"""From a building and what is asked of it to the inputs of the engine: the same for the command line and for HTTP."""

from __future__ import annotations

from dataclasses import replace

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.errors import IncompleteRequest
from catalogue.resolve import family_ids, resolve_candidates, resolve_family, resolve_family_rules
from configurator.configure import Inputs, make_inputs
from configurator.fit.matching import Host, Matched, match_concept, prepare_host
from configurator.fit.standard_blocks import standard_block, standard_options
from configurator.host.compile import missing_facts
from configurator.host.families import with_inferred_family


def with_needed_family(building: Building) -> Building:
    """Return the building with a family that is inferred where one is needed and nobody named it; else the building as it is."""
    if building.family is not None or not missing_facts(building, None):
        return building
    return with_inferred_family(building, [resolve_family(family_id) for family_id in family_ids()], resolve_family_rules())


def inputs_for(
    building: Building,
    concept: Concept,
    options: Options,
    assumptions: Assumptions,
    project: str | None,
    verification: Verification | None = None,
) -> Inputs:
    """Pin every document, also the families that an inferred one may be mistaken for, and make the inputs of one configuration."""
    family = None if building.family is None else resolve_family(building.family.value)
    candidates = resolve_candidates(building)
    inputs = make_inputs(project or building.id, building, concept, options, assumptions, family, family_ids(), candidates)
    return inputs if verification is None else replace(inputs, request=inputs.request.model_copy(update={"verification": verification}))


def prepared_host(building: Building, options: Options, assumptions: Assumptions) -> Host:
    """Compile a building once for matching many concepts on it."""
    family = None if building.family is None else resolve_family(building.family.value)
    return prepare_host(building, family, options, assumptions, family_ids())


def standard_fits(concept: Concept, assumptions: Assumptions) -> list[tuple[BuildingFamily, Matched | None]]:
    """Match a concept on the standard block of every family; None where the family says too little to compile one."""
    return [(family, _standard_fit(concept, family, assumptions)) for family in (resolve_family(family_id) for family_id in family_ids())]


def _standard_fit(concept: Concept, family: BuildingFamily, assumptions: Assumptions) -> Matched | None:
    options = standard_options(concept)
    try:
        return match_concept(prepare_host(standard_block(family), family, options, assumptions), concept)
    except IncompleteRequest:
        return None
