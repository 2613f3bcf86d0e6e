"""Processes that publish: one version after the other until somebody kills it, or one version at the same moment as others."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from catalogue.documents.concept import Concept
from catalogue.errors import Conflict
from catalogue.store import publishing
from catalogue.store.database import open_database
from tests.catalogue.store.samples import AT, SIGNING, version


def numbered(number: int) -> Concept:
    """The version with this number: the same document whoever makes it."""
    return version(f"1.0.{number}", name={"nl": f"Doos {number}", "en": f"Box {number}"})


def publish_until_killed(address: str, first: int, told: Connection) -> None:
    """Publish from version `1.0.first` on; tell each number and digest only after it is kept."""
    database = open_database(address)
    number = first
    while True:
        told.send((number, publishing.publish(database, numbered(number), SIGNING, AT).digest))
        number += 1


def publish_at_the_signal(address: str, organisation: str, signal: Barrier, told: Connection) -> None:
    """Publish the one version as one of many organisations, all at the same moment; tell the digest, or why not."""
    database = open_database(address)
    candidate = version("1.0.0", organisation=organisation)
    signal.wait()
    try:
        told.send(publishing.publish(database, candidate, SIGNING, AT).digest)
    except Conflict as refused:
        told.send(refused.message)
    database.close()
