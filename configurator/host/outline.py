"""The roof outline in whole local millimetres, its edges, and what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from catalogue.documents import building as documents
from catalogue.documents.assumptions import LayoutAssumptions
from catalogue.documents.building import EdgeKind
from configurator.host.building import Frame, HostObstacle, RoofEdge, SideKind
from configurator.host.rings import polygon_of

NEAR_DUPLICATE_MM = 10.0
"""Neighbouring vertices closer than this are one corner that was drawn or measured twice."""

ON_JOINT_MM = 2.0
"""Corners move by less than a millimetre when they are put on whole ones."""

_TRIANGLE = 3
_Vertex = tuple[float, float]


def _largest(geometry: shapely.Geometry) -> Polygon:
    """Return the largest polygon of a geometry; an empty polygon when there is none."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: (part.area, part.bounds), default=Polygon())


def to_local(polygon_m: Polygon, frame: Frame) -> Polygon:
    """Return a polygon of world metres in local millimetres, not rounded."""
    return shapely.transform(polygon_m, frame.to_local_mm)


def _ring(linear_ring: shapely.LinearRing) -> list[_Vertex]:
    """Return the vertices without the closing one, starting at the one nearest the low corner."""
    points = [(float(u) + 0.0, float(v) + 0.0) for u, v in np.rint(shapely.get_coordinates(linear_ring)[:-1])]
    start = min(range(len(points)), key=lambda i: (points[i][0] + points[i][1], points[i]))
    return points[start:] + points[:start]


def _cross(a: _Vertex, b: _Vertex, c: _Vertex) -> float:
    """Return twice the signed area of a triangle: positive where the outline turns left, so that leaving out b cuts a piece off."""
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _candidates(ring: Sequence[_Vertex]) -> list[tuple[float, int]]:
    """Return the vertices that may be left out without the roof growing, the least area first: ends of short edges, straight points."""
    found: dict[int, float] = {}
    n = len(ring)
    for i in range(n):
        a, b = ring[i], ring[(i + 1) % n]
        short = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 < NEAR_DUPLICATE_MM**2
        for k in (i, (i + 1) % n) if short else (i,):
            cut = _cross(ring[k - 1], ring[k], ring[(k + 1) % n])
            if cut == 0.0 or (short and cut > 0.0):
                found[k] = cut
    return sorted((cut, k) for k, cut in found.items())


def _without(rings: list[list[_Vertex]], index: int, vertex: int) -> Polygon:
    """Return the polygon of these rings with one vertex left out."""
    shorter = [ring[:vertex] + ring[vertex + 1 :] if i == index else ring for i, ring in enumerate(rings)]
    return Polygon(shorter[0], shorter[1:])


def _merged(rings: list[list[_Vertex]]) -> list[list[_Vertex]]:
    """Leave out near-duplicate and straight vertices, never such that the polygon grows or breaks."""
    for index in range(len(rings)):
        rejected: set[_Vertex] = set()
        while len(rings[index]) > _TRIANGLE:
            choices = [(cut, k) for cut, k in _candidates(rings[index]) if rings[index][k] not in rejected]
            if not choices:
                break
            cut, vertex = choices[0]
            trial = _without(rings, index, vertex)
            if trial.is_valid and (cut == 0.0 or Polygon(rings[0], rings[1:]).covers(trial)):
                del rings[index][vertex]
            else:
                rejected.add(rings[index][vertex])
    return rings


def whole_mm(local: Polygon) -> Polygon:
    """Return a local polygon on whole millimetres: counter-clockwise outside, starting near the low corner, each corner once.

    Every vertex moves by at most 0.71 mm. Vertices less than 10 mm from their neighbour are left out where that makes the roof
    smaller, never where it would make it larger.
    """
    snapped = _largest(shapely.set_precision(local, 1.0))
    if snapped.is_empty:
        return snapped
    oriented = shapely.orient_polygons(snapped)
    rings = _merged([_ring(oriented.exterior), *sorted(_ring(hole) for hole in oriented.interiors)])
    return Polygon(rings[0], rings[1:])


def _side(a: _Vertex, b: _Vertex) -> str:
    """Return the side of the building that an edge of the counter-clockwise outline faces."""
    du, dv = b[0] - a[0], b[1] - a[1]
    if abs(du) >= abs(dv):
        return "low_v" if du > 0.0 else "high_v"
    return "high_u" if dv > 0.0 else "low_u"


def roof_edges(outline_mm: Polygon, given: Sequence[documents.RoofEdge] = (), joints_mm: Sequence[LineString] = ()) -> tuple[RoofEdge, ...]:
    """Return the edges of an outline, `e1` first: along u a facade, along v a gable, unless the side was given another kind.

    The outer ring comes first, counter-clockwise; then the rings of the holes, clockwise, which no side speaks for. Edges on the
    joints with other wings are joints, whatever side they are on.
    """
    kinds: dict[str, EdgeKind] = {edge.side: edge.kind for edge in given}
    edges: list[RoofEdge] = []
    for number, ring in enumerate([outline_mm.exterior, *outline_mm.interiors]):
        points = [(float(u), float(v)) for u, v in shapely.get_coordinates(ring)]
        for a, b in pairwise(points):
            side = _side(a, b)
            usual: EdgeKind = "facade" if side.endswith("_v") else "gable"
            kind: SideKind = usual if number else kinds.get(side, usual)
            if any(joint.distance(Point(at)) <= ON_JOINT_MM for joint in joints_mm for at in (((a[0] + b[0]) / 2, (a[1] + b[1]) / 2),)):
                kind = "joint"
            edges.append(RoofEdge(id=f"e{len(edges) + 1}", start_mm=a, end_mm=b, kind=kind))
    return tuple(edges)


def _obstacle_outline(local: Polygon) -> Polygon:
    """Return an obstacle on whole millimetres that covers at least what it did; a speck becomes a square of a few millimetres."""
    snapped: shapely.Geometry = shapely.set_precision(local, 1.0)
    if isinstance(snapped, Polygon) and not snapped.is_empty:
        return shapely.orient_polygons(snapped)
    whole = local.convex_hull if local.area > 0.0 else Point(shapely.get_coordinates(local)[0]).buffer(1.0)
    low_u, low_v, high_u, high_v = whole.bounds
    return shapely.box(np.floor(low_u), np.floor(low_v), np.ceil(high_u), np.ceil(high_v))


def host_obstacles(building: documents.Building, frame: Frame, layout: LayoutAssumptions) -> tuple[HostObstacle, ...]:
    """Return the obstacles in the local frame, in the document's order, each with the clearance of its kind.

    A kind that the assumption set says nothing about gets the largest clearance it knows.
    """
    clearances = layout.obstacle_clearance_mm
    widest = max(clearances.values(), default=0)
    return tuple(
        HostObstacle(
            id=f"o{number}",
            kind=item.kind,
            outline_mm=_obstacle_outline(to_local(polygon_of(item.polygon, f"Obstacle {number}", crs=building.site.crs), frame)),
            height_mm=None if item.height_m is None else item.height_m * 1000.0,
            clearance_mm=clearances.get(item.kind, widest),
        )
        for number, item in enumerate(building.obstacles, 1)
    )
