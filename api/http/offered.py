"""The concepts of the service's catalogue, as the bytes that were published."""

from __future__ import annotations

from dataclasses import dataclass

from api.http.service import Service
from catalogue.store import documents, versions
from catalogue.store.search import offered_versions


@dataclass(frozen=True, slots=True)
class Offered:
    """One concept version."""

    reference: str
    """`ID@VERSION`."""
    body: bytes
    """Its canonical JSON."""


def offered_concept(service: Service, reference: str) -> Offered:
    """Return the concept for a new computation: `ID` is the version that is offered, `ID@VERSION` that one.

    Raises NotFound, and Conflict with reason and successor for a version that was withdrawn.
    """
    with service.database.reading() as connection:
        version = versions.offered(connection, reference)
    return Offered(version.reference, _body(service, version.digest))


def published_concept(service: Service, reference: str) -> bytes:
    """Return any published version, whatever became of it: `ID` is the one that is offered. Raises NotFound."""
    concept_id, _, number = reference.partition("@")
    with service.database.reading() as connection:
        found = versions.read_version(connection, concept_id, number) if number else versions.latest(connection, concept_id)
    return _body(service, found.digest)


def pinned_concept(service: Service, digest: str) -> bytes:
    """Return a published concept by its digest, whatever became of it. Raises NotFound."""
    return _body(service, digest)


def offered_concepts(service: Service) -> list[Offered]:
    """Return every concept that is offered to new computations."""
    with service.database.reading() as connection:
        found = offered_versions(connection)
    return [Offered(version.reference, _body(service, version.digest)) for version in found]


def _body(service: Service, digest: str) -> bytes:
    """Return a document by digest; it never changes, so once read it is held."""
    key = f"document:{digest}"
    body = service.results.get(key)
    if body is None:
        with service.database.reading() as connection:
            body, _ = documents.get(connection, digest)
        service.results.put(key, body)
    return body
