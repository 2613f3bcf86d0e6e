"""The two databases that every test of the store runs on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalogue.store.database import Database, open_database
from tests.databases import NewDatabase, PostgresDatabases, SqliteFiles


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Make databases of one kind: empty ones, and copies of one that was migrated once."""
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path_factory.mktemp("catalogue"))
        return
    made = PostgresDatabases(request.getfixturevalue("postgres_server"))
    yield made
    made.close()


@pytest.fixture
def database_address(new_database: NewDatabase) -> str:
    """The address of an empty database."""
    return new_database.empty()


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    """An opened catalogue without anything in it."""
    opened = open_database(new_database.migrated())
    yield opened
    opened.close()
