"""A whole database as one file, and back: an SQLite file of the same schema, whichever database it was made of or goes into.

One moment is copied while others write on. The rows of a copy are counted against its source; a broken audit chain is not restored.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalogue.errors import Conflict, UnreadableInput
from catalogue.store import audit
from catalogue.store.database import HEAD, OLDER, Database, open_database, schema_revision
from catalogue.store.tables import metadata

ROWS = 200
"""Rows that are carried at a time: some have a body of megabytes."""
_HEAD = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was copied."""

    revision: str
    """The schema."""
    rows: dict[str, int]
    """How many rows of each table."""


def back_up(database: Database, file: Path) -> Backup:
    """Write a whole database to a new file, as it is at one moment.

    Raises Conflict when the file is there already, UnreadableInput when its folder is not.
    """
    if file.exists():
        raise Conflict("backup-file-exists", file=file)
    if not file.absolute().parent.is_dir():
        raise UnreadableInput("file-folder-missing", file=file)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with open_database(str(part)) as target, _one_moment(database) as source:
            rows = _copy(source, target)
            _compare(target, rows)
        part.replace(file)
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
    return Backup(HEAD, rows)


def restore(file: Path, database: Database) -> Backup:
    """Fill an empty database with a backup, in one transaction; one of an older schema is brought to the newest on the way.

    Raises UnreadableInput for a file that is no backup, Conflict when the database holds something already.
    """
    _refuse_other_files(file)
    _refuse_filled(database)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "backup.sqlite")
        shutil.copyfile(file, copy)
        with open_database(str(copy), upgrading=OLDER) as backup, _one_moment(backup) as source:
            _refuse_broken_chain(source)
            rows = _copy(source, database)
    _compare(database, rows)
    return Backup(HEAD, rows)


def _one_moment(database: Database) -> sa.Connection:
    """Return a connection that sees one moment for as long as it is open."""
    if database.dialect == "postgresql":
        return database.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return database.engine.connect()


def _refuse_filled(database: Database) -> None:
    if schema_revision(database) != HEAD:
        raise Conflict("restore-no-schema", schema=HEAD)
    with database.reading() as connection:
        filled = [table.name for table in metadata.sorted_tables if connection.execute(sa.select(sa.literal(1)).select_from(table)).first()]
    if filled:
        raise Conflict("restore-not-empty", tables=tuple(filled))


def _copy(source: sa.Connection, target: Database) -> dict[str, int]:
    """Copy every table, those that others point at first. Returns the number of rows of each."""
    copied: dict[str, int] = {}
    with target.writing() as connection:
        for table in metadata.sorted_tables:
            copied[table.name] = 0
            for rows in _rows(source, table):
                connection.execute(table.insert(), rows)
                copied[table.name] += len(rows)
            _count_on(connection, table)
    return copied


def _rows(source: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    found = source.execution_options(yield_per=ROWS).execute(sa.select(table).order_by(*table.primary_key.columns))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let numbers that the database gives out go on after those that were copied."""
    key = table.autoincrement_column
    if connection.dialect.name != "postgresql" or key is None:
        return
    sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, key.name))).scalar()
    highest = connection.execute(sa.select(sa.func.max(key))).scalar()
    if sequence is not None and highest is not None:
        connection.execute(sa.select(sa.func.setval(sequence, highest)))


def _compare(database: Database, expected: dict[str, int]) -> None:
    with database.reading() as connection:
        found = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
        }
    if found != expected:
        raise Conflict("backup-rows", found=sum(found.values()), expected=sum(expected.values()))


def _refuse_broken_chain(backup: sa.Connection) -> None:
    broken = audit.first_break(backup)
    if broken is not None:
        raise Conflict("backup-chain-broken", row=broken)


def _refuse_other_files(file: Path) -> None:
    head = b""
    if file.is_file():
        with file.open("rb") as stream:
            head = stream.read(len(_HEAD))
    if head != _HEAD:
        raise UnreadableInput("backup-no-backup", file=file)
