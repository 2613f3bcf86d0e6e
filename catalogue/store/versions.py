"""Read what is published: one version, its document, its record."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.documents.loading import validated
from catalogue.errors import Conflict, InvalidDocument, NotFound, Phrase
from catalogue.publishing.card import ConceptCard
from catalogue.publishing.lifecycle import WITHDRAWAL_PHRASES, State, WithdrawalReason
from catalogue.publishing.record import PublicationRecord
from catalogue.store import documents
from catalogue.store.tables import concept_version, document, version_state

PART_DIGITS = 6
"""Digits for each part of a version number, so that text sorts as numbers do."""
_PART = rf"(0|[1-9][0-9]{{0,{PART_DIGITS - 1}}})"
_VERSION = re.compile(rf"{_PART}\.{_PART}\.{_PART}")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a version was taken back."""

    kind: WithdrawalReason
    text: LocalText


@dataclass(frozen=True, slots=True)
class Version:
    """One published version, without its document."""

    row_id: int
    concept_id: str
    version: str
    organisation: str
    digest: str
    record_digest: str
    published_at: str
    state: State
    deprecated: bool
    deprecated_at: str | None
    changed_at: str
    """Since when it is in its state."""
    withdrawal: Withdrawal | None
    successor: str | None
    """`ID@VERSION` that took its place."""
    card: ConceptCard

    @property
    def reference(self) -> str:
        """`ID@VERSION`."""
        return f"{self.concept_id}@{self.version}"


def version_key(version: str) -> str:
    """Return a version number as text that sorts as numbers do.

    Raises InvalidDocument for a part of more than six digits, with a zero before it, or in other digits than 0 to 9: two texts would
    name one version.
    """
    if not _VERSION.fullmatch(version):
        raise InvalidDocument(
            "version-malformed",
            version=version,
            most=PART_DIGITS,
            pointers=("/version",),
        )
    return ".".join(part.zfill(PART_DIGITS) for part in version.split("."))


ROWS = sa.select(concept_version, version_state).join(version_state, version_state.c.version_id == concept_version.c.id)
"""Versions with their state; never with their body."""
_ONE = ROWS.where(concept_version.c.concept_id == sa.bindparam("concept"), concept_version.c.version == sa.bindparam("number"))
_OFFERED = (
    ROWS.where(concept_version.c.concept_id == sa.bindparam("concept"), version_state.c.state == "published")
    .order_by(concept_version.c.version_key.desc())
    .limit(1)
)
_OFFERED_WITH_BODY = _OFFERED.join(document, document.c.digest == concept_version.c.digest).add_columns(document.c.body)
"""Made once: to make a statement costs more than to run it."""


@lru_cache(maxsize=1024)
def _card(text: str) -> ConceptCard:
    """Return a card; the card of a version never changes, so it is read once."""
    return ConceptCard.model_validate_json(text)


def version_of(row: sa.Row[Any]) -> Version:
    """Turn a row of `ROWS` into a version."""
    withdrawal = None
    if row.reason_kind is not None:
        withdrawal = Withdrawal(row.reason_kind, LocalText(nl=row.reason_nl, en=row.reason_en))
    return Version(
        row_id=row.id,
        concept_id=row.concept_id,
        version=row.version,
        organisation=row.organisation,
        digest=row.digest,
        record_digest=row.record_digest,
        published_at=row.published_at,
        state=row.state,
        deprecated=row.deprecated,
        deprecated_at=row.deprecated_at,
        changed_at=row.changed_at,
        withdrawal=withdrawal,
        successor=row.successor,
        card=_card(row.card),
    )


def read_version(connection: sa.Connection, concept_id: str, version: str) -> Version:
    """Return one published version, whatever became of it since. Raises NotFound with what there is."""
    row = connection.execute(_ONE, {"concept": concept_id, "number": version}).first()
    if row is None:
        there = known_versions(connection, concept_id)
        if not there:
            raise NotFound("nothing-published", concept_id=concept_id, version=version, pointers=("/concept",))
        raise NotFound("version-not-published", concept_id=concept_id, version=version, there=there, pointers=("/concept",))
    return version_of(row)


def known_versions(connection: sa.Connection, concept_id: str) -> tuple[str, ...]:
    """Return the published version numbers of a concept, ascending, whatever their state."""
    asked = sa.select(concept_version.c.version).where(concept_version.c.concept_id == concept_id).order_by(concept_version.c.version_key)
    return tuple(connection.execute(asked).scalars())


def versions_of(connection: sa.Connection, concept_id: str, *, after: str, limit: int) -> tuple[Version, ...]:
    """Return at most `limit` versions of a concept, whatever their state, above a version key (`version_key`, or nothing)."""
    asked = ROWS.where(concept_version.c.concept_id == concept_id, concept_version.c.version_key > after)
    return tuple(version_of(row) for row in connection.execute(asked.order_by(concept_version.c.version_key).limit(limit)))


def newest_version(connection: sa.Connection, concept_id: str) -> str | None:
    """Return the highest version number of a concept, whatever its state, or None."""
    versions = known_versions(connection, concept_id)
    return versions[-1] if versions else None


def latest(connection: sa.Connection, concept_id: str) -> Version:
    """Return the version that a new configuration gets: the one that is offered. Raises NotFound, with the reason when it was withdrawn."""
    row = connection.execute(_OFFERED, {"concept": concept_id}).first()
    if row is not None:
        return version_of(row)
    newest = newest_version(connection, concept_id)
    if newest is None:
        raise NotFound("concept-not-in-catalogue", concept_id=concept_id, pointers=("/concept",))
    withdrawn = read_version(connection, concept_id, newest)
    why = "" if withdrawn.withdrawal is None else Phrase("withdrawal-reason", {"reason": _unpointed(withdrawn.withdrawal.text)})
    raise NotFound("concept-withdrawn", reference=withdrawn.reference, why=why, instead=_instead(withdrawn), pointers=("/concept",))


def _instead(version: Version) -> Phrase | str:
    """Return the hint at what follows a withdrawn version."""
    return "" if version.successor is None else Phrase("use-instead", {"successor": version.successor})


def _unpointed(text: LocalText) -> LocalText:
    """Return a sentence without its full stop, to stand in another one."""
    return LocalText(nl=text.nl.rstrip(" ."), en=text.en.rstrip(" ."))


def offered(connection: sa.Connection, reference: str) -> Version:
    """Return the version for a new configuration: `ID` is the one that is offered, `ID@VERSION` that one.

    Raises NotFound, and Conflict with reason and successor for a version that was withdrawn.
    """
    concept_id, _, number = reference.partition("@")
    version = read_version(connection, concept_id, number) if number else latest(connection, concept_id)
    if version.withdrawal is not None:
        raise Conflict(
            "version-withdrawn",
            reference=version.reference,
            kind=Phrase(WITHDRAWAL_PHRASES[version.withdrawal.kind]),
            reason=version.withdrawal.text,
            instead=_instead(version),
        )
    return version


def latest_with_body(connection: sa.Connection, concept_id: str) -> tuple[Version, bytes]:
    """Return the version that a new configuration gets with the bytes of its document. Raises what `latest` raises."""
    row = connection.execute(_OFFERED_WITH_BODY, {"concept": concept_id}).first()
    if row is not None:
        return version_of(row), bytes(row.body)
    version = latest(connection, concept_id)
    return version, documents.get(connection, version.digest)[0]


def read_concept(connection: sa.Connection, concept_id: str, version: str) -> Concept:
    """Return the document of a published version, read from the very bytes that were published. Raises NotFound."""
    known = read_version(connection, concept_id, version)
    body, _ = documents.get(connection, known.digest)
    return validated(Concept, json.loads(body), known.reference)


def read_record(connection: sa.Connection, version: Version) -> PublicationRecord:
    """Return the signed-off record of a version."""
    body, _ = documents.get(connection, version.record_digest)
    return validated(PublicationRecord, json.loads(body), f"the record of {version.reference}")
