"""Pages of a list: a cursor says after which row to go on (keyset), so rows that come and go shift nothing.

It is opaque and signed: nothing but what this service gave comes back, and only for the same list with the same filters.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.bodies import Body
from api.http.errors import BadCursor
from api.http.service import Service, ServiceDep

MAX_LIMIT = 100
DEFAULT_LIMIT = 50
_SIGNATURE_BYTES = 12

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"How many at most on one page, 1 to {MAX_LIMIT}.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=600, description="The `next_cursor` of the page before, with the same other parameters. Leave out for the first page."
    ),
]
T = TypeVar("T")


class ListPage(Body, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last. Also in the header `Link`.")


def next_cursor(service: Service, what: Sequence[str], place: Sequence[str | int]) -> str:
    """Return a cursor to go on after a place in a list; `what` names the list and its filters."""
    said = json.dumps(list(place), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signature(service, what, said) + said).decode().rstrip("=")


def place_of(service: Service, what: Sequence[str], cursor: str) -> list[str | int]:
    """Return the place that a cursor stands for. Raises BadCursor for one that was not given for this list."""
    try:
        signed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        signed = b""
    signature, said = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(service, what, said)):
        raise BadCursor("cursor-foreign", pointers=("/cursor",))
    place: list[str | int] = json.loads(said)
    return place


def _signature(service: Service, what: Sequence[str], said: bytes) -> bytes:
    signer = hmac.new(service.pepper, b"cursor", hashlib.sha256).digest()
    return hmac.new(signer, json.dumps(list(what)).encode() + b"\0" + said, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Say in the header `Link` (RFC 8288) where the next page is."""
    if cursor is not None:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        response.headers["Link"] = f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'


@dataclass(frozen=True, slots=True)
class AskedPage:
    """The page of a list that a request asks for, and the answer that it becomes."""

    request: Request
    response: Response
    service: Service
    limit: int
    cursor: str | None

    def after(self, what: Sequence[str]) -> list[str | int] | None:
        """Return the place after which the page begins, or None for the first; `what` names the list and its filters. Raises BadCursor."""
        return None if self.cursor is None else place_of(self.service, what, self.cursor)

    def cut(
        self, what: Sequence[str], found: Sequence[T], place: Callable[[T], Sequence[str | int]], caching: str
    ) -> tuple[Sequence[T], str | None]:
        """Return the rows of this page and the cursor of the next one, and say it in the headers.

        Args:
            what: names the list and its filters.
            found: the rows from the beginning of this page on, one more than `limit` where there are.
            place: what a row is found again by.
            caching: the Cache-Control of the answer.
        """
        following = next_cursor(self.service, what, place(found[self.limit - 1])) if len(found) > self.limit else None
        link_next(self.request, self.response, following)
        self.response.headers["Cache-Control"] = caching
        return found[: self.limit], following


async def asked_page(
    request: Request, response: Response, service: ServiceDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> AskedPage:
    """Return the page that is asked for. Asynchronous, for the framework sends a plain function to a thread."""
    return AskedPage(request, response, service, limit, cursor)


PageDep = Annotated[AskedPage, Depends(asked_page)]
"""The page that is asked for, for a route that lists something."""
