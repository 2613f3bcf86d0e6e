"""How complete a concept is, for each audience: what they need, and what of it is there.

What an audience needs depends on the intervention: nobody asks how deep the roof is that a plinth conversion needs. For a permit a figure
that is only assumed counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import Field, JsonValue

from catalogue.documents.concept import Concept, Intervention
from catalogue.documents.document import Document

Audience = Literal["screening", "comparison", "permit"]


class Need(Document):
    """One thing that an audience looks for."""

    pointer: str
    """JSON pointer into the concept; `*` stands for every entry of a list."""
    interventions: tuple[Intervention, ...] = Field(default=(), alias="for")
    """Interventions for which it is asked; none is all."""


class AudienceNeeds(Document):
    """What one audience needs, and whether it takes an assumption for an answer."""

    needs: tuple[Need, ...]
    proof: bool = False
    """True when a figure that is only assumed counts as missing."""


class Completeness(Document):
    """What one audience finds in a concept document."""

    audience: Audience
    needed: int
    """Number of things that the audience needs."""
    present: int
    """Number of those that are there."""
    missing: tuple[str, ...]
    """JSON pointers of what is not there, or unknown; for a permit also of what is only assumed."""

    @property
    def complete(self) -> bool:
        """True when nothing is missing."""
        return not self.missing


@cache
def needed_by_audience() -> dict[Audience, AudienceNeeds]:
    """Return what each audience needs."""
    text = resources.files("catalogue.publishing").joinpath("data", "completeness.yaml").read_text(encoding="utf-8")
    return {audience: AudienceNeeds.model_validate(needs) for audience, needs in yaml.safe_load(text).items()}


def completeness(concept: Concept) -> tuple[Completeness, ...]:
    """Return the label of a concept for every audience."""
    data, made_for = concept.model_dump(mode="json"), set(concept.interventions)
    labels = []
    for audience, wanted in needed_by_audience().items():
        asked = [need.pointer for need in wanted.needs if not need.interventions or made_for & set(need.interventions)]
        pointers = [pointer for pattern in asked for pointer in _pointers(data, pattern)]
        missing = tuple(pointer for pointer in pointers if not _is_there(_at(data, pointer), proof=wanted.proof))
        labels.append(Completeness(audience=audience, needed=len(pointers), present=len(pointers) - len(missing), missing=missing))
    return tuple(labels)


def _pointers(data: JsonValue, pattern: str) -> Iterator[str]:
    """Write out a pointer for every entry of the list at `*`; a document always has what stands before it."""
    before, star, after = pattern.partition("/*")
    if not star:
        yield pattern
        return
    entries = _at(data, before)
    for index in range(len(entries) if isinstance(entries, list) else 0):
        yield f"{before}/{index}{after}"


def _at(data: JsonValue, pointer: str) -> JsonValue:
    for step in pointer.removeprefix("/").split("/"):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _is_there(found: JsonValue, *, proof: bool) -> bool:
    """A quantity whose value is unknown is not there, nor is an empty list; where proof is asked, neither is what is assumed."""
    if isinstance(found, dict):
        if proof and found.get("basis") == "assumed":
            return False
        if "unit" in found:
            return found.get("value") is not None
    return found not in (None, [], {})
