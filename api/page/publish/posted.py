"""From what a browser posts to a document: the schema says which values are expected where; what is wrong stays as it was typed.

A group, an entry of a list and an entry of a mapping post their own pointer as a marker, so that an empty one is not a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from api.page.publish.schema import Schema, SchemaWalk

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
MAX_ENTRIES = 300
"""Most entries of one list or mapping that a form carries."""


class Posted:
    """The fields that were posted, by name."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep the pairs of a form."""
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def one(self, name: str) -> str:
        """Return the last value of a field without blanks around it; empty where it was not posted."""
        return self._values.get(name, [""])[-1].strip()

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return self._values.get(name, [])

    def has(self, name: str) -> bool:
        """Tell whether a field was posted at all."""
        return name in self._values

    def steps_below(self, pointer: str) -> list[str]:
        """Return the keys that were posted directly below a pointer, in the order in which they came."""
        start = f"{pointer}/"
        found = dict.fromkeys(name[len(start) :].split("/", 1)[0] for name in self._values if name.startswith(start))
        return list(found)[:MAX_ENTRIES]


def number_from(text: str) -> JsonValue:
    """Read a number with decimal comma or point; what is none stays as it was typed, for the schema to refuse."""
    plain = text.replace("\u202f", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return text
    value = float(plain.replace(",", "."))
    return int(value) if value.is_integer() and not re.search(r"[.,]", plain) else value


@dataclass(frozen=True, slots=True)
class FormReader:
    """Reads posted fields against one schema."""

    walk: SchemaWalk

    def properties(self, schema: Schema, posted: Posted, names: Sequence[str]) -> dict[str, JsonValue]:
        """Return the values of some properties of a document; an empty optional one is left out."""
        return self._members(schema, "", posted, names)

    def _members(self, schema: Schema, pointer: str, posted: Posted, names: Sequence[str]) -> dict[str, JsonValue]:
        found: dict[str, JsonValue] = {}
        for name in names:
            value = self._value(schema["properties"][name], f"{pointer}/{name}", posted)
            if value is not None or name in schema.get("required", ()):
                found[name] = value
        return found

    def _value(self, schema: Schema, pointer: str, posted: Posted) -> JsonValue:
        target = self.walk.target(schema)
        if "properties" in target:
            return self._members(target, pointer, posted, list(target["properties"])) if posted.has(pointer) else None
        if target.get("type") == "array":
            return self._array(target, pointer, posted)
        values = self.walk.values(target)
        if values is not None:
            keys = [key for key in posted.steps_below(pointer) if posted.has(f"{pointer}/{key}")]
            return {key: self._value(values, f"{pointer}/{key}", posted) for key in keys}
        if target.get("type") == "boolean":
            return posted.one(pointer) == "yes"
        text = posted.one(pointer)
        if not text:
            return None
        is_number = target.get("type") in ("number", "integer") or all(isinstance(value, int) for value in target.get("enum", ["x"]))
        return number_from(text) if is_number else text

    def _array(self, schema: Schema, pointer: str, posted: Posted) -> JsonValue:
        items = self.walk.target(schema.get("items", {}))
        if "properties" in items:
            steps = [step for step in posted.steps_below(pointer) if posted.has(f"{pointer}/{step}")]
            return [self._value(items, f"{pointer}/{step}", posted) for step in sorted(steps, key=_place)]
        if "enum" in items:
            return [value for value in items["enum"] if str(value) in posted.all(pointer)]
        return [word.strip() for word in posted.one(pointer).split(",") if word.strip()]

    def empty(self, schema: Schema) -> JsonValue:
        """Return a new entry: every required member there, to be filled in."""
        target = self.walk.target(schema)
        if "properties" not in target:
            return [] if target.get("type") == "array" else None
        members = {name: self.empty(target["properties"][name]) for name in target.get("required", ())}
        return {name: value for name, value in members.items() if value is not None}


def _place(step: str) -> int:
    return int(step) if step.isdigit() else MAX_ENTRIES


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed: save, or add or remove something first."""

    action: Literal["save", "add", "remove"]
    pointer: str = ""


def press_of(posted: Posted) -> Press:
    """Return which button was pressed; the plain one saves."""
    for action in ("add", "remove"):
        if posted.has(action):
            return Press(action, posted.one(action))
    return Press("save")


def removed(data: JsonValue, pointer: str) -> None:
    """Take an entry out of a document, in place; an entry that is not there is left at that."""
    *steps, last = pointer.strip("/").split("/")
    owner = _at(data, steps)
    if isinstance(owner, dict):
        owner.pop(last, None)
    elif isinstance(owner, list) and last.isdigit() and int(last) < len(owner):
        del owner[int(last)]


def added(data: JsonValue, pointer: str, entry: JsonValue, key: str = "") -> None:
    """Put an entry into a document, in place: at the end of a list, under `key` in a mapping, or as an optional group itself."""
    *steps, last = pointer.strip("/").split("/")
    owner = _at(data, steps)
    if not isinstance(owner, dict):
        return
    target = owner.get(last)
    if isinstance(target, list):
        target.append(entry)
    elif isinstance(target, dict) and key:
        target.setdefault(key, entry)
    elif target is None:
        owner[last] = {key: entry} if key else entry


def _at(data: JsonValue, steps: Sequence[str]) -> JsonValue:
    for step in steps:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data
