"""The very first start makes a catalogue and one admin key; no later one does."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue import publish_starter
from api.http.service import open_service
from api.settings import Settings
from api.start import open_for_service, prepare_first_start
from catalogue.errors import IncompleteRequest, UnreadableInput
from catalogue.resolve import concept_versions
from catalogue.store import audit
from catalogue.store.database import HEAD, schema_revision, unchecked_database
from catalogue.store.schema import downgrade
from tests.catalogue.store.samples import AT

KEY = re.compile(r"optop_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")


def _start(file: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Start and stop a whole service; returns the keys that it printed."""
    with TestClient(create_app(Settings(database=str(file)))) as client:
        assert client.get("/v1/principal").json()["organisation"] is None
    out, err = capfd.readouterr()
    assert out == ""
    return KEY.findall(err)


def test_the_first_start_prints_an_admin_key_and_no_later_one_does(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "optop.sqlite"
    keys = _start(file, capfd)
    assert len(keys) == 1
    assert _start(file, capfd) == []
    secret = keys[0].rsplit("_", 1)[1]
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert stat.S_IMODE((tmp_path / "optop.sqlite.pepper").stat().st_mode) == 0o600
    with TestClient(create_app(Settings(database=str(file)))) as client:
        who = client.get("/v1/principal", headers={"authorization": f"Bearer {keys[0]}"}).json()
        assert (who["organisation"], who["roles"]) == ("optop-example", ["admin", "operator"])
    with open_for_service(str(file)) as database, database.reading() as connection:
        assert audit.first_break(connection) is None
        actions = [entry.action for entry in audit.entries(connection)]
    assert actions == ["make_organisation", *["publish"] * len(concept_versions()), "make_key"]


def test_of_several_processes_that_start_at_once_one_makes_the_key(tmp_path: Path) -> None:
    """Each thread opens the file for itself, as a process would."""
    file = str(tmp_path / "optop.sqlite")

    def first(_: int) -> str | None:
        with open_for_service(file) as database:
            return prepare_first_start(database, b"p" * 32, AT)

    with ThreadPoolExecutor(4) as pool:
        tokens = [token for token in pool.map(first, range(4)) if token is not None]
    assert len(tokens) == 1


def test_a_file_of_the_schema_before_is_upgraded_with_what_it_holds(tmp_path: Path) -> None:
    file = str(tmp_path / "older.sqlite")
    with open_for_service(file) as database:
        publish_starter(database, AT)
        downgrade(database, "0001")
    with open_for_service(file) as database:
        assert schema_revision(database) == HEAD
        assert prepare_first_start(database, b"p" * 32, AT) is not None
        with database.reading() as connection:
            assert audit.first_break(connection) is None
            assert [entry.action for entry in audit.entries(connection)].count("publish") == len(concept_versions())


def test_a_broken_start_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import api.start

    file = str(tmp_path / "optop.sqlite")

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(api.start, "issue_key", crash)
    with open_for_service(file) as database, pytest.raises(RuntimeError, match="power cut"):
        prepare_first_start(database, b"p" * 32, AT)
    monkeypatch.undo()
    with open_for_service(file) as database:
        with database.reading() as connection:
            assert audit.entries(connection) == ()
        assert prepare_first_start(database, b"p" * 32, AT) is not None


@pytest.mark.parametrize("content", ["", "zz", "ab" * 8])
def test_a_pepper_that_was_damaged_is_said_and_not_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "optop.sqlite"
    Path(f"{file}.pepper").write_text(content)
    with pytest.raises(UnreadableInput, match=r"optop\.sqlite\.pepper"):
        open_service(Settings(database=str(file)))


def test_a_server_needs_its_pepper_said() -> None:
    with pytest.raises(IncompleteRequest, match="OPTOP_PEPPER"):
        open_service(Settings(database="postgresql://nobody@localhost:1/none"))


def test_a_file_that_is_no_database_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("not a database, but long enough to be read as one\n" * 100)
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        open_service(Settings(database=str(file)))
    assert unchecked_database(str(file)).dialect == "sqlite"
