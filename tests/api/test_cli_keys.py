"""`optop key`: whoever may open the database replaces a lost key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.keys import key_of_token, pepper_beside
from catalogue.errors import NotAuthenticated, OptopError
from catalogue.store.database import open_database
from catalogue.store.organisations import organisations


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("OPTOP_PEPPER", raising=False)
    return str(tmp_path / "optop.sqlite")


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["key", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def new(database: str, *roles: str) -> str:
    asked = [word for role in roles for word in ("--role", role)]
    return run("new", "--organisation", "corp", "--holder", "Ada Beheer", *asked, "--by", "An", "--database", database).strip()


def test_a_new_key_is_accepted_listed_without_its_secret_and_refused_once_revoked(database: str) -> None:
    token = new(database, "admin", "reader")
    pepper, now = pepper_beside(database, None), dt.datetime.now(dt.UTC)
    with open_database(database) as opened:
        key = key_of_token(opened, pepper, token, now)
        assert (key.organisation, key.holder, set(key.roles)) == ("corp", "Ada Beheer", {"admin", "reader"})
    listed = run("list", "--database", database)
    assert key.id in listed
    assert "valid" in listed
    assert token.rsplit("_", 1)[1] not in listed
    run("revoke", key.id, "--by", "An", "--database", database)
    assert "revoked" in run("list", "--database", database)
    with open_database(database) as opened, pytest.raises(NotAuthenticated):
        key_of_token(opened, pepper, token, now)


def test_a_second_key_of_an_organisation_that_is_there(database: str) -> None:
    assert new(database, "admin") != new(database, "reader")
    assert len(run("list", "--database", database).splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("new", "--organisation", "corp", "--holder", "A", "--role", "emperor", "--by", "An"),
        ("new", "--organisation", "corp", "--holder", "", "--role", "admin", "--by", "An"),
        ("new", "--organisation", "../corp", "--holder", "A", "--role", "admin", "--by", "An"),
        ("revoke", "aaaaaaaa", "--by", "An"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(words: tuple[str, ...], database: str) -> None:
    with pytest.raises(OptopError) as refused:
        CliRunner().invoke(app, ["key", *words, "--database", database], catch_exceptions=False)
    assert "\n" not in refused.value.message
    with open_database(database) as opened, opened.reading() as connection:
        assert organisations(connection, None, after="", limit=10) == (), "nothing is left behind"


def test_a_rotated_key_has_another_secret_and_the_old_one_is_refused(database: str) -> None:
    token = new(database, "reader")
    key_id = token.split("_")[1]
    rotated = run("rotate", key_id, "--by", "An", "--database", database).strip()
    assert rotated.split("_")[:2] == ["optop", key_id]
    pepper, now = pepper_beside(database, None), dt.datetime.now(dt.UTC)
    with open_database(database) as opened:
        assert key_of_token(opened, pepper, rotated, now).rotated_at is not None
        with pytest.raises(NotAuthenticated):
            key_of_token(opened, pepper, token, now)
