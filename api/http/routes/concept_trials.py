"""Concept documents tried out, published or not: checked, compared with another version, fitted on every building family."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Self

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ConfigDict, Field, model_validator
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.concept_trials import DiffReport, FitReport
from api.http.access import PrincipalDep
from api.http.asked import Reference, catalogue_stamp, named_building, sent_concept
from api.http.configuring import may_configure
from api.http.negotiation import JSON
from api.http.offered import offered_concept, published_concept
from api.http.service import Service, ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.judgements import CheckReport, check_report
from api.roles import Principal
from api.work.trying import make_diff, make_fits
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import BrokenRule
from catalogue.resolve import DEFAULT_ASSUMPTIONS, resolve_assumptions

router = APIRouter(prefix="/v1", tags=["concept trials"], route_class=StrictRoute, responses=WORK_RESPONSES)
MAX_BUILDINGS = 5
"""Buildings that one difference is computed on: each takes two configurations."""
AssumptionSetId = Annotated[str, Field(max_length=120, description="Id of the assumption set.")]


class AskedFit(Body):
    """A concept whose building families are looked for: one of the catalogue, or a document that nobody published yet."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True, json_schema_extra={"examples": [{"concept": "A3"}]})

    concept: Reference | None = None
    document: Concept | None = None
    assumptions: AssumptionSetId = DEFAULT_ASSUMPTIONS

    @model_validator(mode="after")
    def _one_concept(self) -> Self:
        if (self.concept is None) == (self.document is None):
            raise BrokenRule("trial-concept")
        return self


class AskedDiff(Body):
    """Two versions of a concept, published or not, and the buildings on which the difference is computed."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        json_schema_extra={"examples": [{"old": "A3@1.0.0", "new": "A3", "building_ids": ["demo-portiek-1966"]}]},
    )

    old: Reference | None = None
    old_document: Concept | None = None
    new: Reference | None = None
    new_document: Concept | None = None
    buildings: Annotated[tuple[Building, ...], Field(max_length=MAX_BUILDINGS)] = ()
    building_ids: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=80)], ...], Field(max_length=MAX_BUILDINGS)] = ()
    """Buildings that are shipped, or that your organisation keeps; after those that are sent."""
    options: Options = Options()
    assumptions: AssumptionSetId = DEFAULT_ASSUMPTIONS

    @model_validator(mode="after")
    def _two_versions(self) -> Self:
        if (self.old is None) == (self.old_document is None) or (self.new is None) == (self.new_document is None):
            raise BrokenRule("trial-versions")
        if len(self.buildings) + len(self.building_ids) > MAX_BUILDINGS:
            raise BrokenRule("trial-buildings", most=MAX_BUILDINGS)
        return self


@router.post("/concept-checks", operation_id="check_concept")
def post_checks(
    concept: Concept,
    service: ServiceDep,
    _: PrincipalDep,
    on: Annotated[dt.date | None, Query(description="Judge dates as of this day; default today.")] = None,
) -> CheckReport:
    """Run the publication checks on a document that nobody keeps. No key is needed."""
    refuse_unprintable(concept, "")
    return check_report(concept, on or service.now().date())


@router.post("/concept-fits", operation_id="fit_concept", response_model=FitReport)
async def post_fit(asked: AskedFit, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Match a concept on a standard block of every building family: where it fits, and which of its own figures keep it off the others."""
    may_configure(principal)
    concept, assumptions = await run_in_threadpool(_fit_documents, service, asked)
    key = _key("fit", concept, assumptions)
    body = await service.computed(principal, key, make_fits, concept, asked.assumptions)
    return Response(body, media_type=JSON)


def _fit_documents(service: Service, asked: AskedFit) -> tuple[bytes, bytes]:
    found = offered_concept(service, asked.concept or "") if asked.document is None else sent_concept(asked.document)
    return found.body, canonical_bytes(resolve_assumptions(asked.assumptions))


@router.post("/concept-diffs", operation_id="diff_concepts", response_model=DiffReport)
async def post_diff(asked: AskedDiff, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Say what changed between two versions by meaning, which step of the number it asks for, and what it does to each building.

    Each building is computed with the old version and with the new one, everything else unchanged.
    """
    may_configure(principal)
    old, new, buildings, assumptions = await run_in_threadpool(_diff_documents, service, principal, asked)
    options = canonical_bytes(asked.options)
    key = _key("diff", old, new, *buildings, options, assumptions)
    body = await service.computed(principal, key, make_diff, old, new, buildings, options, asked.assumptions)
    return Response(body, media_type=JSON)


def _diff_documents(service: Service, principal: Principal, asked: AskedDiff) -> tuple[bytes, bytes, tuple[bytes, ...], bytes]:
    pairs = ((asked.old, asked.old_document), (asked.new, asked.new_document))
    old, new = (
        published_concept(service, reference or "") if document is None else sent_concept(document).body for reference, document in pairs
    )
    buildings = (*asked.buildings, *(named_building(service, principal, name) for name in asked.building_ids))
    return old, new, tuple(one.model_dump_json().encode() for one in buildings), canonical_bytes(resolve_assumptions(asked.assumptions))


def _key(kind: str, *parts: bytes) -> str:
    whole = hashlib.sha256(catalogue_stamp().encode())
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return f"{kind}:{whole.hexdigest()}"
