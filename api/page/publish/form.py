"""A form from a JSON Schema: one field a property, named by its JSON pointer, with unit, explanation and error beside it.

Nothing is known here of concepts: a field that is added to the document is in the form without a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import JsonValue

from api.page.figures import Translate, unit_text
from api.page.labels import help_of, label_of
from api.page.publish.schema import Schema, SchemaWalk
from api.page.texts import Lang, texts

Kind = Literal["text", "long", "number", "choice", "flags", "switch", "date", "words", "object", "list", "mapping", "absent", "fixed"]
LONG_FROM = 60
"""A text longer than this gets several lines."""
_ENDINGS = (
    *(("_kg_per_m2", "kg/m2"), ("_kg_per_m3", "kg/m3"), ("_eur_per_m2_year", "EUR/m2/year"), ("_mm", "mm"), ("_m2", "m2"), ("_m", "m")),
    *(("_kwh_per_m2_year", "kWh/m2/year"), ("_w_per_m2k", "W/m2K"), ("_m2k_per_w", "m2K/W"), ("_kg_co2_eq_per_m2", "kg CO2-eq/m2")),
    *(("_kg_co2_eq_per_kg", "kg CO2-eq/kg"), ("_kg", "kg"), ("_min", "min"), ("_db", "dB"), ("_days", "day"), ("_years", "year")),
)
UNIT_ENDINGS = tuple(sorted(_ENDINGS, key=lambda ending: len(ending[0]), reverse=True))
"""Units by how the name of a field ends, the longest ending first."""
SIZE_RANGE = ("min", "max", "step")


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One field, or a group of them."""

    pointer: str
    """Its name in the form."""
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    value: str = ""
    required: bool = False
    optional: bool = False
    """A group that may be left out as a whole."""
    error: str = ""
    options: tuple[Option, ...] = ()
    children: tuple[FormField, ...] = ()
    model: str = ""
    """Name of the schema's part, by which a template lays out a figure on one line."""
    removable: bool = False

    @property
    def errors(self) -> int:
        """How many errors stand in it and below it."""
        return bool(self.error) + sum(child.errors for child in self.children)


@dataclass(frozen=True, slots=True)
class FormMaker:
    """Makes fields from one schema."""

    walk: SchemaWalk
    lang: Lang
    t: Translate
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by JSON pointer."""
    fixed: frozenset[str] = frozenset()
    """Pointers of what cannot be changed here."""

    def properties(self, schema: Schema, data: Mapping[str, JsonValue], names: tuple[str, ...]) -> tuple[FormField, ...]:
        """Return fields for some properties of a document."""
        return tuple(self._property(schema, "", name, data, "") for name in names)

    def _property(self, owner: Schema, pointer: str, name: str, data: Mapping[str, JsonValue], model: str) -> FormField:
        schema: Schema = owner["properties"][name]
        made = self._field(schema, f"{pointer}/{name}", data.get(name), name, model)
        return replace(made, required=name in owner.get("required", ()))

    def _field(self, schema: Schema, pointer: str, value: JsonValue, name: str, model: str) -> FormField:
        target, nullable = self.walk.target(schema), self.walk.nullable(schema)
        described = str(schema.get("description") or target.get("description") or "")
        base = FormField(
            pointer=pointer,
            kind="text",
            label=label_of(name, self.lang, model),
            help=help_of(name, self.lang, model, described),
            error=self.errors.get(pointer, ""),
            model=str(target.get("title", "")),
        )
        if pointer in self.fixed:
            return replace(base, kind="fixed", value=_text(value))
        if "properties" in target:
            return self._object(base, target, value, nullable)
        if target.get("type") == "array":
            return self._array(base, target, value)
        values = self.walk.values(target)
        if values is not None:
            return self._mapping(base, values, value)
        return self._scalar(base, target, value, name, nullable)

    def _object(self, base: FormField, schema: Schema, value: JsonValue, nullable: bool) -> FormField:
        if value is None and nullable:
            return replace(base, kind="absent")
        data = value if isinstance(value, dict) else {}
        children = tuple(self._property(schema, base.pointer, name, data, base.model) for name in schema["properties"])
        return replace(base, kind="object", children=children, optional=nullable)

    def _array(self, base: FormField, schema: Schema, value: JsonValue) -> FormField:
        items = self.walk.target(schema.get("items", {}))
        found = value if isinstance(value, list) else []
        if "enum" in items:
            options = tuple(self._option(choice, choice in found) for choice in items["enum"])
            return replace(base, kind="flags", options=options)
        if "properties" not in items:
            return replace(base, kind="words", value=", ".join(str(item) for item in found))
        children = tuple(
            replace(self._field(items, f"{base.pointer}/{index}", item, self._entry_name(item, index), base.model), removable=True)
            for index, item in enumerate(found)
        )
        return replace(base, kind="list", children=children)

    def _entry_name(self, item: JsonValue, index: int) -> str:
        """Name an entry of a list by what its owner calls it."""
        if not isinstance(item, dict):
            return str(index + 1)
        found = [item.get(key) for key in ("name", "id", "material", "support", "kind", "title", "role", self.lang)]
        named = [name.get(self.lang) if isinstance(name, dict) else name for name in found]
        first = next((name for name in named if isinstance(name, str) and name), str(index + 1))
        side = item.get("side")
        return f"{self._word(first)}, {self._word(side)}" if isinstance(side, str) else self._word(first)

    def _mapping(self, base: FormField, schema: Schema, value: JsonValue) -> FormField:
        found = value if isinstance(value, dict) else {}
        children = tuple(
            replace(self._field(schema, f"{base.pointer}/{key}", item, key, base.model), removable=True, label=key)
            for key, item in found.items()
        )
        return replace(base, kind="mapping", children=children)

    def _scalar(self, base: FormField, schema: Schema, value: JsonValue, name: str, nullable: bool) -> FormField:
        if schema.get("type") == "boolean":
            return replace(base, kind="switch", value="yes" if value else "")
        if "const" in schema:
            return replace(base, kind="fixed", value=_text(value if value is not None else schema["const"]))
        if "enum" in schema:
            none = (Option("", self.t("form.none"), value is None),) if nullable or value is None else ()
            return replace(base, kind="choice", options=(*none, *(self._option(choice, choice == value) for choice in schema["enum"])))
        if schema.get("type") in ("number", "integer"):
            unit = next((unit_text(unit, self.t) for ending, unit in UNIT_ENDINGS if name.endswith(ending)), "")
            return replace(base, kind="number", value=self._number(value), unit=unit or self._unit_around(base.pointer))
        if schema.get("format") == "date":
            return replace(base, kind="date", value=_text(value))
        text = _text(value)
        return replace(base, kind="long" if len(text) > LONG_FROM or "/summary/" in base.pointer else "text", value=text)

    def _number(self, value: JsonValue) -> str:
        """Write a number with the decimal comma of Dutch; what is none stays as it was typed."""
        return _text(value).replace(".", ",") if self.lang == "nl" and isinstance(value, float) else _text(value)

    def _unit_around(self, pointer: str) -> str:
        """Return the unit of a size range (`/module/width_mm/min`), which its own fields do not name."""
        *_, owner, name = pointer.split("/")
        return next((unit_text(unit, self.t) for ending, unit in UNIT_ENDINGS if name in SIZE_RANGE and owner.endswith(ending)), "")

    def _option(self, value: object, chosen: bool) -> Option:
        return Option(str(value), self._word(str(value)), chosen)

    def _word(self, value: str) -> str:
        return self.t(f"term.{value}") if f"term.{value}" in texts(self.lang) else unit_text(value, self.t)


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
