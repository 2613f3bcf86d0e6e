"""Published versions that are in memory are sent before anything else is looked at: they are what is asked for most, and never change."""

from __future__ import annotations

from typing import cast

from fastapi.responses import Response
from starlette.datastructures import Headers, State
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.conditions import is_known
from api.http.errors import RateLimited
from api.http.service import Service
from api.http.version_cache import SentVersion

PREFIX, BETWEEN = "/v1/concepts/", "/versions/"
TEMPLATE = "/v1/concepts/{concept_id}/versions/{version}"
NOT_MODIFIED = 304


class _Route:
    """Stands for the route that would have answered, where requests are counted by template."""

    path = TEMPLATE


class Front:
    """Wraps an application. What it does not know by heart, and who shows a key, goes on to the route, which answers the same."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        """Wrap an application; `state` holds its service once it has started."""
        self.app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent = None if "authorization" in headers or "cookie" in headers else self._known(scope)
        if sent is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = _Route
        if is_known(headers.get("if-none-match"), sent.etag):
            response = Response(status_code=NOT_MODIFIED, headers=sent.headers)
        else:
            response = Response(sent.body, headers=sent.headers, media_type="application/json")
        await response(scope, receive, send)

    def _known(self, scope: Scope) -> SentVersion | None:
        """Return the version that a path names, where it is in memory and its caller may still ask; else the route says what is wrong."""
        concept_id, _, version = scope["path"][len(PREFIX) :].partition(BETWEEN)
        service = cast("Service | None", getattr(self._state, "service", None))
        sent = None if service is None else service.versions.fresh(concept_id, version)
        if service is None or sent is None:
            return None
        try:
            service.limiter.count_address(scope)
        except RateLimited:
            return None
        return sent
