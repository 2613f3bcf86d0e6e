"""The life of a published version: advise against it, or take it back, by the organisation that published it."""

from __future__ import annotations

from typing import NamedTuple, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.http.access import PrincipalDep
from api.http.service import Service, ServiceDep
from api.page.library import published_version
from api.page.publish.desk import PostedDep, to
from api.page.publish.posted import Posted
from api.page.rendering import render
from api.page.texts import Lang, text
from api.roles import Principal, require_scope
from catalogue.documents.document import LocalText
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import NotAllowed, OptopError
from catalogue.publishing.lifecycle import WithdrawalReason
from catalogue.store import publishing
from catalogue.store.versions import Withdrawal

router = APIRouter(include_in_schema=False, prefix="/{lang:lang}/publish/version/{concept_id}/{number}")
LONGEST_REASON = 2000
REASONS: tuple[WithdrawalReason, ...] = get_args(WithdrawalReason)


@router.get("")
def version_life(request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Show what can be done with a version of the visitor's organisation."""
    if principal.organisation is None:
        return to(lang, "publish")
    return _life(AtVersion(request, lang, service, principal, concept_id, number))


class AtVersion(NamedTuple):
    """Somebody at one published version."""

    request: Request
    lang: Lang
    service: Service
    principal: Principal
    concept_id: str
    number: str


def _life(at: AtVersion, posted: Posted | None = None, problem: str = "", status: int = 200, *, confirming: bool = False) -> HTMLResponse:
    found = published_version(at.service.database, at.concept_id, at.number)
    if found.version.organisation != require_scope(at.principal, "versions:withdraw"):
        raise NotAllowed("version-of-another", reference=found.version.reference)
    return render(
        at.request,
        "publish/life.html",
        at.lang,
        status=status,
        version=found.version,
        name=found.concept.name.in_language(at.lang),
        reasons=REASONS,
        successors=[one.reference for one in found.others if one.state != "withdrawn" and one.version != found.version.version],
        posted=posted or Posted([]),
        problem=problem,
        confirming=confirming,
    )


@router.post("/deprecate")
def deprecate(request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Advise against a version, which stays offered."""
    organisation = require_scope(principal, "versions:withdraw")
    at = AtVersion(request, lang, service, principal, concept_id, number)
    try:
        publishing.deprecate(service.database, concept_id, number, actor=principal.name, organisation=organisation, at=service.now())
    except OptopError as error:
        return _life(at, problem=error.sentence(lang), status=error.http_status)
    service.versions.forget(concept_id)
    return to(lang, f"concepts/{concept_id}/{number}")


@router.post("/withdraw")
def withdraw(
    request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep, posted: PostedDep
) -> Response:
    """Take a version back, with a reason in both languages and what to use instead: asked a second time, since nobody can undo it."""
    organisation = require_scope(principal, "versions:withdraw")
    at = AtVersion(request, lang, service, principal, concept_id, number)
    who = {"actor": principal.name, "organisation": organisation}
    try:
        why = _reason(posted)
        if why is None:
            words = text(lang, "life.incomplete")
            return _life(at, posted, words, 422)
        reference, confirmed = f"{concept_id}@{number}", posted.one("confirm").strip()
        if confirmed != reference:
            words = text(lang, "life.not_confirmed", reference=reference) if posted.has("confirm") else ""
            status = 422 if words else 200
            return _life(at, posted, words, status, confirming=True)
        successor = posted.one("successor") or None
        publishing.withdraw(service.database, concept_id, number, why, **who, at=service.now(), successor=successor)
    except OptopError as error:
        return _life(at, posted, error.sentence(lang), error.http_status)
    service.versions.forget(concept_id)
    return to(lang, f"concepts/{concept_id}/{number}")


def _reason(posted: Posted) -> Withdrawal | None:
    """Return why a version is taken back, or nothing when the form is not complete. Raises InvalidDocument for what cannot be shown."""
    kind = next((one for one in REASONS if one == posted.one("reason")), None)
    said = {lang: posted.one(f"text_{lang}").strip()[:LONGEST_REASON] for lang in ("nl", "en")}
    if kind is None or not all(said.values()):
        return None
    words = LocalText(nl=said["nl"], en=said["en"])
    refuse_unprintable(words, "/text")
    return Withdrawal(kind, words)
