"""What a computation is asked for over HTTP, and what it comes to for the pool: every document as bytes, with one key for all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from api.http.offered import Offered, offered_concept, offered_concepts
from api.http.service import Service
from api.work.computing import Ask
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.options import Options
from catalogue.documents.request import ProjectKey
from catalogue.documents.verification import Verification
from catalogue.matching.ranking import Objective
from catalogue.resolve import DEFAULT_ASSUMPTIONS, family_ids, resolve_assumptions, resolve_family, resolve_family_rules
from configurator.fit.comparison import MAX_COMPARED, MIN_COMPARED
from configurator.version import ENGINE_VERSION

MAX_MATCHED = 100
"""Concepts that one match names at most."""
Reference = Annotated[str, Field(min_length=1, max_length=120, examples=["A3", "A3@1.0.0"])]
"""`ID` (the version that is offered) or `ID@VERSION`."""


class Asked(BaseModel):
    """What every computation is asked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    building: Building
    """The building document: plan in metres, counter-clockwise; what is not known is left out."""
    options: Options = Options()
    assumptions: str = Field(default=DEFAULT_ASSUMPTIONS, max_length=120)
    """Id of the assumption set."""
    project_key: ProjectKey | None = None
    """Names the project; ids in the IFC hang on it. The building's id when left out."""
    verification: Verification | None = None
    """Norm values as a named engineer read them."""


class AskedConfiguration(Asked):
    """One concept on one building."""

    concept: Reference


class AskedMatch(Asked):
    """Several concepts on one building; none named is all that are offered."""

    concepts: Annotated[tuple[Reference, ...], Field(max_length=MAX_MATCHED)] = ()
    weights: dict[Objective, Annotated[float, Field(ge=0.0, le=1e6)]] = Field(default_factory=dict)
    """Orders the concepts by your own weights, from 0 up; nothing is weighed when left out."""


class AskedComparison(Asked):
    """Two to five concepts side by side on one building."""

    concepts: Annotated[tuple[Reference, ...], Field(min_length=MIN_COMPARED, max_length=MAX_COMPARED)]


class Asking(NamedTuple):
    """A computation, and the digest of everything that its answer is a function of."""

    ask: Ask
    key: str


@cache
def catalogue_stamp() -> str:
    """Return the digest of what every computation may draw on besides its own documents: engine, families, and the rules to infer them."""
    parts = [ENGINE_VERSION, digest_of(resolve_family_rules()), *(digest_of(resolve_family(one)) for one in family_ids())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def asking_for(service: Service, asked: Asked, references: Sequence[str]) -> Asking:
    """Return what the pool is asked. Raises NotFound, and Conflict for a concept version that was withdrawn."""
    ask = Ask(
        building=asked.building.model_dump_json().encode(),
        concepts=tuple(one.body for one in _concepts(service, references)),
        options=asked.options.model_dump_json().encode(),
        assumptions=canonical_bytes(resolve_assumptions(asked.assumptions)),
        project_key=asked.project_key,
        verification=None if asked.verification is None else asked.verification.model_dump_json().encode(),
    )
    return Asking(ask, _key(ask))


def _concepts(service: Service, references: Sequence[str]) -> list[Offered]:
    if not references:
        return offered_concepts(service)
    # Twice the same concept is one concept.
    return list({one.reference: one for one in (offered_concept(service, reference) for reference in references)}.values())


def _key(ask: Ask) -> str:
    whole = hashlib.sha256(catalogue_stamp().encode())
    for part in astuple(ask):
        for piece in part if isinstance(part, tuple) else (part,):
            data = b"" if piece is None else piece.encode() if isinstance(piece, str) else piece
            whole.update(len(data).to_bytes(8, "big") + data)
        whole.update(b"/")
    return whole.hexdigest()
