"""Review: a candidate with its checks and what changed in view; somebody else than its author approves it, or asks for changes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.page.computing import family_fits
from api.page.pages.draft import draft_offering
from api.page.publish.desk import PostedDep, Visit, draft_of, to
from api.page.publish.views import draft_view, judgement_view
from api.page.rendering import render
from api.page.texts import Lang, text
from api.roles import require_scope
from catalogue.errors import OptopError
from catalogue.store import drafts, publishing
from configurator.outputs.drawing.module_sheet import module_svg

router = APIRouter(include_in_schema=False, prefix="/{lang:lang}/review/{reference}")
LONGEST_COMMENT = 4000


@router.get("")
def candidate(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Show a candidate as its reviewer needs it: the judgement, what changed, and the document itself."""
    if principal.organisation is None:
        return to(lang, "publish")
    return _candidate(Visit(request, lang, service, principal, draft_of(service, principal, reference)))


def _candidate(visit: Visit, problem: str = "", status: int = 200) -> HTMLResponse:
    found, service, lang, t = visit.found, visit.service, visit.lang, visit.t
    concept = found.concept
    judgement = publishing.dry_run(service.database, concept, service.now().date(), organisation=found.organisation)
    return render(
        visit.request,
        "publish/review.html",
        lang,
        status=status,
        view=draft_view(found, visit.principal, lang, t),
        judged=judgement_view(judgement, concept, lang, t),
        offering=draft_offering(concept, service, lang),
        module=module_svg(concept, lang),
        fits=family_fits(service, visit.principal, concept, lang),
        digest=found.digest,
        problem=problem,
    )


@router.post("/approve")
def approve(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep) -> Response:
    """Publish a candidate, as it stood when the reviewer read it."""
    organisation = require_scope(principal, "drafts:review")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    concept_id, _, number = reference.partition("@")
    if posted.one("digest") != visit.found.digest:
        return _candidate(visit, text(lang, "review.changed"), 409)
    try:
        publishing.publish_candidate(
            service.database, concept_id, number, organisation=organisation, reviewer=principal.name, at=service.now()
        )
    except OptopError as error:
        return _candidate(visit, error.sentence(visit.lang), error.http_status)
    return to(lang, f"concepts/{concept_id}/{number}")


@router.post("/request-changes")
def request_changes(
    request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep
) -> Response:
    """Send a candidate back with what has to change."""
    organisation = require_scope(principal, "drafts:review")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    comment = posted.one("comment")[:LONGEST_COMMENT]
    if not comment:
        return _candidate(visit, text(lang, "review.no_comment"), 422)
    concept_id, _, number = reference.partition("@")
    try:
        drafts.request_changes(
            service.database, concept_id, number, organisation=organisation, reviewer=principal.name, comment=comment, at=service.now()
        )
    except OptopError as error:
        return _candidate(visit, error.sentence(visit.lang), error.http_status)
    return to(lang, "publish")
