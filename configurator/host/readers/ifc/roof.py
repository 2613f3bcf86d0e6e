"""Roof faces of a model from the triangles that are seen from above; what classes say is confidence, never a filter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from configurator.host.building import FloatArray
from configurator.host.readers.ifc.triangles import HORIZONTAL, UPRIGHT, Triangles, seen_from_above, unit_up
from configurator.host.readers.levels import CLOSING_M, Level
from configurator.host.readers.surfaces import MIN_FACE_M2, Face

SAME_PLANE_M = 0.05
"""Horizontal triangles within this height of each other are one plane."""

PARAPET_WIDTH_M = 0.7
"""A parapet is nowhere wider than this."""

PARAPET_HEIGHT_M = 1.5
"""And no higher above the roof."""

MAX_FACES = 4_000
OPEN_STOREY_M = (1.8, 6.0)
"""Walls that rise this much above a level make it the floor of a storey."""

OPEN_WALL_SHARE = 0.5
"""And they do when they are together at least this part of its outline long."""


def _plan(corners_m: FloatArray) -> shapely.Geometry:
    """Return the union of triangles in plan, on tenths of a millimetre: neighbours from different elements share no exact corner."""
    polygons = np.asarray(shapely.polygons(corners_m[:, :, :2]), dtype=object)
    return shapely.union_all(polygons[shapely.area(polygons) > 1e-8], grid_size=1e-4)  # noqa: PLR2004 - m2, slivers of a tessellation


def _areal(geometry: shapely.Geometry) -> Polygon | MultiPolygon | None:
    """Return the polygons of a geometry, or None when nothing is left of it."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area >= MIN_FACE_M2]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _planes(z_m: FloatArray, area_m2: FloatArray) -> list[npt.NDArray[np.int64]]:
    """Return the members of every horizontal plane: the height with the most area seeds one, neighbours within 5 cm join it."""
    keys = np.round(z_m / 0.01).astype(np.int64)
    left = np.ones(len(z_m), dtype=np.bool_)
    found: list[npt.NDArray[np.int64]] = []
    heights, inverse = np.unique(keys, return_inverse=True)
    weight = np.bincount(inverse, weights=area_m2)
    for seed in np.argsort(-weight, kind="stable"):
        members = np.flatnonzero(left & (np.abs(z_m - heights[seed] * 0.01) <= SAME_PLANE_M))
        if len(members):
            found.append(members)
            left[members] = False
    return found


def _face(corners_m: FloatArray, *, horizontal: bool) -> Face | None:
    """Return one roof face of triangles that lie together."""
    plan = _areal(_plan(corners_m))
    if plan is None:
        return None
    areas = _areas_m2(corners_m)
    heights = corners_m[:, :, 2]
    mean = float(np.average(heights.mean(axis=1), weights=areas))
    slope = 0.0 if horizontal else float(np.degrees(np.arccos(np.clip(np.average(unit_up(corners_m), weights=areas), 0.0, 1.0))))
    if horizontal:
        return Face(plan, mean, mean, mean, slope)
    return Face(plan, mean, float(heights.min()), float(heights.max()), slope)


def _areas_m2(corners_m: FloatArray) -> FloatArray:
    """Return the plan area of each triangle, a tiny one instead of zero."""
    a, b = corners_m[:, 1, :2] - corners_m[:, 0, :2], corners_m[:, 2, :2] - corners_m[:, 0, :2]
    areas: FloatArray = np.maximum(np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2.0, 1e-9)
    return areas


def _disjoint(faces: Sequence[Face]) -> list[Face]:
    """Return faces from the highest to the lowest, each without what lies under a higher one."""
    covered: shapely.Geometry = Polygon()
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: (-face.high_m, -face.z_m, face.plan_m.bounds)):
        left = _areal(shapely.difference(face.plan_m, covered, grid_size=1e-4)) if face.plan_m.intersects(covered) else face.plan_m
        if left is not None:
            kept.append(Face(left, face.z_m, face.low_m, face.high_m, face.slope_deg))
            covered = shapely.union(covered, left, grid_size=1e-4)
    return kept


def visible_faces(triangles: Triangles) -> tuple[Face, ...]:
    """Return what is seen of a model from straight above, as faces that do not overlap in plan.

    Horizontal planes are gathered over all elements (a roof is often drawn as several slabs), sloping ones element by element.
    """
    seen = seen_from_above(triangles.corners_m)
    corners, owner = triangles.corners_m[seen], triangles.element[seen]
    up = unit_up(corners)
    flat = np.flatnonzero(up >= HORIZONTAL)
    leaning = np.flatnonzero((up > UPRIGHT) & (up < HORIZONTAL))
    faces: list[Face | None] = []
    if len(flat):
        planes = _planes(corners[flat][:, :, 2].mean(axis=1), _areas_m2(corners[flat]))
        faces.extend(_face(corners[flat[members]], horizontal=True) for members in planes)
    elements = np.unique(owner[leaning])[:MAX_FACES]
    faces.extend(_face(corners[leaning[owner[leaning] == element]], horizontal=False) for element in elements)
    return tuple(_disjoint([face for face in faces if face is not None]))


def parapet_of(level: Level, faces: Sequence[Face]) -> tuple[Polygon, float | None]:
    """Return the outline of a level with the parapets that surround it, and how high the highest of them rises, metres.

    A parapet touches the level, is nowhere wider than 0.7 m, and lies at most 1.5 m above it. Without one the level and None.
    """
    near = Polygon(level.plan_m.exterior).exterior.buffer(PARAPET_WIDTH_M)
    shapely.prepare(near)
    taken: list[Polygon] = []
    top = level.z_m
    for face in faces:
        if not level.z_m + SAME_PLANE_M < face.z_m <= level.z_m + PARAPET_HEIGHT_M or not near.intersects(face.plan_m):
            continue
        for part in shapely.get_parts(face.plan_m):
            thin = part.buffer(-PARAPET_WIDTH_M / 2.0).is_empty
            if thin and near.contains(part) and part.distance(level.plan_m) <= CLOSING_M:
                taken.append(part)
                top = max(top, face.high_m)
    if not taken:
        return level.plan_m, None
    joined = shapely.union_all([level.plan_m, *taken]).buffer(CLOSING_M, join_style="mitre").buffer(-CLOSING_M, join_style="mitre")
    parts = [part for part in shapely.get_parts(joined) if isinstance(part, Polygon)]
    largest = max(parts, key=lambda part: part.area)
    return largest, top - level.z_m


def open_storey(level: Level, faces: Sequence[Face]) -> Level | None:
    """Return the roof that a model leaves out, or None when the level is a roof.

    Walls that stand a storey high on a level, uncovered and together at least half as long as its outline, show that it is the floor
    of an open top storey. The roof then lies on those walls, over the whole outline.
    """
    around = Polygon(level.plan_m.exterior).buffer(PARAPET_WIDTH_M)
    shapely.prepare(around)
    tops: list[tuple[Polygon, float]] = []
    for face in faces:
        if OPEN_STOREY_M[0] <= face.z_m - level.z_m <= OPEN_STOREY_M[1] and around.intersects(face.plan_m):
            parts = [part for part in shapely.get_parts(face.plan_m) if around.contains(part)]
            tops.extend((part, face.z_m) for part in parts if part.buffer(-PARAPET_WIDTH_M / 2.0).is_empty)
    if sum(part.length for part, _ in tops) / 2.0 < OPEN_WALL_SHARE * level.plan_m.exterior.length:
        return None
    joined = shapely.union_all([Polygon(level.plan_m.exterior), *(part for part, _ in tops)])
    closed = joined.buffer(PARAPET_WIDTH_M, join_style="mitre").buffer(-PARAPET_WIDTH_M, join_style="mitre")
    largest = max((part for part in shapely.get_parts(closed) if isinstance(part, Polygon)), key=lambda part: part.area)
    z = float(np.average([height for _, height in tops], weights=[part.area for part, _ in tops]))
    return Level(Polygon(largest.exterior), z, z, z, 0.0, flat=True)
