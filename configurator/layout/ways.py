"""Ways of support and ways of access: each described once, by the facts that the rest of the layout asks for.

Nothing else in the layout compares names of supports or accesses. A further way is a further entry here, and code only where it brings
a fact that no other way has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SupportId = Literal["wall_on_wall", "transfer_grid"]
AccessId = Literal["stair", "gallery", "corridor"]
Passage = Literal["none", "beside", "between"]


@dataclass(frozen=True, slots=True)
class SupportWay:
    """How modules stand on the bearing lines."""

    id: SupportId
    on_lines: bool
    """True: dwellings begin and end on bearing lines. False: they stand anywhere along the strip, a joint apart."""
    must_span: bool
    """True: the connector has to carry modules between two lines, up to its largest span."""


@dataclass(frozen=True, slots=True)
class AccessWay:
    """How dwellings are reached on their storey."""

    id: AccessId
    beside_cores: bool
    """True: every dwelling stands against a stair core."""
    passage: Passage
    """Where a gallery or corridor runs: nowhere, along one side of a row, or between two rows that share it."""
    order: tuple[AccessId, ...]
    """Ways to try on a host that has this one, with `access: auto`."""


SUPPORTS: Mapping[SupportId, SupportWay] = {
    "wall_on_wall": SupportWay("wall_on_wall", on_lines=True, must_span=False),
    "transfer_grid": SupportWay("transfer_grid", on_lines=False, must_span=True),
}
"""Ways of support that are placed, the most direct path of the load first: `support: auto` keeps the first one that is good enough."""

ACCESSES: Mapping[AccessId, AccessWay] = {
    "stair": AccessWay("stair", beside_cores=True, passage="none", order=("stair", "gallery", "corridor")),
    "gallery": AccessWay("gallery", beside_cores=False, passage="beside", order=("gallery", "stair", "corridor")),
    "corridor": AccessWay("corridor", beside_cores=False, passage="between", order=("corridor", "gallery", "stair")),
}
"""Ways of access that are placed."""
USUAL_ACCESS: AccessId = "gallery"
"""Tried first on a host whose own access says nothing."""
