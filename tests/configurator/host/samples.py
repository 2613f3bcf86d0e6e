"""Small made-up buildings, a family and assumptions whose every number stands here, so that a test can be read on its own."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, TypeAlias

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.family import BuildingFamily

Point = tuple[float, float]
Plain: TypeAlias = Any
"""A plain value on its way into a document or a file."""

SLAB = [(0.0, 0.0), (40.0, 0.0), (40.0, 10.0), (0.0, 10.0)]
"""A roof of 40 x 10 m in a frame of its own."""


def quantity(value: float, unit: str, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """An assumed quantity."""
    return {"value": value, "low": low, "high": high, "unit": unit, "basis": "assumed", "source": "test"}


def text(words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"nl": words, "en": words}


def family(**changes: Plain) -> BuildingFamily:
    """A family with bays of 3.6 + 2.4 m, end walls of 200 mm and a half-sunk plinth of 1.0 m."""
    plain: dict[str, Any] = {
        "id": "T01",
        "version": "1.0.0",
        "name": text("test"),
        "outlook": "suitable",
        "outlook_reason": text("test"),
        "sources": {"test": {"title": "test"}},
        "years": {"min": 1950, "max": 1980},
        "storeys": {"min": 3, "max": 6},
        "depth_m": quantity(10.0, "m"),
        "storey_height_m": quantity(2.8, "m"),
        "access_existing": "stair",
        "lift_existing": False,
        "plinth": {"kind": "half_sunk", "height_m": 1.0, "counts_as_storey": False},
        "plinth_evidence": {"basis": "assumed", "source": "test"},
        "bearing_system": "cross",
        "bays": {
            "sequence": {
                "bays": [{"width_mm": 3600}, {"width_mm": 2400, "use": "stair"}],
                "remainder": "end_bays",
                "min_bay_mm": 1800,
            },
            "range_mm": {"min": 2400, "max": 3600},
            "end_wall_thickness_mm": quantity(200, "mm"),
            "evidence": {"basis": "assumed", "source": "test"},
        },
        "structure": {
            "floor_kn_per_m2": quantity(4.0, "kN/m2", 3.5, 4.5),
            "partitions_kn_per_m2": quantity(0.8, "kN/m2"),
            "roof_kn_per_m2": quantity(5.0, "kN/m2"),
            "wall_kn_per_m2": quantity(4.2, "kN/m2"),
            "wall_thickness_mm": quantity(180, "mm"),
            "ballast_kn_per_m2": quantity(0.8, "kN/m2"),
            "ground_floor_on_walls": True,
        },
        "foundation": text("piles"),
    }
    return BuildingFamily.model_validate(plain | changes)


def assumptions() -> Assumptions:
    """Assumptions with a removal credit of 0.8 (0.6 to 1.0) kN/m2 and storeys of 2.4 to 3.6 m."""
    return Assumptions.model_validate(
        {
            "id": "test",
            "version": "1.0.0",
            "name": text("test"),
            "sources": {},
            "loads": {
                "consequence_class": 2,
                "level_existing": "verbouw",
                "partitions_new_kn_per_m2": quantity(0.5, "kN/m2"),
                "removal_credit_kn_per_m2": quantity(0.8, "kN/m2", 0.6, 1.0),
                "bands": [0.05, 0.10, 0.15, 0.25],
            },
            "layout": {
                "obstacle_clearance_mm": {"shaft": 300, "chimney": 500, "unknown": 450},
                "max_roof_fall_m": 0.6,
                "auto_support_min_gain": 0.25,
                "min_roof_area_m2": 60.0,
                "storey_height_plausible_m": [2.4, 3.6],
            },
        }
    )


def turned(points: list[Point], degrees: float, origin: Point) -> list[Point]:
    """Points turned counter-clockwise about (0, 0) and then moved: the world position of a local plan."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(origin[0] + c * x - s * y, origin[1] + s * x + c * y) for x, y in points]


def building(outer: list[Point] | None = None, **fields: Plain) -> Building:
    """A building of family T01 with four storeys on a roof of 40 x 10 m; fields replace or add."""
    roof = {"polygon": {"outer": SLAB if outer is None else outer}} | fields.pop("roof", {})
    plain: dict[str, Any] = {"id": "test", "family": "T01", "storeys_existing": 4, "roof": roof}
    return Building.model_validate({name: value for name, value in (plain | fields).items() if value is not None})


def box(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    """The corners of a rectangle, counter-clockwise."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def cityjson(faces: list[list[list[float]]], kinds: list[str], **header: Plain) -> dict[str, Any]:
    """A CityJSON 2.0 file with one building, `faces` (x, y, z in metres) as surfaces and `kinds` as their semantics."""
    vertices = [point for face in faces for point in face]
    starts = [sum(len(face) for face in faces[:i]) for i in range(len(faces))]
    surfaces = [[list(range(start, start + len(face)))] for start, face in zip(starts, faces, strict=True)]
    geometry = {
        "type": "MultiSurface",
        "lod": "2.2",
        "boundaries": surfaces,
        "semantics": {"surfaces": [{"type": kind} for kind in kinds], "values": list(range(len(kinds)))},
    }
    plain = {
        "type": "CityJSON",
        "version": "2.0",
        "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/7415", "title": "Hand-made"},
        "transform": {"scale": [0.001, 0.001, 0.001], "translate": [142_000.0, 455_000.0, 0.0]},
        "CityObjects": {"house": {"type": "Building", "attributes": {"bouwjaar": 1966, "h_maaiveld": 2.0}, "geometry": [geometry]}},
        "vertices": [[round(x * 1000), round(y * 1000), round(z * 1000)] for x, y, z in vertices],
    }
    return plain | header


def flat(points: list[Point], z: float) -> list[list[float]]:
    """A horizontal face at height z."""
    return [[x, y, z] for x, y in points]


def written(folder: Path, name: str, content: Plain) -> Path:
    """A file with this content: text as it is, anything else as JSON."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def bent(length: float, depth: float, degrees: float) -> list[Point]:
    """Two slabs of a length along their outer side, mitred at a bend; the first lies along x and ends at the origin."""
    angle = math.radians(degrees)
    back = depth * math.tan(angle / 2.0)
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    end = (length * along[0], length * along[1])
    corner = (end[0] + depth * across[0], end[1] + depth * across[1])
    return [(-length, 0.0), (0.0, 0.0), end, corner, (-back, depth), (-length, depth)]
