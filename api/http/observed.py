"""What is noted of every request: how long it took by route template, and in the log under which id and by whom."""

from __future__ import annotations

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import UNMATCHED, Metrics

FAILED = 500
_log = structlog.get_logger("optop.http")


class Observed:
    """Wraps an application; counts, and logs what failed, or everything where an access log is wanted."""

    def __init__(self, app: ASGIApp, metrics: Metrics, access_log: bool) -> None:
        """Wrap an application."""
        self.app, self._metrics, self._access_log = app, metrics, access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=state.get("request_id", ""))
        status, began = FAILED, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            route = template_of(scope)
            self._metrics.observe(scope["method"], route, status, seconds)
            if status >= FAILED or self._access_log:
                who = getattr(state.get("principal"), "name", "anonymous")
                note = _log.warning if status >= FAILED else _log.info
                note("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1e3, 1), principal=who)


def template_of(scope: Scope) -> str:
    """Return the template of the route that answered, as `/v1/concepts/{reference}`."""
    return str(getattr(scope.get("route"), "path", UNMATCHED))
