"""Killed while it publishes, sixty times on each database: nothing acknowledged is lost, the chain is whole, a retry is safe."""

from __future__ import annotations

import multiprocessing
import random
import time

import pytest
import sqlalchemy as sa

from catalogue.documents.canonical import digest_of
from catalogue.store import audit, documents, publishing
from catalogue.store.database import Database, open_database
from catalogue.store.documents import digest_of_bytes
from catalogue.store.tables import concept_version, version_state
from tests.catalogue.store.crash_publisher import numbered, publish_at_the_signal, publish_until_killed
from tests.catalogue.store.samples import AT, SIGNING

KILLS = 60
LONGEST_LIFE_S = 0.25
PUBLISHERS = 50


def killed_publisher(address: str, first: int, life_s: float) -> dict[int, str]:
    """Let a process publish from a number on and kill it; returns what it acknowledged."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.catalogue.store.crash_publisher"])
    ours, theirs = context.Pipe(duplex=False)
    publisher = context.Process(target=publish_until_killed, args=(address, first, theirs))
    publisher.start()
    theirs.close()
    acknowledged: dict[int, str] = dict([ours.recv()])
    time.sleep(life_s)
    publisher.kill()
    publisher.join()
    try:
        while True:
            number, digest = ours.recv()
            acknowledged[number] = digest
    except EOFError:
        ours.close()
    return acknowledged


def stored(database: Database) -> dict[int, str]:
    """Every version that is there, after checking that the whole catalogue makes sense."""
    with database.reading() as connection:
        if database.dialect == "sqlite":
            assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
        rows = connection.execute(
            sa.select(concept_version.c.version, concept_version.c.digest).order_by(concept_version.c.version_key)
        ).all()
        counted = sa.select(version_state.c.state, sa.func.count()).group_by(version_state.c.state)
        states = {row[0]: row[1] for row in connection.execute(counted)}
        assert audit.first_break(connection) is None
        published = [entry for entry in audit.entries(connection) if entry.action == "publish"]
        assert [(entry.subject, entry.details["digest"]) for entry in published] == [(f"A3@{row.version}", row.digest) for row in rows]
        assert states == {"published": 1, "superseded": len(rows) - 1} if len(rows) > 1 else {"published": 1}
        for row in rows[-3:]:
            assert digest_of_bytes(documents.get(connection, row.digest)[0]) == row.digest
    return {int(row.version.rsplit(".", 1)[1]): row.digest for row in rows}


@pytest.mark.slow
def test_killed_while_publishing(database_address: str) -> None:
    chance = random.Random(7)
    acknowledged: dict[int, str] = {}
    database = open_database(database_address)
    unacknowledged = 0
    for _ in range(KILLS):
        acknowledged |= killed_publisher(database_address, len(acknowledged), chance.uniform(0.0, LONGEST_LIFE_S))
        there = stored(database)
        assert acknowledged.items() <= there.items(), "an acknowledged version is gone"
        unacknowledged += len(there) - len(acknowledged)
        assert len(there) - len(acknowledged) <= 1, "at most the one on its way may be kept without a word"
        retried = publishing.publish(database, numbered(len(acknowledged)), SIGNING, AT)
        assert retried.digest == digest_of(numbered(len(acknowledged)))
        acknowledged[len(acknowledged)] = retried.digest
        assert stored(database) == acknowledged
    database.close()
    assert len(acknowledged) >= 2 * KILLS


@pytest.mark.slow
def test_fifty_processes_publish_one_version_at_the_same_moment(database_address: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.catalogue.store.crash_publisher"])
    signal = context.Barrier(PUBLISHERS)
    ears = []
    publishers = []
    for number in range(PUBLISHERS):
        ours, theirs = context.Pipe(duplex=False)
        publisher = context.Process(target=publish_at_the_signal, args=(database_address, f"maker {number}", signal, theirs))
        publisher.start()
        theirs.close()
        ears.append(ours)
        publishers.append(publisher)
    outcomes = [ear.recv() for ear in ears]
    for publisher in publishers:
        publisher.join()
    won = [outcome for outcome in outcomes if outcome.startswith("sha256:")]
    assert len(won) == 1
    assert sum(f"is published ({won[0]})" in outcome for outcome in outcomes) == PUBLISHERS - 1, "the others learn what took their place"
    with open_database(database_address) as database:
        assert stored(database) == {0: won[0]}
