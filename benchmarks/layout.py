"""Free packing of modules on given roofs, with the strip programme of the layout engine.

    python -m benchmarks.layout --instances FILE --json

Free packing knows no access and no dwellings: rectangles of a module size, either way round, inside the roof minus set-back and
obstacles with their clearance; the objective is the area. Each piece of a roof is filled by columns along one axis: a column is as
wide as one side of a module, and in each of its free runs the sizes that go with that side are stacked. Every roof is solved in its
world position (rotated and shifted); the rectangles are given back in the local frame, whole millimetres.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.roof import Effort, pack_roof
from configurator.layout.packing.strip import Box
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import snapped

SIZES = ModuleSizes(widths_mm=(3000, 3600), lengths_mm=(6000, 7200, 8400, 9600, 10_800, 12_000))
"""The sizes that the references of cases/roofs20.json were found with."""
SHIFT_M = (155_000.1234, 463_000.4567)
MM2_PER_M2 = 1e6


@dataclass(frozen=True, slots=True)
class Roof:
    """One instance, in its local frame."""

    name: str
    outline: Polygon
    obstacles: tuple[Polygon, ...]
    setback_mm: float
    clearance_mm: float
    rotation_deg: float


def read(path: Path) -> Iterator[Roof]:
    """Give the roofs of an instance file (the form of cases/roofs20.json)."""
    for item in json.loads(path.read_text(encoding="utf-8"))["roofs"]:
        yield Roof(
            item["name"],
            Polygon(item["outer_mm"]),
            tuple(Polygon(ring) for ring in item["obstacles_mm"]),
            item["setback_mm"],
            item["obstacle_clearance_mm"],
            item["rotation_deg"],
        )


def _world(roof: Roof) -> list[float]:
    """Return the affine map from local millimetres to world millimetres."""
    c, s = math.cos(math.radians(roof.rotation_deg)), math.sin(math.radians(roof.rotation_deg))
    return [c, -s, s, c, SHIFT_M[0] * 1000.0, SHIFT_M[1] * 1000.0]


def _frame(outline: BaseGeometry) -> tuple[float, float, float]:
    """Return the direction of the roof's walls by length-weighted votes, modulo a quarter turn, and a corner as zero-point."""
    points = shapely.get_coordinates(outline)
    steps = np.diff(points, axis=0)
    votes = np.hypot(steps[:, 0], steps[:, 1]) * np.exp(4j * np.arctan2(steps[:, 1], steps[:, 0]))
    angle = float(np.angle(votes.sum())) / 4.0
    return angle, float(points[0, 0]), float(points[0, 1])


def _to_frame(angle: float, x: float, y: float) -> list[float]:
    c, s = math.cos(angle), math.sin(angle)
    return [c, s, -s, c, -(c * x + s * y), s * x - c * y]


def _from_frame(angle: float, x: float, y: float) -> list[float]:
    c, s = math.cos(angle), math.sin(angle)
    return [c, -s, s, c, x, y]


def solve(roof: Roof, effort: Effort = "fast") -> dict[str, Any]:
    """Pack one roof in its world position; the answer is in the form that the checker reads."""
    to_world = _world(roof)
    outline = affine_transform(roof.outline, to_world)
    things = [affine_transform(o, to_world) for o in roof.obstacles]
    began = time.perf_counter()
    frame = _frame(outline)
    inward = _to_frame(*frame)
    whole = snapped(affine_transform(outline, inward))
    shape = max((p for p in shapely.get_parts(whole) if isinstance(p, Polygon)), key=lambda p: p.area)
    taken = [affine_transform(o, inward).buffer(roof.clearance_mm, join_style="mitre") for o in things]
    region = snapped(shape.buffer(-roof.setback_mm, join_style="mitre").difference(shapely.union_all(taken)))
    packing = pack_roof(shape, region, SIZES, effort)
    seconds = time.perf_counter() - began
    back = _from_frame(*frame)
    return {
        "name": roof.name,
        "placed_m2": packing.area_mm2 / MM2_PER_M2,
        "bound_m2": packing.bound_mm2 / MM2_PER_M2,
        "seconds": seconds,
        "rectangles": [_local(b, back, to_world) for b in packing.boxes],
    }


def _local(box: Box, back: Sequence[float], to_world: Sequence[float]) -> list[list[int]]:
    """Return the corners of a rectangle in the instance's own frame."""
    a, b, d, e, x, y = to_world
    u0, v0, u1, v1 = box
    world = affine_transform(Polygon([(u0, v0), (u1, v0), (u1, v1), (u0, v1)]), list(back))
    corners = shapely.get_coordinates(world)[:4] - (x, y)
    return [[round(float(a * p + d * q)), round(float(b * p + e * q))] for p, q in corners]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark on an instance file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layout", description="Free packing on roofs.")
    parser.add_argument("--instances", type=Path, required=True, help="file in the form of cases/roofs20.json")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--effort", choices=("fast", "thorough"), default="fast", help="how hard each roof is tried; no time limit")
    given = parser.parse_args(arguments)
    results = [solve(roof, given.effort) for roof in read(given.instances)]
    if given.json:
        json.dump({"roofs": results}, sys.stdout)
        print()
        return 0
    for r in results:
        print(f"{r['name']:16} {r['placed_m2']:8.1f} m2 of at most {r['bound_m2']:8.1f}  {1000 * r['seconds']:7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
