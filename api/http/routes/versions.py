"""Versions of a concept: the document for ever, its record and checks, what changed, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import IMMUTABLE, REVALIDATED, IfNoneMatch, conditional, entity_tag, tagged
from api.http.cursors import ListPage, PageDep
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.routes.concepts import ListedVersion, listed
from api.http.sending import ConceptId, VersionNumber, changed, lifecycle_headers
from api.http.service import Service, ServiceDep
from api.http.strict_json import StrictRoute
from api.http.version_cache import SentVersion
from api.judgements import CheckReport, check_report
from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import NotFound
from catalogue.publishing.diff import ConceptDiff, diff_concepts
from catalogue.publishing.lifecycle import WithdrawalReason
from catalogue.publishing.record import PublicationRecord
from catalogue.store import documents, publishing, versions
from catalogue.store.answers import Answer

router = APIRouter(route_class=StrictRoute, prefix="/v1/concepts/{concept_id}/versions", tags=["versions"])
KEPT: dict[int | str, dict[str, Any]] = {304: {"description": "You have it."}}
CHANGES = problem_responses(401, 403, 409)


class VersionList(ListPage[ListedVersion]):
    """Versions of one concept, whatever their state, ascending."""


class Withdrawal(Body):
    """Why a version is taken back, and what to use instead."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"reason": "safety", "text": {"nl": "Voeg scheurt bij brand.", "en": "Joint cracks in fire."}, "successor": None}]
        },
    )

    reason: WithdrawalReason = Field(description="`safety` marks every kept result that was made with the version.")
    text: LocalText
    successor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}@[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$")] | None = (
        Field(default=None, description="`ID@VERSION` to use instead.")
    )


@router.get("", operation_id="list_concept_versions")
def list_versions(concept_id: ConceptId, page: PageDep, service: ServiceDep, _: PrincipalDep) -> VersionList:
    """List the versions of a concept, also those that are no longer offered."""
    what = ("versions", concept_id)
    place = page.after(what)
    after = "" if place is None else versions.version_key(str(place[0]))
    with service.database.reading() as connection:
        found = versions.versions_of(connection, concept_id, after=after, limit=page.limit + 1)
        if not found and place is None:
            raise NotFound("concept-not-in-catalogue", concept_id=concept_id, pointers=("/concept",))
    shown, following = page.cut(what, found, lambda one: [one.version], REVALIDATED)
    return VersionList(items=[listed(version) for version in shown], next_cursor=following)


def _sent(service: Service, concept_id: str, version: str) -> SentVersion:
    """Look up what became of a version, and its bytes where they are not in memory yet."""
    with service.database.reading() as connection:
        known = versions.read_version(connection, concept_id, version)
        body = service.versions.body(concept_id, version) or documents.get(connection, known.digest)[0]
    etag = entity_tag(known.digest)
    sent = SentVersion(body, {"ETag": etag, "Cache-Control": IMMUTABLE, **lifecycle_headers(known)}, etag)
    service.versions.keep(concept_id, version, sent)
    return sent


@router.get("/{version}", operation_id="get_concept_version", response_model=Concept, responses=KEPT)
async def get_version(
    concept_id: ConceptId, version: VersionNumber, service: ServiceDep, _: PrincipalDep, if_none_match: IfNoneMatch = None
) -> Response:
    """Return one version as its canonical JSON. It never changes, and may be kept for ever.

    What became of it is in the headers `Deprecation`, `Sunset` and `Link`; a copy that was kept does not show them: see `/card`.
    """
    sent = service.versions.fresh(concept_id, version)
    if sent is None:
        sent = await run_in_threadpool(_sent, service, concept_id, version)
    return conditional(sent.body, sent.headers, if_none_match)


@router.get("/{version}/card", operation_id="get_concept_version_card")
def get_card(concept_id: ConceptId, version: VersionNumber, response: Response, service: ServiceDep, _: PrincipalDep) -> ListedVersion:
    """Return what a list shows of a version, and what became of it by now."""
    with service.database.reading() as connection:
        known = versions.read_version(connection, concept_id, version)
    response.headers.update({"Cache-Control": REVALIDATED, **lifecycle_headers(known)})
    return listed(known)


@router.get("/{version}/record", operation_id="get_publication_record", response_model=PublicationRecord, responses=KEPT)
def get_record(
    concept_id: ConceptId, version: VersionNumber, service: ServiceDep, _: PrincipalDep, if_none_match: IfNoneMatch = None
) -> Response:
    """Return the signed-off record of a version: its digest, checks, step, author and reviewer."""
    with service.database.reading() as connection:
        known = versions.read_version(connection, concept_id, version)
        body, _media_type = documents.get(connection, known.record_digest)
    return conditional(body, tagged(entity_tag(known.record_digest), IMMUTABLE), if_none_match)


def _document(service: Service, concept_id: str, version: str) -> Concept:
    with service.database.reading() as connection:
        return versions.read_concept(connection, concept_id, version)


@router.get("/{version}/checks", operation_id="check_concept_version")
def get_checks(
    concept_id: ConceptId,
    version: VersionNumber,
    service: ServiceDep,
    _: PrincipalDep,
    on: Annotated[dt.date | None, Query(description="Judge dates as of this day; default today.")] = None,
) -> CheckReport:
    """Run the publication checks on a version now: what was in date when it was published may have expired since."""
    return check_report(_document(service, concept_id, version), on or service.now().date())


@router.get("/{version}/diff", operation_id="diff_concept_versions")
def get_diff(
    concept_id: ConceptId,
    version: VersionNumber,
    service: ServiceDep,
    _: PrincipalDep,
    against: Annotated[
        str | None, Query(pattern=r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$", description="The older version; default the one before.")
    ] = None,
) -> ConceptDiff:
    """Say what changed from one version to another, by meaning, and which step of the version number it asks for."""
    with service.database.reading() as connection:
        new = versions.read_concept(connection, concept_id, version)
        older = against or _before(versions.known_versions(connection, concept_id), version)
        return diff_concepts(versions.read_concept(connection, concept_id, older), new)


def _before(known: tuple[str, ...], version: str) -> str:
    place = known.index(version)
    if place == 0:
        raise NotFound("first-version", version=version, pointers=("/against",))
    return known[place - 1]


@router.post("/{version}/deprecation", operation_id="deprecate_concept_version", response_model=ListedVersion, responses=CHANGES)
def post_deprecation(
    concept_id: ConceptId,
    version: VersionNumber,
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Advise against a version of your own. It stays offered. Scope `versions:withdraw`."""
    who = {"actor": principal.name, "organisation": require_scope(principal, "versions:withdraw")}

    def deprecate() -> Answer:
        return changed(listed(publishing.deprecate(service.database, concept_id, version, **who, at=service.now())))

    answer = done_once(service, principal, request, idempotency_key, None, deprecate)
    service.versions.forget(concept_id)
    return answer


@router.post("/{version}/withdrawal", operation_id="withdraw_concept_version", response_model=ListedVersion, responses=CHANGES)
def post_withdrawal(
    concept_id: ConceptId,
    version: VersionNumber,
    asked: Withdrawal,
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a version of your own back: it stays readable and is no longer offered. Scope `versions:withdraw`."""
    who = {"actor": principal.name, "organisation": require_scope(principal, "versions:withdraw")}
    refuse_unprintable(asked.text, "/text")
    why = versions.Withdrawal(asked.reason, asked.text)

    def withdraw() -> Answer:
        found = publishing.withdraw(service.database, concept_id, version, why, **who, at=service.now(), successor=asked.successor)
        return changed(listed(found))

    answer = done_once(service, principal, request, idempotency_key, asked, withdraw)
    service.versions.forget(concept_id)
    return answer
