"""The semantic difference between two versions of a concept: typed, tolerant, per aspect, and what version step it asks for.

Lists whose entries have a key of their own (dwelling types, connectors, certificates) are compared by that key, never by place. Figures
that differ less than their last published decimal are equal. Layers are compared by what follows from them: mass, thickness and biobased
share of the build-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import JsonValue

from catalogue.buildup import buildup_biobased_kg_per_m2, buildup_mass_kg_per_m2, buildup_thickness_mm
from catalogue.documents.canonical import decimals_of
from catalogue.documents.concept import Concept, SizeRange
from catalogue.documents.document import Document

Bump = Literal["none", "patch", "minor", "major"]
Effect = Literal["worse", "better", "neutral"]
Meaning = Literal[
    "text",
    "evidence",
    "up_bad",
    "down_bad",
    "limit_up_bad",
    "limit_down_bad",
    "letter_up_bad",
    "options",
    "limit_options",
    "sizes",
    "neutral",
    "derived",
    "break",
]
"""What a change at a place means; `data/meaning.yaml` says what each one stands for."""
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""Version steps, from the smallest."""
BUMP_PHRASES: dict[Bump, str] = {"none": "bump-none", "patch": "bump-patch", "minor": "bump-minor", "major": "bump-major"}
"""How a sentence names a step of the version number."""

KEYED: dict[str, str] = {
    "/dwelling_types": "id",
    "/support/connectors": "support",
    "/certificates": "id",
    "/images": "name",
    "/references": "id",
    "/contacts": "role",
}
"""Lists whose entries carry a key."""

SETS: tuple[Meaning, ...] = ("options", "limit_options")
"""Meanings of lists whose order says nothing."""
SIZE_RANGES = ("/module/width_mm", "/module/length_mm")


class Change(Document):
    """One thing that differs."""

    pointer: str
    """Where, as a JSON pointer; a step that begins with `#` is a figure that follows from the document."""
    aspect: str
    """What it is about: fit, load, dwellings, demands, performance, environment, price, evidence, text ..."""
    old: JsonValue
    new: JsonValue
    effect: Effect
    """For a configuration that used the old version."""
    bump: Bump
    """The version step that this change asks for."""


class ConceptDiff(Document):
    """All changes from one version to another."""

    old: str
    new: str
    changes: tuple[Change, ...]
    required_bump: Bump
    """The largest step that a change asks for."""
    actual_bump: Bump
    """The step from the old version number to the new one; `none` when it does not go up."""

    @property
    def bump_is_enough(self) -> bool:
        """True when the version number says at least what changed."""
        return self.actual_bump != "none" and BUMPS.index(self.actual_bump) >= BUMPS.index(self.required_bump)

    def too_small_for(self) -> tuple[Change, ...]:
        """Return the changes that ask for a larger step than was made."""
        return tuple(c for c in self.changes if BUMPS.index(c.bump) > BUMPS.index(self.actual_bump))


class MeaningRule(Document):
    """What changes at some pointers mean."""

    pattern: str
    aspect: str
    meaning: Meaning


def diff_concepts(old: Concept, new: Concept) -> ConceptDiff:
    """Compare two versions of a concept."""
    before, after = _figures(old), _figures(new)
    changes = tuple(
        change
        for pointer in sorted(before.keys() | after.keys())
        if (change := _change(pointer, before.get(pointer), after.get(pointer))) is not None
    )
    required: Bump = max((change.bump for change in changes), key=BUMPS.index, default="none")
    return ConceptDiff(
        old=f"{old.id}@{old.version}",
        new=f"{new.id}@{new.version}",
        changes=changes,
        required_bump=required,
        actual_bump=version_step(old.version, new.version),
    )


def version_step(old: str, new: str) -> Bump:
    """Return which step leads from one version number to another; `none` when it does not go up."""
    before, after = (tuple(int(part) for part in version.split(".")) for version in (old, new))
    if after <= before:
        return "none"
    return "major" if after[0] > before[0] else "minor" if after[1] > before[1] else "patch"


def _figures(concept: Concept) -> dict[str, JsonValue]:
    """Return every leaf of a concept by pointer, with the figures that follow from its build-ups."""
    leaves = dict(_leaves(concept.model_dump(mode="json"), ""))
    leaves["/dwelling_types/#ids"] = [dwelling.id for dwelling in concept.dwelling_types]
    for name, build_up in concept.build_ups.items():
        mass = buildup_mass_kg_per_m2(build_up)
        leaves |= {f"/build_ups/{name}/#mass_kg_per_m2/{end}": getattr(mass, end) for end in ("low", "nominal", "high")}
        leaves[f"/build_ups/{name}/#thickness_mm"] = buildup_thickness_mm(build_up)
        leaves[f"/build_ups/{name}/#biobased_fraction"] = buildup_biobased_kg_per_m2(build_up) / mass.nominal if mass.nominal else 0.0
    return leaves


def _leaves(value: JsonValue, pointer: str) -> Iterator[tuple[str, JsonValue]]:
    if pointer in SIZE_RANGES:
        yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        key_name = KEYED.get(pointer)
        if value and not any(isinstance(item, dict | list) for item in value):
            yield pointer, value
            return
        for index, item in enumerate(value):
            step = item[key_name] if key_name and isinstance(item, dict) else index
            yield from _leaves(item, f"{pointer}/{step}")
    else:
        yield pointer, value


def _change(pointer: str, old: JsonValue, new: JsonValue) -> Change | None:
    rule = _rule_for(pointer)
    if _same(pointer, rule.meaning, old, new):
        return None
    effect, bump = _judge(rule.meaning, old, new)
    return Change(pointer=pointer, aspect=rule.aspect, old=old, new=new, effect=effect, bump=bump)


def _same(pointer: str, meaning: Meaning, old: JsonValue, new: JsonValue) -> bool:
    if meaning in SETS:
        return _members(old) == _members(new)
    if _number(old) is not None and _number(new) is not None:
        steps = pointer.rsplit("/", maxsplit=2)
        decimals = decimals_of(steps[-1] if "_" in steps[-1] else steps[-2])
        return abs(float(str(old)) - float(str(new))) < 0.5 * 10.0**-decimals
    return old == new


def _number(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _judge(meaning: Meaning, old: JsonValue, new: JsonValue) -> tuple[Effect, Bump]:
    if meaning in ("text", "evidence"):
        return "neutral", "patch"
    if meaning == "derived":
        return "neutral", "none"
    if meaning == "neutral":
        return "neutral", "minor"
    if meaning == "break":
        return ("neutral", "minor") if old is None else ("worse", "major")
    worse = _is_worse(meaning, old, new)
    return ("worse", "major") if worse else ("better", "minor")


def _is_worse(meaning: Meaning, old: JsonValue, new: JsonValue) -> bool:
    if meaning == "sizes":
        return bool(_sizes(old) - _sizes(new))
    if meaning == "options":
        return bool(_members(old) - _members(new))
    if meaning == "limit_options":
        return bool(_members(new)) and (not _members(old) or bool(_members(old) - _members(new)))
    if meaning == "letter_up_bad":
        return new is None or (old is not None and str(new) > str(old))
    before, after = _number(old), _number(new)
    if meaning in ("limit_up_bad", "limit_down_bad"):
        if before is None or after is None:
            return after is not None
    elif before is None or after is None:
        return after is None
    return after > before if meaning in ("up_bad", "limit_up_bad") else after < before


def _sizes(value: JsonValue) -> set[int]:
    return set() if value is None else set(SizeRange.model_validate(value).values())


def _members(value: JsonValue) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list) else set()


@cache
def meaning_rules() -> tuple[MeaningRule, ...]:
    """Return the table of meanings, in the order in which it is tried."""
    text = resources.files("catalogue.publishing").joinpath("data", "meaning.yaml").read_text(encoding="utf-8")
    return tuple(MeaningRule.model_validate(entry) for entry in yaml.safe_load(text))


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part) or re.escape(part) for part in parts))


@cache
def _rule_for(pointer: str) -> MeaningRule:
    """The first rule that fits; what nobody classified is taken as breaking: a wrong patch costs more than a needless major."""
    for rule in meaning_rules():
        if _expression(rule.pattern).fullmatch(pointer):
            return rule
    return MeaningRule(pattern=pointer, aspect="unclassified", meaning="break")
