"""A short way for what is asked for most: a published version that is in memory, for a caller without key or session.

It answers with the very same bytes and headers as the route, without the routing: that costs several times what the answer does.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api.http.conditions import is_known
from api.http.errors import RateLimited
from api.http.service import Service
from api.http.version_cache import SentVersion

PREFIX = "/v1/concepts/"
PARTS = 6
"""Of `/v1/concepts/{concept_id}/versions/{version}`, with the empty one before it."""
WHO = frozenset({b"authorization", b"cookie"})


class VersionLane:
    """Stands before an application and answers what it can; everything else goes on."""

    def __init__(self, app: FastAPI) -> None:
        """Stand before an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        sent = self._in_memory(scope) if scope["type"] == "http" else None
        if sent is None:
            await self.app(scope, receive, send)
            return
        known = is_known(next((value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"), None), sent.etag)
        length = [] if known else [(b"content-length", sent.length), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": [*sent.raw_headers, *length]})
        await send({"type": "http.response.body", "body": b"" if known else sent.body})

    def _in_memory(self, scope: Scope) -> SentVersion | None:
        path: str = scope["path"]
        if scope["method"] != "GET" or not path.startswith(PREFIX) or not WHO.isdisjoint(name for name, _ in scope["headers"]):
            return None
        parts = path.split("/")
        if len(parts) != PARTS or parts[4] != "versions":
            return None
        service: Service = self.app.state.service
        sent = service.versions.fresh(parts[3], parts[5])
        if sent is not None:
            try:
                service.limiter.count_address(scope)
            except RateLimited:
                return None  # the application says so, as a problem
        return sent
