"""Evidence and pictures, by digest: an organisation's own until a version that names them is published."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import IfNoneMatch, conditional, entity_tag, kept_for_ever, tagged
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.sending import made
from api.http.service import ServiceDep
from catalogue.documents.canonical import digest_of_bytes
from catalogue.store import attachments
from catalogue.store.answers import Answer
from catalogue.store.attachments import MAX_ATTACHMENT_BYTES, MEDIA_TYPES
from catalogue.store.documents import JSON

router = APIRouter(prefix="/v1/attachments", tags=["attachments"])
BINARY: dict[str, Any] = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in MEDIA_TYPES}
SHOWN = ("image/png", "image/jpeg")
"""Kinds that a browser may show in a page; every other is saved as a file."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing that somebody handed in runs nothing and reaches nothing, also when it is opened by itself."""
Digest = Annotated[
    str,
    Path(
        pattern=r"^sha256:[0-9a-f]{64}$",
        description="`sha256:` and 64 hexadecimal digits of the file.",
        openapi_examples={"none": {"value": "sha256:" + "0" * 64}},
    ),
]


class HandedIn(Body):
    """A file that was taken in."""

    digest: str = Field(description="By which a document names it.")
    media_type: str
    size_bytes: int = Field(description="Size of the file, bytes.")


@router.post(
    "",
    operation_id="hand_in_attachment",
    status_code=201,
    response_model=HandedIn,
    max_body_size=MAX_ATTACHMENT_BYTES,
    responses=problem_responses(400, 401, 403, 415),
    openapi_extra={"requestBody": {"required": True, "content": {kind: said for kind, said in BINARY.items() if kind != JSON}}},
)
async def post_attachment(
    request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Hand in a file of at most 20 MB, as the body. The same file again changes nothing. Scope `drafts:write`."""
    organisation = require_scope(principal, "drafts:write")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    content = await request.body()

    def hand_in() -> Answer:
        who = {"organisation": organisation, "actor": principal.name}
        digest = attachments.hand_in(service.database, content, media_type, **who, at=service.now())
        return made(HandedIn(digest=digest, media_type=media_type, size_bytes=len(content)), f"/v1/attachments/{digest}")

    asked = f"{media_type} {digest_of_bytes(content)}"
    return await run_in_threadpool(done_once, service, principal, request, idempotency_key, asked, hand_in)


@router.get(
    "/{digest}",
    operation_id="get_attachment",
    response_class=Response,
    responses={200: {"content": BINARY, "description": "The file."}, 304: {"description": "You have it."}},
)
def get_attachment(digest: Digest, service: ServiceDep, principal: PrincipalDep, if_none_match: IfNoneMatch = None) -> Response:
    """Return a file that a published version names, or one of your own organisation."""
    with service.database.reading() as connection:
        content, media_type, public = attachments.read_attachment(connection, digest, principal.organisation)
    safety = {"Content-Security-Policy": POLICY, "Content-Disposition": "inline" if media_type in SHOWN else "attachment"}
    headers = tagged(entity_tag(digest), kept_for_ever(public=public), safety)
    return conditional(content, headers, if_none_match, media_type)
