"""Prisms as closed triangle meshes, and the turn from z up in millimetres to y up in metres."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

from configurator.parts.solids import FloatArray, Prism, Ring, polygons_of

IntArray = npt.NDArray[np.int64]
EDGE_OUT_MM = 4.0


def _cap(prism: Prism, index: dict[tuple[float, float], int]) -> IntArray:
    """Triangulate the profile with its own corners only, so that neighbouring faces share whole edges; shape (n, 3)."""
    triangles = shapely.constrained_delaunay_triangles(prism.polygon)
    faces = []
    for triangle in triangles.geoms:
        if not isinstance(triangle, Polygon):
            continue
        a, b, c = ((float(x), float(y)) for x, y in list(triangle.exterior.coords)[:3])
        turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        faces.append((index[a], index[b], index[c]) if turn > 0.0 else (index[a], index[c], index[b]))
    return np.array(sorted(faces), dtype=np.int64)


def _sides(rings: Iterable[Ring], count: int) -> IntArray:
    """Return the two triangles of every side face; outer rings run counter-clockwise and holes clockwise, so one rule serves both."""
    faces: list[tuple[int, int, int]] = []
    start = 0
    for ring in rings:
        n = len(ring)
        for i in range(n):
            a, b = start + i, start + (i + 1) % n
            faces.extend(((a, b, b + count), (a, b + count, a + count)))
        start += n
    return np.array(faces, dtype=np.int64)


def prism_mesh(prism: Prism) -> tuple[FloatArray, IntArray]:
    """Return vertices in millimetres, shape (n, 3), and outward triangles, shape (m, 3), of a closed mesh."""
    rings = (prism.outer_mm, *prism.holes_mm)
    flat = [point for ring in rings for point in ring]
    count = len(flat)
    index = {point: i for i, point in enumerate(flat)}
    cap = _cap(prism, index)
    faces = np.vstack([cap[:, ::-1], cap + count, _sides(rings, count)])
    return np.vstack([prism.points_mm(flat, 0.0), prism.points_mm(flat, prism.depth_mm)]), faces


def merged_mesh(prisms: Iterable[Prism]) -> tuple[FloatArray, IntArray]:
    """Return several prisms as one mesh."""
    vertices: list[FloatArray] = []
    faces: list[IntArray] = []
    start = 0
    for prism in prisms:
        points, triangles = prism_mesh(prism)
        vertices.append(points)
        faces.append(triangles + start)
        start += len(points)
    return np.vstack(vertices), np.vstack(faces)


def edge_lines(prisms: Iterable[Prism]) -> tuple[FloatArray, IntArray]:
    """Return the edges of prisms: corners in millimetres, shape (n, 3), and pairs of them, shape (m, 2).

    They stand `EDGE_OUT_MM` off the faces, where no face hides half of a line.
    """
    points: list[FloatArray] = []
    pairs: list[tuple[int, int]] = []
    start = 0
    for prism in prisms:
        grown = prism.polygon.buffer(EDGE_OUT_MM, join_style="mitre")
        for ring in (ring.coords[:-1] for polygon in polygons_of(grown) for ring in (polygon.exterior, *polygon.interiors)):
            count = len(ring)
            points += [prism.points_mm(ring, -EDGE_OUT_MM), prism.points_mm(ring, prism.depth_mm + EDGE_OUT_MM)]
            low = [(start + i, start + (i + 1) % count) for i in range(count)]
            pairs += [*low, *((a + count, b + count) for a, b in low), *((start + i, start + count + i) for i in range(count))]
            start += 2 * count
    if not points:
        return np.zeros((0, 3)), np.zeros((0, 2), dtype=np.int64)
    return np.vstack(points), np.array(pairs, dtype=np.int64)


def y_up_m(points_mm: FloatArray) -> FloatArray:
    """Turn (u, v, z) in millimetres into glTF's (x, y, z) in metres: x = u, y = z, z = -v."""
    points = np.asarray(points_mm, dtype=np.float64) / 1000.0
    turned: FloatArray = np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1) + 0.0
    return turned
