"""What pydantic finds wrong with a document, said in Dutch and English: what, and what to do; the JSON pointer says where.

Rules of the documents themselves raise `BrokenRule` and are said as they say it. What was sent is never repeated: it may be secret,
or megabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.errors.phrase import Phrase

SENTENCES: dict[str, str] = {
    "missing": "schema-missing",
    "missing_argument": "schema-missing",
    "extra_forbidden": "schema-unknown-field",
    "unexpected_keyword_argument": "schema-unknown-field",
    "invalid_key": "schema-key",
    "json_invalid": "schema-json",
    "json_type": "schema-json",
    **dict.fromkeys(("model_type", "model_attributes_type", "dataclass_type", "dict_type", "mapping_type"), "schema-fields"),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), "schema-list"),
    **dict.fromkeys(("string_type", "string_unicode", "bytes_type", "bytes_invalid_encoding"), "schema-text"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "schema-bool"),
    "int_from_float": "schema-whole-number",
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "float_type", "float_parsing"), "schema-number"),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "schema-number"),
    "finite_number": "schema-finite",
    "greater_than": "schema-greater",
    "greater_than_equal": "schema-at-least",
    "less_than": "schema-less",
    "less_than_equal": "schema-at-most",
    "multiple_of": "schema-multiple",
    "too_short": "schema-few",
    "too_long": "schema-many",
    "string_too_short": "schema-text-short",
    "string_too_long": "schema-text-long",
    "string_pattern_mismatch": "schema-pattern",
    "literal_error": "schema-choice",
    "enum": "schema-choice",
    "none_required": "schema-empty",
    "union_tag_invalid": "schema-kind",
    "union_tag_not_found": "schema-kind-missing",
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), "schema-date"),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"), "schema-moment"),
    "timezone_aware": "schema-zone",
    **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation", "url_scheme", "url_too_long"), "schema-url"),
}
"""Which sentence says an error of pydantic, by its type; any other is `schema-other`."""

PATTERNS: dict[str, str] = {
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$": "schema-id",
    r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119}$": "schema-project",
    r"^\d+\.\d+\.\d+$": "schema-version",
    r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$": "schema-version",
    r"^sha256:[0-9a-f]{64}$": "schema-digest",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "schema-email",
    r"^https://\S+$": "schema-url",
}
"""Which sentence says that a text has not this form: a person is told the form, not the expression."""


def problem_phrase(problem: Mapping[str, Any]) -> Phrase:
    """Return what one error of pydantic (an entry of `ValidationError.errors()`, with its context) comes to."""
    context = problem.get("ctx") or {}
    said = getattr(context.get("error"), "phrase", None)
    if isinstance(said, Phrase):
        return said
    code = PATTERNS.get(str(context.get("pattern"))) or SENTENCES.get(str(problem["type"]), "schema-other")
    cause = str(problem["msg"]).removeprefix("Value error, ")
    parameters = {name: value for name, value in context.items() if name != "error"}
    if "expected" in parameters:
        parameters["expected"] = str(parameters["expected"]).replace(" or ", ", ")
    return Phrase(code, {**parameters, "cause": cause})


def as_sentence(phrase: Phrase, lang: str) -> str:
    """Return a phrase as a sentence of its own: with a capital and a full stop."""
    text = phrase.in_language(lang)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
