"""Documents of every schema version load for ever, and say what they said: the same digest, whatever fields came later.

A sample is never changed or removed. A new schema version adds its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, JsonValue

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from catalogue.documents.document import VersionedDocument
from catalogue.documents.family import BuildingFamily
from catalogue.documents.loading import read_document, read_document_text
from catalogue.documents.migration import STEPS, migrated, newest_schema
from catalogue.errors import InvalidDocument
from catalogue.resolve import concept_versions, resolve_concept

KEPT = Path(__file__).parent / "kept"
DIGESTS: list[tuple[str, type[BaseModel], str]] = [
    ("concept-v1-A3.yaml", Concept, "sha256:147cc686d7c24fd234c21a4b5c436c1583738cbe365b0dd79b3babb37a553744"),
    ("concept-v1-A5.yaml", Concept, "sha256:583b720994972d1a04e3892d74b712a585a8a37fa626b5aeb513ac1707b399ff"),
    ("concept-v1-A8.yaml", Concept, "sha256:6c7136a48ca538904f85a13f807bc5dd0b2ce20968f9388e283a846bac394a82"),
    ("concept-v1-A12.yaml", Concept, "sha256:a47f1a4b0708cd746c7a137a7758633ae0bca7cb4b41025c168228cb71da39a3"),
    ("concept-v1-every-field.yaml", Concept, "sha256:cf215a73c5a8021b7bed865c1cca75120f472007b9ca96ea5cc0ffb5cb0b354b"),
    ("building_family-v1-F01.yaml", BuildingFamily, "sha256:4650c97d070846123720260587327021c7af32675743a4f105b01d0dc8e5cfe5"),
    ("building_family-v1-F05.yaml", BuildingFamily, "sha256:531f7438352ef8596dbf2d78e855d099e233484cea9e709f731188768d44a55b"),
    ("building_family-v1-F09.yaml", BuildingFamily, "sha256:f5f71ce51db1581b3c22fd76907535380bfc7b90a503a5c23f2e09615cd9411a"),
    ("assumptions-v1-nl-2026.yaml", Assumptions, "sha256:ad3460ab2cbe9f5fad5a1ae9b8dcb6ed8904c1ae6a3bb3bdc2da2c973dc50019"),
]

FIXED = {"Concept.type", "Concept.schema_version"}
"""Fields that have one value."""


@pytest.mark.parametrize(("name", "model", "digest"), DIGESTS)
def test_a_kept_document_has_the_digest_that_it_was_pinned_by(name: str, model: type[BaseModel], digest: str) -> None:
    assert digest_of(read_document(model, KEPT / name)) == digest


@pytest.mark.parametrize(("name", "model"), [("building-v1-demo.yaml", Building), ("configuration-v1-example.json", Configuration)])
def test_a_kept_document_loads(name: str, model: type[BaseModel]) -> None:
    assert newest_schema(type(read_document(model, KEPT / name))) is not None


def test_every_schema_version_has_a_kept_sample() -> None:
    for model in (Concept, BuildingFamily, Assumptions, Building, Configuration):
        kind, newest = str(model.model_fields["type"].default), newest_schema(model)
        assert newest is not None
        for version in range(1, newest + 1):
            assert list(KEPT.glob(f"{kind}-v{version}-*")), (kind, version)
            assert version == newest or (kind, version) in STEPS


def fields_filled(value: object) -> set[str]:
    """`Model.field` for everything in a document that is not what a reader would have filled in."""
    filled: set[str] = set()
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            entry = getattr(value, name)
            if field.is_required() or entry != field.get_default(call_default_factory=True):
                filled.add(f"{type(value).__name__}.{name}")
            filled |= fields_filled(entry)
    elif isinstance(value, dict | tuple):
        for entry in value.values() if isinstance(value, dict) else value:
            filled |= fields_filled(entry)
    return filled


def test_a_kept_concept_holds_every_field_that_there_is() -> None:
    """A field that is added later gets a sample of its own: this one is never changed."""
    schema = Concept.model_json_schema()
    models = {"Concept": schema, **schema["$defs"]}
    there = {f"{name}.{field}" for name, one in models.items() for field in one.get("properties", {})}
    filled: set[str] = set()
    for file in KEPT.glob("concept-v1-*.yaml"):
        filled |= fields_filled(read_document(Concept, file))
    assert there - filled == FIXED


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_the_canonical_form_reads_back_as_the_same_document(concept_id: str) -> None:
    concept = resolve_concept(concept_id)
    again = read_document_text(Concept, canonical_bytes(concept).decode(), "canonical")
    assert again == concept
    assert canonical_bytes(again) == canonical_bytes(concept)


def test_a_newer_schema_is_refused_with_what_to_do() -> None:
    text = (KEPT / "concept-v1-A3.yaml").read_text(encoding="utf-8").replace("schema_version: 1", "schema_version: 7")
    with pytest.raises(InvalidDocument, match="schema version 7; this optop reads up to 1: use a newer optop") as error:
        read_document_text(Concept, text, "new.yaml")
    assert error.value.pointers == ("/schema_version",)


class Roof(VersionedDocument):
    """A document at its third schema version, with one field more than it began with."""

    type: Literal["roof"] = "roof"
    schema_version: Literal[3] = 3
    depth_mm: int
    note: str


def to_millimetres(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    metres = float(str(data.pop("depth_m")))
    return {**data, "depth_mm": round(metres * 1000)}


def with_note(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {**data, "note": "-"}


TWO_STEPS = {("roof", 1): to_millimetres, ("roof", 2): with_note}


@pytest.mark.parametrize(
    "old",
    [
        {"type": "roof", "schema_version": 1, "depth_m": 10.5},
        {"type": "roof", "depth_m": 10.5},
        {"type": "roof", "schema_version": 2, "depth_mm": 10500},
        {"type": "roof", "schema_version": 3, "depth_mm": 10500, "note": "-"},
    ],
)
def test_steps_lead_from_any_version_to_the_newest(old: dict[str, JsonValue]) -> None:
    before = dict(old)
    assert Roof.model_validate(migrated(Roof, old, "roof.yaml", TWO_STEPS)) == Roof(depth_mm=10500, note="-")
    assert old == before, "what is read is not changed"


@pytest.mark.parametrize("version", ["1", True, 0, -1, None, 1.5])
def test_a_version_that_is_none_is_left_to_the_schema(version: JsonValue) -> None:
    data: dict[str, JsonValue] = {"type": "roof", "schema_version": version}
    assert migrated(Roof, data, "roof.yaml", TWO_STEPS) is data
