"""The catalogue that somebody asked for: a database where one is named, else the documents that ship with optop."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.documents.loading import read_document
from catalogue.errors import IncompleteRequest
from catalogue.resolve import concept_versions, resolve_concept

if TYPE_CHECKING:
    from catalogue.store.database import Database
    from catalogue.store.exchange import Exchanged

SETTING = "OPTOP_DATABASE"
"""Names the database: the path of an SQLite file, or `postgresql://user@host/name`."""
STARTER_DATE = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
"""When the documents that ship with optop are taken to be published, where no database says it."""
DOCUMENT_ENDINGS = (".yaml", ".yml", ".json")


def database_setting() -> str | None:
    """Return the database that the environment names, or None."""
    return os.environ.get(SETTING) or None


def required_database(where: str | None) -> Database:
    """Open the database that is named, here or in the environment. Raises IncompleteRequest when none is."""
    from catalogue.store.database import open_database

    named = where or database_setting()
    if named is None:
        raise IncompleteRequest("no-database", setting=SETTING)
    return open_database(named)


def is_file(reference: str) -> bool:
    """Tell whether a reference to a concept is a document file rather than an id."""
    return reference.endswith(DOCUMENT_ENDINGS)


def find_concept(reference: str) -> Concept:
    """Return a concept for a new configuration: `ID[@VERSION]` of the catalogue, or a draft from a file.

    Raises NotFound, and Conflict with reason and successor for a version that was withdrawn.
    """
    if is_file(reference):
        return read_document(Concept, Path(reference))
    if database_setting() is None:
        return resolve_concept(reference)
    with required_database(None) as database:
        return offered_concept(database, reference)


def offered_concept(database: Database, reference: str) -> Concept:
    """Return the concept of a catalogue for a new configuration, by `ID[@VERSION]`.

    Raises NotFound, and Conflict with reason and successor for a version that was withdrawn.
    """
    from catalogue.store import versions

    with database.reading() as connection:
        version = versions.offered(connection, reference)
        return versions.read_concept(connection, version.concept_id, version.version)


def offered_concepts() -> tuple[str, ...]:
    """Return the references of every concept that is offered to new configurations."""
    if database_setting() is None:
        return tuple(concept_versions())
    with required_database(None) as database:
        return offered_references(database)


def offered_references(database: Database) -> tuple[str, ...]:
    """Return `ID@VERSION` of every version of a catalogue that is offered to new configurations."""
    from catalogue.store.search import offered_versions

    with database.reading() as connection:
        return tuple(version.reference for version in offered_versions(connection))


def split_reference(reference: str) -> tuple[str, str]:
    """Return id and version of `ID@VERSION`. Raises IncompleteRequest without a version."""
    concept_id, _, number = reference.partition("@")
    if not number:
        raise IncompleteRequest("reference-without-version", reference=reference, pointers=("/concept",))
    return concept_id, number


def published_or_file(reference: str) -> Concept:
    """Return any published version, whatever became of it, or a draft from a file. Raises NotFound."""
    if is_file(reference) or database_setting() is None:
        return find_concept(reference)
    from catalogue.store import versions

    concept_id, _, number = reference.partition("@")
    with required_database(None) as database, database.reading() as connection:
        return versions.read_concept(connection, concept_id, number or versions.latest(connection, concept_id).version)


def withdrawal_of(reference: str) -> tuple[LocalText, str | None] | None:
    """Return why a version was withdrawn and what took its place, or None for one that was not, or that no database holds."""
    concept_id, _, number = reference.partition("@")
    if is_file(reference) or database_setting() is None or not number:
        return None
    from catalogue.store import versions

    with required_database(None) as database, database.reading() as connection:
        version = versions.read_version(connection, concept_id, number)
    return None if version.withdrawal is None else (version.withdrawal.text, version.successor)


@contextmanager
def shown_catalogue(where: str | None) -> Iterator[Database]:
    """Give the catalogue to read from: the database that is named, or one in memory that holds the starter documents."""
    from catalogue.store.database import memory_database

    if where or database_setting():
        with required_database(where) as opened:
            yield opened
        return
    with memory_database() as starter:
        publish_starter(starter, STARTER_DATE)
        yield starter


NOBODY = "-"
"""Reviewer of the documents that ship with optop: there was none."""


def publish_starter(database: Database, at: dt.datetime) -> Exchanged:
    """Publish the documents that ship with optop, as what they are: example data that nobody but optop looked at."""
    from catalogue.store import publishing
    from catalogue.store.exchange import Exchanged

    signing = publishing.Signing("optop-example", author="optop", reviewer=NOBODY)
    taken: list[str] = []
    unchanged: list[str] = []
    for reference in (f"{concept_id}@{number}" for concept_id, numbers in concept_versions().items() for number in numbers):
        before = publishing.is_published(database, reference)
        publishing.publish(database, resolve_concept(reference), signing, at)
        (unchanged if before else taken).append(reference)
    return Exchanged(tuple(taken), tuple(unchanged), 0)


def upgrade_database(where: str | None) -> str:
    """Bring a database to the newest schema; returns its revision."""
    from catalogue.store.database import schema_revision, unchecked_database
    from catalogue.store.schema import upgrade

    named = where or database_setting()
    if named is None:
        raise IncompleteRequest("no-database-set", setting=SETTING)
    with unchecked_database(named) as opened:
        upgrade(opened)
        return schema_revision(opened) or "empty"
