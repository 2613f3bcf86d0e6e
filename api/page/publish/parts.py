"""The parts of the concept form: which fields of the document stand on which page of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from catalogue.documents.concept import Concept

PARTS: Mapping[str, tuple[str, ...]] = {
    "identity": ("id", "version", "organisation", "name", "summary", "kind", "system", "interventions", "example_data"),
    "module": ("module",),
    "buildups": ("build_ups",),
    "support": ("support", "max_storeys"),
    "dwellings": ("dwelling_types", "usable_area_factor", "internal_stair"),
    "access": ("access",),
    "demands": ("demands",),
    "price": ("price", "declared_mass_kg_per_m2"),
    "performance": ("performance",),
    "environment": ("environment", "materials"),
    "delivery": ("transport", "delivery"),
    "proof": ("certificates", "references", "images", "contacts", "exclusions"),
    "sources": ("sources",),
}
"""Pages of the form with the fields of the document on them; every field that a maker fills in stands on one."""
FIXED = frozenset({"/id", "/version", "/organisation"})
"""What names a draft: another id or version is another draft."""


@cache
def concept_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a concept document."""
    return Concept.model_json_schema()


def part_of(pointer: str) -> str:
    """Return the page of the form on which the field of a JSON pointer stands; the first one for the document as a whole."""
    name = pointer.strip("/").split("/", 1)[0]
    return next((part for part, names in PARTS.items() if name in names), next(iter(PARTS)))
