"""One draft: the form made from the schema, YAML with live checks, preview, dry run, submitting and discarding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import JsonValue

from api.http.access import PrincipalDep
from api.http.service import Service, ServiceDep
from api.page.computing import demo_picture, family_fits
from api.page.concepts.cards import card_figures
from api.page.concepts.version import Offering, offering_of
from api.page.library import document_yaml
from api.page.publish.desk import PostedDep, Visit, draft_of, to
from api.page.publish.editing import checked, edited, form_of
from api.page.publish.parts import PARTS
from api.page.publish.views import ChecksView, checks_view, draft_view, enough_number, judgement_view, part_links
from api.page.rendering import render
from api.page.texts import Lang, text
from api.roles import require_scope
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.loading import parse_json, parse_yaml
from catalogue.errors import Conflict, InvalidDocument, OptopError, UnreadableInput
from catalogue.publishing.card import card_of
from catalogue.publishing.checks import check_concept
from catalogue.store import drafts, publishing
from catalogue.store.drafts import Draft
from configurator.outputs.drawing.module_sheet import module_svg

router = APIRouter(include_in_schema=False, prefix="/{lang:lang}/publish/{reference}")
FIRST_PART = next(iter(PARTS))
SHOWN_ERRORS = 5
VERSION_LINE = re.compile(r"""^(version:\s*["']?)[0-9.]+""", re.MULTILINE)
"""The version of a document in its text."""
BUILD_UP_FIELDS = tuple(f"/module/{name}" for name in ("floor", "ceiling", "roof", "long_wall", "end_wall"))
"""Fields that name a build-up of the document, which is chosen by its name."""
PRIVATE = {"Cache-Control": "private, no-store"}


@router.get("")
def draft_form(
    request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, part: str = FIRST_PART, saved: str = ""
) -> Response:
    """Show one part of the form of a draft, with the checks beside it."""
    if principal.organisation is None:
        return to(lang, "publish")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    data: dict[str, JsonValue] = visit.found.concept.model_dump(mode="json")
    return _form(visit, part if part in PARTS else FIRST_PART, data, {}, saved=bool(saved))


@router.post("/part/{part}")
def save_part(
    request: Request, lang: Lang, reference: str, part: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep
) -> Response:
    """Save one part, or show it again with what is wrong beside each field."""
    require_scope(principal, "drafts:write")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    part = part if part in PARTS else FIRST_PART
    result = edited(visit.found.concept, part, posted, lang, visit.t)
    if result.concept is None or not result.saves:
        return _form(visit, part, result.data, result.errors, status=422 if result.errors else 200)
    problem = _saved(visit, result.concept, posted.one("revision"))
    if problem is not None:
        return _form(visit, part, result.data, {"": problem.sentence(visit.lang)}, status=problem.http_status)
    return to(lang, f"publish/{reference}?part={part}&saved=1")


def _saved(visit: Visit, concept: Concept, revision: str, written: str | None = None) -> OptopError | None:
    """Save a document over the revision that was read, with its text where it was written as one; returns what speaks against it."""
    service, principal = visit.service, visit.principal
    organisation = require_scope(principal, "drafts:write")
    number = int(revision) if revision.isdigit() else None
    try:
        who = {"organisation": organisation, "author": principal.name}
        drafts.save_draft(service.database, concept, **who, at=service.now(), revision=number, written=written)
    except OptopError as error:
        return error
    return None


def _form(
    visit: Visit, part: str, data: Mapping[str, JsonValue], errors: Mapping[str, str], *, status: int = 200, saved: bool = False
) -> HTMLResponse:
    concept = visit.found.concept
    checks = _checks(visit, concept)
    return render(
        visit.request,
        "publish/form.html",
        visit.lang,
        status=status,
        view=draft_view(visit.found, visit.principal, visit.lang, visit.t),
        part=part,
        parts=part_links(part, errors, checks.checks, visit.t),
        fields=form_of(data, part, errors, visit.lang, visit.t),
        errors=errors,
        sources=sorted(concept.sources),
        build_ups=[(key, one.name.in_language(visit.lang)) for key, one in sorted(concept.build_ups.items())],
        build_up_fields=BUILD_UP_FIELDS,
        checks=checks,
        saved=saved,
        unsaved=bool(errors) or dict(data) != concept.model_dump(mode="json"),
        tab="form",
    )


def _checks(visit: Visit, concept: Concept) -> ChecksView:
    return checks_view(concept, check_concept(concept, visit.service.now().date()), visit.lang, visit.t)


@router.get("/yaml")
def draft_yaml(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, saved: str = "") -> Response:
    """Show the whole document as YAML, with its checks."""
    if principal.organisation is None:
        return to(lang, "publish")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    return _yaml(visit, stored_text(visit.found), saved=bool(saved))


def stored_text(found: Draft) -> str:
    """Return a draft as its maker wrote it, or as it is written for who never did."""
    return found.written or document_yaml(found.concept)


@router.post("/yaml")
def save_yaml(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep) -> Response:
    """Check or save a document as YAML; what cannot be read is shown again as it was typed."""
    require_scope(principal, "drafts:write")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    written = posted.one("document").replace("\r\n", "\n")  # forms end their lines so
    if not posted.has("save"):
        return _yaml(visit, written)
    concept, problem = _read(written, reference, lang)
    error = _saved(visit, concept, posted.one("revision"), written) if concept is not None else None
    if concept is None or error is not None:
        status = 422 if error is None else error.http_status
        return _yaml(visit, written, problem or (error.sentence(visit.lang) if error else ""), status=status)
    return to(lang, f"publish/{reference}/yaml?saved=1")


@router.post("/checks")
def live_checks(
    request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep
) -> HTMLResponse:
    """Return the checks of what stands in the editor, as a piece of the page."""
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    concept, problem = _read(posted.one("document"), reference, lang)
    return render(request, "publish/checks.html", lang, checks=None if concept is None else _checks(visit, concept), problem=problem)


def _read(written: str, reference: str, lang: Lang) -> tuple[Concept | None, str]:
    """Return the document that was written, or in one sentence why it is none."""
    try:
        data = parse_json(written, reference) if written.lstrip().startswith("{") else parse_yaml(written, reference)
    except (UnreadableInput, InvalidDocument) as error:
        return None, error.sentence(lang)
    if not isinstance(data, dict):
        return None, text(lang, "yaml.no_fields")
    concept, errors = checked(data, lang)
    if concept is None:
        return None, "; ".join(f"{pointer or '/'}: {message}" for pointer, message in list(errors.items())[:SHOWN_ERRORS])
    if f"{concept.id}@{concept.version}" != reference:
        return None, text(lang, "yaml.other", reference=reference)
    return concept, ""


def _yaml(visit: Visit, written: str, problem: str = "", *, status: int = 200, saved: bool = False) -> HTMLResponse:
    found = visit.found.concept
    concept, unreadable = _read(written, f"{found.id}@{found.version}", visit.lang)
    return render(
        visit.request,
        "publish/yaml.html",
        visit.lang,
        status=status,
        view=draft_view(visit.found, visit.principal, visit.lang, visit.t),
        document=written,
        checks=None if concept is None else _checks(visit, concept),
        problem=problem or unreadable,
        saved=saved,
        unsaved=written != stored_text(visit.found),
        tab="yaml",
    )


def draft_offering(concept: Concept, service: Service, lang: Lang) -> Offering:
    """Return what a draft says, as the page of a published version would show it."""
    t, today = partial(text, lang), service.now().date()
    card = card_of(concept, digest_of(concept))
    return offering_of(concept, card_figures(card, lang, t), check_concept(concept, today), lang, t, today)


@router.get("/preview")
def draft_preview(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Show a draft as its readers would see it: one module, the demo roof, the families that it fits."""
    if principal.organisation is None:
        return to(lang, "publish")
    t, found = partial(text, lang), draft_of(service, principal, reference)
    return render(
        request,
        "publish/preview.html",
        lang,
        view=draft_view(found, principal, lang, t),
        offering=draft_offering(found.concept, service, lang),
        module=module_svg(found.concept, lang),
        fits=family_fits(service, principal, found.concept, lang),
        tab="preview",
    )


@router.get("/demo.svg")
def draft_picture(lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand out the draft on the demo roof."""
    found = draft_of(service, principal, reference)
    return Response(demo_picture(service, principal, found.concept, lang), media_type="image/svg+xml", headers=PRIVATE)


@router.get("/judge")
def dry_run(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Judge a draft as publishing would, and change nothing."""
    if principal.organisation is None:
        return to(lang, "publish")
    return _judged(Visit(request, lang, service, principal, draft_of(service, principal, reference)))


def _judged(visit: Visit, problem: str = "", status: int = 200) -> HTMLResponse:
    found, service = visit.found, visit.service
    judgement = publishing.dry_run(service.database, found.concept, service.now().date(), organisation=found.organisation)
    return render(
        visit.request,
        "publish/judge.html",
        visit.lang,
        status=status,
        view=draft_view(found, visit.principal, visit.lang, visit.t),
        judged=judgement_view(judgement, found.concept, visit.lang, visit.t),
        problem=problem,
        tab="judge",
    )


@router.post("/submit")
def submit(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand a draft in for review."""
    organisation = require_scope(principal, "drafts:write")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    concept_id, _, number = reference.partition("@")
    try:
        drafts.submit(service.database, concept_id, number, organisation=organisation, author=principal.name, at=service.now())
    except Conflict as error:
        return _judged(visit, error.sentence(visit.lang), error.http_status)
    return to(lang, f"review/{reference}")


@router.post("/renumber")
def renumber(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Give a draft the version number that what changed asks for; its text keeps all but the number."""
    organisation = require_scope(principal, "drafts:write")
    visit = Visit(request, lang, service, principal, draft_of(service, principal, reference))
    found = visit.found
    number = enough_number(publishing.dry_run(service.database, found.concept, service.now().date(), organisation=found.organisation))
    if not number:
        return _judged(visit)
    name, at = principal.name, service.now()
    named = found.concept.model_copy(update={"version": number})
    written = None if found.written is None else VERSION_LINE.sub(rf"\g<1>{number}", found.written, count=1)
    try:
        drafts.save_draft(service.database, named, organisation=organisation, author=name, at=at, written=written)
    except OptopError as error:
        return _judged(visit, error.sentence(lang), error.http_status)
    drafts.discard_draft(service.database, named.id, found.concept.version, organisation=organisation, actor=name, at=at)
    return to(lang, f"publish/{named.id}@{number}/judge")


@router.post("/discard")
def discard(lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Throw a draft away."""
    organisation = require_scope(principal, "drafts:write")
    concept_id, _, number = reference.partition("@")
    drafts.discard_draft(service.database, concept_id, number, organisation=organisation, actor=principal.name, at=service.now())
    return to(lang, "publish")
