"""Editing a draft: what was posted becomes a document, or the form again with what is wrong beside each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from pydantic import JsonValue, ValidationError

from api.page.figures import Translate
from api.page.publish.form import UNIT_ENDINGS, FormField, FormMaker
from api.page.publish.parts import FIXED, PARTS, concept_schema
from api.page.publish.posted import FormReader, Posted, added, press_of, removed
from api.page.publish.schema import SchemaWalk
from api.page.texts import Lang
from catalogue.documents.concept import Concept
from catalogue.errors import Phrase
from catalogue.errors.validation import as_sentence, problem_phrase

KEY_OF_ENTRY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a posted part of the form."""

    data: dict[str, JsonValue]
    """The whole document, what was typed in it, right or wrong."""
    concept: Concept | None
    """The document, where it is one."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by JSON pointer; `` is the document as a whole."""
    saves: bool = True
    """False where an entry was only added or removed: nothing is saved until the maker says so."""


def edited(before: Concept, part: str, posted: Posted, lang: Lang, t: Translate) -> Edited:
    """Put the posted fields of one part into a document."""
    schema = concept_schema()
    reader = FormReader(SchemaWalk(schema["$defs"]))
    names = tuple(name for name in PARTS[part] if f"/{name}" not in FIXED)
    data: dict[str, JsonValue] = before.model_dump(mode="json")
    found = reader.properties(schema, posted, names)
    for name in names:
        data.pop(name, None)
        if name in found:
            data[name] = found[name]
    press = press_of(posted)
    if press.action == "remove":
        removed(data, press.pointer)
    elif press.action == "add":
        problem = _add(data, press.pointer, posted, reader, t)
        return Edited(data, None, {press.pointer: problem} if problem else {}, saves=False)
    concept, errors = checked(data, lang)
    return Edited(data, concept, errors if press.action == "save" else {}, saves=press.action == "save")


def _add(data: dict[str, JsonValue], pointer: str, posted: Posted, reader: FormReader, t: Translate) -> str:
    """Add an empty entry; returns what is wrong with its key."""
    found = reader.walk.at(concept_schema(), pointer)
    if found is None:
        return ""
    found = reader.walk.target(found)
    key = posted.one(f"{pointer}#key")
    if posted.has(f"{pointer}#key") and not KEY_OF_ENTRY.fullmatch(key):
        return t("form.key")
    entry = reader.empty(found)
    if isinstance(entry, dict) and "basis" in found.get("properties", {}):
        unit = next((unit for ending, unit in UNIT_ENDINGS if pointer.endswith(ending)), None)
        entry = {**entry, **({"unit": unit} if unit and "unit" in found["properties"] else {}), "status": "unverified"}
    added(data, pointer, entry, key)
    return ""


def checked(data: Mapping[str, JsonValue], lang: Lang) -> tuple[Concept | None, dict[str, str]]:
    """Return a document, or what is wrong with it by JSON pointer."""
    try:
        return Concept.model_validate(deepcopy(dict(data))), {}
    except ValidationError as error:
        found: dict[str, str] = {}
        for problem in error.errors(include_url=False):
            pointer = "".join(f"/{step}" for step in problem["loc"])
            phrase = Phrase("schema-missing") if problem["input"] is None else problem_phrase({**problem})
            found.setdefault(pointer, as_sentence(phrase, lang))
        return None, found


def form_of(data: Mapping[str, JsonValue], part: str, errors: Mapping[str, str], lang: Lang, t: Translate) -> tuple[FormField, ...]:
    """Return the fields of one part of the form, filled in."""
    schema = concept_schema()
    maker = FormMaker(SchemaWalk(schema["$defs"]), lang, t, errors, FIXED)
    return maker.properties(schema, data, PARTS[part])
