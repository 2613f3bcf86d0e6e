"""Drafts of an organisation: written, handed in, sent back or published by somebody else than the author."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import PRIVATE, IfMatch, entity_tag, require_match
from api.http.cursors import ListPage, PageDep
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.routes.concepts import ListedVersion, listed
from api.http.sending import DraftId, DraftVersion, changed, made, version_address
from api.http.service import Service, ServiceDep
from api.http.strict_json import StrictRoute
from api.judgements import JudgementReport, judged
from catalogue.documents.concept import Concept
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import InvalidDocument
from catalogue.store import drafts, publishing
from catalogue.store.answers import Answer

router = APIRouter(route_class=StrictRoute, prefix="/v1", tags=["drafts"], responses=problem_responses(401, 403))
CHANGES = problem_responses(409, 412, 428)
DraftState = Literal["draft", "in_review", "changes_requested"]


class ListedDraft(Body):
    """One draft in a list."""

    concept_id: str
    version: str
    author: str = Field(description="Who saved it last.")
    state: DraftState
    revision: int = Field(description="Goes up with each change.")
    digest: str = Field(description="Of the document's canonical form.")
    comment: str | None = Field(description="What the reviewer wants to see changed.")
    changed_at: str = Field(description="RFC 3339, UTC.")


class DraftList(ListPage[ListedDraft]):
    """Drafts of your organisation by concept id and version."""


class Draft(Body):
    """One draft with its document."""

    concept: Concept
    author: str = Field(description="Who saved it last.")
    state: DraftState
    revision: int = Field(description="Goes up with each change.")
    digest: str = Field(description="Of the document's canonical form.")
    comment: str | None = Field(description="What the reviewer wants to see changed.")
    changed_at: str = Field(description="RFC 3339, UTC.")


class ChangeRequest(Body):
    """What a reviewer wants to see changed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"comment": "The mass of the roof has no source."}]})

    comment: str = Field(min_length=1, max_length=4000)


def _tag(draft: drafts.Draft) -> str:
    return f"{draft.revision}.{draft.digest.removeprefix('sha256:')[:16]}"


def _shown(draft: drafts.Draft) -> Draft:
    said = {name: getattr(draft, name) for name in ("author", "state", "revision", "digest", "comment", "changed_at")}
    return Draft(concept=draft.concept, **said)


def _headers(draft: drafts.Draft) -> dict[str, str]:
    return {"ETag": entity_tag(_tag(draft)), "Cache-Control": PRIVATE}


def _answer(response: Response, draft: drafts.Draft) -> Draft:
    response.headers.update(_headers(draft))
    return _shown(draft)


def _read(service: Service, concept_id: str, version: str, organisation: str, if_match: str | None) -> drafts.Draft:
    """Return a draft that is as the client read it. To be called inside the transaction that changes it."""
    with service.database.reading() as connection:
        draft = drafts.read_draft(connection, concept_id, version, organisation=organisation)
    require_match(if_match, entity_tag(_tag(draft)))
    return draft


@router.get("/drafts", operation_id="list_drafts")
def list_drafts(page: PageDep, service: ServiceDep, principal: PrincipalDep) -> DraftList:
    """List the drafts of your organisation. Scope `drafts:read`."""
    organisation = require_scope(principal, "drafts:read")
    what = ("drafts", organisation)
    after = page.after(what) or ["", ""]
    with service.database.reading() as connection:
        found = drafts.drafts_of(connection, organisation, after=(str(after[0]), str(after[1])), limit=page.limit + 1)
    shown, following = page.cut(what, found, lambda one: [one.concept_id, one.version], PRIVATE)
    return DraftList(items=[ListedDraft.model_validate(one, from_attributes=True) for one in shown], next_cursor=following)


@router.post("/drafts", operation_id="create_draft", status_code=201, response_model=Draft, responses=problem_responses(409))
def post_draft(
    concept: Concept, request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Save a new draft of your organisation. The first draft or version of a concept id claims that id. Scope `drafts:write`."""
    organisation = require_scope(principal, "drafts:write")
    refuse_unprintable(concept, "")

    def save() -> Answer:
        draft = drafts.save_draft(service.database, concept, organisation=organisation, author=principal.name, at=service.now())
        return made(_shown(draft), f"/v1/drafts/{concept.id}/{concept.version}", _tag(draft))

    return done_once(service, principal, request, idempotency_key, concept, save)


@router.get("/drafts/{concept_id}/{version}", operation_id="get_draft")
def get_draft(concept_id: DraftId, version: DraftVersion, response: Response, service: ServiceDep, principal: PrincipalDep) -> Draft:
    """Return a draft of your organisation, with the tag that a change of it has to name. Scope `drafts:read`."""
    organisation = require_scope(principal, "drafts:read")
    with service.database.reading() as connection:
        return _answer(response, drafts.read_draft(connection, concept_id, version, organisation=organisation))


@router.put("/drafts/{concept_id}/{version}", operation_id="replace_draft", responses=CHANGES)
def put_draft(
    concept_id: DraftId,
    version: DraftVersion,
    concept: Concept,
    response: Response,
    service: ServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch = None,
) -> Draft:
    """Replace the document of a draft. Scope `drafts:write`."""
    organisation = require_scope(principal, "drafts:write")
    refuse_unprintable(concept, "")
    if (concept.id, concept.version) != (concept_id, version):
        raise InvalidDocument(
            "draft-other-address",
            concept=concept.id,
            here=concept.version,
            concept_id=concept_id,
            version=version,
            pointers=("/id", "/version"),
        )
    with service.database.writing():
        revision = _read(service, concept_id, version, organisation, if_match).revision
        saved = drafts.save_draft(
            service.database, concept, organisation=organisation, author=principal.name, at=service.now(), revision=revision
        )
    return _answer(response, saved)


@router.delete("/drafts/{concept_id}/{version}", operation_id="discard_draft", status_code=204, responses=CHANGES)
def delete_draft(
    concept_id: DraftId, version: DraftVersion, service: ServiceDep, principal: PrincipalDep, if_match: IfMatch = None
) -> None:
    """Throw a draft away. Scope `drafts:write`."""
    organisation = require_scope(principal, "drafts:write")
    with service.database.writing():
        _read(service, concept_id, version, organisation, if_match)
        drafts.discard_draft(service.database, concept_id, version, organisation=organisation, actor=principal.name, at=service.now())


@router.get("/drafts/{concept_id}/{version}/judgement", operation_id="judge_draft")
def get_judgement(concept_id: DraftId, version: DraftVersion, service: ServiceDep, principal: PrincipalDep) -> JudgementReport:
    """Judge a draft as publishing it would, and change nothing: checks, what changed, missing files. Scope `drafts:read`."""
    organisation = require_scope(principal, "drafts:read")
    with service.database.reading() as connection:
        draft = drafts.read_draft(connection, concept_id, version, organisation=organisation)
    return judged(service.database, draft.concept, organisation, service.now().date())


@router.post("/drafts/{concept_id}/{version}/submission", operation_id="submit_draft", response_model=Draft, responses=CHANGES)
def post_submission(
    concept_id: DraftId,
    version: DraftVersion,
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Hand a draft in for review: from here on it is frozen. Scope `drafts:write`."""
    organisation = require_scope(principal, "drafts:write")

    def submit() -> Answer:
        with service.database.writing():
            _read(service, concept_id, version, organisation, if_match)
            moved = drafts.submit(service.database, concept_id, version, organisation=organisation, author=principal.name, at=service.now())
        return changed(_shown(moved), _headers(moved))

    return done_once(service, principal, request, idempotency_key, None, submit)


@router.post("/drafts/{concept_id}/{version}/change-request", operation_id="request_changes", response_model=Draft, responses=CHANGES)
def post_change_request(
    concept_id: DraftId,
    version: DraftVersion,
    asked: ChangeRequest,
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Send a candidate back to its author with a comment. Never by the author. Scope `drafts:review`."""
    organisation = require_scope(principal, "drafts:review")
    refuse_unprintable(asked, "")
    who = {"organisation": organisation, "reviewer": principal.name, "comment": asked.comment}

    def send_back() -> Answer:
        with service.database.writing():
            _read(service, concept_id, version, organisation, if_match)
            moved = drafts.request_changes(service.database, concept_id, version, **who, at=service.now())
        return changed(_shown(moved), _headers(moved))

    return done_once(service, principal, request, idempotency_key, asked, send_back)


@router.post(
    "/drafts/{concept_id}/{version}/publication",
    operation_id="publish_draft",
    status_code=201,
    response_model=ListedVersion,
    responses=CHANGES,
)
def post_publication(
    concept_id: DraftId,
    version: DraftVersion,
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Publish the candidate that you read, for ever. Never by its author. Scope `drafts:review`."""
    organisation = require_scope(principal, "drafts:review")

    def publish() -> Answer:
        with service.database.writing():
            _read(service, concept_id, version, organisation, if_match)
            published = publishing.publish_candidate(
                service.database, concept_id, version, organisation=organisation, reviewer=principal.name, at=service.now()
            )
        return made(listed(published), version_address(concept_id, version))

    answer = done_once(service, principal, request, idempotency_key, None, publish)
    service.versions.forget(concept_id)
    return answer
