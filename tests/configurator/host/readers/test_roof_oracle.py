"""The largest flat level of every building of the real tiles, against a slow reading of its own with shapely and least squares."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon

from configurator.host.readers.cityjson import city_model
from configurator.host.readers.content import read_content
from configurator.host.readers.pand import panden, shape_of
from tests.configurator.host.samples import Plain


def faces_of(tile: Plain, vertices: Plain, part: Plain) -> list[tuple[Polygon, float, float]]:
    """Plan, height at the centroid of the plane through the outer ring (least squares), and slope of every roof face."""
    found = []
    for geometry in part.get("geometry", []):
        if str(geometry["lod"]) != "2.2":
            continue
        kinds = [surface["type"] for surface in geometry["semantics"]["surfaces"]]
        for shell, values in zip(geometry["boundaries"], geometry["semantics"]["values"], strict=True):
            for rings, value in zip(shell, values, strict=True):
                if kinds[value] != "RoofSurface":
                    continue
                points = [vertices[ring] for ring in rings]
                plan = Polygon(points[0][:, :2], [ring[:, :2] for ring in points[1:]])
                if plan.area < 0.01 or not plan.is_valid:
                    continue
                centre = np.array(plan.centroid.coords[0])
                design = np.column_stack([points[0][:, :2] - centre, np.ones(len(points[0]))])
                (a, b, c), *_ = np.linalg.lstsq(design, points[0][:, 2], rcond=None)
                fall = float(np.ptp(np.concatenate(points)[:, 2]))
                slope = math.degrees(math.atan(math.hypot(a, b)))
                if slope <= 5.0 and fall <= 1.0:
                    found.append((plan, float(c), slope))
    return found


def largest(faces: list[tuple[Polygon, float, float]]) -> tuple[float, float] | None:
    """Area and height of the largest connected level: faces within 0.30 m of the largest face that is left."""
    best: tuple[float, float] | None = None
    left = sorted(faces, key=lambda face: -face[0].area)
    while left:
        seed = left[0][1]
        members = [face for face in left if abs(face[1] - seed) <= 0.30]
        left = [face for face in left if abs(face[1] - seed) > 0.30]
        united = shapely.union_all([face[0].buffer(0.02, join_style="mitre") for face in members]).buffer(-0.02, join_style="mitre")
        for part in shapely.get_parts(united):
            inside = [face for face in members if face[0].intersection(part).area > 0.5 * face[0].area]
            if inside and (best is None or part.area > best[0]):
                weights = [face[0].area for face in inside]
                best = (float(part.area), float(np.average([face[1] for face in inside], weights=weights)))
    return best


@pytest.mark.slow
@pytest.mark.parametrize("name", ["amersfoort_9-516-588.city.json", "3dbag_5910.json"])
def test_area_within_1_percent_and_height_within_5_cm(shared_data: Path, name: str) -> None:
    path = shared_data / "3dbag" / name
    tile = json.loads(path.read_text(encoding="utf-8-sig"))
    vertices = np.array(tile["vertices"]) * tile["transform"]["scale"] + tile["transform"]["translate"]
    model = city_model(read_content(path))
    compared, off = 0, []
    for pand in panden(model):
        children = tile["CityObjects"][pand.object_id].get("children", [])
        faces = [face for one in (pand.object_id, *children) for face in faces_of(tile, vertices, tile["CityObjects"][one])]
        slow, shape = largest(faces), shape_of(pand, name)
        if slow is None or slow[0] < 10.0 or shape is None:
            continue
        compared += 1
        flat = [level for level in shape.levels if level.flat]
        level = max(flat, key=lambda one: one.area_m2)
        if abs(level.area_m2 - slow[0]) > 0.01 * slow[0] or abs(level.z_m - slow[1]) > 0.05:
            off.append((pand.id, round(level.area_m2, 2), round(slow[0], 2), round(level.z_m, 3), round(slow[1], 3)))
    assert compared > 100
    assert off == []
