"""A backup of either database goes into either, whole: every row of every table, and what comes after goes on from there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.keys import AskedKey, issue_key, key_of_token
from catalogue.documents.canonical import digest_of
from catalogue.errors import Conflict, UnreadableInput
from catalogue.store import audit, publishing, results
from catalogue.store.backup import back_up, restore
from catalogue.store.configurations import find_configuration, keep_configuration
from catalogue.store.database import Database, open_database
from catalogue.store.organisations import make_organisation
from catalogue.store.results import Result
from catalogue.store.tables import metadata
from tests.catalogue.store.samples import AT, LATER, SIGNING, version
from tests.catalogue.store.test_results import result_of
from tests.databases import NewDatabase

PEPPER = b"0" * 32
DIGEST = "sha256:" + "1" * 64


def filled(database: Database) -> str:
    """Put something into the tables that matter; returns the token of a key."""
    make_organisation(database, "corporation", "Corporation", actor="test", at=AT)
    published = publishing.publish(database, version("1.0.0"), SIGNING, AT)
    results.keep_result(database, result_of("b1", published.digest), actor="An", at=AT)
    kept = Result(b'{"a":1}', published.digest, "A3@1.0.0", "b2")
    keep_configuration(database, DIGEST, kept, "key", organisation="corporation", actor="An", at=AT)
    return issue_key(database, PEPPER, AskedKey("corporation", "An", ("reader",)), actor="test", at=AT).token


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


def test_every_row_comes_back_in_the_same_kind_of_database_and_in_a_file(
    database: Database, new_database: NewDatabase, tmp_path: Path
) -> None:
    token = filled(database)
    done = back_up(database, tmp_path / "backup.sqlite")
    assert done.rows["concept_version"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["backup.sqlite"]
    for where in (new_database.empty(), str(tmp_path / "other.sqlite")):
        with open_database(where) as again:
            assert restore(tmp_path / "backup.sqlite", again).rows == done.rows
            assert rows_of(again) == rows_of(database)
            assert key_of_token(again, PEPPER, token, AT).organisation == "corporation"
            with again.reading() as connection:
                assert find_configuration(connection, DIGEST, "corporation").body == b'{"a":1}'
                assert audit.first_break(connection) is None
            later = publishing.publish(again, version("1.1.0", max_storeys=3), SIGNING, LATER)
            assert later.digest == digest_of(version("1.1.0", max_storeys=3))
            with pytest.raises(sa.exc.DBAPIError, match="immutable"), again.writing() as connection:
                connection.exec_driver_sql("delete from document")


def test_a_backup_is_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    filled(database)
    going, ended = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(1000):
            make_organisation(database, f"o{number}", "O", actor="test", at=AT)
            going.set()
            if ended.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    going.wait(30)
    done = back_up(database, tmp_path / "backup.sqlite")
    ended.set()
    writer.join()
    # Each organisation is made together with its entry in the audit chain: in one moment there are as many of both.
    with open_database(str(tmp_path / "backup.sqlite")) as copy, copy.reading() as connection:
        made = [entry for entry in audit.entries(connection) if entry.action == "make_organisation"]
    assert len(made) == done.rows["organisation"]


def test_what_holds_something_is_never_filled_and_a_backup_never_overwritten(database: Database, tmp_path: Path) -> None:
    filled(database)
    file = tmp_path / "backup.sqlite"
    back_up(database, file)
    before = rows_of(database)
    with pytest.raises(Conflict, match="not empty"):
        restore(file, database)
    assert rows_of(database) == before
    with pytest.raises(Conflict, match="exists"):
        back_up(database, file)
    with pytest.raises(UnreadableInput, match="folder"):
        back_up(database, tmp_path / "nowhere" / "backup.sqlite")


@pytest.mark.parametrize("content", [b"", b"nothing", b"SQLite format 3\0" + b"\xff" * 5000], ids=["empty", "text", "broken"])
def test_what_is_no_backup_is_refused(content: bytes, new_database: NewDatabase, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    file.write_bytes(content)
    with open_database(new_database.empty()) as empty:
        with pytest.raises(UnreadableInput):
            restore(file, empty)
        assert not any(rows_of(empty).values())


def test_a_backup_whose_audit_chain_was_tampered_with_is_refused(database: Database, tmp_path: Path) -> None:
    filled(database)
    file = tmp_path / "backup.sqlite"
    back_up(database, file)
    with open_database(str(file)) as copy, copy.writing() as connection:
        connection.exec_driver_sql("drop trigger audit_no_update")
        connection.exec_driver_sql("update audit set entry = replace(entry, 'An', 'Bo')")
    with open_database(str(tmp_path / "new.sqlite")) as empty:
        with pytest.raises(Conflict, match="audit chain"):
            restore(file, empty)
        assert not any(rows_of(empty).values())
