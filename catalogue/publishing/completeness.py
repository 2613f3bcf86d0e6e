"""How complete a concept is, for each audience: what they need, and what of it is there."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import JsonValue

from catalogue.documents.concept import Concept
from catalogue.documents.document import Document

Audience = Literal["screening", "comparison", "permit"]


class Completeness(Document):
    """What one audience finds in a concept document."""

    audience: Audience
    needed: int
    present: int
    missing: tuple[str, ...]
    """JSON pointers of what is not there, or unknown."""

    @property
    def complete(self) -> bool:
        """True when nothing is missing."""
        return not self.missing


@cache
def needed_by_audience() -> dict[Audience, tuple[str, ...]]:
    """Return what each audience needs, as JSON pointers."""
    text = resources.files("catalogue.publishing").joinpath("data", "completeness.yaml").read_text(encoding="utf-8")
    return {audience: tuple(pointers) for audience, pointers in yaml.safe_load(text).items()}


def completeness(concept: Concept) -> tuple[Completeness, ...]:
    """Return the label of a concept for every audience."""
    data = concept.model_dump(mode="json")
    labels = []
    for audience, pointers in needed_by_audience().items():
        missing = tuple(pointer for pointer in pointers if not _is_there(data, pointer))
        labels.append(Completeness(audience=audience, needed=len(pointers), present=len(pointers) - len(missing), missing=missing))
    return tuple(labels)


def _is_there(data: JsonValue, pointer: str) -> bool:
    """A quantity whose value is unknown is not there; neither is an empty list."""
    for step in pointer.removeprefix("/").split("/"):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return False
    if isinstance(data, dict) and "unit" in data:
        return data.get("value") is not None
    return data not in (None, [], {})
