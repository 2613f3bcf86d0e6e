"""Publish: sign in with a key, own drafts, new ones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.http.access import PrincipalDep
from api.http.service import Service, ServiceDep
from api.http.sessions import sign_in, sign_out
from api.page.library import in_reading_order, offered_versions, references
from api.page.publish.desk import PostedDep, to
from api.page.publish.posted import Posted
from api.page.publish.views import PublishedLine, desk_view, published_line
from api.page.rendering import render
from api.page.texts import Lang, text
from api.roles import Principal, require_scope
from catalogue.documents.concept import Concept
from catalogue.documents.loading import read_document_text
from catalogue.errors import Conflict, NotAuthenticated, OptopError, Phrase
from catalogue.publishing.template import draft_text
from catalogue.store import drafts
from catalogue.store.versions import Version, known_versions, newest_version, read_concept, versions_of

router = APIRouter(include_in_schema=False)
MOST_DRAFTS = 500
MOST_VERSIONS = 500


@router.get("/{lang:lang}/publish")
def desk(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show who is signed in what there is to do, and anybody else the way in."""
    if principal.organisation is None:
        return render(request, "publish/sign_in.html", lang, problem="")
    return _desk(request, lang, service, principal)


def _desk(request: Request, lang: Lang, service: Service, principal: Principal, problem: str = "", status: int = 200) -> HTMLResponse:
    organisation = principal.organisation or ""
    with service.database.reading() as connection:
        listed = drafts.drafts_of(connection, organisation, after=("", ""), limit=MOST_DRAFTS) if principal.may("drafts:read") else ()
    offered = offered_versions(service.database)
    own = in_reading_order(one for one in offered if one.organisation == organisation)
    mine = _published(service, own, lang) if principal.may("versions:withdraw") else []
    return render(
        request,
        "publish/desk.html",
        lang,
        status=status,
        view=desk_view(principal, listed, lang, partial(text, lang)),
        starters=references((one for one in offered if one.card.example_data), lang),
        own=references(own, lang),
        mine=mine,
        problem=problem,
    )


def _published(service: Service, own: Iterable[Version], lang: Lang) -> list[PublishedLine]:
    """Return every version of the concepts that an organisation offers, the newest first, but those that were withdrawn."""
    with service.database.reading() as connection:
        found = [versions_of(connection, one.concept_id, after="", limit=MOST_VERSIONS) for one in own]
    return [published_line(one, lang) for versions in found for one in reversed(versions) if one.state != "withdrawn"]


@router.post("/{lang:lang}/publish/session")
def begin_session(request: Request, lang: Lang, service: ServiceDep, posted: PostedDep) -> Response:
    """Begin a session with a key; a key that is not accepted shows the form again."""
    response = to(lang, "publish")
    try:
        sign_in(service, posted.one("key"), request, response)
    except NotAuthenticated:
        return render(request, "publish/sign_in.html", lang, status=401, problem=text(lang, "sign_in.refused"))
    return response


@router.post("/{lang:lang}/publish/leave")
def end_session(request: Request, lang: Lang) -> RedirectResponse:
    """End the session of this browser."""
    response = to(lang, "")
    sign_out(request, response)
    return response


@router.post("/{lang:lang}/publish/new")
def new_draft(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep, posted: PostedDep) -> Response:
    """Begin a draft: a new concept from a starter, the next version of an own one, or a document that somebody brings."""
    organisation = require_scope(principal, "drafts:write")
    try:
        concept = _begun(service, organisation, posted)
        drafts.save_draft(service.database, concept, organisation=organisation, author=principal.name, at=service.now())
    except OptopError as error:
        return _desk(request, lang, service, principal, error.sentence(lang), error.http_status)
    return to(lang, f"publish/{concept.id}@{concept.version}")


def _begun(service: Service, organisation: str, posted: Posted) -> Concept:
    """Return the document that a new draft begins with. Raises NotFound, InvalidDocument, UnreadableInput or Conflict."""
    brought = posted.one("document")
    if brought:
        return read_document_text(Concept, brought, Phrase("the-document")).model_copy(update={"organisation": organisation})
    if posted.one("next_of"):
        return _next_version(service, posted.one("next_of").partition("@")[0])
    concept_id, base = posted.one("id"), posted.one("base").partition("@")[0]
    with service.database.reading() as connection:
        if known_versions(connection, concept_id):
            raise Conflict("concept-published", concept_id=concept_id, pointers=("/id",))
    begun = read_document_text(Concept, draft_text(concept_id, base), concept_id)
    return begun.model_copy(update={"organisation": organisation})


def _next_version(service: Service, concept_id: str) -> Concept:
    """Return the newest version under the next minor number: a step that is too small is refused later, one too large never."""
    with service.database.reading() as connection:
        newest = newest_version(connection, concept_id)
        if newest is None:
            raise Conflict("concept-not-published", concept_id=concept_id, pointers=("/id",))
        before = read_concept(connection, concept_id, newest)
    major, minor, _ = newest.split(".")
    return before.model_copy(update={"version": f"{major}.{int(minor) + 1}.0"})
