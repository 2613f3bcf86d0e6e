"""The whole catalogue as files, for a repository or another database: what goes out comes in again with the same digests.

concepts/<id>/<version>.json           the document, readable; its canonical form has the digest that the record names
concepts/<id>/<version>.record.json    the signed-off record
concepts/<id>/<version>.state.json     published, superseded or withdrawn, with reason and successor
attachments/<digest>                   evidence and pictures, named by their digest
attachments/media-types.json           what kind of file each is
audit.jsonl                            the chain, to read; a database that takes the files in begins a chain of its own
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import JsonValue

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.document import Document, LocalText
from catalogue.documents.loading import parse_json, read_text, validated
from catalogue.errors import Conflict, InvalidDocument, UnreadableInput
from catalogue.publishing.lifecycle import State, WithdrawalReason
from catalogue.publishing.record import PublicationRecord
from catalogue.store import documents
from catalogue.store.attachments import MEDIA_TYPES
from catalogue.store.audit import AuditEntry, append, entries
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.publishing import index_version, insert_rows
from catalogue.store.tables import concept_version, document, version_state
from catalogue.store.versions import ROWS, Version, known_versions, read_version, version_key, version_of

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class StateFile(Document):
    """What became of a version."""

    state: State
    deprecated: bool = False
    reason: WithdrawalReason | None = None
    text: LocalText | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What was written or taken in."""

    versions: tuple[str, ...]
    """`ID@VERSION` of each."""
    unchanged: tuple[str, ...]
    """Those that were there already, with the same digest."""
    attachments: int


def export_files(database: Database, folder: Path) -> Exchanged:
    """Write the whole catalogue into a folder. The same catalogue gives the same bytes; files of another catalogue are left alone."""
    with database.reading() as connection:
        rows = connection.execute(ROWS.order_by(concept_version.c.concept_id, concept_version.c.version_key)).all()
        versions = [version_of(row) for row in rows]
        named: dict[str, str] = {}
        for version in versions:
            named |= _export_version(connection, version, folder / "concepts" / version.concept_id)
        for digest in named:
            _write(folder / "attachments" / digest.removeprefix("sha256:"), documents.get(connection, digest)[0])
        _write(folder / "attachments" / "media-types.json", _pretty(dict(sorted(named.items()))))
        lines = [canonical_bytes({"hash": entry.hash, "entry": _entry(entry)}) for entry in entries(connection)]
        _write(folder / "audit.jsonl", b"".join(line + b"\n" for line in lines))
    return Exchanged(tuple(version.reference for version in versions), (), len(named))


def _entry(entry: AuditEntry) -> dict[str, JsonValue]:
    said = {name: getattr(entry, name) for name in ("seq", "at", "actor", "action", "subject", "details")}
    return said if entry.organisation is None else {**said, "organisation": entry.organisation}


def _export_version(connection: sa.Connection, version: Version, folder: Path) -> dict[str, str]:
    """Write one version; returns the attachments that it names, with their media types."""
    body, record = (documents.get(connection, digest)[0] for digest in (version.digest, version.record_digest))
    state = StateFile(
        state=version.state,
        deprecated=version.deprecated,
        reason=None if version.withdrawal is None else version.withdrawal.kind,
        text=None if version.withdrawal is None else version.withdrawal.text,
        successor=version.successor,
    )
    _write(folder / f"{version.version}.json", _pretty(json.loads(body)))
    _write(folder / f"{version.version}.record.json", _pretty(json.loads(record)))
    _write(folder / f"{version.version}.state.json", _pretty(state.model_dump(mode="json", exclude_defaults=True)))
    concept = validated(Concept, json.loads(body), version.reference)
    asked = sa.select(document.c.digest, document.c.media_type).where(document.c.digest.in_(concept.attachment_digests()))
    return {row.digest: row.media_type for row in connection.execute(asked)}


def _pretty(value: JsonValue) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def import_files(database: Database, folder: Path, *, actor: str, at: dt.datetime) -> Exchanged:
    """Take a folder in, all of it or nothing. What is there already with the same digest stays as it is.

    Raises UnreadableInput or InvalidDocument for a broken file, Conflict when a version is there with another digest.
    """
    if not (folder / "concepts").is_dir():
        raise UnreadableInput("import-no-concepts", folder=folder)
    taken: list[str] = []
    unchanged: list[str] = []
    with database.writing() as connection:
        attachments = _import_attachments(connection, folder / "attachments")
        for file in _version_files(folder):
            concept, record, state = _read_version_files(file)
            reference = f"{concept.id}@{concept.version}"
            if concept.version in known_versions(connection, concept.id):
                _require_same(connection, concept)
                unchanged.append(reference)
                continue
            _take_in(connection, concept, record, state)
            append(
                connection,
                stamp(at),
                actor,
                "import",
                reference,
                organisation=record.organisation,
                digest=record.concept.digest,
                state=state.state,
            )
            taken.append(reference)
    return Exchanged(tuple(taken), tuple(unchanged), attachments)


def _version_files(folder: Path) -> Iterator[Path]:
    """Every document, by concept and ascending version: a successor comes after what it follows."""
    found = [file for file in (folder / "concepts").glob("*/*.json") if re.fullmatch(r"\d+\.\d+\.\d+", file.stem)]
    return iter(sorted(found, key=lambda file: (file.parent.name, version_key(file.stem))))


def _import_attachments(connection: sa.Connection, folder: Path) -> int:
    listed = folder / "media-types.json"
    if not listed.exists():
        return 0
    media_types = parse_json(read_text(listed), str(listed))
    if not isinstance(media_types, dict):
        raise UnreadableInput("import-list-broken", file=listed)
    for digest, media_type in media_types.items():
        # The digest becomes a file name: nothing but a digest may stand there.
        if not _DIGEST.fullmatch(digest) or media_type not in MEDIA_TYPES:
            raise UnreadableInput("import-list-entry", file=listed, digest=digest, media_type=media_type)
        file = folder / digest.removeprefix("sha256:")
        content = file.read_bytes() if file.is_file() else b""
        if documents.digest_of_bytes(content) != digest:
            raise UnreadableInput("import-attachment-broken", file=file)
        documents.put(connection, content, str(media_type))
    return len(media_types)


def _read_version_files(file: Path) -> tuple[Concept, PublicationRecord, StateFile]:
    def read(suffix: str) -> JsonValue:
        path = file.with_name(f"{file.stem}{suffix}")
        return parse_json(read_text(path), str(path))

    concept = validated(Concept, read(".json"), str(file))
    record = validated(PublicationRecord, read(".record.json"), f"{file.stem}.record.json")
    state = validated(StateFile, read(".state.json"), f"{file.stem}.state.json")
    if record.concept.digest != digest_of(concept) or (concept.id, concept.version) != (file.parent.name, file.stem):
        raise InvalidDocument("import-other-document", file=file, pointers=("/concept/digest",))
    if state.state == "withdrawn" and (state.reason is None or state.text is None):
        raise InvalidDocument("import-withdrawn-without-reason", name=file.stem, pointers=("/reason",))
    return concept, record, state


def _require_same(connection: sa.Connection, concept: Concept) -> None:
    there = read_version(connection, concept.id, concept.version)
    if there.digest != digest_of(concept):
        raise Conflict("import-other-digest", reference=there.reference, here=there.digest, theirs=digest_of(concept))


def _present(connection: sa.Connection, digests: tuple[str, ...]) -> frozenset[str]:
    return frozenset(connection.execute(sa.select(document.c.digest).where(document.c.digest.in_(digests))).scalars())


def _take_in(connection: sa.Connection, concept: Concept, record: PublicationRecord, state: StateFile) -> None:
    missing = set(concept.attachment_digests()) - _present(connection, concept.attachment_digests())
    if missing:
        raise InvalidDocument("import-attachment-missing", concept=concept.id, version=concept.version, missing=min(missing))
    version_id = insert_rows(connection, concept, record, stamp(record.published_at))
    index_version(connection, concept, version_id)
    connection.execute(
        version_state.update()
        .where(version_state.c.version_id == version_id)
        .values(
            state=state.state,
            deprecated=state.deprecated,
            reason_kind=state.reason,
            reason_nl=None if state.text is None else state.text.nl,
            reason_en=None if state.text is None else state.text.en,
            successor=state.successor,
        )
    )
