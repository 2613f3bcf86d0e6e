"""`optop catalogue tidy`: what nobody in particular asked for goes after the time that the settings say, or the command."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.settings import environment_settings
from catalogue.documents.canonical import digest_of_bytes
from catalogue.store.configurations import keep_configuration
from catalogue.store.database import open_database
from catalogue.store.results import Result


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database with a configuration of nobody, a hundred days old, and one of an organisation as old."""
    address = str(tmp_path / "optop.sqlite")
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=100)
    with open_database(address) as opened:
        for name, organisation in (("nobody", None), ("owned", "corporation")):
            found = Result(name.encode(), "sha256:c", "A3@1.0.0", "b1")
            keep_configuration(opened, digest_of_bytes(name.encode()), found, name, organisation=organisation, actor=name, at=at)
    return address


def tidy(database: str, *words: str) -> str:
    environment_settings.cache_clear()
    done = CliRunner().invoke(app, ["catalogue", "tidy", "--database", database, *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_settings_say_how_old(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTOP_ANONYMOUS_RETENTION_DAYS", "101")
    assert ": 0 configurations removed" in tidy(database)
    monkeypatch.setenv("OPTOP_ANONYMOUS_RETENTION_DAYS", "99")
    assert ": 1 configurations removed, 1 of them with their bytes" in tidy(database)
    monkeypatch.delenv("OPTOP_ANONYMOUS_RETENTION_DAYS")
    environment_settings.cache_clear()


def test_the_command_says_how_old(database: str) -> None:
    assert ": 0 configurations removed" in tidy(database, "--days", "101")
    assert ": 1 configurations removed" in tidy(database, "--days", "99", "--by", "Bea")
    assert ": 0 configurations removed" in tidy(database, "--days", "99")
