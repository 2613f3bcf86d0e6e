"""What pydantic finds is said in Dutch and English, for every kind of error that a document can give."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationError
from pydantic_core import core_schema

from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.loading import validated
from catalogue.errors import InvalidDocument
from catalogue.errors.validation import PATTERNS, SENTENCES, as_sentence, problem_phrase
from catalogue.resolve import resolve_building, resolve_concept
from tests.catalogue.errors.raise_sites import ROOT

NEVER_FROM_JSON = {
    "no_such_attribute", "needs_python_object", "recursion_loop", "recursion_depth_exceeded", "frozen_field", "frozen_instance",
    "get_attribute_error", "dataclass_exact_type", "named_tuple_type", "default_factory_not_called", "iteration_error",
    "string_not_ascii", "frozen_dict_type", "ordered_dict_type", "counter_type", "deque_type", "set_item_not_hashable",
    "bytes_too_short", "bytes_too_long", "value_error", "assertion_error", "missing_sentinel_error", "ellipsis_error",
    "date_past", "date_future", "time_type", "time_parsing", "datetime_past", "datetime_future", "timezone_naive", "timezone_offset",
    "time_delta_type", "time_delta_parsing", "is_instance_of", "is_subclass_of", "callable_type", "arguments_type",
    "missing_keyword_only_argument", "unexpected_positional_argument", "missing_positional_only_argument", "multiple_argument_values",
    "uuid_type", "uuid_parsing", "uuid_version", "decimal_max_digits", "decimal_max_places", "decimal_whole_digits",
    "fraction_type", "fraction_parsing", "complex_type", "complex_str_parsing",
}  # fmt: skip
"""Errors of Python values, or of kinds of fields that no document of optop has; `value_error` carries a rule of its own."""


def said(model: Any, value: object, lang: str) -> list[str]:
    """Return what is said about a value."""
    try:
        TypeAdapter(model).validate_python(value)
    except ValidationError as error:
        return [problem_phrase({**problem}).in_language(lang) for problem in error.errors()]
    return []


def test_every_kind_of_error_has_a_sentence_or_cannot_occur() -> None:
    kinds = set(get_args(core_schema.ErrorType))
    assert kinds - set(SENTENCES) == NEVER_FROM_JSON
    assert set(SENTENCES) <= kinds


class Sample(BaseModel):
    """Fields of each kind."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]+$")] = "ab"
    count: Annotated[int, Field(ge=1, le=5, multiple_of=1)] = 1
    share: Annotated[float, Field(gt=0.5, lt=1.5, allow_inf_nan=False)] = 1.0
    on: dt.date = dt.date(2026, 1, 1)
    at: AwareDatetime | None = None
    kind: Literal["a", "b"] = "a"
    many: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    flag: bool = True
    link: HttpUrl | None = None


@pytest.mark.parametrize(
    ("field", "value", "nl", "en"),
    [
        (
            "nothing",
            1,
            "dit veld bestaat niet; laat het weg of verbeter de naam",
            "there is no such field; leave it out or correct its name",
        ),
        ("name", "a", "de tekst is te kort; ten minste 2 tekens", "the text is too short; at least 2 characters"),
        ("name", "abcde", "de tekst is te lang; hoogstens 4 tekens", "the text is too long; at most 4 characters"),
        ("name", "A1", "dit heeft niet de vorm die hier hoort: ^[a-z]+$", "this does not have the form that belongs here: ^[a-z]+$"),
        ("name", 1, "hier hoort tekst", "text belongs here"),
        ("count", 0, "moet ten minste 1 zijn", "has to be at least 1"),
        ("count", 6, "mag ten hoogste 5 zijn", "may be at most 5"),
        ("count", 1.5, "vul een heel getal in", "fill in a whole number"),
        ("count", "veel", "vul een getal in", "fill in a number"),
        ("share", 0.5, "moet groter zijn dan 0,5", "has to be greater than 0.5"),
        ("share", 2, "moet kleiner zijn dan 1,5", "has to be less than 1.5"),
        (
            "share",
            float("inf"),
            "dit is geen getal dat te meten is; geef een eindig getal",
            "this is no number that can be measured; give a finite one",
        ),
        ("share", "veel", "vul een getal in", "fill in a number"),
        ("on", "gisteren", "vul een datum in als 2026-05-31", "fill in a date such as 2026-05-31"),
        (
            "at",
            "2026-01-01T10:00:00",
            "het tijdstip heeft een tijdzone nodig, zoals 2026-05-31T12:00:00Z",
            "the moment needs a time zone, such as 2026-05-31T12:00:00Z",
        ),
        ("kind", "c", "kies een van de waarden: 'a', 'b'", "choose one of the values: 'a', 'b'"),
        ("many", [], "geef er ten minste 1 op", "give at least 1"),
        ("many", [1, 2, 3], "geef er hoogstens 2 op", "give at most 2"),
        ("many", 1, "hier hoort een lijst", "a list belongs here"),
        ("flag", "misschien", "hier hoort ja of nee (true of false)", "yes or no belongs here (true or false)"),
        ("link", "bestand.pdf", "vul een webadres in dat met https:// begint", "fill in an address that begins with https://"),
    ],
)
def test_a_value_that_a_schema_refuses(field: str, value: object, nl: str, en: str) -> None:
    assert said(Sample, {field: value}, "nl") == [nl]
    assert said(Sample, {field: value}, "en") == [en]


def test_every_pattern_of_a_document_is_told_in_words() -> None:
    schemas = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs" / "schema").glob("*.json")))
    patterns = {json.loads(f'"{found}"') for found in re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', schemas)}
    assert patterns
    assert patterns <= set(PATTERNS)


def test_a_kind_that_does_not_exist_is_said_with_those_that_do() -> None:
    class Cat(BaseModel):
        type: Literal["cat"]

    class Dog(BaseModel):
        type: Literal["dog"]

    either = Annotated[Cat | Dog, Field(discriminator="type")]
    assert said(either, {"type": "cow"}, "nl") == ["'type' noemt een soort die er niet is; kies uit 'cat', 'dog'"]
    assert said(either, {}, "nl") == ["'type' ontbreekt; het zegt van welke soort dit is"]


def test_a_rule_of_a_document_is_said_as_it_says_it() -> None:
    data = resolve_concept("A3").model_dump(mode="json")
    data["module"]["width_mm"] = {"min": 9000, "max": 3000, "step": 10}
    with pytest.raises(InvalidDocument) as refused:
        validated(Concept, data, "mijn.yaml")
    assert "mijn.yaml: /module/width_mm: min 9000 is larger than max 3000" in refused.value.message
    assert "mijn.yaml: /module/width_mm: min 9000 is groter dan max 3000" in refused.value.sentence("nl")
    assert refused.value.reason == "document-breaks-schema"


def test_a_broken_document_says_where_what_and_how_many_more() -> None:
    with pytest.raises(InvalidDocument) as refused:
        validated(Building, {"id": 3, "roof": {"polygon": {"outer": [[0, 0], [1, 0], [1, 1]]}, "extra": 1}}, "gebouw.yaml")
    assert refused.value.sentence("nl").startswith("gebouw.yaml: /id: hier hoort tekst (en nog 1 fout: /roof/extra)")
    assert refused.value.message.startswith("gebouw.yaml: /id: text belongs here (1 more problem: /roof/extra)")


def test_a_sentence_begins_with_a_capital_and_ends_with_one_point() -> None:
    phrase = problem_phrase({"type": "missing", "msg": "Field required", "loc": ()})
    assert (as_sentence(phrase, "nl"), as_sentence(phrase, "en")) == ("Vul dit in.", "Fill this in.")


DOCUMENTS = {
    Concept: resolve_concept("A3").model_dump(mode="json"),
    Building: resolve_building("demo-portiek-1966").model_dump(mode="json"),
}
WRONG = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=5), st.just([]), st.just({}), st.just([[{}]]))


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every member of a document."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield (*path, name)
        yield from paths(member, (*path, name))


PATHS = {model: list(paths(document)) for model, document in DOCUMENTS.items()}


@given(st.sampled_from(tuple(DOCUMENTS)), st.data())
def test_whatever_is_wrong_with_a_document_has_a_dutch_sentence(model: type[BaseModel], data: st.DataObject) -> None:
    broken: Any = copy.deepcopy(DOCUMENTS[model])
    *way, last = data.draw(st.sampled_from(PATHS[model]))
    node = broken
    for step in way:
        node = node[step]
    node[last] = data.draw(WRONG)
    try:
        model.model_validate(broken)
    except ValidationError as error:
        for problem in error.errors():
            phrase = problem_phrase({**problem})
            assert phrase.code != "schema-other", problem["type"]
            assert "?" not in phrase.in_language("nl").replace(str(phrase.parameters.get("pattern")), "")
