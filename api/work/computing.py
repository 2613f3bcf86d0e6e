"""What the processes of the pool compute. Documents come and go as JSON bytes: what is read here was checked at the door."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TypeVar

from pydantic import BaseModel

from api.outputs import OutputFile, file_bytes
from api.resolution import inputs_for, prepared_host, with_needed_family
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.documents.request import ConfigurationRequest
from catalogue.documents.verification import Verification
from catalogue.errors import Conflict, InvalidDocument
from catalogue.matching.ranking import pareto_front, weighed
from catalogue.resolve import family_ids, resolve_family
from configurator.configure import Computed, Inputs, configure, configure_each
from configurator.fit.comparison import compare
from configurator.fit.matching import match_concepts
from configurator.fit.recomputation import recomputation
from configurator.host.rings import check_building
from configurator.outputs.drawing.words import Lang
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.trace import trace_figure, trace_markdown

D = TypeVar("D", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of one concept on one building, or of several; every document as JSON."""

    building: bytes
    concepts: tuple[bytes, ...]
    options: bytes
    assumptions: bytes
    project_key: str | None = None
    verification: bytes | None = None


@dataclass(frozen=True, slots=True)
class Pinned:
    """A kept request with the documents that it pins."""

    request: bytes
    concept: bytes
    assumptions: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A configuration that was computed, with what it is filed under."""

    body: bytes
    """Its canonical JSON."""
    digest: str
    concept_digest: str
    concept: str
    """`ID@VERSION`."""
    building_id: str


@lru_cache(maxsize=256)
def _read(kind: type[D], text: bytes) -> D:
    """Return a document; the same one again is not read again."""
    return kind.model_validate_json(text)


def _inputs(ask: Ask) -> list[Inputs]:
    """Return the inputs for every concept that is asked for, on one and the same building document."""
    building = _building(ask)
    options, assumptions = _read(Options, ask.options), _read(Assumptions, ask.assumptions)
    verification = None if ask.verification is None else _read(Verification, ask.verification)
    concepts = [_read(Concept, text) for text in ask.concepts]
    return [inputs_for(building, concept, options, assumptions, ask.project_key, verification) for concept in concepts]


def _building(ask: Ask) -> Building:
    building = Building.model_validate_json(ask.building)
    check_building(building, f"Building {building.id!r}")
    return with_needed_family(building)


def _pinned_inputs(pinned: Pinned) -> Inputs:
    """Return the inputs of a kept request, families as they are shipped now."""
    request = ConfigurationRequest.model_validate_json(pinned.request)
    family = None if request.family is None else resolve_family(request.family.id)
    candidates = tuple((resolve_family(one.family.id), one.odds) for one in request.family_candidates)
    return Inputs(request, _read(Concept, pinned.concept), _read(Assumptions, pinned.assumptions), family, family_ids(), candidates)


def _made(computed: Computed) -> Made:
    request = computed.inputs.request
    concept = f"{request.concept.id}@{request.concept.version}"
    return Made(computed.result.json_bytes(), computed.result.digest, request.concept.digest, concept, request.building.id)


def make_configuration(ask: Ask) -> Made:
    """Compute one configuration. Raises InvalidDocument, UnreadableInput or IncompleteRequest."""
    (inputs,) = _inputs(ask)
    return _made(configure(inputs))


@lru_cache(maxsize=4)
def _computed(pinned: Pinned) -> Computed:
    """Compute a kept request; its files are asked for one after another."""
    return configure(_pinned_inputs(pinned))


def make_file(pinned: Pinned, digest: str, file: OutputFile, lang: Lang, classification: str) -> bytes:
    """Return one file of a kept configuration. Raises Conflict where this engine computes another configuration than was kept."""
    try:
        computed = _computed(pinned)
    except InvalidDocument:
        raise Conflict("configuration-other-engine", digest=digest) from None
    if computed.result.digest != digest:
        raise Conflict("configuration-other-engine", digest=digest)
    return file_bytes(computed, file, lang, classification)


def remake(pinned: Pinned, before: bytes, lang: Lang) -> tuple[Made, bytes]:
    """Compute a kept request again as of now. Returns the new configuration and what changed, as JSON."""
    renewed = configure(_renewed(_pinned_inputs(pinned)))
    changes = recomputation(Configuration.model_validate_json(before), renewed.configuration, lang)
    return _made(renewed), changes.model_dump_json().encode()


def _renewed(inputs: Inputs) -> Inputs:
    """Return the inputs with every document pinned as it is now."""
    request = inputs.request
    return inputs_for(request.building, inputs.concept, request.options, inputs.assumptions, request.project_key, request.verification)


def make_matches(ask: Ask, weights: dict[str, float], lang: Lang) -> bytes:
    """Match concepts on one building, which is compiled once; returns the answer as JSON."""
    host = prepared_host(_building(ask), _read(Options, ask.options), _read(Assumptions, ask.assumptions))
    found = match_concepts(host, [_read(Concept, text) for text in ask.concepts])
    offers = [item.offer for item in found]
    payload = {
        "matches": [{**item.match.model_dump(mode="json"), "offer": item.offer.model_dump(mode="json")} for item in found],
        "pareto_front": list(pareto_front(offers)),
        "weights": weights,
        "ranking": [asdict(item) for item in weighed(offers, weights)] if weights else [],
        "disclaimer": DISCLAIMERS.in_language(lang),
    }
    return _json(payload)


def make_comparison(ask: Ask) -> bytes:
    """Compare concepts on one building, which is compiled once; returns the comparison as JSON."""
    return canonical_bytes(compare(configure_each(_inputs(ask))))


def explain_figure(body: bytes, pointer: str, written: Lang | None) -> bytes:
    """Return the trace of one figure of a configuration as JSON, or with a language as Markdown.

    Raises NotFound for a pointer that leads nowhere.
    """
    trace = trace_figure(Configuration.model_validate_json(body), pointer)
    return _json(asdict(trace)) if written is None else trace_markdown(trace, written).encode()


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
