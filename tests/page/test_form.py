"""The form made from the schema: what a browser would send back of it is the document that it was filled with; anything else is refused
beside its field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.page.publish.editing import checked, edited, form_of
from api.page.publish.form import FormField
from api.page.publish.parts import FIXED, PARTS, part_of
from api.page.publish.posted import Posted, number_from
from api.page.texts import text
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.resolve import concept_versions, resolve_concept

t = partial(text, "nl")
BUILT_IN = {"type", "schema_version"}
"""Fields that are the same in every document; nobody fills them in."""


def sent(field: FormField) -> Iterator[tuple[str, str]]:
    """Give what a browser sends of a field: controls in their order, groups by their hidden marker."""
    if field.kind in ("fixed", "absent"):
        return
    if field.kind == "object":
        yield field.pointer, "there"
    if field.kind in ("choice", "flags"):
        yield from ((field.pointer, option.value) for option in field.options if option.chosen)
    elif field.kind == "switch":
        if field.value:
            yield field.pointer, field.value
    elif field.kind not in ("object", "list", "mapping"):
        yield field.pointer, field.value
    for child in field.children:
        yield from sent(child)


def pairs(concept: Concept, part: str) -> list[tuple[str, str]]:
    """Give what a browser sends of one whole part."""
    fields = form_of(concept.model_dump(mode="json"), part, {}, "nl", t)
    return [pair for field in fields for pair in sent(field)]


def save(concept: Concept, part: str, changed: dict[str, str] | None = None, *more: tuple[str, str]) -> Any:
    """Post a part with some values changed."""
    fields = [(name, (changed or {}).get(name, value)) for name, value in pairs(concept, part)]
    return edited(concept, part, Posted([*fields, *more]), "nl", t)


def field_at(fields: tuple[FormField, ...], pointer: str) -> FormField:
    """Find a field by its pointer."""
    for field in fields:
        if field.pointer == pointer:
            return field
        if pointer.startswith(f"{field.pointer}/"):
            return field_at(field.children, pointer)
    raise AssertionError(pointer)


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_a_form_that_nobody_touched_gives_the_same_document(concept_id: str) -> None:
    concept = resolve_concept(concept_id)
    for part in PARTS:
        result = save(concept, part)
        assert result.errors == {}, part
        assert digest_of(result.concept) == digest_of(concept), part


def test_every_field_of_the_document_stands_on_one_part() -> None:
    named = [name for names in PARTS.values() for name in names]
    assert sorted(named) == sorted(set(Concept.model_fields) - BUILT_IN)
    assert part_of("/build_ups/floor/layers/0/name") == "buildups"
    assert part_of("") == "identity"


def test_a_field_has_its_unit_explanation_and_value() -> None:
    fields = form_of(resolve_concept("A3").model_dump(mode="json"), "module", {}, "nl", t)
    smallest = field_at(fields, "/module/width_mm/min")
    assert (smallest.kind, smallest.value, smallest.unit, smallest.required) == ("number", "3580", "mm", True)
    assert field_at(fields, "/module/joint_mm").help == "Vrije ruimte tussen twee modules, en tussen een module en iets anders."
    english = form_of(resolve_concept("A3").model_dump(mode="json"), "module", {}, "en", partial(text, "en"))
    assert field_at(english, "/module/joint_mm").help == "Clear joint between two modules, and between a module and anything else."
    assert field_at(fields, "/module/openings/0").label == "raam, kop b"


def test_a_dutch_decimal_comma_is_a_number() -> None:
    result = save(resolve_concept("A3"), "performance", {"/performance/rc_roof_m2k_per_w/value": "6,75"})
    assert result.concept.performance.rc_roof_m2k_per_w.value == 6.75


SLUG = "Gebruik hoogstens 80 letters, cijfers, punten, streepjes en lage streepjes; begin met een letter of cijfer."


@pytest.mark.parametrize(
    ("part", "pointer", "typed", "said"),
    [
        ("module", "/module/height_mm", "hoog", "Vul een getal in."),
        ("module", "/module/height_mm", "-5", "Moet groter zijn dan 0."),
        ("module", "/module/height_mm", "3300,5", "Vul een heel getal in."),
        ("module", "/module/height_mm", "", "Vul dit in."),
        ("identity", "/name/nl", "", "Vul dit in."),
        ("delivery", "/delivery/lead_time_days/date", "morgen", "Vul een datum in als 2026-05-31."),
        ("dwellings", "/dwelling_types/0/modules", "9", "Mag ten hoogste 6 zijn."),
        ("dwellings", "/dwelling_types/0/id", "twee woorden", SLUG),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_stays_as_it_was_typed(part: str, pointer: str, typed: str, said: str) -> None:
    result = save(resolve_concept("A3"), part, {pointer: typed})
    assert result.concept is None
    assert result.errors[pointer] == said
    shown = field_at(form_of(result.data, part, result.errors, "nl", t), pointer)
    assert (shown.error, shown.value) == (said, typed)


def test_a_rule_over_several_fields_is_said_where_it_belongs() -> None:
    result = save(resolve_concept("A3"), "module", {"/module/width_mm/min": "9000"})
    assert result.concept is None
    assert "Min 9000 is groter dan max" in result.errors["/module/width_mm"]


def test_an_entry_is_added_empty_and_an_empty_entry_is_not_saved() -> None:
    concept = resolve_concept("A3")
    result = save(concept, "dwellings", {}, ("add", "/dwelling_types"))
    assert (result.concept, result.saves) == (None, False)
    assert len(result.data["dwelling_types"]) == len(concept.dwelling_types) + 1
    fields = form_of(result.data, "dwellings", {}, "nl", t)
    pressed = edited(concept, "dwellings", Posted([pair for field in fields for pair in sent(field)]), "nl", t)
    assert pressed.concept is None
    assert f"/dwelling_types/{len(concept.dwelling_types)}/id" in pressed.errors


def test_an_optional_figure_is_filled_in_with_its_unit_and_taken_out_again() -> None:
    concept = resolve_concept("A3")
    added = save(concept, "delivery", {}, ("add", "/transport/panel_max_kg"))
    assert added.data["transport"]["panel_max_kg"] == {"unit": "kg", "status": "unverified"}
    taken = save(concept, "performance", {}, ("remove", "/performance/dnta_k_db"))
    assert "dnta_k_db" not in taken.data["performance"]
    assert not taken.saves


def test_a_build_up_needs_a_name_of_its_own() -> None:
    concept = resolve_concept("A3")
    refused = save(concept, "buildups", {}, ("add", "/build_ups"), ("/build_ups#key", "with space"))
    assert refused.errors == {"/build_ups": "Geef eerst een naam: letters, cijfers, punt, streepje."}
    named = save(concept, "buildups", {}, ("add", "/build_ups"), ("/build_ups#key", "roof-new"))
    assert named.data["build_ups"]["roof-new"] == {"name": {}, "layers": []}
    assert list(concept.build_ups) == list(named.data["build_ups"])[:-1]


def test_entries_and_mappings_are_removed() -> None:
    concept = resolve_concept("A3")
    assert len(save(concept, "dwellings", {}, ("remove", "/dwelling_types/0")).data["dwelling_types"]) == len(concept.dwelling_types) - 1
    assert "crane" not in save(concept, "sources", {}, ("remove", "/sources/crane")).data["sources"]
    assert save(concept, "sources", {}, ("remove", "/sources/nothing/at/all")).data["sources"].keys() == concept.sources.keys()


def test_what_names_a_draft_cannot_be_changed_in_the_form() -> None:
    result = save(resolve_concept("A3"), "identity", {}, ("/id", "OTHER"), ("/version", "9.9.9"), ("/organisation", "other"))
    assert (result.concept.id, result.concept.version, result.concept.organisation) == ("A3", "1.0.0", "optop-example")
    assert {"/id", "/version", "/organisation"} == FIXED


NAMES = (
    *("/module", "/module/width_mm", "/module/width_mm/min", "/module/openings/0", "/module/openings/999", "/module/openings"),
    *("add", "remove", "/module/floor", "/module//", "/../x", "/module/openings/0/mass_kg_per_m2/value"),
)
VALUES = ("/module/openings", "/nothing/there", "/module/width_mm/min", "/")


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=12) | st.sampled_from(VALUES)), max_size=8))
def test_whatever_is_posted_is_a_document_or_errors_and_never_a_failure(fields: list[tuple[str, str]]) -> None:
    result = edited(resolve_concept("A3"), "module", Posted(fields), "nl", t)
    assert result.concept is not None or result.errors or not result.saves
    form_of(result.data, "module", result.errors, "nl", t)


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda value: round(value, 4)))
def test_a_number_is_read_as_it_was_written(value: float) -> None:
    assert number_from(f"{value:.4f}") == value
    assert number_from(f"{value:.4f}".replace(".", ",")) == value


def test_what_is_no_number_stays_text() -> None:
    assert [number_from(typed) for typed in ("", "1e5", "1.000,5", "NaN", "0x10")] == ["", "1e5", "1.000,5", "NaN", "0x10"]
    assert number_from("12") == 12
    assert isinstance(number_from("12"), int)


def test_errors_of_a_whole_document_are_said_once_each() -> None:
    data = resolve_concept("A3").model_dump(mode="json")
    del data["name"]
    data["nonsense"] = 1
    concept, errors = checked(data, "en")
    assert concept is None
    assert errors == {"/name": "Fill this in.", "/nonsense": "There is no such field; leave it out or correct its name."}
