"""One schema on two databases; nobody changes what is published, not even with SQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import alembic.script
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from catalogue.errors import Conflict, UnreadableInput
from catalogue.store import documents, publishing
from catalogue.store.database import HEAD, OLDER, SQLITE_PRAGMAS, Database, database_url, open_database, schema_revision
from catalogue.store.schema import downgrade, migration_config, upgrade
from catalogue.store.tables import IMMUTABLE, metadata
from tests.catalogue.store.samples import AT, SIGNING, version


def test_the_head_in_code_is_the_head_of_the_history(database: Database) -> None:
    script = alembic.script.ScriptDirectory.from_config(migration_config(database))
    assert script.get_heads() == [HEAD]
    assert schema_revision(database) == HEAD
    assert [one.revision for one in script.walk_revisions()] == [HEAD, *reversed(OLDER)], "any older file can be brought up to date"


@pytest.mark.parametrize("revision", OLDER)
def test_a_file_of_any_older_schema_is_brought_up_to_date_when_it_is_opened(revision: str, tmp_path: Path) -> None:
    where = str(tmp_path / "old.sqlite")
    with open_database(where) as database:
        downgrade(database, revision)
    with pytest.raises(Conflict, match=revision):
        open_database(where)
    with open_database(where, upgrading=OLDER) as database:
        assert schema_revision(database) == HEAD


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_goes_back_and_forth(database: Database) -> None:
    downgrade(database)
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    assert publishing.publish(database, version("1.0.0"), SIGNING, AT).state == "published"


@pytest.mark.parametrize("table", IMMUTABLE)
@pytest.mark.parametrize("statement", ["update {table} set {column} = {column}", "delete from {table}", "all at once"])
def test_sql_cannot_change_what_is_published(database: Database, table: str, statement: str) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    if table == "result":
        _insert_result(database)
    column = next(iter(metadata.tables[table].columns)).name
    if statement == "all at once":
        own = {"sqlite": "insert or replace into {table} select * from {table}", "postgresql": "truncate table {table} cascade"}
        statement = own[database.dialect]
    before = _rows(database, table)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), database.writing() as connection:
        connection.exec_driver_sql(statement.format(table=table, column=column))
    assert _rows(database, table) == before
    assert before


def _insert_result(database: Database) -> None:
    with database.writing() as connection:
        digest = documents.put(connection, b"{}", documents.JSON)
        connection.execute(metadata.tables["result"].insert().values(digest=digest, concept_digest="c", building_id="b", kept_at="t"))


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.select(metadata.tables[table]))]


def test_a_state_cannot_be_deleted_with_sql(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), database.writing() as connection:
        connection.exec_driver_sql("delete from version_state")


def test_sqlite_runs_with_its_pragmas(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "c.sqlite"))
    names = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }
    assert {pragma.split("=")[0] for pragma in SQLITE_PRAGMAS} == set(names)
    with database.reading() as connection:
        for name, expected in names.items():
            assert connection.exec_driver_sql(f"pragma {name}").scalar() == expected
    database.close()


def test_writers_wait_for_each_other(database: Database) -> None:
    """Reads a number, adds one, writes it back, from four threads: not one addition is lost."""
    with database.writing() as connection:
        connection.exec_driver_sql("create table counter (n integer not null)")
        connection.exec_driver_sql("insert into counter values (0)")

    def add(_: int) -> None:
        with database.writing() as connection:
            n = connection.exec_driver_sql("select n from counter").scalar_one()
            connection.exec_driver_sql(f"update counter set n = {n + 1}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(40)))
    with database.reading() as connection:
        assert connection.exec_driver_sql("select n from counter").scalar() == 40


def test_two_processes_may_open_an_empty_database_at_once(database_address: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_database(database_address), range(4)))
    assert {schema_revision(database) for database in opened} == {HEAD}
    for database in opened:
        database.close()


def test_a_newer_schema_is_left_alone(database_address: str) -> None:
    database = open_database(database_address)
    with database.writing() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    database.close()
    with pytest.raises(Conflict, match="schema 9999"):
        open_database(database_address)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("mysql://localhost/optop", "no database that optop uses"),
        ("nowhere/at/all.sqlite", "folder"),
        ("://", "no database"),
        ("postgresql://nobody@localhost:1/none", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_is_refused_in_one_sentence(where: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        open_database(where)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("not a database, but long enough to be read as one\n" * 100)
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        open_database(str(file))


def test_a_password_is_not_repeated_in_an_error() -> None:
    with pytest.raises(UnreadableInput) as error:
        open_database("postgresql://optop:geheim@localhost:1/none")
    assert "geheim" not in error.value.message
    assert database_url("postgresql://optop:geheim@localhost/x").password == "geheim"
