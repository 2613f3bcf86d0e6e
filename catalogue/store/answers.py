"""Answers to requests that carried an Idempotency-Key, so that a retry gets the same one and nothing happens twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.errors import InvalidDocument
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import kept_answer

KEPT_HOURS = 24
"""How long a retry is recognised."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False
    body_again: bytes | None = None
    """What a retry gets in place of a body that is shown once."""


@dataclass(frozen=True, slots=True)
class Retryable:
    """A request that may come again."""

    organisation: str
    holder: str
    key: str
    request_digest: str
    """Of what was asked; the same key with another request is a mistake."""


class KeyReused(InvalidDocument):
    """An Idempotency-Key came again with another request."""

    code = "idempotency-key-reused"


def recorded(database: Database, request: Retryable, at: dt.datetime) -> Answer | None:
    """Return the answer that a request got before, or None for one that did not come before. Raises KeyReused."""
    with database.reading() as connection:
        return _known(connection, request, at)


def once(database: Database, request: Retryable, at: dt.datetime, operation: Callable[[], Answer]) -> Answer:
    """Do an operation once: its changes and its answer are kept in one transaction, and a retry gets that answer.

    What fails leaves nothing, so a retry does it anew. Raises KeyReused, and what the operation raises.
    """
    with database.writing() as connection:
        connection.execute(kept_answer.delete().where(kept_answer.c.kept_at < _oldest(at)))
        known = _known(connection, request, at)
        if known is not None:
            return known
        answer = operation()
        connection.execute(
            kept_answer.insert().values(
                organisation=request.organisation,
                holder=request.holder,
                idempotency_key=request.key,
                request_digest=request.request_digest,
                status=answer.status,
                headers=json.dumps(dict(answer.headers)),
                body=answer.body if answer.body_again is None else answer.body_again,
                kept_at=stamp(at),
            )
        )
        return answer


def _oldest(at: dt.datetime) -> str:
    return stamp(at - dt.timedelta(hours=KEPT_HOURS))


def _known(connection: sa.Connection, request: Retryable, at: dt.datetime) -> Answer | None:
    mine = (
        kept_answer.c.organisation == request.organisation,
        kept_answer.c.holder == request.holder,
        kept_answer.c.idempotency_key == request.key,
        kept_answer.c.kept_at >= _oldest(at),
    )
    known = connection.execute(kept_answer.select().where(*mine)).first()
    if known is None:
        return None
    if known.request_digest != request.request_digest:
        raise KeyReused("idempotency-key-reused", key=request.key)
    return Answer(known.status, bytes(known.body), json.loads(known.headers), replayed=True)
