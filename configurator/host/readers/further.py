"""The other roof levels of a building, beside the one that its document is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.documents.building import FurtherLevel, Obstacle, Roof, RoofSlope
from catalogue.documents.evidence import Fact
from configurator.host.readers.levels import Level, RoofObstacle, buildable_plan, obstacles_on, valid_plan
from configurator.host.readers.surfaces import Face
from configurator.host.rings import polygon_document

MIN_FURTHER_M2 = 20.0
"""A smaller level (a shed, a landing, a lift housing) is no place for homes."""

MAX_FURTHER = 20


def level_roof(level: Level, level_id: str, obstacles: Sequence[RoofObstacle], source: str) -> Roof:
    """Return a level as the roof of a building document; its height is the mean, between its lowest and highest point."""
    low, high = round(min(level.low_m, level.z_m), 3), round(max(level.high_m, level.z_m), 3)
    return Roof(
        polygon=polygon_document(valid_plan(buildable_plan(level, obstacles))),
        level_id=level_id,
        level_nap_m=Fact[float](value=round(level.z_m, 3), low=low, high=high, basis="observed", source=source),
        slope=RoofSlope(slope_deg=round(level.slope_deg, 3), fall_m=round(level.fall_m, 3)),
    )


def level_obstacles(obstacles: Sequence[RoofObstacle], source: str) -> tuple[Obstacle, ...]:
    """Return what stands on a level, for a building document."""
    return tuple(
        Obstacle(polygon=polygon_document(valid_plan(item.plan_m)), height_m=round(max(item.height_m, 0.0), 3), source=source)
        for item in obstacles
    )


def other_levels(levels: Sequence[Level], level_id: str) -> Iterator[tuple[str, Level]]:
    """Yield the flat levels beside the one of this id that are large enough to ask about, with their ids."""
    large = [(str(number), level) for number, level in enumerate(levels, 1) if level.flat and level.area_m2 >= MIN_FURTHER_M2]
    yield from [entry for entry in large if entry[0] != level_id][:MAX_FURTHER]


def further_levels(levels: Sequence[Level], faces: Sequence[Face], level_id: str, source: str) -> tuple[FurtherLevel, ...]:
    """Return the other levels of a building as they are written in its document.

    Args:
        levels: all levels of the building, the largest first.
        faces: its roof faces.
        level_id: the level that the document is about.
        source: where the levels come from.
    """
    found: list[FurtherLevel] = []
    for number, level in other_levels(levels, level_id):
        on_top = obstacles_on(level, faces)
        found.append(FurtherLevel(roof=level_roof(level, number, on_top, source), obstacles=level_obstacles(on_top, source)))
    return tuple(found)
