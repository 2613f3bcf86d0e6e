"""Publish, supersede, deprecate and withdraw: each in one transaction with its line in the audit chain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic import JsonValue

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.errors import Conflict, InvalidDocument, NotAllowed, NotFound, Phrase
from catalogue.publishing.card import card_of, searchable_text
from catalogue.publishing.lifecycle import STATE_PHRASES, Event, next_state, require_other_reviewer
from catalogue.publishing.record import Judgement, PublicationRecord, judge
from catalogue.store import documents
from catalogue.store.attachments import publish_attachments, usable
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import read_draft, refuse_foreign, refuse_published, stamp
from catalogue.store.tables import concept_version, draft, search_term, version_facet, version_state
from catalogue.store.terms import terms_of
from catalogue.store.versions import Version, Withdrawal, known_versions, newest_version, read_concept, read_version, version_key


@dataclass(frozen=True, slots=True)
class Signing:
    """Who publishes what for whom."""

    organisation: str
    author: str
    reviewer: str


def dry_run(
    database: Database, concept: Concept, on: dt.date, *, organisation: str, attachments: frozenset[str] = frozenset()
) -> Judgement:
    """Judge a candidate of an organisation as `publish` would with these attachments handed in, and change nothing."""
    with database.reading() as connection:
        return _judgement(connection, concept, on, organisation, attachments)


def is_published(database: Database, reference: str) -> bool:
    """Tell whether a version (`ID@VERSION`) has been published, whatever became of it."""
    concept_id, version = _split(reference)
    with database.reading() as connection:
        return version in known_versions(connection, concept_id)


def publish(database: Database, concept: Concept, signing: Signing, at: dt.datetime) -> Version:
    """Publish a document that was reviewed elsewhere, a file for instance. The same document again returns what is there: a retry is safe.

    Raises Conflict when another document holds that version or a newer one exists, NotAllowed for a reviewer who is the author and for
    another organisation's concept, InvalidDocument with every objection when the checks or the version step refuse it.
    """
    subject = f"{concept.id}@{concept.version}"
    require_other_reviewer(signing.author, signing.reviewer, subject)
    with database.writing() as connection:
        refuse_foreign(connection, concept.id, signing.organisation)
        there = _already(connection, concept)
        return there if there is not None else _insert(connection, concept, signing, at)


def publish_candidate(database: Database, concept_id: str, version: str, *, organisation: str, reviewer: str, at: dt.datetime) -> Version:
    """Publish the candidate in review. Raises as `publish` does, and Conflict when it is not in review."""
    with database.writing() as connection:
        candidate = read_draft(connection, concept_id, version, organisation=organisation)
        next_state(candidate.state, "publish", f"{concept_id}@{version}")
        require_other_reviewer(candidate.author, reviewer, f"{concept_id}@{version}")
        return _insert(connection, candidate.concept, Signing(candidate.organisation, candidate.author, reviewer), at)


def _already(connection: sa.Connection, concept: Concept) -> Version | None:
    try:
        there = read_version(connection, concept.id, concept.version)
    except NotFound:
        return None
    if there.digest != digest_of(concept):
        refuse_published(connection, concept.id, concept.version)
    return there


def _judgement(
    connection: sa.Connection, concept: Concept, on: dt.date, organisation: str, attachments: frozenset[str] = frozenset()
) -> Judgement:
    """Judge a candidate against the newest version; the same version again is judged as the first one of its concept."""
    newest = newest_version(connection, concept.id)
    predecessor = None if newest in (None, concept.version) else read_concept(connection, concept.id, str(newest))
    return judge(concept, on, predecessor, attachments | usable(connection, concept.attachment_digests(), organisation))


def _insert(connection: sa.Connection, concept: Concept, signing: Signing, at: dt.datetime) -> Version:
    subject = f"{concept.id}@{concept.version}"
    newest = newest_version(connection, concept.id)
    if newest is not None and version_key(concept.version) <= version_key(newest):
        raise Conflict("version-not-newer", concept=concept.id, newest=newest, version=concept.version)
    judgement = _judgement(connection, concept, at.astimezone(dt.UTC).date(), signing.organisation)
    if not judgement.publishable:
        raise InvalidDocument("version-not-publishable", subject=subject, objections=judgement.objections(), pointers=_pointers(judgement))
    record = PublicationRecord(
        concept=judgement.concept,
        organisation=signing.organisation,
        author=signing.author,
        reviewer=signing.reviewer,
        published_at=dt.datetime.fromisoformat(stamp(at)),
        predecessor=judgement.predecessor,
        step=None if judgement.diff is None else judgement.diff.actual_bump,
        checks=judgement.checks,
    )
    version_id = insert_rows(connection, concept, record, stamp(at))
    append(
        connection,
        stamp(at),
        signing.reviewer,
        "publish",
        subject,
        organisation=signing.organisation,
        digest=judgement.concept.digest,
        record=digest_of(record),
        author=signing.author,
    )
    if newest is not None:
        _supersede(connection, concept.id, newest, concept.version, stamp(at), signing.reviewer)
    connection.execute(draft.delete().where(draft.c.concept_id == concept.id, draft.c.version == concept.version))
    index_version(connection, concept, version_id)
    return read_version(connection, concept.id, concept.version)


def _pointers(judgement: Judgement) -> tuple[str, ...]:
    found = [pointer for check in judgement.blocking for pointer in check.subjects]
    found += [change.pointer for change in judgement.diff.too_small_for()] if judgement.diff is not None else []
    return tuple(dict.fromkeys(found))


def insert_rows(connection: sa.Connection, concept: Concept, record: PublicationRecord, at: str) -> int:
    """Keep a version with its record, as published; returns its row. The caller has checked that it may."""
    digest = documents.put(connection, canonical_bytes(concept), documents.JSON)
    record_digest = documents.put(connection, canonical_bytes(record), documents.JSON)
    inserted = connection.execute(
        concept_version.insert().values(
            concept_id=concept.id,
            version=concept.version,
            version_key=version_key(concept.version),
            organisation=record.organisation,
            digest=digest,
            record_digest=record_digest,
            published_at=at,
            card=canonical_bytes(card_of(concept, digest)).decode(),
        )
    )
    version_id: int = inserted.inserted_primary_key.id  # type: ignore[union-attr] # one row was inserted, so there is a key
    connection.execute(version_state.insert().values(version_id=version_id, state="published", deprecated=False, changed_at=at))
    publish_attachments(connection, concept.attachment_digests(), record.organisation, at)
    return version_id


def index_version(connection: sa.Connection, concept: Concept, version_id: int) -> None:
    """Make a version findable by its facets and words."""
    facets = card_of(concept, digest_of(concept)).facets()
    rows = [
        {"facet": facet, "value": value, "version_id": version_id} for facet, values in facets.items() for value in dict.fromkeys(values)
    ]
    connection.execute(version_facet.insert(), rows)
    terms = sorted({term for text in searchable_text(concept) for term in terms_of(text)})
    connection.execute(search_term.insert(), [{"term": term, "version_id": version_id} for term in terms])


def _supersede(connection: sa.Connection, concept_id: str, version: str, successor: str, at: str, actor: str) -> None:
    old = read_version(connection, concept_id, version)
    if old.state != "published":  # a withdrawn version stays withdrawn
        return
    _move(connection, old, "supersede", at, successor=f"{concept_id}@{successor}")
    append(connection, at, actor, "supersede", old.reference, organisation=old.organisation, successor=f"{concept_id}@{successor}")


def _move(connection: sa.Connection, version: Version, event: Event, at: str, **values: object) -> None:
    state = next_state(version.state, event, version.reference)
    changed = version_state.update().where(version_state.c.version_id == version.row_id)
    connection.execute(changed.values(state=state, changed_at=at, **values))


def deprecate(database: Database, concept_id: str, version: str, *, actor: str, organisation: str, at: dt.datetime) -> Version:
    """Advise against a version, which stays offered. Raises NotFound, NotAllowed or Conflict."""
    with database.writing() as connection:
        known = _own(connection, concept_id, version, organisation)
        _move(connection, known, "deprecate", stamp(at), deprecated=True, deprecated_at=stamp(at))
        append(connection, stamp(at), actor, "deprecate", known.reference, organisation=organisation)
        return read_version(connection, concept_id, version)


def withdraw(
    database: Database,
    concept_id: str,
    version: str,
    withdrawal: Withdrawal,
    *,
    actor: str,
    organisation: str,
    at: dt.datetime,
    successor: str | None = None,
) -> Version:
    """Take a version back: it is no longer offered, and stays readable with reason and successor.

    Raises NotFound for the version or the successor (`ID@VERSION`), NotAllowed for another organisation, Conflict when it is
    withdrawn already or the successor is.
    """
    with database.writing() as connection:
        known = _own(connection, concept_id, version, organisation)
        if successor is not None:
            following = read_version(connection, *_split(successor))
            if following.state == "withdrawn" or following.reference == known.reference:
                state = Phrase(STATE_PHRASES[following.state])
                raise Conflict("successor-not-offered", successor=successor, reference=known.reference, state=state)
        text = withdrawal.text
        values = {"reason_kind": withdrawal.kind, "reason_nl": text.nl, "reason_en": text.en, "successor": successor or known.successor}
        _move(connection, known, "withdraw", stamp(at), **values)
        details: dict[str, JsonValue] = {"reason": withdrawal.kind, "nl": text.nl, "en": text.en, "successor": successor}
        append(connection, stamp(at), actor, "withdraw", known.reference, organisation=organisation, **details)
        return read_version(connection, concept_id, version)


def _split(reference: str) -> tuple[str, str]:
    concept_id, _, version = reference.partition("@")
    if not version:
        raise InvalidDocument("reference-without-version", reference=reference, pointers=("/successor",))
    return concept_id, version


def _own(connection: sa.Connection, concept_id: str, version: str, organisation: str) -> Version:
    known = read_version(connection, concept_id, version)
    if known.organisation != organisation:
        raise NotAllowed("version-of-another", reference=known.reference)
    return known
