"""The published language: shipped documents are valid, schemas are current, evidence cannot lie about its interval."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from pydantic import BaseModel, ValidationError

from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Basis, Fact, Interval, Quantity
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding, finding_codes, finding_text
from catalogue.documents.options import Options
from catalogue.documents.schemas import PUBLISHED, schema_text
from catalogue.errors import NotFound
from catalogue.publishing.record import PublicationRecord
from catalogue.resolve import (
    building_ids,
    concept_versions,
    family_ids,
    resolve_assumptions,
    resolve_building,
    resolve_concept,
    resolve_family,
)

REPOSITORY = Path(__file__).parents[3]
EXAMPLES = REPOSITORY / "docs" / "examples"


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_schema_files_are_current(name: str) -> None:
    assert (REPOSITORY / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_golden_example_is_valid_by_schema_and_survives_a_round_trip(name: str) -> None:
    text = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(schema_text(name))).validate(json.loads(text))
    document = PUBLISHED[name].model_validate_json(text)
    assert json.loads(document.model_dump_json()) == json.loads(text)


@pytest.mark.parametrize(
    ("kind", "name"), [("concepts", "concept"), ("families", "building-family"), ("buildings", "building"), ("assumptions", "assumptions")]
)
def test_shipped_documents_pass_their_json_schema(kind: str, name: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(name)))
    files = [file for file in resources.files("concepts").joinpath(kind).iterdir() if file.name.endswith(".yaml")]
    assert files
    for file in files:
        validator.validate(json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str)))


def test_every_shipped_document_resolves_under_its_own_id() -> None:
    for concept_id, versions in concept_versions().items():
        for version in versions:
            concept = resolve_concept(f"{concept_id}@{version}")
            assert (concept.id, concept.version) == (concept_id, version)
            assert concept.example_data
    assert [resolve_family(family_id).id for family_id in family_ids()] == list(family_ids())
    assert [resolve_building(building_id).id for building_id in building_ids()] == list(building_ids())
    assert resolve_assumptions().id == "nl-2026"


def test_figures_of_the_starter_documents_are_not_verified() -> None:
    """Nobody has checked them: a status that says otherwise would be a lie."""
    for concept_id in concept_versions():
        assert '"verified"' not in json.dumps(resolve_concept(concept_id).model_dump(mode="json"))
    for family_id in family_ids():
        assert '"verified"' not in json.dumps(resolve_family(family_id).model_dump(mode="json"))


@pytest.mark.parametrize("reference", ["A99", "A3@9.9.9", ""])
def test_an_unknown_concept_says_what_there_is(reference: str) -> None:
    with pytest.raises(NotFound, match=r"A3|1\.0\.0"):
        resolve_concept(reference)


def test_all_three_interventions_are_in_the_schema() -> None:
    for intervention in ("rooftop_extension", "end_extension", "plinth_conversion"):
        assert Options.model_validate({"intervention": intervention}).intervention == intervention


def test_unknown_has_no_interval_and_low_is_not_above_high() -> None:
    assert Quantity(value=None, unit="kN/m2", basis="assumed", source="x").interval() is None
    with pytest.raises(ValidationError):
        Quantity(value=None, low=1.0, unit="kN/m2", basis="assumed", source="x")
    with pytest.raises(ValidationError):
        Quantity(value=1.0, low=2.0, unit="kN/m2", basis="assumed", source="x")
    with pytest.raises(ValidationError):
        Interval(low=2.0, nominal=1.0, high=3.0)
    with pytest.raises(ValidationError):
        Quantity(value=float("nan"), unit="kN/m2", basis="assumed", source="x")


def test_a_bare_value_is_declared_by_the_user_and_unverified() -> None:
    fact = Fact[int].model_validate(4)
    assert (fact.value, fact.basis, fact.source, fact.status) == (4, "declared", "user", "unverified")


def test_documents_are_frozen_and_closed() -> None:
    building = resolve_building("demo-portiek-1966")
    with pytest.raises(ValidationError):
        setattr(building, "id", "other")  # noqa: B010 - the type checker would refuse it too
    with pytest.raises(ValidationError):
        Building.model_validate({**building.model_dump(), "surprise": 1})


@pytest.mark.parametrize("code", list(finding_codes()))
def test_every_finding_code_speaks_both_languages_with_the_same_parameters(code: str) -> None:
    entry = finding_codes()[code]
    fields = [
        {re.sub(r"_(nl|en)$", "", name) for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (entry.text.nl, entry.text.en)
    ]
    assert fields[0] == fields[1]
    assert entry.title.nl
    assert entry.title.en


def test_an_unlisted_finding_code_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        finding("NOT-A-CODE")


def test_a_finding_reads_in_both_languages() -> None:
    item = finding("REQ-EXAMPLE-DATA", subject="A3")
    assert finding_text(item, "nl").startswith("A3 is een voorbeeld")
    assert finding_text(item, "en").startswith("A3 is an example")


@pytest.mark.parametrize("model", [Concept, BuildingFamily, PublicationRecord])
def test_an_editor_explains_every_field(model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    models = {model.__name__: schema, **schema["$defs"]}
    bare = [
        f"{name}.{field}"
        for name, one in models.items()
        for field, entry in one.get("properties", {}).items()
        if "description" not in entry
    ]
    assert bare == []


def figures_of(value: object, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping in a document that holds a number of its own or the evidence of a group, by pointer."""
    if isinstance(value, dict):
        if {"value", "unit"} <= value.keys() or "density_kg_per_m3" in value or {"basis", "source"} <= value.keys():
            yield pointer, value
        for key, item in value.items():
            yield from figures_of(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from figures_of(item, f"{pointer}/{index}")


def bare_numbers(value: object, pointer: str, explained: bool) -> Iterator[str]:
    """Every number that neither itself nor anything around it says where it comes from."""
    if isinstance(value, dict):
        own = {"basis", "source"} <= value.keys() or any(key == "evidence" or key.endswith("_evidence") for key in value if value[key])
        for key, item in value.items():
            yield from bare_numbers(item, f"{pointer}/{key}", explained or own)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from bare_numbers(item, f"{pointer}/{index}", explained)
    elif isinstance(value, int | float) and not isinstance(value, bool) and not explained:
        yield pointer


CHOICES = {"/schema_version", "/max_storeys", "/module/height_mm", "/delivery/min_series_dwellings", "/transport/modules_per_lorry"}
"""Numbers that are a maker's choice and no claim about the world."""


@pytest.mark.parametrize("name", [*concept_versions(), *family_ids()])
def test_every_figure_of_a_starter_document_says_where_it_comes_from(name: str) -> None:
    document = resolve_concept(name) if name in concept_versions() else resolve_family(name)
    data = json.loads(document.model_dump_json(exclude_none=True))
    assert data["example_data"] is True
    figures = dict(figures_of(data, ""))
    assert len(figures) > 10
    for pointer, figure in figures.items():
        assert figure["basis"] in get_args(Basis), pointer
        assert figure["status"] == "unverified", pointer
        for source in figure["source"].split(";"):
            assert data["sources"][source.strip()]["title"], pointer
        bare = {pointer for pointer in bare_numbers(data, "", explained=False) if not pointer.endswith("/category")}
    assert bare - CHOICES == set(), "the category of a material is a class, and the choices of a maker claim nothing"


def test_an_unsuitable_family_says_why_in_both_languages() -> None:
    unsuitable = [resolve_family(one) for one in family_ids() if resolve_family(one).outlook == "unsuitable"]
    assert {one.id for one in unsuitable} == {"F07", "F14"}
    assert all(len(one.outlook_reason.nl) > 40 and len(one.outlook_reason.en) > 40 for one in unsuitable)


def test_a_rule_is_said_in_dutch_with_its_dutch_source_and_decimal_commas() -> None:
    parameters: dict[str, Any] = {
        "rule": "R-07",
        "level": "nieuwbouw",
        "measured": "12.84-13.04",
        "threshold": 12.5,
        "unit": "m",
        "source": "table 1",
    }
    now = finding("RULE-DEBATED-FAIL", **parameters, source_nl="tabel 1")
    assert finding_text(now, "nl").startswith("R-07 (nieuwbouw): 12,84-13,04 m tegen 12,5 m.")
    assert finding_text(now, "nl").endswith("bron: tabel 1.")
    assert finding_text(now, "en").endswith("source: table 1.")
    # A result that was kept before there were Dutch sources can still be read.
    assert finding_text(finding("RULE-DEBATED-FAIL", **parameters), "nl").endswith("bron: table 1.")
