"""Roof levels of a building from its roof faces, and what stands on them.

Greedy by size: the largest face seeds a level, and faces within 0.30 m of the seed join it. Linking each face to the next one
instead would let a level climb metres along a chain of small steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from configurator.host.readers.surfaces import Face
from configurator.host.rings import MAX_RING_VERTICES

SAME_LEVEL_M = 0.30
"""Faces whose mean height is this near the seed's belong to its level."""

FLAT_DEG = 5.0
"""Steeper faces are no flat roof."""

FLAT_FALL_M = 1.0
"""A face that falls more than this over its own extent is no part of a flat level, however gentle: 5 degrees over 60 m is 5 m."""

NEARLY_FLAT_DEG = 10.0
"""A plane up to this slope stays in the list as a level of its own, so that it is refused for its fall and not passed over."""

CLOSING_M = 0.02
"""Slits between faces that are narrower than twice this are closed."""

MIN_LEVEL_M2 = 5.0
"""Smaller levels are not offered, unless there is nothing else."""

RAISED_M = 0.30
"""Roof that lies higher than this above the level stands on it."""

OVER_LEVEL_SHARE = 0.5
NEAR_LEVEL_M = 0.5
"""An obstacle lies for this share within this distance of the level's filled outline."""

FILLED_SHARE = 0.95
"""A hole that obstacles cover for this share is roof with an obstacle on it."""

SMALL_STEP_SHARE = 0.02
"""Faces below this share of the level's area (an upstand, a gutter) do not count for its fall."""

MAX_OBSTACLES = 200
COORDINATE_GRID_M = 0.0001
"""Coordinates are passed on in tenths of a millimetre."""
_SIMPLIFY_M = 0.05


@dataclass(frozen=True, slots=True)
class RoofObstacle:
    """Something on a level: its plan and its height above the level, metres."""

    plan_m: Polygon
    height_m: float


@dataclass(frozen=True, slots=True)
class Level:
    """One roof level; `z_m` is the mean height over its area."""

    plan_m: Polygon
    z_m: float
    low_m: float
    high_m: float
    slope_deg: float
    flat: bool
    """False for a plane that slopes or falls too much to be a level; it is kept so that it can be refused for that."""

    @property
    def area_m2(self) -> float:
        """Area in plan."""
        return float(self.plan_m.area)

    @property
    def fall_m(self) -> float:
        """Height difference over the level."""
        return self.high_m - self.low_m


def _is_flat(face: Face) -> bool:
    return face.slope_deg <= FLAT_DEG and face.fall_m <= FLAT_FALL_M


def _polygons(geometry: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]


def _closed(faces: Sequence[Face], closing_m: float = CLOSING_M) -> list[Polygon]:
    """Return the connected plans of faces: one face as it is, several united with their slits closed (corners stay where they are)."""
    if len(faces) == 1 and isinstance(faces[0].plan_m, Polygon):
        return [faces[0].plan_m]
    united = shapely.union_all([face.plan_m for face in faces])
    return _polygons(united.buffer(closing_m, join_style="mitre").buffer(-closing_m, join_style="mitre"))


def _level(plan: Polygon, faces: Sequence[Face], *, flat: bool) -> Level:
    """Return the level of one connected plan from the faces that make it up."""
    areas = np.array([face.area_m2 for face in faces])
    counted = [face for face, area in zip(faces, areas, strict=True) if area >= SMALL_STEP_SHARE * areas.sum()] or list(faces)
    return Level(
        plan_m=plan,
        z_m=float(np.average([face.z_m for face in faces], weights=areas)),
        low_m=min(face.low_m for face in counted),
        high_m=max(face.high_m for face in counted),
        slope_deg=float(np.average([face.slope_deg for face in faces], weights=areas)),
        flat=flat,
    )


def _flat_levels(faces: Sequence[Face], same_level_m: float, closing_m: float) -> list[Level]:
    """Return the flat levels, connected piece by connected piece."""
    left = sorted((face for face in faces if _is_flat(face)), key=lambda face: (-face.area_m2, face.z_m, face.plan_m.bounds))
    levels: list[Level] = []
    while left:
        seed = left[0].z_m
        members = [face for face in left if abs(face.z_m - seed) <= same_level_m]
        left = [face for face in left if abs(face.z_m - seed) > same_level_m]
        for plan in _closed(members, closing_m):
            inside = [face for face in members if plan.intersects(face.plan_m.representative_point())]
            levels.append(_level(plan, inside or members, flat=True))
    return levels


def _sloping(faces: Sequence[Face]) -> list[Level]:
    return [_level(plan, [face], flat=False) for face in faces for plan in _polygons(face.plan_m)]


def roof_levels(faces: Sequence[Face], *, same_level_m: float = SAME_LEVEL_M, closing_m: float = CLOSING_M) -> tuple[Level, ...]:
    """Return the levels of a roof, the largest first; empty without faces.

    Flat levels, and planes that slope up to 10 degrees or fall too far as levels of their own. Only a roof without either offers its
    steeper planes.

    Args:
        faces: roof faces that do not overlap in plan.
        same_level_m: faces within this height of the seed's belong to its level; a drawn model is exacter than a survey.
        closing_m: half the width of the slits between faces that are closed.
    """
    gentle = [face for face in faces if not _is_flat(face) and face.slope_deg <= NEARLY_FLAT_DEG]
    levels = [*_flat_levels(faces, same_level_m, closing_m), *_sloping(gentle)]
    if not any(level.area_m2 >= MIN_LEVEL_M2 for level in levels):
        levels.extend(_sloping([face for face in faces if face.slope_deg > NEARLY_FLAT_DEG]))
    ordered = sorted(levels, key=lambda level: (-level.area_m2, -level.z_m, level.plan_m.bounds))
    return tuple(level for level in ordered if level.area_m2 >= MIN_LEVEL_M2) or tuple(ordered[:1])


def _within_limit(plan: Polygon, tolerance_m: float = _SIMPLIFY_M) -> Polygon:
    """Return a plan whose rings have at most 500 vertices; where it has to be simplified, it only loses area."""
    while max(len(ring.coords) - 1 for ring in (plan.exterior, *plan.interiors)) > MAX_RING_VERTICES:
        smaller = plan.simplify(tolerance_m).buffer(-tolerance_m, join_style="mitre")
        parts = _polygons(smaller)
        if not parts:
            return shapely.box(*plan.representative_point().buffer(_SIMPLIFY_M).bounds)
        plan = max(parts, key=lambda part: part.area)
        tolerance_m *= 2
    return plan


def valid_plan(plan: Polygon) -> Polygon:
    """Return a plan on tenths of a millimetre that is still valid there; its largest piece when a sliver falls off."""
    rounded = _polygons(shapely.set_precision(plan, COORDINATE_GRID_M))
    return max(rounded, key=lambda part: part.area, default=plan)


def _few(plans: list[Polygon]) -> list[Polygon]:
    """Return at most 200 plans that cover all of the given ones: neighbours are taken together, first near ones, then farther ones."""
    reach_m = NEAR_LEVEL_M
    while len(plans) > MAX_OBSTACLES:
        plans = _polygons(shapely.union_all([plan.envelope.buffer(reach_m, join_style="mitre") for plan in plans]))
        reach_m *= 2
    return plans


def obstacles_on(level: Level, faces: Sequence[Face]) -> tuple[RoofObstacle, ...]:
    """Return what stands on a level: higher roof faces that lie mostly over its filled outline, touching ones as one.

    3DBAG models lift huts and stair heads, hardly any chimney, vent or skylight: a lower bound.
    """
    filled = Polygon(level.plan_m.exterior).buffer(NEAR_LEVEL_M, join_style="mitre")
    shapely.prepare(filled)
    above = [
        face
        for face in faces
        if face.z_m > level.z_m + RAISED_M
        and filled.intersects(face.plan_m)
        and filled.intersection(face.plan_m).area >= OVER_LEVEL_SHARE * face.area_m2
    ]
    if not above:
        return ()
    plans = _few(_closed(above))
    found: list[RoofObstacle] = []
    for plan in sorted(plans, key=lambda plan: plan.bounds):
        top = max((face.high_m for face in above if face.plan_m.intersects(plan)), default=level.z_m)
        few = len(plan.exterior.coords) - 1 <= MAX_RING_VERTICES
        outline = Polygon(plan.exterior if few else shapely.get_coordinates(plan.envelope))
        found.append(RoofObstacle(outline, top - level.z_m))
    return tuple(found)


def buildable_plan(level: Level, obstacles: Sequence[RoofObstacle]) -> Polygon:
    """Return the outline of a level in which holes that are only obstacles are filled; other holes (a court, a lower roof) stay."""
    cover = MultiPolygon([]) if not obstacles else shapely.union_all([item.plan_m.buffer(CLOSING_M) for item in obstacles])
    holes = []
    for ring in level.plan_m.interiors:
        hole = Polygon(ring)
        if cover.intersection(hole).area < FILLED_SHARE * hole.area:
            holes.append(ring)
    return _within_limit(Polygon(level.plan_m.exterior, holes))
