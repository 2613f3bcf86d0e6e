"""What nobody in particular asked for may go after a time; what anybody in particular keeps stays, and nothing else can be removed."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from catalogue.documents.canonical import canonical_bytes
from catalogue.errors import NotFound
from catalogue.store import audit, documents, results
from catalogue.store.attachments import hand_in
from catalogue.store.configurations import find_configuration, keep_configuration
from catalogue.store.database import Database
from catalogue.store.results import Result
from catalogue.store.retention import AT_ONCE, tidy
from catalogue.store.schema import downgrade, upgrade
from catalogue.store.tables import configuration, document, released, result
from tests.catalogue.store.samples import AT
from tests.catalogue.store.test_results import result_of

OLD, NEW = AT, AT + dt.timedelta(days=80)
NOW = AT + dt.timedelta(days=100)
LIMIT = NOW - dt.timedelta(days=90)
CONCEPT = "sha256:" + "c" * 64


def keep(database: Database, name: str, organisation: str | None, at: dt.datetime) -> str:
    """Keep something under a digest that is made of its name; returns that."""
    digest = documents.digest_of_bytes(name.encode())
    found = Result(f"{{{name!r}}}".encode(), CONCEPT, "A3@1.0.0", "b1")
    keep_configuration(database, digest, found, name, organisation=organisation, actor=organisation or "anonymous", at=at)
    return digest


def is_there(database: Database, digest: str, organisation: str | None = None) -> bool:
    with database.reading() as connection:
        try:
            find_configuration(connection, digest, organisation)
        except NotFound:
            return False
    return True


def counts(database: Database) -> tuple[int, int]:
    with database.reading() as connection:
        one, other = (connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in (result, document))
    return one, other


def test_only_what_is_old_and_nobodys_goes(database: Database) -> None:
    old, new = keep(database, "old", None, OLD), keep(database, "new", None, NEW)
    owned = keep(database, "owned", "corporation", OLD)
    done = tidy(database, LIMIT, actor="Bea", at=NOW)
    assert (done.configurations, done.results, done.freed_bytes) == (1, 1, len("{'old'}"))
    assert not is_there(database, old)
    assert is_there(database, new)
    assert is_there(database, owned, "corporation")
    assert counts(database) == (2, 2)
    assert tidy(database, LIMIT, actor="Bea", at=NOW).configurations == 0


def test_what_somebody_else_asked_for_too_keeps_its_bytes_and_leaves_the_public(database: Database) -> None:
    shared = keep(database, "shared", None, OLD)
    assert keep(database, "shared", "corporation", NEW) == shared
    done = tidy(database, LIMIT, actor="Bea", at=NOW)
    assert (done.configurations, done.results) == (1, 0)
    assert not is_there(database, shared)
    assert is_there(database, shared, "corporation")


def test_what_was_kept_on_the_machine_or_handed_in_keeps_its_bytes(database: Database) -> None:
    made = result_of("b1", CONCEPT)
    found = Result(canonical_bytes(made), CONCEPT, "A3@1.0.0", "b1")
    keep_configuration(database, made.digest, found, "k", organisation=None, actor="", at=OLD)
    kept = results.keep_result(database, made, actor="An", at=OLD)
    keep(database, "evidence", None, OLD)
    with database.writing():
        hand_in(database, b"{'evidence'}", "application/json", organisation="maker", actor="An", at=OLD)
    assert tidy(database, LIMIT, actor="Bea", at=NOW).configurations == 2
    with database.reading() as connection:
        assert results.read_result(connection, kept).body == canonical_bytes(made)
        assert documents.get(connection, documents.digest_of_bytes(b"{'evidence'}"))[0] == b"{'evidence'}"


def test_what_was_removed_is_named_in_the_audit_chain_and_can_be_kept_again(database: Database) -> None:
    digest = keep(database, "once", None, OLD)
    tidy(database, LIMIT, actor="Bea", at=NOW)
    with database.reading() as connection:
        last = audit.newest(connection)
        assert last is not None
        assert (last.actor, last.action) == ("Bea", "tidy")
        assert last.details == {"configurations": [digest], "results": [documents.digest_of_bytes(b"{'once'}")]}
        assert audit.first_break(connection) is None
        assert connection.execute(sa.select(released.c.digest)).all() == []
    assert keep(database, "once", None, NOW) == digest
    assert is_there(database, digest)


def test_more_than_one_transaction_takes(database: Database) -> None:
    count = AT_ONCE + 3
    with database.writing():
        for number in range(count):
            keep(database, f"many-{number}", None, OLD)
    done = tidy(database, LIMIT, actor="Bea", at=NOW)
    assert (done.configurations, done.results) == (count, count)
    assert counts(database) == (0, 0)


@pytest.mark.parametrize("table", [result, document])
def test_nothing_goes_that_was_not_released(database: Database, table: sa.Table) -> None:
    keep(database, "stays", None, OLD)
    with database.writing() as connection:
        connection.execute(configuration.delete())
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), database.writing() as connection:
        connection.execute(table.delete())
    with database.writing() as connection:
        connection.execute(released.insert().values(digest=documents.digest_of_bytes(b"{'stays'}")))
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), database.writing() as connection:
        connection.execute(table.update().values(digest="sha256:other"))
    assert counts(database) == (1, 1)


def test_the_schema_before_refuses_every_delete_and_the_way_back_gives_it_up_again(database: Database) -> None:
    keep(database, "before", None, OLD)
    downgrade(database, "0003")
    with database.writing() as connection:
        connection.execute(configuration.delete())
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), database.writing() as connection:
        connection.execute(result.delete())
    upgrade(database)
    with database.writing() as connection:
        connection.execute(released.insert().values(digest=documents.digest_of_bytes(b"{'before'}")))
        connection.execute(result.delete())
        connection.execute(document.delete())
    assert counts(database) == (0, 0)
