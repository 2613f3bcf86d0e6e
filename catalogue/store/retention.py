"""What is kept for a time only: configurations that nobody in particular asked for. Everything else of a catalogue stays for ever."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic import JsonValue

from catalogue.store.audit import append
from catalogue.store.configurations import NOBODY
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import attachment, concept_version, configuration, document, released, result

AT_ONCE = 200
"""Configurations that one transaction removes: others write in between."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed."""

    configurations: int
    """Configurations that nobody in particular can read any more."""
    results: int
    """Of these the ones that nobody else had asked for either: their bytes are gone."""
    freed_bytes: int


def tidy(database: Database, before: dt.datetime, *, actor: str, at: dt.datetime) -> Tidied:
    """Remove configurations that were first kept before a moment and belong to nobody in particular.

    The bytes of one that an organisation asked for too, or that was kept on the machine itself, stay. What was removed is named in the
    audit chain. A crash halfway leaves whole transactions: run again, it goes on.
    """
    done = Tidied(0, 0, 0)
    while True:
        step = _tidy_some(database, before, actor=actor, at=at)
        if not step.configurations:
            return done
        done = Tidied(done.configurations + step.configurations, done.results + step.results, done.freed_bytes + step.freed_bytes)


def _tidy_some(database: Database, before: dt.datetime, *, actor: str, at: dt.datetime) -> Tidied:
    of_nobody = sa.and_(configuration.c.organisation == NOBODY, configuration.c.kept_at < stamp(before))
    chosen = sa.select(configuration.c.digest, configuration.c.result_digest).where(of_nobody)
    with database.writing() as connection:
        rows = connection.execute(chosen.order_by(configuration.c.kept_at, configuration.c.digest).limit(AT_ONCE)).all()
        if not rows:
            return Tidied(0, 0, 0)
        gone = [row.digest for row in rows]
        connection.execute(configuration.delete().where(of_nobody, configuration.c.digest.in_(gone)))
        freed = _release(connection, sorted({row.result_digest for row in rows}))
        bytes_gone: list[JsonValue] = [*sorted(freed)]
        append(connection, stamp(at), actor, "tidy", stamp(before), configurations=gone, results=bytes_gone)
        return Tidied(len(rows), len(freed), sum(freed.values()))


def _release(connection: sa.Connection, digests: list[str]) -> dict[str, int]:
    """Remove the results to which nothing refers any more. Returns the bytes of each."""
    references = (configuration.c.result_digest, attachment.c.digest, concept_version.c.digest, concept_version.c.record_digest)
    referred = sa.or_(*(sa.exists(sa.select(column).where(column == document.c.digest)) for column in references))
    free = sa.select(document.c.digest, sa.func.length(document.c.body)).where(document.c.digest.in_(digests), sa.not_(referred))
    freed: dict[str, int] = {row[0]: row[1] for row in connection.execute(free)}
    if freed:
        connection.execute(released.insert(), [{"digest": digest} for digest in freed])
        connection.execute(result.delete().where(result.c.digest.in_(freed)))
        connection.execute(document.delete().where(document.c.digest.in_(freed)))
        connection.execute(released.delete())
    return freed
