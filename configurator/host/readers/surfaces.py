"""Roof faces of a CityJSON building: semantic surfaces, Newell normals, slope and fall from geometry alone.

Attributes are not used for shape: older 3DBAG releases share one RoofSurface between all roof faces of a building, and dak_type or
the roof area attributes are wrong often enough to matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from catalogue.errors import UnreadableInput
from configurator.host.building import FloatArray
from configurator.host.readers.content import Json

LODS = ("2.2", "2", "2.0", "2.1", "2.3")
"""Levels of detail with roof shapes, the best known first."""

MIN_UP = 0.5
"""Without semantics a face is roof when its normal points up by this much (60 degrees at most)."""

MIN_FACE_M2 = 0.01
"""Smaller faces are dropped: municipal models have degenerate and vertical roof faces."""

MAX_FACES = 10_000
"""No building has more roof faces; 3DBAG itself stops modelling shapes above 900 planes."""

MAX_REPAIR_VERTICES = 500
"""A broken face with more vertices is left out; repairing one may take minutes."""

_DEPTH_OF_SURFACE = 2


@dataclass(frozen=True, slots=True)
class Face:
    """One roof face: its plan, its mean height and its own fall."""

    plan_m: Polygon | MultiPolygon
    z_m: float
    """Mean height over its area."""
    low_m: float
    high_m: float
    slope_deg: float

    @property
    def area_m2(self) -> float:
        """Area in plan."""
        return float(self.plan_m.area)

    @property
    def fall_m(self) -> float:
        """Height difference between its lowest and highest vertex."""
        return self.high_m - self.low_m


def best_geometry(objects: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the geometries of a building and its parts in the best level of detail that has a roof shape; empty without one."""
    geometries: list[Mapping[str, Any]] = [item for one in objects for item in one.get("geometry", ()) if isinstance(item, dict)]
    for lod in LODS:
        found = [item for item in geometries if str(item.get("lod")) == lod]
        if found:
            return found
    return []


def _surfaces(boundaries: Json, values: Json) -> Iterator[tuple[Json, Json]]:
    """Yield every surface (a list of rings) of a geometry with its semantic value, whatever the nesting."""
    if not isinstance(boundaries, list) or not boundaries:
        return
    depth, probe = 1, boundaries[0]
    while isinstance(probe, list):
        depth += 1
        probe = probe[0] if probe else None
    if depth == _DEPTH_OF_SURFACE:
        yield boundaries, values
        return
    for index, inner in enumerate(boundaries):
        below = values[index] if isinstance(values, list) and index < len(values) else None
        yield from _surfaces(inner, below if isinstance(values, list) else values)


def newell(ring_m: FloatArray) -> FloatArray:
    """Return the area vector of a ring, m2: its direction is the normal, its length twice the area; exact for planar rings."""
    following = np.roll(ring_m, -1, axis=0)
    vector: FloatArray = np.cross(ring_m, following).sum(axis=0)
    return vector


def _plan(rings: list[FloatArray]) -> Polygon | MultiPolygon | None:
    """Return the plan of a face, or None when nothing usable is left."""
    plan: Polygon | MultiPolygon = Polygon(rings[0][:, :2], [ring[:, :2] for ring in rings[1:]])
    if not plan.is_valid:
        if sum(len(ring) for ring in rings) > MAX_REPAIR_VERTICES:
            return None
        parts = shapely.get_parts(shapely.make_valid(plan, method="structure", keep_collapsed=False))
        plan = shapely.multipolygons([part for part in parts if isinstance(part, Polygon)])
    return plan if plan.area >= MIN_FACE_M2 else None


def _face(rings: list[FloatArray], normal: FloatArray) -> Face | None:
    """Return a roof face from its rings; None when it is degenerate or stands upright."""
    length = float(np.linalg.norm(normal))
    upright = abs(float(normal[2])) / length if length > 0.0 else 0.0
    if upright < 1e-3:  # noqa: PLR2004 - a wall
        return None
    plan = _plan(rings)
    if plan is None:
        return None
    outer = rings[0] - rings[0][0]
    centre = outer.mean(axis=0)
    middle = np.array([plan.centroid.x, plan.centroid.y]) - rings[0][0][:2]
    lean = float((normal[:2] / normal[2]) @ (middle - centre[:2]))
    z = float(rings[0][0][2] + centre[2]) - lean
    heights = np.concatenate([ring[:, 2] for ring in rings])
    slope = math.degrees(math.acos(min(1.0, upright)))
    return Face(plan, z, float(heights.min()), float(heights.max()), slope)


def _is_roof(semantic: Mapping[str, Any] | None, normal: FloatArray) -> bool:
    """Return whether a surface is roof: as its semantics say, and without any, when it looks up."""
    if semantic is not None:
        return semantic.get("type") == "RoofSurface"
    return float(normal[2]) >= MIN_UP * float(np.linalg.norm(normal)) > 0.0


def _semantic_of(surfaces: list[Json], value: Json) -> Mapping[str, Any] | None:
    known = isinstance(value, int) and 0 <= value < len(surfaces) and isinstance(surfaces[value], dict)
    return surfaces[value] if known else None


def roof_faces(geometry: Mapping[str, Any], vertices_m: FloatArray) -> list[Face]:
    """Return the roof faces of one geometry, in the file's order.

    Raises IndexError, KeyError, TypeError or ValueError when the geometry is broken, which the caller turns into a sentence, and
    UnreadableInput when it has too many faces.
    """
    semantics = geometry.get("semantics") or {}
    surfaces = semantics.get("surfaces") or []
    has_roof = any(isinstance(item, dict) and item.get("type") == "RoofSurface" for item in surfaces)
    faces: list[Face] = []
    for rings, value in _surfaces(geometry.get("boundaries"), semantics.get("values")):
        semantic = _semantic_of(surfaces, value) if has_roof else None
        if has_roof and (semantic is None or semantic.get("type") != "RoofSurface"):
            continue
        indices = [np.asarray(ring, dtype=np.int64) for ring in rings]
        if any(ring.ndim != 1 or (ring < 0).any() for ring in indices):
            raise ValueError("a ring is a list of vertex numbers")
        points = [vertices_m[ring] for ring in indices if len(ring) > _DEPTH_OF_SURFACE]
        if not points or len(indices[0]) <= _DEPTH_OF_SURFACE:
            continue
        normal = newell(points[0] - points[0][0])
        face = _face(points, normal) if _is_roof(semantic, normal) else None
        if face is not None:
            faces.append(face)
        if len(faces) > MAX_FACES:
            raise UnreadableInput("roof-faces", most=MAX_FACES)
    return faces


def ground_m(geometry: Mapping[str, Any], vertices_m: FloatArray) -> float:
    """Return the lowest vertex of a geometry, metres. Raises what `roof_faces` raises."""
    used = [index for rings, _ in _surfaces(geometry.get("boundaries"), None) for ring in rings for index in ring]
    return float(vertices_m[np.asarray(used, dtype=np.int64), 2].min())
