"""The ids of one wing in the documents of a building that has several: everything in the wing starts with the wing's key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from catalogue.documents.building import Building
from catalogue.documents.configuration import (
    HostSummary,
    LayoutResult,
)
from catalogue.documents.finding import Finding, Parameter
from catalogue.documents.identifiers import ID_PATTERN, wing_path
from configurator.loads.columns import Column

LEVEL_FACTS = ("roof", "storeys_existing", "storey_heights_m", "bearing_lines", "bay_sequence", "edges", "obstacles")
"""Fields of a building document that each roof level has of its own."""

_STOREY = re.compile(r"s\d{2}")
_LIST = ", "


@dataclass(frozen=True, slots=True)
class WingNames:
    """How the things of one wing are called."""

    key: str
    base: str = ""
    """JSON pointer of the wing's roof level in the building document; empty for the level that the document is about."""

    def path(self, name: str) -> str:
        """Return the id of something in the wing."""
        return wing_path(self.key, name)

    def subject(self, subject: str) -> str:
        """Return a subject of a finding: an id in the wing, a pointer to its level, or what holds for the whole building as it is."""
        if subject.startswith("/"):
            return self.pointer(subject)
        is_id = ID_PATTERN.match(subject) is not None and _STOREY.fullmatch(subject) is None
        return self.path(subject) if is_id else subject

    def pointer(self, pointer: str) -> str:
        """Return where a fact of the wing stands in the building document."""
        return self.base + pointer if pointer.split("/")[1] in LEVEL_FACTS else pointer

    def finding(self, item: Finding) -> Finding:
        """Return a finding with the ids of the wing; those in a parameter too, alone or in a list."""
        parameters = {name: self._parameter(value) for name, value in item.parameters.items()}
        return item.model_copy(update={"subjects": tuple(self.subject(one) for one in item.subjects), "parameters": parameters})

    def _parameter(self, value: Parameter) -> Parameter:
        return _LIST.join(self.subject(one) for one in value.split(_LIST)) if isinstance(value, str) and value[:1] != "/" else value

    def nested(self, ids: Column) -> Column:
        """Return a column of ids, lists of ids, or supports on lines, with the ids of the wing."""
        return [self._nested(value) for value in ids] if not isinstance(ids, Mapping) else ids

    def _nested(self, value: object) -> JsonValue:
        if isinstance(value, list):
            return [self._nested(item) for item in value]
        if isinstance(value, dict):
            return {**value, "line": self.path(value["line"])}
        return self.path(str(value))

    def host(self, item: HostSummary) -> HostSummary:
        """Return a host with the ids of its lines in the wing."""
        lines = tuple(line.model_copy(update={"id": self.path(line.id)}) for line in item.bearing_lines)
        return item.model_copy(update={"bearing_lines": lines})

    def layout(self, item: LayoutResult) -> LayoutResult:
        """Return a layout with the ids of the wing, and the wing named at each empty stretch."""
        access = tuple(one.model_copy(update={"id": self.path(one.id)}) for one in item.access_elements)
        empty = tuple(one.model_copy(update={"wing": self.key}) for one in item.empty)
        return item.model_copy(update={"access_elements": access, "empty": empty})


def names_of(key: str, level: str, building: Building) -> WingNames:
    """Return the names of a wing on a roof level of a building document."""
    further = [one.roof.level_id for one in building.further_levels]
    return WingNames(key, f"/further_levels/{further.index(level)}" if level in further else "")
