"""What stands around the whole application, service and page alike: the request's name, HEAD, headers of safety, and plain refusals."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.limits import limit_headers
from api.http.problems import MEDIA_TYPE, problem_response
from api.http.request_ids import HEADER, name_request
from catalogue.errors import Phrase

HTTP_CONTENT_TOO_LARGE = 413
SAFETY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""Set wherever an answer does not say it itself: a page has a policy of its own, a published document may be kept."""
TRANSPORT = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
"""Where the request came by https."""


class Guard:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = name_request(scope)
        headless = scope["method"] == "HEAD"
        if headless:  # every GET answers HEAD too (RFC 9110, 9.3.2)
            scope["method"] = "GET"
        replaced = False

        async def sending(message: Message) -> None:
            nonlocal replaced
            if replaced:
                return
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                if _is_plain_refusal(message["status"], headers):
                    replaced = True
                    await _refuse_large(scope, receive, dressed)
                    return
                _dress(scope, headers, request_id)
                await send({**message, "headers": headers})
            elif headless and message["type"] == "http.response.body":
                await send({"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)})
            else:
                await send(message)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(scope, message["headers"], request_id)
            await send(message)

        await self.app(scope, receive, sending)


def _dress(scope: Scope, headers: list[tuple[bytes, bytes]], request_id: str) -> None:
    """Add the headers that every answer has."""
    said = {name.lower() for name, _ in headers}
    headers.append((HEADER, request_id.encode("ascii")))
    headers.extend(pair for pair in SAFETY if pair[0] not in said)
    if scope["scheme"] == "https":
        headers.append(TRANSPORT)
    headers.extend(limit_headers(scope))


def _is_plain_refusal(status: int, headers: list[tuple[bytes, bytes]]) -> bool:
    """The framework refuses a body that announces its size with plain text, outside its own error handling."""
    if status != HTTP_CONTENT_TOO_LARGE:
        return False
    return not any(name.lower() == b"content-type" and value.startswith(MEDIA_TYPE.encode()) for name, value in headers)


async def _refuse_large(scope: Scope, receive: Receive, send: Send) -> None:
    answer = problem_response(scope, HTTP_CONTENT_TOO_LARGE, "body-too-large", Phrase("body-too-large"))
    await answer(scope, receive, send)
