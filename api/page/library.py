"""Read what the pages show from the database: lists, versions with what belongs to them, and concepts by reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from catalogue.documents.concept import Concept
from catalogue.errors import NotFound
from catalogue.publishing.diff import ConceptDiff, diff_concepts
from catalogue.publishing.record import PublicationRecord
from catalogue.store import search
from catalogue.store.database import Database
from catalogue.store.search import Page, Query, find
from catalogue.store.versions import Version, known_versions, latest, newest_version, read_concept, read_record, read_version, version_key

YAML_WIDTH = 140


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One published version with everything that a page says of it."""

    version: Version
    concept: Concept
    record: PublicationRecord
    others: tuple[Version, ...]
    """Every version of the concept, the newest first."""
    diff: ConceptDiff | None
    """What changed since the version that it followed, or since another one that was asked for; None where there is none."""


def in_reading_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Order versions as a person counts: A2 before A10."""
    return tuple(
        sorted(
            versions,
            key=lambda one: (
                [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", one.concept_id)],
                version_key(one.version),
            ),
        )
    )


def find_page(database: Database, query: Query) -> Page:
    """Return one page of versions, and how many there are by facet. Raises NotFound or InvalidDocument for a query that cannot be."""
    with database.reading() as connection:
        return find(connection, query)


def newest_reference(database: Database, concept_id: str) -> str:
    """Return the version number that is offered, or the newest where none is any more. Raises NotFound."""
    with database.reading() as connection:
        try:
            return latest(connection, concept_id).version
        except NotFound:
            newest = newest_version(connection, concept_id)
            if newest is None:
                raise
            return newest


def published_version(database: Database, concept_id: str, number: str, against: str = "") -> PublishedVersion:
    """Return a version, whatever became of it since, with what differs from the one `against`, else from the one it followed.

    Raises NotFound for either.
    """
    with database.reading() as connection:
        version = read_version(connection, concept_id, number)
        concept = read_concept(connection, concept_id, number)
        record = read_record(connection, version)
        others = tuple(read_version(connection, concept_id, name) for name in reversed(known_versions(connection, concept_id)))
        before = against or ("" if record.predecessor is None else record.predecessor.version)
        diff = diff_concepts(read_concept(connection, concept_id, before), concept) if before else None
    return PublishedVersion(version, concept, record, others, diff)


def concept_by_reference(database: Database, reference: str) -> tuple[Version, Concept]:
    """Return a version with its document, for `ID@VERSION`, or `ID` for the one that is offered. Raises NotFound."""
    concept_id, _, number = reference.partition("@")
    with database.reading() as connection:
        version = read_version(connection, concept_id, number) if number else latest(connection, concept_id)
        return version, read_concept(connection, concept_id, version.version)


def offered_versions(database: Database) -> tuple[Version, ...]:
    """Return every version that is offered to new configurations, in the order in which people read them."""
    with database.reading() as connection:
        return in_reading_order(search.offered_versions(connection))


def offered_concepts(database: Database) -> tuple[Concept, ...]:
    """Return the document of every version that is offered."""
    versions = offered_versions(database)
    with database.reading() as connection:
        return tuple(read_concept(connection, one.concept_id, one.version) for one in versions)


def document_yaml(concept: Concept) -> str:
    """Write a concept document as YAML for people: its fields in the order of the schema, short groups on one line."""
    data = concept.model_dump(mode="json", exclude_defaults=True)
    ordered = {"type": concept.type, "schema_version": concept.schema_version, **data}
    return yaml.dump(ordered, Dumper=_ReadableDumper, sort_keys=False, allow_unicode=True, width=YAML_WIDTH, default_flow_style=None)


class _ReadableDumper(yaml.SafeDumper):
    """Writes no aliases: the reader of documents refuses them."""

    def ignore_aliases(self, _data: object) -> bool:
        """Say that nothing is written as an alias."""
        return True


def references(versions: Iterable[Version], lang: str) -> list[tuple[str, str]]:
    """Return reference and name of versions, for a list to choose from."""
    return [(one.reference, f"{one.concept_id} {one.card.name.in_language(lang)}") for one in versions]
