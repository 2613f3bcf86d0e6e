"""What pages show of concepts on families and buildings, in the pool.

Documents come as JSON bytes; what goes back is pickled here, once, so that the process that answers can hold it as bytes.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from api.resolution import inputs_for
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.errors import IncompleteRequest
from catalogue.matching.match import Match, host_criteria, ruled_out
from catalogue.resolve import family_ids, resolve_assumptions, resolve_family
from configurator.configure import configure
from configurator.fit.comparison import Comparison, compare
from configurator.fit.matching import Host, Matched, match_computed, match_concept, prepare_host
from configurator.fit.standard_blocks import standard_block, standard_options

KEPT_MATCHES = 2000
"""At most so many matches are kept by one process: some hundred concepts on every family."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Several concepts on one building."""

    comparison: Comparison
    matches: tuple[Match, ...]


Matches = tuple[tuple[Matched | None, ...], ...]
"""For each concept its match on each family; None where a family says too little to compile its block."""
Permits = tuple[tuple[bool, ...], ...]
"""For each concept whether its demands leave it a chance on each family."""


def compare_on(building: bytes, concepts: tuple[bytes, ...], options: bytes) -> bytes:
    """Compute concepts on a building and compare them; returns `Compared`, pickled. Raises OptopError."""
    host, asked, assumptions = Building.model_validate_json(building), Options.model_validate_json(options), resolve_assumptions()
    computed = [configure(inputs_for(host, concept_of(text), asked, assumptions, None)) for text in concepts]
    return pickle.dumps(Compared(compare(computed), tuple(match_computed(item) for item in computed)))


def match_on(concepts: tuple[bytes, ...], named: tuple[str, ...]) -> bytes:
    """Match concepts on the standard blocks of families; returns `Matches`, pickled."""
    found: Matches = tuple(tuple(matched(text, family_id) for family_id in named) for text in concepts)
    return pickle.dumps(found)


def permit_on(concepts: tuple[bytes, ...], named: tuple[str, ...]) -> bytes:
    """Return `Permits`, pickled: what demands alone leave, without laying anything out."""
    found: Permits = tuple(tuple(permits(text, family_id) for family_id in named) for text in concepts)
    return pickle.dumps(found)


@lru_cache(maxsize=256)
def concept_of(text: bytes) -> Concept:
    """Return a concept document; the same one again is not read again."""
    return Concept.model_validate_json(text)


def families() -> tuple[BuildingFamily, ...]:
    """Return every building family."""
    return tuple(resolve_family(family_id) for family_id in family_ids())


def matches_on_families(concept: bytes) -> tuple[Matched | None, ...]:
    """Return the match of a concept on every family."""
    return tuple(matched(concept, family_id) for family_id in family_ids())


@lru_cache(maxsize=KEPT_MATCHES)
def matched(concept: bytes, family_id: str) -> Matched | None:
    """Return the match of a concept on a family's standard block; None where the family says too little to compile one."""
    host, read = _host(family_id), concept_of(concept)
    return None if host is None else match_concept(replace(host, options=standard_options(read)), read)


def permits(concept: bytes, family_id: str) -> bool:
    """Tell whether a concept's demands leave it a chance on a family's standard block, without laying it out."""
    host, read = _host(family_id), concept_of(concept)
    return host is not None and not ruled_out(host_criteria(read, host.facts, read.interventions[0]))


@cache
def _host(family_id: str) -> Host | None:
    """Compile a family's standard block, once."""
    family = resolve_family(family_id)
    try:
        return prepare_host(standard_block(family), family, Options(), resolve_assumptions())
    except IncompleteRequest:
        return None
