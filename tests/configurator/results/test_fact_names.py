"""Every input has a name that a person reads, in Dutch and English, and so has what it holds."""

from __future__ import annotations

from typing import get_args, get_origin

import pytest
from pydantic import BaseModel

from catalogue.documents.building import Building
from catalogue.documents.evidence import Fact
from configurator.results.fact_names import fact_name, named_pointers
from configurator.results.fact_text import fact_text
from configurator.results.host import ASKED_FACTS
from tests.examples import example


def fact_pointers(model: type[BaseModel], base: str) -> set[str]:
    """Return the pointers of every fact of a document and of the parts that are documents themselves."""
    found = set()
    for name, field in model.model_fields.items():
        kinds = [field.annotation, *(() if get_origin(field.annotation) is tuple else get_args(field.annotation))]
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, Fact):
                found.add(f"{base}/{name}")
            elif isinstance(kind, type) and issubclass(kind, BaseModel):
                found |= fact_pointers(kind, f"{base}/{name}")
    return found


def test_every_fact_of_a_building_document_has_a_name() -> None:
    pointers = fact_pointers(Building, "") | {f"/{name}" for name in ASKED_FACTS} | set(example().host.facts)
    assert len(pointers) > 30
    for lang in ("nl", "en"):
        assert not [pointer for pointer in sorted(pointers) if fact_name(pointer, lang) == pointer]


def test_no_name_stands_there_for_nothing() -> None:
    pointers = fact_pointers(Building, "") | {f"/{name}" for name in ASKED_FACTS} | set(example().host.facts)
    own = {"/assumptions", "/bearing_lines/*/thickness_mm", "/obstacles"}
    assert not [p for p in named_pointers() - pointers - own if not p.startswith("/loads/")]


def test_names_of_further_roof_levels_and_of_numbered_walls() -> None:
    assert fact_name("/further_levels/0/storeys_existing") == "dakvlak 2: bestaande bouwlagen"
    assert fact_name("/further_levels/3/roof/ballast", "en") == "roof level 5: ballast on the roof"
    assert fact_name("/bearing_lines/3/thickness_mm", "en") == "thickness of bearing wall 3"
    assert fact_name("/nobody/named/this") == "/nobody/named/this"


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        ("half_sunk", "half verdiept", "half sunk"),
        ("16 walls from the family's bays", "16 wanden uit de beukmaten van de familie", "16 walls from the family's bays"),
        ("F05", "F05", "F05"),
        ("Zeist", "Zeist", "Zeist"),
        (False, "nee", "no"),
    ],
)
def test_words_of_a_document_are_read_in_the_readers_language(value: object, nl: str, en: str) -> None:
    assert (fact_text(value, "nl"), fact_text(value, "en")) == (nl, en)
