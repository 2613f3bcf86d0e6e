"""Building rows (bouwblokken): adjoining panden of equal height as the one roof that is really built on.

A BAG pand is usually one stairwell; the roof runs on over its neighbours. Every neighbour is compared with the pand that was asked
for, not with the last one that joined: a row cannot climb along a chain of small steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import shapely
from shapely.geometry import Polygon

from configurator.host.readers.levels import Level
from configurator.host.readers.surfaces import Face

EQUAL_HEIGHT_M = 0.30
"""Roof levels that differ by at most this are one roof."""

GAP_M = 0.15
"""Widest gap between two roofs that touch."""

SHARED_FRONT_M = 2.0
"""Roofs that share less than this touch at a corner only."""

MIN_MEMBER_M2 = 20.0
"""A smaller level (a shed, a landing) does not make a row."""

MAX_PANDEN = 100

Box = tuple[float, float, float, float]

Shape: TypeAlias = tuple[Sequence[Level], tuple[Face, ...]]
"""Levels of a building, the largest first, and all its roof faces."""


@dataclass(frozen=True, slots=True)
class Member:
    """One pand of a row: the level that takes part, and all its roof faces."""

    id: str
    level: Level
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Panden whose roofs are one: the level they make together."""

    members: tuple[Member, ...]
    level: Level

    @property
    def faces(self) -> tuple[Face, ...]:
        """The roof faces of all panden."""
        return tuple(face for member in self.members for face in member.faces)


def near(a: Box, b: Box) -> bool:
    """Return whether two boxes (low x, low y, high x, high y) lie within the gap of each other."""
    return a[0] <= b[2] + GAP_M and b[0] <= a[2] + GAP_M and a[1] <= b[3] + GAP_M and b[1] <= a[3] + GAP_M


def adjoin(a: Polygon, b: Polygon) -> bool:
    """Return whether two roofs lie side by side: at most 0.15 m apart along at least 2 m."""
    if not near(a.bounds, b.bounds):
        return False
    return bool(b.exterior.intersection(a.buffer(GAP_M, join_style="mitre")).length >= SHARED_FRONT_M)


def _fitting(levels: Sequence[Level], start: Level, beside: Polygon) -> Level | None:
    """Return the largest flat level of a pand that is as high as the start and adjoins a roof; None without one."""
    found = (level for level in levels if level.flat and level.area_m2 >= MIN_MEMBER_M2 and abs(level.z_m - start.z_m) <= EQUAL_HEIGHT_M)
    return next((level for level in found if adjoin(beside, level.plan_m)), None)


def adjoining(start: Member, boxes: Mapping[str, Box], shape: Callable[[str], Shape | None]) -> tuple[Member, ...]:
    """Return the panden of the row that a pand stands in, itself first, then in the order in which they are reached.

    Args:
        start: the pand that was asked for.
        boxes: bounding boxes in plan of all panden of the file, by id.
        shape: gives levels and faces of a pand; only called for near ones.
    """
    if not start.level.flat or start.level.area_m2 < MIN_MEMBER_M2:
        return (start,)
    members, queue, tried = [start], [start], {start.id}
    while queue and len(members) < MAX_PANDEN:
        current = queue.pop(0)
        beside = current.level.plan_m
        box = beside.bounds
        for name in sorted(boxes):
            if name in tried or not near(box, boxes[name]):
                continue
            found = shape(name)
            level = None if found is None else _fitting(found[0], start.level, beside)
            if found is None or level is None:
                continue
            tried.add(name)
            member = Member(name, level, found[1])
            members.append(member)
            queue.append(member)
    return tuple(members)


def joined(members: Sequence[Member]) -> tuple[Level, bool]:
    """Return the level that panden make together, and whether it is one piece; its largest piece when it is not."""
    if len(members) == 1:
        return members[0].level, True
    levels = [member.level for member in members]
    closing = GAP_M / 2.0 + 1e-3
    united = shapely.union_all([level.plan_m for level in levels]).buffer(closing, join_style="mitre").buffer(-closing, join_style="mitre")
    parts = [part for part in shapely.get_parts(united) if isinstance(part, Polygon)]
    area = sum(level.area_m2 for level in levels)
    plan = max(parts, key=lambda part: part.area)
    level = Level(
        plan_m=plan,
        z_m=sum(level.z_m * level.area_m2 for level in levels) / area,
        low_m=min(level.low_m for level in levels),
        high_m=max(level.high_m for level in levels),
        slope_deg=sum(level.slope_deg * level.area_m2 for level in levels) / area,
        flat=True,
    )
    return level, len(parts) == 1
