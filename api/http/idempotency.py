"""Idempotency-Key: a client that got no answer sends the same request again, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Header, Request, Response
from pydantic import BaseModel

from api.http.service import Service
from api.roles import Principal
from catalogue.documents.canonical import canonical_bytes, digest_of_bytes
from catalogue.store.answers import KEPT_HOURS, Answer, Retryable, once

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description=f"A value of your own for this request. Sent again within {KEPT_HOURS} hours, it gets the same answer and nothing "
        "happens twice; with another request it is refused (422).",
    ),
]


def created(
    service: Service, principal: Principal, request: Request, key: str | None, asked: BaseModel | None, operation: Callable[[], Answer]
) -> Response:
    """Do what creates something, once for each Idempotency-Key, and answer with it. Raises what the operation raises, and KeyReused."""
    if key is None:
        answer = operation()
    else:
        content = None if asked is None else asked.model_dump(mode="json")
        digest = digest_of_bytes(canonical_bytes([request.method, request.url.path, content]))
        retryable = Retryable(str(principal.organisation), principal.name, key, digest)
        answer = once(service.database, retryable, service.now(), operation)
    headers = dict(answer.headers) | ({"Idempotency-Replayed": "true"} if answer.replayed else {})
    return Response(answer.body, answer.status, headers, media_type="application/json")
