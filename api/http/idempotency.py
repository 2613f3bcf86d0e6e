"""Idempotency-Key: a client that got no answer sends the same request again, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Header, Request, Response
from pydantic import BaseModel

from api.http.service import Service
from api.roles import Principal
from catalogue.documents.canonical import canonical_bytes, digest_of_bytes
from catalogue.store.answers import KEPT_HOURS, Answer, Retryable, once, recorded

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
Asked = BaseModel | str | None
"""What a request asks for: its body, or the digest of a body that is a file."""


def retryable(principal: Principal, request: Request, key: str | None, asked: Asked) -> Retryable | None:
    """Return under what a request is remembered: nothing without a key, and nothing of nobody in particular.

    Anonymous callers only ask for what is computed, where the same request gives the same answer by itself; remembered, the key of one
    would stand in the way of another.
    """
    if key is None or principal.organisation is None:
        return None
    content = asked.model_dump(mode="json") if isinstance(asked, BaseModel) else asked
    digest = digest_of_bytes(canonical_bytes([request.method, request.url.path, request.url.query, content]))
    return Retryable(principal.organisation, principal.name, key, digest)


def known_answer(service: Service, asked: Retryable | None) -> Answer | None:
    """Return the answer that a request got before, or None. Raises KeyReused."""
    return None if asked is None else recorded(service.database, asked, service.now())


def answered_once(service: Service, asked: Retryable | None, operation: Callable[[], Answer]) -> Answer:
    """Do an operation, once where it is remembered. Raises KeyReused, and what the operation raises."""
    return operation() if asked is None else once(service.database, asked, service.now(), operation)


def done_once(
    service: Service, principal: Principal, request: Request, key: str | None, asked: Asked, operation: Callable[[], Answer]
) -> Response:
    """Do what changes something, once for each Idempotency-Key, and answer with it. Raises KeyReused, and what the operation raises."""
    return sent(answered_once(service, retryable(principal, request, key, asked), operation))


def sent(answer: Answer) -> Response:
    """Return an answer as a response; one that was given before says so."""
    headers = dict(answer.headers) | replayed(answer)
    return Response(answer.body, answer.status, headers, media_type="application/json")


def replayed(answer: Answer | None) -> dict[str, str]:
    """Return the header that an answer which was given before has."""
    return {"Idempotency-Replayed": "true"} if answer is not None and answer.replayed else {}
