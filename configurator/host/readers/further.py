"""The other roof levels of a building, beside the one that its document is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.documents.building import FurtherLevel
from configurator.host.readers.levels import Level
from configurator.host.readers.row_choice import roof_of
from configurator.host.readers.rows import Member, Row
from configurator.host.readers.surfaces import Face

MIN_FURTHER_M2 = 20.0
"""A smaller level (a shed, a landing, a lift housing) is no place for homes."""

MAX_FURTHER = 20


def other_levels(levels: Sequence[Level], level_id: str) -> Iterator[tuple[str, Level]]:
    """Yield the flat levels beside the one of this id that are large enough to ask about, with their ids."""
    large = [(str(number), level) for number, level in enumerate(levels, 1) if level.flat and level.area_m2 >= MIN_FURTHER_M2]
    yield from [entry for entry in large if entry[0] != level_id][:MAX_FURTHER]


def further_levels(levels: Sequence[Level], faces: tuple[Face, ...], level_id: str, source: str) -> tuple[FurtherLevel, ...]:
    """Return the other levels of a building as they are written in its document.

    Args:
        levels: all levels of the building, the largest first.
        faces: its roof faces.
        level_id: the level that the document is about.
        source: where the levels come from.
    """
    found: list[FurtherLevel] = []
    for number, level in other_levels(levels, level_id):
        alone = Row((Member(number, level, faces),), level)
        roof, obstacles = roof_of(alone, number, source)
        found.append(FurtherLevel(roof=roof, obstacles=obstacles))
    return tuple(found)
