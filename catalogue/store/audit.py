"""The audit chain: every change as one row whose hash covers the row before it.

Changing, removing or inserting a row in the middle breaks every hash after it. Whoever keeps the newest hash elsewhere also notices
when the end is cut off.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import JsonValue

from catalogue.documents.canonical import canonical_bytes
from catalogue.store.tables import audit

START = "0" * 64
"""What the first row names as the hash before it."""

Action = Literal[
    "save_draft",
    "discard_draft",
    "submit",
    "request_changes",
    "publish",
    "supersede",
    "deprecate",
    "withdraw",
    "import",
    "keep_result",
    "tidy",
    "hand_in_attachment",
    "save_building",
    "delete_building",
    "make_organisation",
    "rename_organisation",
    "make_key",
    "rotate_key",
    "revoke_key",
]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row of the chain, with what it says."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    details: dict[str, JsonValue]
    hash: str
    organisation: str | None = None
    """Whose change it is; null for what was written before organisations were."""


def _hash(previous: str, entry: str) -> str:
    return hashlib.sha256(f"{previous}{entry}".encode()).hexdigest()


def append(
    connection: sa.Connection, at: str, actor: str, action: Action, subject: str, *, organisation: str | None = None, **details: JsonValue
) -> None:
    """Add one row, in the transaction of the change itself. The caller holds the writer's lock, so the end does not move."""
    last = connection.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    seq, previous = (1, START) if last is None else (last.seq + 1, last.hash)
    content: dict[str, JsonValue] = {"seq": seq, "at": at, "actor": actor, "action": action, "subject": subject, "details": dict(details)}
    if organisation is not None:
        content["organisation"] = organisation
    entry = canonical_bytes(content).decode()
    row = {"seq": seq, "entry": entry, "previous": previous, "hash": _hash(previous, entry), "organisation": organisation}
    connection.execute(audit.insert().values(**row))


def _entry(row: sa.Row[Any]) -> AuditEntry:
    content = json.loads(row.entry)
    said = {name: content[name] for name in ("at", "actor", "action", "subject", "details")}
    return AuditEntry(seq=row.seq, hash=row.hash, organisation=content.get("organisation"), **said)


def entries(connection: sa.Connection, subject: str | None = None) -> tuple[AuditEntry, ...]:
    """Return the rows, oldest first; of one subject when it is named."""
    found = (_entry(row) for row in connection.execute(sa.select(audit).order_by(audit.c.seq)))
    return tuple(entry for entry in found if subject is None or entry.subject == subject)


def page_of_entries(
    connection: sa.Connection, organisation: str | None, *, subject: str | None, after: int, limit: int
) -> tuple[AuditEntry, ...]:
    """Return at most `limit` rows after a place, oldest first; of one organisation, or with None of everybody; of one subject, or all."""
    asked = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit)
    if organisation is not None:
        asked = asked.where(audit.c.organisation == organisation)
    if subject is not None:
        # Contained, in capitals and small letters as written, and in the same words for both databases: what goes away without it.
        said = f'"subject":{canonical_bytes(subject).decode()}'
        asked = asked.where(sa.func.replace(audit.c.entry, said, "") != audit.c.entry)
    return tuple(_entry(row) for row in connection.execute(asked))


def newest(connection: sa.Connection) -> AuditEntry | None:
    """Return the last row: whoever keeps its hash elsewhere notices when the end is cut off."""
    row = connection.execute(sa.select(audit).order_by(audit.c.seq.desc()).limit(1)).first()
    return None if row is None else _entry(row)


def first_break(connection: sa.Connection) -> int | None:
    """Return the place of the first row that does not follow from the one before it, or None when the chain is whole."""
    previous, expected = START, 1
    for row in connection.execute(sa.select(audit).order_by(audit.c.seq)):
        numbered = row.seq == expected and json.loads(row.entry).get("seq") == expected
        if not numbered or row.previous != previous or row.hash != _hash(previous, row.entry):
            return expected
        previous, expected = row.hash, expected + 1
    return None
