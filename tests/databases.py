"""Databases of both kinds, for tests: files, and a PostgreSQL server that lives for one run."""

from __future__ import annotations

import os
import shutil
import uuid
import warnings
from pathlib import Path
from typing import Protocol

import pytest
import sqlalchemy as sa

from catalogue.store.database import database_url, open_database


class NewDatabase(Protocol):
    """Makes databases of one kind."""

    def empty(self) -> str:
        """Return the address of a database without a schema."""

    def migrated(self) -> str:
        """Return the address of a database with the newest schema."""


class SqliteFiles:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template = folder / "template.sqlite"
        open_database(str(self._template)).close()

    def empty(self) -> str:
        return f"sqlite:///{self.folder}/{uuid.uuid4().hex}.sqlite"

    def migrated(self) -> str:
        copy = self.folder / f"{uuid.uuid4().hex}.sqlite"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"


class PostgresDatabases:
    """Databases of one server; they go with the server, or at the end."""

    def __init__(self, server: str) -> None:
        self._base = database_url(server)
        self._engine = sa.create_engine(self._base, isolation_level="AUTOCOMMIT")
        self._made: list[str] = []
        self._template = self._create("template1")
        open_database(self._address(self._template)).close()

    def empty(self) -> str:
        return self._address(self._create("template1"))

    def migrated(self) -> str:
        return self._address(self._create(self._template))

    def close(self) -> None:
        with self._engine.connect() as connection:
            for name in reversed(self._made):
                connection.exec_driver_sql(f"drop database {name} with (force)")
        self._engine.dispose()

    def _create(self, template: str) -> str:
        name = f"t_{uuid.uuid4().hex[:12]}"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"create database {name} template {template}")
        self._made.append(name)
        return name

    def _address(self, name: str) -> str:
        return self._base.set(database=name).render_as_string(hide_password=False)


def in_a_hurry(address: str) -> None:
    """Let a server that lives for one test run skip waiting for the disk; its files go with it."""
    engine = sa.create_engine(database_url(address), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("alter system set fsync = off")
        connection.exec_driver_sql("select pg_reload_conf()")
    engine.dispose()


def without_postgres(reason: str) -> None:
    """Skip where the developer has no PostgreSQL, and say so; fail where the gate runs."""
    if os.environ.get("OPTOP_CI") == "1":
        pytest.fail(reason)
    warnings.warn(reason, pytest.PytestWarning, stacklevel=2)
    pytest.skip(reason)
