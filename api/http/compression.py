"""Texts are sent compressed to whoever takes that, where it is safe: never what goes to somebody who is signed in.

An answer that holds a secret beside something that the asker chose tells the secret by its length once it is compressed (BREACH). Whoever
shows no key and no session gets no secrets; everybody else gets plain bytes, which a reverse proxy should leave plain too.

What has an entity tag is sent as it is: its tag is strong, the digest of just these bytes (RFC 9110, 8.8.1).
"""

from __future__ import annotations

import re
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 1_000
"""Shorter texts fit one packet as they are."""
MOST_BYTES = 2_000_000
"""Longer ones are files to download: to compress them would keep the event loop from everybody else."""
LEVEL = 1
"""65 kB of a preview become 12 kB in a quarter of a millisecond; the next levels take three times as long for a sixth less."""
GZIP_WBITS = 31
_TEXTS = re.compile(r"text/(html|plain|csv|markdown)|application/([a-z.]+\+)?(json|yaml)|image/svg\+xml")
_REFUSED = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*$")


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes gzip (RFC 9110, 12.5.3): it names it, and not with weight 0."""
    return any(part.strip().startswith("gzip") and not _REFUSED.match(part.strip()) for part in accept_encoding.lower().split(","))


def compressed(body: bytes) -> bytes:
    """Return a body as gzip; the same body always gives the same bytes."""
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WBITS)
    return squeezer.compress(body) + squeezer.flush()


class Compressed:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        anonymous = "authorization" not in asked and "cookie" not in asked
        may = anonymous and takes_gzip(asked.get("accept-encoding", ""))
        begun: Message | None = None

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = message
                return
            if begun is not None:
                start, begun = begun, None
                message = _squeezed(start, message, may=may)
                await send(start)
            await send(message)

        await self.app(scope, receive, sending)


def _squeezed(start: Message, message: Message, *, may: bool) -> Message:
    """Return the body as it is sent, and say in the headers of its start what became of it."""
    headers, body = MutableHeaders(scope=start), message.get("body", b"")
    text = _TEXTS.match(headers.get("content-type", "")) is not None and "content-encoding" not in headers
    if not text or "set-cookie" in headers or "etag" in headers:
        return message
    headers.add_vary_header("Accept-Encoding")
    whole = message["type"] == "http.response.body" and not message.get("more_body", False)
    if not may or not whole or not LEAST_BYTES <= len(body) <= MOST_BYTES:
        return message
    squeezed = compressed(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(squeezed))
    return {**message, "body": squeezed}
