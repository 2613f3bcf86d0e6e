"""The concepts that are offered to new computations, as the bytes that were published."""

from __future__ import annotations

from dataclasses import dataclass

from api.http.service import Service
from catalogue.documents.canonical import canonical_bytes
from catalogue.resolve import concept_versions, resolve_concept


@dataclass(frozen=True, slots=True)
class Offered:
    """One concept version."""

    reference: str
    """`ID@VERSION`."""
    body: bytes
    """Its canonical JSON."""


def offered_concept(service: Service, reference: str) -> Offered:
    """Return one concept. Raises NotFound."""
    concept = resolve_concept(reference)
    return Offered(f"{concept.id}@{concept.version}", canonical_bytes(concept))


def offered_concepts(service: Service) -> list[Offered]:
    """Return every concept that is offered."""
    return [offered_concept(service, reference) for reference in concept_versions()]
