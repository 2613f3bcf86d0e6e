"""What the user knows of a building, laid over what a file said: the user's knowledge wins.

Facts are given by the building document's own field names, dotted (`roof.ballast`) or nested; a bare value becomes a fact that the
user declares.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from catalogue.documents.building import Building, FurtherLevel
from catalogue.documents.evidence import Basis, Fact
from catalogue.documents.loading import validated
from catalogue.errors import NotFound, Phrase
from configurator.host.rings import check_building

Plain: TypeAlias = Any
"""A plain value of a document (JSON-like); the schema checks it when the merged document is validated."""

APPENDED = ("obstacles",)
"""Lists that the user adds to: what a survey or a register saw is still there."""

LEVELS = "further_levels"
"""A list of which each entry may be given by the id of its roof level."""

FIXED = ("type", "schema_version")


def _models(annotation: Plain) -> list[type[BaseModel]]:
    """Return the document models in an annotation, looking through unions."""
    origin: object = get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return [model for part in get_args(annotation) for model in _models(part)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _fact_of(annotation: Plain) -> type[BaseModel] | None:
    """Return the fact model of a field, or None when it is a plain field."""
    return next((model for model in _models(annotation) if issubclass(model, Fact)), None)


def _value_of(fact: type[BaseModel]) -> Plain:
    """Return the annotation of a fact's value."""
    return fact.model_fields["value"].annotation


@cache
def known_fields() -> tuple[str, ...]:
    """Return every field of a building document that can be given, dotted, in the document's order."""

    def walk(model: type[BaseModel], prefix: str) -> list[str]:
        names: list[str] = []
        for name, info in model.model_fields.items():
            if not prefix and name in FIXED:
                continue
            names.append(prefix + name)
            fact = _fact_of(info.annotation)
            inner = _models(info.annotation if fact is None else _value_of(fact))
            names.extend(deeper for model_inside in inner[:1] for deeper in walk(model_inside, f"{prefix}{name}."))
        return names

    return tuple(walk(Building, ""))


def _unknown(path: str) -> NotFound:
    """Return the sentence for a field that does not exist, with the nearest one that does."""
    last = {name.rsplit(".", 1)[-1]: name for name in reversed(known_fields())}
    near = [name for name in known_fields() if name.rsplit(".", 1)[-1].startswith(path)]
    near = near or difflib.get_close_matches(path, known_fields(), n=1, cutoff=0.5)
    near = near or [last[name] for name in difflib.get_close_matches(path.rsplit(".", 1)[-1], list(last), n=1, cutoff=0.5)]
    if near:
        return NotFound("field-mistyped", path=path, near=near[0], pointers=("/" + path,))
    return NotFound("field-unknown", path=path, pointers=("/" + path,))


def _nested(path: list[str], value: Plain) -> Plain:
    """Return a value inside the mappings that a dotted path names."""
    return value if not path else {path[0]: _nested(path[1:], value)}


def _as_value(annotation: Plain, value: Plain) -> Plain:
    """Return a single number as the list of one that a field of numbers takes."""
    origin: object = get_origin(annotation)
    single = origin is tuple and isinstance(value, int | float | str) and not isinstance(value, bool)
    return [value] if single else value


def _merge_fact(fact: type[BaseModel], old: Plain, new: Plain, evidence: Mapping[str, str], path: str) -> Plain:
    """Return a fact: evidence as given, or the user's; the parts of a fact that is itself a document are merged."""
    annotation = _value_of(fact)
    given: dict[str, Any] = dict(new) if isinstance(new, dict) and "value" in new else {"value": new}
    inside = _models(annotation)
    if inside and isinstance(given["value"], dict):
        before = old.get("value") if isinstance(old, dict) else None
        given["value"] = _merge(inside[0], before if isinstance(before, dict) else {}, given["value"], evidence, path + ".")
    else:
        given["value"] = _as_value(annotation, given["value"])
    return {**evidence, **given}


def _merge(
    model: type[BaseModel], old: Mapping[str, Any], new: Mapping[str, Any], evidence: Mapping[str, str], prefix: str
) -> dict[str, Any]:
    """Return the plain form of a document with the given fields laid over it. Raises NotFound for a field that does not exist."""
    merged = dict(old)
    for name, value in new.items():
        path = prefix + str(name)
        if name not in model.model_fields:
            raise _unknown(path)
        annotation = model.model_fields[name].annotation
        fact, inside = _fact_of(annotation), _models(annotation)
        if value is None:
            merged[name] = None
        elif fact is not None:
            merged[name] = _merge_fact(fact, merged.get(name), value, evidence, path)
        elif inside and isinstance(value, dict) and path != "roof.polygon":
            before = merged.get(name)
            merged[name] = _merge(inside[0], before if isinstance(before, dict) else {}, value, evidence, path + ".")
        elif name == LEVELS and not prefix and isinstance(value, dict):
            merged[name] = _merge_levels(merged.get(name, ()), value, evidence)
        elif name in APPENDED and not prefix:
            merged[name] = [*merged.get(name, ()), *(value if isinstance(value, list | tuple) else [value])]
        elif name == "sources" and isinstance(value, dict):
            merged[name] = {**merged.get(name, {}), **value}
        else:
            merged[name] = value
    return merged


def _merge_levels(old: Plain, new: Mapping[str, Any], evidence: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the further levels with facts laid over the ones that are named. Raises NotFound for a level that is not there."""
    levels = list(old)
    names = [level["roof"]["level_id"] for level in levels]
    for name, facts in new.items():
        if str(name) not in names:
            known = Phrase("it-has", {"names": tuple(names)}) if names else ""
            raise NotFound("further-level-unknown", name=name, known=known, pointers=(f"/{LEVELS}",))
        at = names.index(str(name))
        levels[at] = _merge(FurtherLevel, levels[at], facts, evidence, f"{LEVELS}.{name}.")
    return levels


def _plain(value: Plain) -> Plain:
    """Return models inside given facts as plain values."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _gives_way(merged: dict[str, Any], given: Collection[str]) -> None:
    """Take away what a reader presumed and the user's facts contradict: walls beside the user's bays, heights of another storey count.

    What the reader said about those facts goes with them.
    """
    settled = {"/" + name.replace(".", "/") for name in given}
    if "family" in given:
        settled |= {f"/family_candidates/{number}" for number in range(len(merged.get("family_candidates", ())))}
        merged["family_candidates"] = []
    lines, heights, count = (merged.get(name) for name in ("bearing_lines", "storey_heights_m", "storeys_existing"))
    if "bay_sequence" in given and "bearing_lines" not in given and lines is not None and lines["basis"] == "assumed":
        merged["bearing_lines"] = None
        settled.add("/bearing_lines")
    if "storeys_existing" in given and "storey_heights_m" not in given and heights is not None and heights["source"] != "user":
        wanted = count["value"] if isinstance(count, dict) else None
        if len(heights["value"]) not in (1, wanted):
            merged["storey_heights_m"] = None
    merged["findings"] = [item for item in merged.get("findings", ()) if not item["subjects"] or not set(item["subjects"]) <= settled]


def overlay(building: Building, facts: Mapping[str, Any], *, source: str = "user", basis: Basis = "declared") -> Building:
    """Return the building with facts laid over it; given ones win over those of the document.

    Args:
        building: what is known so far.
        facts: values by field name, dotted (`{"roof.ballast": "gravel", "storeys_existing": 6}`) or nested (a partial building
            document). A bare value gets this source and basis; `{"value": 6, "basis": "observed", ...}` keeps its own. None
            takes a fact away. Parts of a fact (`plinth.height_m`) change only that part. Obstacles are added to those that are there.
        source: source of bare values.
        basis: basis of bare values.

    Raises:
        NotFound: a field that a building does not have; the sentence names the nearest one.
        InvalidDocument: a value that the field does not take.
        UnreadableInput: an outline that is no proper outline.
    """
    evidence = {"basis": basis, "source": source}
    merged: dict[str, Any] = building.model_dump(mode="json")
    for name, value in facts.items():
        if name in FIXED:
            continue
        merged = _merge(Building, merged, _nested(str(name).split("."), _plain(value)), evidence, "")
    _gives_way(merged, tuple(str(name) for name in facts))
    result = validated(Building, merged, "The facts that were given")
    check_building(result, "The facts that were given")
    return result
