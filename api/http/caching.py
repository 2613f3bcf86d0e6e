"""Answers that never change: strong entity tags, kept by shared caches only where everybody may read them."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.http.conditions import IMMUTABLE, is_known

NOT_MODIFIED = 304


def kept_for_ever(*, public: bool) -> str:
    """Return the Cache-Control of what never changes."""
    return IMMUTABLE if public else IMMUTABLE.replace("public", "private")


def tagged(request: Request, body: bytes, media_type: str, etag: str, headers: dict[str, str]) -> Response:
    """Return an answer with its entity tag, or 304 without a body where the client has it."""
    every = {"ETag": etag, **headers}
    if is_known(request.headers.get("if-none-match"), etag):
        return Response(status_code=NOT_MODIFIED, headers=every)
    return Response(body, media_type=media_type, headers=every)
