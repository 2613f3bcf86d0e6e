"""Texts are sent compressed to whoever takes that, where it is safe: never what goes to somebody who is signed in.

An answer that holds a secret beside something that the asker chose tells the secret by its length once it is compressed (BREACH). Whoever
shows no key and no session gets no secrets; everybody else gets plain bytes, which a reverse proxy should leave plain too.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 1_000
"""Shorter texts fit one packet as they are."""
MOST_BYTES = 2_000_000
"""Longer ones are files to download: to compress them would keep the event loop from everybody else."""
LEVEL = 1
"""65 kB of a preview become 12 kB in a quarter of a millisecond; the next levels take three times as long for a sixth less."""
GZIP_WBITS = 31
NOT_MODIFIED = 304
_TEXTS = re.compile(r"text/(html|plain|csv|markdown)|application/([a-z.]+\+)?(json|yaml)|image/svg\+xml")
_REFUSED = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*$")


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes gzip (RFC 9110, 12.5.3): it names it, and not with weight 0."""
    return any(part.strip().startswith("gzip") and not _REFUSED.match(part.strip()) for part in accept_encoding.lower().split(","))


def compressed(body: bytes) -> bytes:
    """Return a body as gzip; the same body always gives the same bytes."""
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WBITS)
    return squeezer.compress(body) + squeezer.flush()


_kept = lru_cache(maxsize=128)(compressed)
"""Of what never changes: published documents are asked for most."""


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
    if start["status"] == NOT_MODIFIED and may:
        _weaken(headers)
    text = _TEXTS.match(headers.get("content-type", "")) is not None and "content-encoding" not in headers
    if not text or "set-cookie" in headers:
        return message
    headers.add_vary_header("Accept-Encoding")
    whole = message["type"] == "http.response.body" and not message.get("more_body", False)
    if not may or not whole or not LEAST_BYTES <= len(body) <= MOST_BYTES:
        return message
    squeezed = _kept(body) if "immutable" in headers.get("cache-control", "") else compressed(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(squeezed))
    _weaken(headers)
    return {**message, "body": squeezed}


def _weaken(headers: MutableHeaders) -> None:
    """Make the tag weak: the same document in other bytes (RFC 9110, 8.8.1). If-None-Match compares weakly."""
    tag = headers.get("etag")
    if tag is not None and not tag.startswith("W/"):
        headers["ETag"] = f"W/{tag}"
