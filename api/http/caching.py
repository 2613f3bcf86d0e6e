"""Strong entity tags and how long an answer may be kept."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

FOR_EVER = "max-age=31536000, immutable"
NOT_MODIFIED = 304


def kept_for_ever(*, public: bool) -> str:
    """Return the Cache-Control of what never changes: shared caches keep it only where everybody may read it."""
    return f"{'public' if public else 'private'}, {FOR_EVER}"


def matches(request: Request, etag: str) -> bool:
    """Tell whether the client has this very answer already (If-None-Match)."""
    held = request.headers.get("if-none-match")
    if held is None:
        return False
    return held.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in held.split(","))


def tagged(request: Request, body: bytes, media_type: str, etag: str, headers: dict[str, str]) -> Response:
    """Return an answer with its entity tag, or 304 without a body where the client has it."""
    every = {"ETag": etag, **headers}
    if matches(request, etag):
        return Response(status_code=NOT_MODIFIED, headers=every)
    return Response(body, media_type=media_type, headers=every)
