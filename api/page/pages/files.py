"""The files that a draft names by digest: which are there, which are missing, and handing one in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.page.concepts.files import files_of
from api.page.publish.desk import Visit, draft_of, to
from api.page.publish.views import draft_view
from api.page.rendering import render
from api.page.texts import Lang, text
from api.roles import require_scope
from catalogue.documents.canonical import digest_of_bytes
from catalogue.errors import OptopError
from catalogue.store import attachments
from catalogue.store.attachments import MAX_ATTACHMENT_BYTES

router = APIRouter(include_in_schema=False, prefix="/{lang:lang}/publish/{reference}/files")
FORM_BYTES = 100_000
"""What a form with one file adds to the file."""
MEDIA_TYPE_OF_ENDING = {"ifc": "application/x-step", "stp": "application/x-step", "step": "application/x-step"}
"""Kinds that browsers do not know by the ending of a file's name."""


@router.get("")
def draft_files(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Show the files that a draft names."""
    if principal.organisation is None:
        return to(lang, "publish")
    return _files(Visit(request, lang, service, principal, draft_of(service, principal, reference)))


def _files(visit: Visit, handed_in: str = "", problem: str = "", status: int = 200) -> HTMLResponse:
    concept = visit.found.concept
    with visit.service.database.reading() as connection:
        usable = attachments.usable(connection, concept.attachment_digests(), visit.found.organisation)
    return render(
        visit.request,
        "publish/files.html",
        visit.lang,
        status=status,
        view=draft_view(visit.found, visit.principal, visit.lang, visit.t),
        files=files_of(concept, visit.lang),
        usable=usable,
        handed_in=handed_in,
        problem=problem,
        tab="files",
    )


@router.post("", max_body_size=MAX_ATTACHMENT_BYTES + FORM_BYTES)
async def hand_in(request: Request, lang: Lang, reference: str, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Take a file in for the organisation, and say by which digest the document may name it."""
    organisation = require_scope(principal, "drafts:write")
    found = await run_in_threadpool(draft_of, service, principal, reference)
    visit = Visit(request, lang, service, principal, found)
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        media_type = _media_type(file) if isinstance(file, UploadFile) else ""
    if not content:
        return await run_in_threadpool(_files, visit, "", text(lang, "files.no_file"), 422)
    who = {"organisation": organisation, "actor": principal.name}
    try:
        await run_in_threadpool(attachments.hand_in, service.database, content, media_type, **who, at=service.now())
    except OptopError as error:
        return await run_in_threadpool(_files, visit, "", error.sentence(lang), error.http_status)
    return await run_in_threadpool(_files, visit, digest_of_bytes(content))


def _media_type(file: UploadFile) -> str:
    ending = (file.filename or "").rpartition(".")[2].casefold()
    return MEDIA_TYPE_OF_ENDING.get(ending) or (file.content_type or "").partition(";")[0].strip().casefold()
