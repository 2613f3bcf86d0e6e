"""Kept results: the bytes of a configuration, by digest, and what became of the concept that it was made with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.configuration import Configuration
from catalogue.documents.finding import Finding, finding
from catalogue.errors import NotFound
from catalogue.store import documents
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import concept_version, document, result
from catalogue.store.tables import configuration as kept
from catalogue.store.versions import ROWS, Version, version_of

ON_THE_MACHINE = "-"
"""Stands for the organisation of what was kept by whoever may open the database; no organisation is called so."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """One kept result as it was computed, and what has to be said about it now."""

    digest: str
    body: bytes
    """The document's canonical bytes; they never change."""
    marks: tuple[Finding, ...]
    """Findings about the concept version since: withdrawn, and why."""


@dataclass(frozen=True, slots=True)
class Result:
    """A configuration that is to be kept, with what it is filed under."""

    body: bytes
    """Its canonical bytes."""
    concept_digest: str
    concept: str
    """`ID@VERSION`."""
    building_id: str


def keep_result(database: Database, configuration: Configuration, *, actor: str, at: dt.datetime) -> str:
    """Keep a configuration for ever, on the machine itself. Returns the digest of its bytes; the same one again changes nothing."""
    concept, building = configuration.request.concept, configuration.request.building
    found = Result(canonical_bytes(configuration), concept.digest, f"{concept.id}@{concept.version}", building.id)
    with database.writing() as connection:
        digest = put_result(connection, found, actor=actor, at=at)
        mine = sa.select(kept.c.digest).where(kept.c.digest == configuration.digest, kept.c.organisation == ON_THE_MACHINE)
        if connection.execute(mine).first() is None:
            row = {"digest": configuration.digest, "organisation": ON_THE_MACHINE, "result_digest": digest}
            connection.execute(kept.insert().values(**row, request_key="", kept_at=stamp(at)))
        return digest


def put_result(connection: sa.Connection, found: Result, *, actor: str, at: dt.datetime, organisation: str | None = None) -> str:
    """Keep a result in the caller's transaction; one that is there already stays as it is. Returns the digest of its bytes."""
    digest = documents.digest_of_bytes(found.body)
    if connection.execute(sa.select(result.c.digest).where(result.c.digest == digest)).first() is None:
        documents.put(connection, found.body, documents.JSON)
        values = {"digest": digest, "concept_digest": found.concept_digest, "building_id": found.building_id, "kept_at": stamp(at)}
        connection.execute(result.insert().values(**values))
        append(connection, stamp(at), actor, "keep_result", digest, organisation=organisation, concept=found.concept)
    return digest


def read_result(connection: sa.Connection, digest: str) -> KeptResult:
    """Return a kept result with its marks. Raises NotFound."""
    row = connection.execute(
        sa.select(result.c.concept_digest, document.c.body)
        .join(document, document.c.digest == result.c.digest)
        .where(result.c.digest == digest)
    ).first()
    if row is None:
        raise NotFound("result-unknown", digest=digest)
    return KeptResult(digest, bytes(row.body), marks_of(connection, row.concept_digest))


def marks_of(connection: sa.Connection, concept_digest: str) -> tuple[Finding, ...]:
    """Return what has to be said about anything made with a concept version: nothing, unless it was withdrawn."""
    rows = connection.execute(ROWS.where(concept_version.c.digest == concept_digest)).all()
    return tuple(mark for row in rows for mark in _mark(version_of(row)))


def _mark(version: Version) -> tuple[Finding, ...]:
    if version.withdrawal is None:
        return ()
    code = "CAT-WITHDRAWN-SAFETY" if version.withdrawal.kind == "safety" else "CAT-WITHDRAWN"
    reason = version.withdrawal.text
    return (
        finding(
            code,
            subjects=("/request/concept",),
            concept=version.reference,
            kind=version.withdrawal.kind,
            reason_nl=reason.nl,
            reason_en=reason.en,
            successor=version.successor or "-",
        ),
    )


def results_made_with(connection: sa.Connection, concept_digest: str) -> tuple[str, ...]:
    """Return the digests of every kept result that was made with a concept version."""
    return tuple(
        connection.execute(sa.select(result.c.digest).where(result.c.concept_digest == concept_digest).order_by(result.c.digest)).scalars()
    )
