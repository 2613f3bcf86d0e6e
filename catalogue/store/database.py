"""Open a database, and do things to it in whole transactions: readers beside one writer at a time.

SQLite writes begin with BEGIN IMMEDIATE: without it the driver reads first and locks later, and two writers silently overwrite each other.
PostgreSQL writers take one advisory lock for the same reason, and because the audit chain is one line. Publications are rare; their order
matters.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import local
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from catalogue.errors import Conflict, UnreadableInput

HEAD = "0005"
"""The newest migration; a test holds it against the scripts."""
OLDER = ("0001", "0002", "0003", "0004")
"""The migrations before it, all of them: a file or a backup of any may be brought up to date."""

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "recursive_triggers=ON",  # or INSERT OR REPLACE walks past the triggers that forbid a delete
    "trusted_schema=OFF",
)
LOCK_PATIENCE_S = 30.0
WRITER_LOCK = 0x6F70746F70
"""Key of the advisory lock on PostgreSQL: `optop` in ASCII."""
BEGIN_OPTION = "optop_sqlite_begin"


class Database:
    """One opened database. `reading` and `writing` give a connection inside one transaction.

    Inside a transaction that writes, both give its own connection: several functions that each write can be made one whole by
    opening the transaction around them.
    """

    def __init__(self, engine: sa.Engine) -> None:
        """Keep the engine; use `open_database` to make one."""
        self.engine = engine
        self._writer = engine.execution_options(**{BEGIN_OPTION: "IMMEDIATE"})
        self._outer = local()

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one moment; nothing is kept."""
        if (outer := self._open_write()) is not None:
            yield outer
            return
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection that is the only writer; everything is kept at the end of the outermost one, or nothing."""
        if (outer := self._open_write()) is not None:
            yield outer
            return
        with self._writer.begin() as connection:
            if self.dialect == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
            self._outer.connection = connection
            try:
                yield connection
            finally:
                self._outer.connection = None

    def _open_write(self) -> sa.Connection | None:
        """The connection of this thread's transaction that writes, where there is one."""
        found: sa.Connection | None = getattr(self._outer, "connection", None)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare_sqlite(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver would begin transactions of its own, too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            _insist(partial(cursor.execute, f"PRAGMA {pragma}"))
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get(BEGIN_OPTION, "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


def _insist(step: Callable[[], object]) -> None:
    """Do a step again while another process switches the file to WAL: there the library gives up at once instead of waiting."""
    until = time.monotonic() + LOCK_PATIENCE_S
    while True:
        try:
            step()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def database_url(where: str) -> sa.URL:
    """Read a database address: `sqlite:///FILE`, `postgresql://...`, or the path of an SQLite file. Raises UnreadableInput."""
    text = where if "://" in where else f"sqlite:///{where}"
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise UnreadableInput("database-address", address=where) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise UnreadableInput("database-kind", backend=url.get_backend_name())
    return url


def sqlite_file(where: str) -> Path | None:
    """Return the file of an SQLite database, or None for one on a server. Raises UnreadableInput."""
    url = database_url(where)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def memory_database() -> Database:
    """Return an empty catalogue that lives in the memory of this process, for looking things up in documents that ship with optop."""
    from catalogue.store.tables import metadata

    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    _prepare_sqlite(engine)
    metadata.create_all(engine)
    return Database(engine)


def unchecked_database(where: str) -> Database:
    """Open a database of whatever schema, to upgrade it. Raises UnreadableInput."""
    url = database_url(where)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).absolute().parent.is_dir():
        raise UnreadableInput("file-folder-missing", file=url.database)
    # In the first moment of an SQLite file two processes may both switch it to WAL; the driver's own timeout covers that moment.
    arguments: dict[str, Any] = {"connect_args": {"timeout": 30.0}} if url.get_backend_name() == "sqlite" else {}
    engine = sa.create_engine(url, **arguments)
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine)
    return Database(engine)


def open_database(where: str, *, upgrading: tuple[str, ...] = ()) -> Database:
    """Open a database; an empty one, or one of a schema in `upgrading`, is brought to the newest schema.

    Raises UnreadableInput, or Conflict when its schema is another.
    """
    database = unchecked_database(where)
    try:
        revision = schema_revision(database)
    except sa.exc.DBAPIError as error:
        database.close()
        reason = str(error.orig).splitlines()[0]
        raise UnreadableInput("database-closed", address=database.engine.url.render_as_string(), cause=reason) from None
    if revision is None or revision in upgrading:
        from catalogue.store.schema import upgrade

        upgrade(database)
    elif revision != HEAD:
        database.close()
        raise Conflict("database-schema", revision=revision, wanted=HEAD)
    return database


def schema_revision(database: Database) -> str | None:
    """Return the migration that a database is at, or None for an empty one."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.exec_driver_sql("select version_num from alembic_version").scalar()
        return found
