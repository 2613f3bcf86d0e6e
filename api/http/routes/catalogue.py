"""The catalogue as a whole: written as one archive, taken in from one, and filled with the starter documents. For whoever runs this."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.catalogue import publish_starter
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import PRIVATE
from api.http.errors import UnsupportedMediaType
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.sending import changed
from api.http.service import ServiceDep
from catalogue.store.answers import Answer
from catalogue.store.archive import export_archive, unpack_archive
from catalogue.store.exchange import Exchanged, import_files

ZIP = "application/zip"
BINARY: dict[str, Any] = {ZIP: {"schema": {"type": "string", "format": "binary"}}}
router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"], responses=problem_responses(401, 403))


class TakenIn(Body):
    """What was taken into the catalogue."""

    versions: list[str] = Field(description="`ID@VERSION` of each version that was not here before.")
    unchanged: list[str] = Field(description="Those that were here already, with the same digest.")
    attachments: int = Field(description="Number of files that the archive holds beside the documents.")


def _said(taken: Exchanged) -> TakenIn:
    return TakenIn(versions=list(taken.versions), unchanged=list(taken.unchanged), attachments=taken.attachments)


@router.get(
    "",
    operation_id="export_catalogue",
    response_class=Response,
    responses={200: {"content": BINARY, "description": "The archive."}},
)
def get_catalogue(service: ServiceDep, principal: PrincipalDep) -> Response:
    """Return every published version of everybody as one ZIP archive: documents, records, states, attachments, audit chain.

    What organisations keep for themselves (drafts, buildings, keys) is not in it: that is what a backup is for. Scope
    `installation:manage`.
    """
    require_scope(principal, "installation:manage")
    with tempfile.NamedTemporaryFile(prefix="optop-", suffix=".zip", delete=False) as held:
        file = Path(held.name)
    removal = BackgroundTask(file.unlink, missing_ok=True)
    try:
        export_archive(service.database, file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    headers = {"Cache-Control": PRIVATE}
    return FileResponse(file, media_type=ZIP, filename="catalogue.zip", headers=headers, background=removal)


@router.post(
    "",
    operation_id="import_catalogue",
    response_model=TakenIn,
    responses=problem_responses(409),
    openapi_extra={"requestBody": {"required": True, "content": BINARY}},
)
async def post_catalogue(
    request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Take in an archive that an export wrote, all or nothing; what is here with the same digest stays. Scope `installation:manage`."""
    require_scope(principal, "installation:manage")
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != ZIP:
        raise UnsupportedMediaType("archive-media-type", media_type=ZIP)
    with tempfile.TemporaryDirectory(prefix="optop-") as name:
        folder = Path(name)
        digest = hashlib.sha256()
        with (folder / "catalogue.zip").open("wb") as held:
            async for chunk in request.stream():
                digest.update(chunk)
                await run_in_threadpool(held.write, chunk)

        await run_in_threadpool(unpack_archive, folder / "catalogue.zip", folder / "unpacked")

        def take_in() -> Answer:
            return changed(_said(import_files(service.database, folder / "unpacked", actor=principal.name, at=service.now())))

        return await run_in_threadpool(done_once, service, principal, request, idempotency_key, digest.hexdigest(), take_in)


@router.post("/starter", operation_id="import_starter_catalogue", response_model=TakenIn, responses=problem_responses(409))
def post_starter(request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None) -> Response:
    """Publish the documents that ship with optop, as the example data that they are. Scope `installation:manage`."""
    require_scope(principal, "installation:manage")
    return done_once(
        service, principal, request, idempotency_key, None, lambda: changed(_said(publish_starter(service.database, service.now())))
    )
