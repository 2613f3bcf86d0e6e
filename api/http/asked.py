"""What a computation is asked for over HTTP, and what it comes to for the pool: every document as bytes, with one key for all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from typing import Annotated, NamedTuple, Self

from pydantic import ConfigDict, Field, model_validator

from api.bodies import Body
from api.http.access import Principal, require_scope
from api.http.offered import Offered, offered_concept, offered_concepts
from api.http.service import Service
from api.work.computing import Ask
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.documents.printable import refuse_unprintable
from catalogue.documents.request import ProjectKey
from catalogue.documents.verification import Verification
from catalogue.errors import BrokenRule, InvalidDocument, NotFound
from catalogue.matching.ranking import Objective
from catalogue.resolve import (
    DEFAULT_ASSUMPTIONS,
    building_ids,
    family_ids,
    resolve_assumptions,
    resolve_building,
    resolve_family,
    resolve_family_rules,
)
from catalogue.store.buildings import read_building
from configurator.fit.comparison import MAX_COMPARED
from configurator.version import ENGINE_VERSION

MAX_MATCHED = 100
"""Concepts that one match names at most."""
Reference = Annotated[str, Field(min_length=1, max_length=120, examples=["A3", "A3@1.0.0"])]
"""`ID` (the version that is offered) or `ID@VERSION`."""


class Asked(Body):
    """What every computation is asked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    building: Building | None = None
    """The building document: plan in metres, counter-clockwise; what is not known is left out. Or else `building_id`."""
    building_id: str | None = Field(default=None, min_length=1, max_length=80, examples=["demo-portiek-1966"])
    """Id of a building that is shipped, or that your organisation keeps."""
    options: Options = Options()
    assumptions: str = Field(default=DEFAULT_ASSUMPTIONS, max_length=120)
    """Id of the assumption set."""
    project_key: ProjectKey | None = None
    """Names the project; ids in the IFC hang on it. The building's id when left out."""
    verification: Verification | None = None
    """Norm values as a named engineer read them."""

    @model_validator(mode="after")
    def _one_building(self) -> Self:
        if (self.building is None) == (self.building_id is None):
            raise BrokenRule("preview-building")
        return self


_DEMO = "demo-portiek-1966"


class AskedConfiguration(Asked):
    """One concept on one building."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"building_id": _DEMO, "concept": "A3", "options": {"storeys_added": 2}}]})

    concept: Reference


class AskedMatch(Asked):
    """Several concepts on one building; none named or sent is all that are offered."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"building_id": _DEMO, "concepts": ["A3", "A5"], "weights": {"homes": 2.0, "load": 1.0}}]}
    )

    concepts: Annotated[tuple[Reference, ...], Field(max_length=MAX_MATCHED)] = ()
    documents: Annotated[tuple[Concept, ...], Field(max_length=MAX_COMPARED)] = ()
    """Concepts that nobody published yet, to match as well."""
    weights: dict[Objective, Annotated[float, Field(ge=0.0, le=1e6)]] = Field(default_factory=dict)
    """Orders the concepts by your own weights, from 0 up; nothing is weighed when left out."""


class AskedComparison(Asked):
    """Two to five concepts side by side on one building."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"building_id": _DEMO, "concepts": ["A3", "A5", "A8"]}]})

    concepts: Annotated[tuple[Reference, ...], Field(max_length=MAX_COMPARED)] = ()
    documents: Annotated[tuple[Concept, ...], Field(max_length=MAX_COMPARED)] = ()
    """Concepts that nobody published yet; they count among the two to five."""


class Asking(NamedTuple):
    """A computation, and the digest of everything that its answer is a function of."""

    ask: Ask
    key: str


@cache
def catalogue_stamp() -> str:
    """Return the digest of what every computation may draw on besides its own documents: engine, families, and the rules to infer them."""
    parts = [ENGINE_VERSION, digest_of(resolve_family_rules()), *(digest_of(resolve_family(one)) for one in family_ids())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def named_building(service: Service, principal: Principal, name: str) -> Building:
    """Return a building that is shipped, or that the organisation of a principal keeps. Raises NotFound, or NotAllowed for a narrow key."""
    if name in building_ids():
        return resolve_building(name)
    if principal.organisation is None:
        raise NotFound("building-not-here", name=name, known=tuple(building_ids()), pointers=("/building_id",))
    organisation = require_scope(principal, "buildings:read")
    with service.database.reading() as connection:
        return Building.model_validate_json(read_building(connection, name, organisation).body)


def sent_concept(document: Concept) -> Offered:
    """Return a concept that was sent along, as those of the catalogue are: its canonical JSON. Raises InvalidDocument."""
    refuse_unprintable(document, "")
    return Offered(f"{document.id}@{document.version}", canonical_bytes(document))


def asking_for(
    service: Service, principal: Principal, asked: Asked, references: Sequence[str], documents: Sequence[Concept] = ()
) -> Asking:
    """Return what the pool is asked. Raises NotFound, and Conflict for a concept version that was withdrawn."""
    building = asked.building or named_building(service, principal, asked.building_id or "")
    ask = Ask(
        building=building.model_dump_json().encode(),
        concepts=tuple(one.body for one in _concepts(service, references, documents)),
        options=asked.options.model_dump_json().encode(),
        assumptions=canonical_bytes(resolve_assumptions(asked.assumptions)),
        project_key=asked.project_key,
        verification=None if asked.verification is None else asked.verification.model_dump_json().encode(),
    )
    return Asking(ask, _key(ask))


def _concepts(service: Service, references: Sequence[str], documents: Sequence[Concept]) -> list[Offered]:
    if not references and not documents:
        return offered_concepts(service)
    named = [offered_concept(service, reference) for reference in references]
    # Twice the same concept is one concept; a document beside the published version of the same name would not be told apart.
    found = {one.reference: one for one in named}
    for sent in map(sent_concept, documents):
        if found.setdefault(sent.reference, sent).body != sent.body:
            raise InvalidDocument("documents-same-name", reference=sent.reference, pointers=("/documents",))
    return list(found.values())


def _key(ask: Ask) -> str:
    whole = hashlib.sha256(catalogue_stamp().encode())
    for part in astuple(ask):
        for piece in part if isinstance(part, tuple) else (part,):
            data = b"" if piece is None else piece.encode() if isinstance(piece, str) else piece
            whole.update(len(data).to_bytes(8, "big") + data)
        whole.update(b"/")
    return whole.hexdigest()
