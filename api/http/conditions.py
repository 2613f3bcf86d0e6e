"""Entity tags and conditional requests (RFC 9110, 8.8.3 and 13): what is kept is not sent again, what changed is not overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import Header, Response

from api.http.errors import PreconditionFailed, PreconditionRequired

IMMUTABLE = "public, max-age=31536000, immutable"
"""For what never changes: whoever has it may keep it for ever."""
REVALIDATED = "no-cache"
"""For what is public and moves: kept, and asked about each time."""
PRIVATE = "private, no-cache"
"""For what belongs to an organisation."""
SECRET = "no-store"  # noqa: S105 - a caching directive
"""For what nobody on the way may keep."""
JSON = "application/json"
NOT_MODIFIED = 304
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The entity tag (`ETag`) of the state that you read. Missing: 428. Another one by now: 412."),
]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", description="Entity tags that you have; a match is answered with 304.")]


def entity_tag(value: str) -> str:
    """Return a strong entity tag."""
    return f'"{value}"'


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Return whether a client has this already: the weak comparison, as section 13.1.2 asks for."""
    if if_none_match is None:
        return False
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return any(f'"{tag}"' == etag for _, tag in _TAG.findall(if_none_match))


def kept_for_ever(*, public: bool) -> str:
    """Return the Cache-Control of what never changes; caches that are shared keep only what everybody may read."""
    return IMMUTABLE if public else IMMUTABLE.replace("public", "private")


def tagged(etag: str, caching: str, headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers of something that has an entity tag, with those that it has besides."""
    return {"ETag": etag, "Cache-Control": caching, **(headers or {})}


def conditional(body: bytes, headers: Mapping[str, str], if_none_match: str | None, media_type: str = JSON) -> Response:
    """Return an answer with these headers, of which one is its tag, or 304 without a body for a client that has it."""
    if is_known(if_none_match, headers["ETag"]):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def require_match(if_match: str | None, etag: str) -> None:
    """Refuse a change of a state that was not read, or that is another by now: the strong comparison of section 13.1.1.

    Raises PreconditionRequired or PreconditionFailed.
    """
    if if_match is None:
        raise PreconditionRequired("if-match-missing")
    if if_match.strip() == "*":
        return
    if not any(not weak and f'"{tag}"' == etag for weak, tag in _TAG.findall(if_match)):
        raise PreconditionFailed("if-match-failed")
