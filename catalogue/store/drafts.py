"""Drafts: what an organisation works on before anybody else sees it.

A draft is saved with the revision that was read, so that nobody overwrites another.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.loading import validated
from catalogue.errors import BrokenRule, Conflict, NotAllowed, NotFound, Phrase
from catalogue.publishing.lifecycle import State, next_state, require_other_reviewer
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.tables import concept_version, draft
from catalogue.store.versions import version_key


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft as it stands."""

    concept: Concept
    organisation: str
    author: str
    state: State
    revision: int
    """Goes up with each change; hand it back when saving."""
    digest: str
    comment: str | None
    """What the reviewer wants to see changed."""
    changed_at: str
    written: str | None
    """The document as its maker wrote it, comments and layout included; None once it was saved in another way than as text."""


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """One draft in a list, without its document."""

    concept_id: str
    version: str
    author: str
    state: State
    revision: int
    digest: str
    comment: str | None
    changed_at: str


def stamp(at: dt.datetime) -> str:
    """Write a moment as RFC 3339 in UTC. Raises ValueError without a time zone: that is a mistake of the programmer."""
    if at.tzinfo is None:
        raise BrokenRule("moment-without-zone")
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_draft(connection: sa.Connection, concept_id: str, version: str, *, organisation: str) -> Draft:
    """Return a draft of an organisation. Raises NotFound, also for another organisation's."""
    asked = sa.select(draft).where(draft.c.concept_id == concept_id, draft.c.version == version, draft.c.organisation == organisation)
    row = connection.execute(asked).first()
    if row is None:
        raise NotFound("draft-unknown", concept_id=concept_id, version=version, pointers=("/concept",))
    concept = validated(Concept, json.loads(row.body), Phrase("the-draft", {"of": f"{concept_id}@{version}"}))
    return Draft(concept, row.organisation, row.author, row.state, row.revision, row.digest, row.comment, row.changed_at, row.written)


def drafts_of(connection: sa.Connection, organisation: str, *, after: tuple[str, str], limit: int) -> tuple[ListedDraft, ...]:
    """Return at most `limit` drafts of an organisation after a concept id and version, in that order, without their documents."""
    columns = (draft.c[name] for name in ("concept_id", "version", "author", "state", "revision", "digest", "comment", "changed_at"))
    asked = sa.select(*columns).where(draft.c.organisation == organisation)
    asked = asked.where(sa.tuple_(draft.c.concept_id, draft.c.version) > sa.tuple_(*after))
    rows = connection.execute(asked.order_by(draft.c.concept_id, draft.c.version).limit(limit))
    return tuple(ListedDraft(*row) for row in rows)


def discard_draft(database: Database, concept_id: str, version: str, *, organisation: str, actor: str, at: dt.datetime) -> None:
    """Throw a draft away, and with the last one the claim on its concept id. Raises NotFound, or Conflict while it is in review."""
    subject = f"{concept_id}@{version}"
    with database.writing() as connection:
        known = read_draft(connection, concept_id, version, organisation=organisation)
        next_state(known.state, "edit", subject)
        connection.execute(draft.delete().where(draft.c.concept_id == concept_id, draft.c.version == version))
        append(connection, stamp(at), actor, "discard_draft", subject, organisation=organisation, digest=known.digest)


def save_draft(
    database: Database,
    concept: Concept,
    *,
    organisation: str,
    author: str,
    at: dt.datetime,
    revision: int | None = None,
    written: str | None = None,
) -> Draft:
    """Save a draft: a new one, or over the revision that was read; `written` is the text that the document was read from, kept as it is.

    Raises Conflict when somebody else saved meanwhile, when the version is published, or while it is in review; NotAllowed for
    another organisation's concept.
    """
    subject = f"{concept.id}@{concept.version}"
    version_key(concept.version)
    with database.writing() as connection:
        refuse_published(connection, concept.id, concept.version)
        refuse_foreign(connection, concept.id, organisation)
        values = {
            "body": canonical_bytes(concept),
            "digest": digest_of(concept),
            "author": author,
            "changed_at": stamp(at),
            "comment": None,
            "written": written,
        }
        known = connection.execute(_one(concept.id, concept.version)).first()
        if known is None:
            if revision is not None:
                raise Conflict("draft-gone", subject=subject)
            connection.execute(
                draft.insert().values(
                    concept_id=concept.id, version=concept.version, organisation=organisation, state="draft", revision=1, **values
                )
            )
        else:
            if revision != known.revision:
                raise Conflict("draft-changed", subject=subject, revision=known.revision)
            state = next_state(known.state, "edit", subject)
            connection.execute(_changed(concept.id, concept.version).values(state=state, revision=known.revision + 1, **values))
        append(connection, stamp(at), author, "save_draft", subject, organisation=organisation, digest=digest_of(concept))
        return read_draft(connection, concept.id, concept.version, organisation=organisation)


def submit(database: Database, concept_id: str, version: str, *, organisation: str, author: str, at: dt.datetime) -> Draft:
    """Hand a draft in for review: from here on it is frozen. Raises Conflict or NotFound."""
    with database.writing() as connection:
        known = read_draft(connection, concept_id, version, organisation=organisation)
        return _moved(connection, known, "submit", author, at)


def request_changes(
    database: Database, concept_id: str, version: str, *, organisation: str, reviewer: str, comment: str, at: dt.datetime
) -> Draft:
    """Send a candidate back with a comment. Raises Conflict, NotFound, or NotAllowed for its own author."""
    with database.writing() as connection:
        known = read_draft(connection, concept_id, version, organisation=organisation)
        require_other_reviewer(known.author, reviewer, f"{concept_id}@{version}")
        return _moved(connection, known, "request_changes", reviewer, at, comment)


def _moved(
    connection: sa.Connection,
    known: Draft,
    event: Literal["submit", "request_changes"],
    actor: str,
    at: dt.datetime,
    comment: str | None = None,
) -> Draft:
    concept_id, version = known.concept.id, known.concept.version
    state = next_state(known.state, event, f"{concept_id}@{version}")
    connection.execute(
        _changed(concept_id, version).values(state=state, revision=known.revision + 1, comment=comment, changed_at=stamp(at))
    )
    subject = f"{concept_id}@{version}"
    append(connection, stamp(at), actor, event, subject, organisation=known.organisation, digest=known.digest, comment=comment)
    return read_draft(connection, concept_id, version, organisation=known.organisation)


def refuse_published(connection: sa.Connection, concept_id: str, version: str) -> None:
    """Raise Conflict when a version is published: it is never edited."""
    found = connection.execute(
        sa.select(concept_version.c.digest).where(concept_version.c.concept_id == concept_id, concept_version.c.version == version)
    ).scalar()
    if found is not None:
        raise Conflict("version-published", concept_id=concept_id, version=version, digest=found)


def refuse_foreign(connection: sa.Connection, concept_id: str, organisation: str) -> None:
    """Raise NotAllowed when a concept belongs to another organisation: its first version claimed the id."""
    owners = sa.union(
        sa.select(concept_version.c.organisation).where(concept_version.c.concept_id == concept_id),
        sa.select(draft.c.organisation).where(draft.c.concept_id == concept_id),
    )
    owner = connection.execute(owners).scalars().first()
    if owner is not None and owner != organisation:
        raise NotAllowed("concept-of-another", concept_id=concept_id, pointers=("/id",))


def _one(concept_id: str, version: str) -> sa.Select[tuple[str, int]]:
    return sa.select(draft.c.state, draft.c.revision).where(draft.c.concept_id == concept_id, draft.c.version == version)


def _changed(concept_id: str, version: str) -> sa.Update:
    return draft.update().where(draft.c.concept_id == concept_id, draft.c.version == version)
