"""Configurations that were computed for somebody: whose they are, and what they were asked with. The results themselves never change.

A row belongs to the organisation whose key asked for it; what nobody in particular asked for can be read by everybody who knows its digest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.documents.finding import Finding
from catalogue.errors import NotFound
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.results import Result, marks_of, put_result
from catalogue.store.tables import configuration, document, result

NOBODY = ""
"""Stands for the organisation where nobody in particular asked."""


@dataclass(frozen=True, slots=True)
class KeptConfiguration:
    """One configuration as somebody may read it."""

    digest: str
    """Digest that the configuration names itself."""
    body: bytes
    """Its canonical bytes; they never change."""
    building_id: str
    public: bool
    """Whether it belongs to nobody in particular."""
    marks: tuple[Finding, ...]
    """Findings about its concept version since: withdrawn, and why."""


_ROWS = (
    sa.select(configuration.c.digest, configuration.c.organisation, result.c.concept_digest, result.c.building_id, document.c.body)
    .join(result, result.c.digest == configuration.c.result_digest)
    .join(document, document.c.digest == result.c.digest)
    # What is public is so for everybody, whoever else asked for the same.
    .order_by(configuration.c.organisation)
)


def keep_configuration(
    database: Database, digest: str, found: Result, request_key: str, *, organisation: str | None, actor: str, at: dt.datetime
) -> None:
    """Keep a configuration for an organisation, or for nobody in particular; the same one again changes nothing."""
    owner = organisation or NOBODY
    with database.writing() as connection:
        mine = sa.select(configuration.c.digest).where(configuration.c.digest == digest, configuration.c.organisation == owner)
        if connection.execute(mine).first() is not None:
            return
        kept = put_result(connection, found, actor=actor, at=at, organisation=organisation)
        row = {"digest": digest, "organisation": owner, "result_digest": kept, "request_key": request_key, "kept_at": stamp(at)}
        connection.execute(configuration.insert().values(**row))


def find_configuration(connection: sa.Connection, digest: str, organisation: str | None) -> KeptConfiguration:
    """Return a configuration that an organisation may read. Raises NotFound, also for somebody else's."""
    row = connection.execute(_ROWS.where(configuration.c.digest == digest, _readable(organisation))).first()
    if row is None:
        raise NotFound("configuration-unknown", digest=digest)
    return _kept(connection, row)


def find_answer(connection: sa.Connection, request_key: str, organisation: str | None) -> KeptConfiguration | None:
    """Return what was kept for the very same request of the same organisation, or None."""
    asked = _ROWS.where(configuration.c.request_key == request_key, configuration.c.organisation == (organisation or NOBODY))
    row = connection.execute(asked.limit(1)).first()
    return None if row is None else _kept(connection, row)


def _readable(organisation: str | None) -> sa.ColumnElement[bool]:
    return configuration.c.organisation.in_({NOBODY, organisation or NOBODY})


def _kept(connection: sa.Connection, row: sa.Row[Any, Any, Any, Any, Any]) -> KeptConfiguration:
    return KeptConfiguration(
        digest=row.digest,
        body=bytes(row.body),
        building_id=row.building_id,
        public=row.organisation == NOBODY,
        marks=marks_of(connection, row.concept_digest),
    )
