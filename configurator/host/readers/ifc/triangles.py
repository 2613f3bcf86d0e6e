"""Triangles of the elements that can be part of a roof, and which of them are seen from above."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from catalogue.errors import UnreadableInput
from configurator.host.building import FloatArray

if TYPE_CHECKING:
    import ifcopenshell

IGNORED = (
    "IfcFeatureElement",
    "IfcSpatialElement",
    "IfcSpatialStructureElement",
    "IfcFurnishingElement",
    "IfcDistributionElement",
    "IfcReinforcingElement",
    "IfcVirtualElement",
    "IfcGeographicElement",
    "IfcVehicle",
    "IfcSpatialZone",
)
"""Classes that are no part of the body of a building, seen from above. Installations on a roof are said to be unknown instead."""

BODY = ("Body", "Facetation", "Tessellation", "Surface", "", None)
"""Representation identifiers under which authors put a body, whatever the context is called."""

CELL_M = 0.1
MAX_CELLS_ACROSS = 2_500
"""The grid is coarser for a model that is larger than 250 m."""

HORIZONTAL = 0.97
"""A triangle whose unit normal points up or down by this much is horizontal."""

UPRIGHT = 0.02
SEEN_M = 0.04
MAX_COORDINATE_M = 1e7
MAX_TRIANGLES = 3_000_000
_CHUNK_PAIRS = 4_000_000
_NO_AREA = 1e-12
_ON_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Triangles:
    """All triangles of a model in world metres, and which element each belongs to."""

    corners_m: FloatArray
    """Shape (n, 3, 3)."""
    element: npt.NDArray[np.int64]
    """Index into `ids`, shape (n,)."""
    ids: tuple[int, ...]
    """Step ids of the elements."""
    without_shape: int
    """How many elements of the body have no shape that could be made."""


def is_body(element: Any) -> bool:  # noqa: ANN401 - an entity of a foreign library
    """Return whether an element can be part of a roof or wall."""
    if any(element.is_a(kind) for kind in IGNORED):
        return False
    ceiling = element.is_a("IfcCovering") and element.PredefinedType == "CEILING"
    return not ceiling and element.Representation is not None


def _contexts(elements: list[Any]) -> list[int]:
    """Return every context that carries a body: some authors put it under `Plan`."""
    found: set[int] = set()
    for element in elements:
        for shape in element.Representation.Representations or ():
            if shape.RepresentationIdentifier in BODY and shape.ContextOfItems is not None:
                found.add(shape.ContextOfItems.id())
    return sorted(found)


def triangles_of(model: ifcopenshell.file, elements: list[Any], where: str) -> Triangles:
    """Return the triangles of elements. Raises UnreadableInput when there are none, too many, or positions out of bounds."""
    import ifcopenshell.geom

    geometry: Any = ifcopenshell.geom
    settings = geometry.settings()
    settings.set("use-world-coords", True)
    contexts = _contexts(elements)
    if contexts:
        settings.set("context-ids", contexts)
    corners: list[FloatArray] = []
    ids: list[int] = []
    total = 0
    iterator = geometry.iterator(settings, model, 1, include=elements) if elements else None
    going = iterator is not None and iterator.initialize()
    while going and iterator is not None:
        shape = iterator.get()
        faces = np.asarray(shape.geometry.faces, dtype=np.int64).reshape(-1, 3)
        if len(faces):
            corners.append(np.asarray(shape.geometry.verts, dtype=np.float64).reshape(-1, 3)[faces])
            ids.append(int(shape.id))
            total += len(faces)
        if total > MAX_TRIANGLES:
            raise UnreadableInput("ifc-triangles", where=where, most=MAX_TRIANGLES)
        going = bool(iterator.next())
    if not corners:
        raise UnreadableInput("ifc-no-shapes", where=where)
    joined = np.concatenate(corners)
    if not np.isfinite(joined).all() or float(np.abs(joined).max()) > MAX_COORDINATE_M:
        raise UnreadableInput("ifc-position-far", where=where, most_m=MAX_COORDINATE_M)
    owner = np.repeat(np.arange(len(corners)), [len(part) for part in corners])
    return Triangles(joined, owner, tuple(ids), without_shape=len(elements) - len(set(ids)))


def unit_up(corners_m: FloatArray) -> FloatArray:
    """Return how far the unit normal of each triangle points up or down, 0 (upright or degenerate) to 1 (horizontal), shape (n,)."""
    normal = np.cross(corners_m[:, 1] - corners_m[:, 0], corners_m[:, 2] - corners_m[:, 0])
    length = np.linalg.norm(normal, axis=1)
    up: FloatArray = np.abs(normal[:, 2]) / np.where(length > 0.0, length, 1.0)
    return up


def _covered(corners_m: FloatArray, low: FloatArray, cell_m: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], FloatArray]:
    """Return triangle number, grid row and column (as columns) and height of every cell centre that a triangle covers."""
    plan = corners_m[:, :, :2] - low
    first = np.floor(plan.min(axis=1) / cell_m).astype(np.int64)
    size = np.floor(plan.max(axis=1) / cell_m).astype(np.int64) - first + 1
    count = size[:, 0] * size[:, 1]
    owner = np.repeat(np.arange(len(plan)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    cells = first[owner] + np.stack([step % size[owner, 0], step // size[owner, 0]], axis=1)
    centre = (cells + 0.5) * cell_m
    a, b, c = plan[owner, 0], plan[owner, 1], plan[owner, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    area = np.where(np.abs(area) > _NO_AREA, area, np.inf)
    s = ((centre[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (centre[:, 1] - a[:, 1])) / area
    t = ((b[:, 0] - a[:, 0]) * (centre[:, 1] - a[:, 1]) - (centre[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])) / area
    hit = (s >= -_ON_EDGE) & (t >= -_ON_EDGE) & (s + t <= 1.0 + _ON_EDGE)
    z = (
        corners_m[owner, 0, 2]
        + s * (corners_m[owner, 1, 2] - corners_m[owner, 0, 2])
        + t * (corners_m[owner, 2, 2] - corners_m[owner, 0, 2])
    )
    return owner[hit], cells[hit], z[hit]


def _chunks(count: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return slices of the triangles that cover a bounded number of cells each."""
    bounds, start, total = [], 0, 0
    for index, size in enumerate(count):
        total += int(size)
        if total > _CHUNK_PAIRS:
            bounds.append((start, index + 1))
            start, total = index + 1, 0
    if start < len(count):
        bounds.append((start, len(count)))
    return bounds


def seen_from_above(corners_m: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which triangles are seen from above somewhere: their height is the highest in one cell of a grid, shape (n,)."""
    up = unit_up(corners_m)
    low = corners_m[:, :, :2].min(axis=(0, 1))
    extent = float((corners_m[:, :, :2].max(axis=(0, 1)) - low).max())
    cell = max(CELL_M, extent / MAX_CELLS_ACROSS)
    across = math.floor(extent / cell) + 2
    top = np.full((across, across), -np.inf)
    lying = np.flatnonzero(up > UPRIGHT)
    size = np.floor(np.ptp(corners_m[lying][:, :, :2], axis=1) / cell).astype(np.int64) + 2
    slices = _chunks(size[:, 0] * size[:, 1])
    for start, end in slices:
        _, cells, z = _covered(corners_m[lying[start:end]], low, cell)
        np.maximum.at(top, (cells[:, 0], cells[:, 1]), z)
    seen = np.zeros(len(corners_m), dtype=np.bool_)
    for start, end in slices:
        owner, cells, z = _covered(corners_m[lying[start:end]], low, cell)
        visible = z >= top[cells[:, 0], cells[:, 1]] - SEEN_M
        seen[lying[start:end][np.unique(owner[visible])]] = True
    return seen
