"""The whole catalogue goes out as files and comes in again with the same digests; broken files change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.documents.document import LocalText
from catalogue.errors import Conflict, InvalidDocument, OptopError, UnreadableInput
from catalogue.store import audit, publishing, versions
from catalogue.store.attachments import hand_in
from catalogue.store.database import Database, open_database
from catalogue.store.exchange import export_files, import_files
from catalogue.store.search import Query, find
from catalogue.store.versions import Withdrawal
from tests.catalogue.store.samples import AT, LATER, ORGANISATION, SIGNING, version

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def filled(database: Database) -> None:
    digest = hand_in(database, PICTURE, "image/png", organisation=ORGANISATION, actor="An", at=AT)
    picture = {"name": "front", "attachment": digest, "caption": {"nl": "Voor", "en": "Front"}}
    publishing.publish(database, version("1.0.0", images=[picture]), SIGNING, AT)
    publishing.publish(database, version("1.1.0", images=[picture], max_storeys=3), SIGNING, LATER)
    why = Withdrawal("safety", LocalText(nl="Fout", en="Wrong"))
    publishing.withdraw(database, "A3", "1.0.0", why, actor="Rik", organisation=ORGANISATION, at=LATER, successor="A3@1.1.0")


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_out_and_in_again(database: Database, tmp_path: Path) -> None:
    filled(database)
    assert export_files(database, tmp_path / "out").versions == ("A3@1.0.0", "A3@1.1.0")
    other = open_database(str(tmp_path / "other.sqlite"))
    taken = import_files(other, tmp_path / "out", actor="beheer", at=LATER)
    assert (taken.versions, taken.attachments) == (("A3@1.0.0", "A3@1.1.0"), 1)
    export_files(other, tmp_path / "again")
    first, second = files(tmp_path / "out"), files(tmp_path / "again")
    assert first.pop("audit.jsonl") != second.pop("audit.jsonl")
    assert first == second
    with database.reading() as here, other.reading() as there:
        assert versions.read_concept(here, "A3", "1.1.0") == versions.read_concept(there, "A3", "1.1.0")
        for number in ("1.0.0", "1.1.0"):
            ours, theirs = (versions.read_version(connection, "A3", number) for connection in (here, there))
            assert (ours.digest, ours.record_digest, ours.state, ours.withdrawal) == (
                theirs.digest, theirs.record_digest, theirs.state, theirs.withdrawal,
            )  # fmt: skip
        assert [entry.action for entry in audit.entries(there)] == ["import", "import"]
        assert audit.first_break(there) is None
        assert [found.reference for found in find(there, Query("houtskelet")).versions] == ["A3@1.1.0"]
    other.close()


def test_taking_in_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    filled(database)
    export_files(database, tmp_path)
    again = import_files(database, tmp_path, actor="beheer", at=LATER)
    assert (again.versions, again.unchanged) == ((), ("A3@1.0.0", "A3@1.1.0"))


@pytest.mark.parametrize(
    ("file", "break_it", "error", "message"),
    [
        ("concepts/A3/1.1.0.json", lambda data: {**data, "max_storeys": 2}, InvalidDocument, "signs off"),
        ("concepts/A3/1.1.0.json", lambda data: {**data, "version": "1.2.0"}, InvalidDocument, "signs off"),
        ("concepts/A3/1.1.0.record.json", lambda data: {**data, "author": None}, InvalidDocument, "author"),
        ("concepts/A3/1.0.0.state.json", lambda data: {"state": "withdrawn"}, InvalidDocument, "without a reason"),
        ("concepts/A3/1.0.0.state.json", lambda data: {"state": "gone"}, InvalidDocument, "state"),
        (
            "attachments/media-types.json",
            lambda data: {"../../../etc/passwd": "image/png"},
            UnreadableInput,
            "must be what an export writes",
        ),
        ("attachments/media-types.json", lambda data: {}, InvalidDocument, "not among the attachments"),
        ("attachments/media-types.json", lambda data: {"sha256:" + "0" * 64: "image/png"}, UnreadableInput, "not the file"),
    ],
)
def test_a_broken_folder_changes_nothing(
    database: Database, tmp_path: Path, file: str, break_it: object, error: type[OptopError], message: str
) -> None:
    filled(database)
    export_files(database, tmp_path / "out")
    path = tmp_path / "out" / file
    assert callable(break_it)
    path.write_text(json.dumps(break_it(json.loads(path.read_text()))))
    other = open_database(str(tmp_path / "other.sqlite"))
    with pytest.raises(error, match=message):
        import_files(other, tmp_path / "out", actor="beheer", at=LATER)
    with other.reading() as connection:
        assert versions.known_versions(connection, "A3") == ()
        assert audit.entries(connection) == ()
    other.close()


def test_another_document_of_the_same_version_is_a_conflict(database: Database, tmp_path: Path) -> None:
    filled(database)
    export_files(database, tmp_path / "out")
    other = open_database(str(tmp_path / "other.sqlite"))
    publishing.publish(other, version("1.0.0"), SIGNING, AT)
    with pytest.raises(Conflict, match="one of the two was not published"):
        import_files(other, tmp_path / "out", actor="beheer", at=LATER)
    other.close()


def test_a_folder_of_something_else_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="holds no folder"):
        import_files(database, tmp_path, actor="beheer", at=AT)
