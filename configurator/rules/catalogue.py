"""The rule list as typed data."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import yaml

from catalogue.documents.document import Document, LocalText
from catalogue.documents.evidence import Status

RuleLevel = Literal["nieuwbouw", "verbouw", "bestaand", "any"]


class ThresholdStep(Document):
    """A threshold that holds while the top floor lies no higher than `up_to` metres above ground."""

    up_to: float
    value: float


class Rule(Document):
    """One rule: what is measured, against what, at which level, from which source."""

    id: str
    title: LocalText
    level: RuleLevel
    debated: bool
    """True where it is disputed in practice which level applies."""
    measure: str
    relation: Literal["at_least", "at_most"]
    threshold: float | None = None
    threshold_by_top_floor_m: tuple[ThresholdStep, ...] = ()
    threshold_from_host: Literal["max_height_m"] | None = None
    unit: str
    source: LocalText
    status: Status


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the list."""
    text = resources.files("configurator.rules").joinpath("data", "rules.yaml").read_text(encoding="utf-8")
    return tuple(Rule.model_validate(entry) for entry in yaml.safe_load(text))


def rule_sources() -> dict[str, LocalText]:
    """Return the source of every rule by id."""
    return {rule.id: rule.source for rule in rules()}


def rule_titles() -> dict[str, LocalText]:
    """Return the title of every rule by id."""
    return {rule.id: rule.title for rule in rules()}
