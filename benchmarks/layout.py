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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.chain import IMPOSSIBLE, best_steps
from configurator.layout.grid import normal_positions
from configurator.layout.pieces import decompositions
from configurator.layout.region import snapped, turned
from configurator.layout.space import Run, Runs, Space

WIDTHS_MM = (3000, 3600)
LENGTHS_MM = (6000, 7200, 8400, 9600, 10_800, 12_000)
SHIFT_M = (155_000.1234, 463_000.4567)
MM2_PER_M2 = 1e6
Box = tuple[int, int, int, int]


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


def _sizes_beside(side: int) -> tuple[int, ...]:
    """Return the other sides of the modules that have a side of this length."""
    return tuple(sorted({*(LENGTHS_MM if side in WIDTHS_MM else ()), *(WIDTHS_MM if side in LENGTHS_MM else ())}))


@cache
def _stack(sizes: tuple[int, ...], depth: int) -> tuple[int, tuple[int, ...]]:
    """Return the largest sum of sizes that fits into a depth, and the sizes."""
    best: tuple[int, tuple[int, ...]] = (0, ())
    for size in sizes:
        if size <= depth:
            rest = _stack(sizes, depth - size)
            best = max(best, (rest[0] + size, (size, *rest[1])))
    return best


def _columns(space: Space) -> Iterator[tuple[int, int, Runs]]:
    """Give the best columns along a piece: start, width, free runs."""
    if not space.breaks:
        return
    sides = (*WIDTHS_MM, *LENGTHS_MM)
    positions = np.array(normal_positions(space.anchors, WIDTHS_MM, space.extent[1]), dtype=np.int64)
    weight = np.full((len(positions), len(sides)), IMPOSSIBLE, dtype=np.int64)
    for i, start in enumerate(positions.tolist()):
        for j, side in enumerate(sides):
            runs = space.free(0, start, start + side)
            area = side * sum(_stack(_sizes_beside(side), high - low)[0] for low, high in runs)
            weight[i, j] = area or IMPOSSIBLE
    to = np.stack([np.searchsorted(positions, positions + side) for side in sides], axis=1)
    for i, j in best_steps(weight, to):
        start = int(positions[i])
        yield start, sides[j], space.free(0, start, start + sides[j])


def _stacked(start: int, side: int, run: Run) -> Iterator[Box]:
    at = run[0]
    for size in _stack(_sizes_beside(side), run[1] - run[0])[1]:
        yield start, at, start + side, at + size
        at += size


def _packed(piece: BaseGeometry) -> list[Box]:
    """Return the best columns of a piece, over both axes."""
    along = [b for start, side, runs in _columns(Space([piece])) for run in runs for b in _stacked(start, side, run)]
    across = [b for start, side, runs in _columns(Space([turned(piece)])) for run in runs for b in _stacked(start, side, run)]
    swapped = [(t0, s0, t1, s1) for s0, t0, s1, t1 in across]
    return max(along, swapped, key=_area)


def _area(boxes: Iterable[Box]) -> int:
    return sum((u1 - u0) * (v1 - v0) for u0, v0, u1, v1 in boxes)


@cache
def _most_mm(run: int) -> int:
    return _stack(tuple(sorted({*WIDTHS_MM, *LENGTHS_MM})), run)[0]


def _line_bound(region: BaseGeometry) -> int:
    """Return an upper bound on the packed area: no line across the roof meets more than fits into its free runs."""
    space = Space([region], "outer")
    pairs = zip(space.breaks[:-1], space.breaks[1:], space.runs[0], strict=True)
    return sum((b - a) * sum(_most_mm(high - low) for low, high in runs) for a, b, runs in pairs)


def solve(roof: Roof) -> dict[str, Any]:
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
    known: dict[bytes, list[Box]] = {}
    best: list[Box] = []
    for cut in decompositions(shape, 0):
        boxes: list[Box] = []
        for piece in cut.pieces:
            key = piece.normalize().wkb
            if key not in known:
                known[key] = _packed(snapped(region.intersection(piece)))
            boxes.extend(known[key])
        best = max(best, boxes, key=_area)
    bound = min(_line_bound(region), _line_bound(turned(region)))
    seconds = time.perf_counter() - began
    back = _from_frame(*frame)
    return {
        "name": roof.name,
        "placed_m2": _area(best) / MM2_PER_M2,
        "bound_m2": bound / MM2_PER_M2,
        "seconds": seconds,
        "rectangles": [_local(b, back, to_world) for b in best],
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
    given = parser.parse_args(arguments)
    results = [solve(roof) for roof in read(given.instances)]
    if given.json:
        json.dump({"roofs": results}, sys.stdout)
        print()
        return 0
    for r in results:
        print(f"{r['name']:16} {r['placed_m2']:8.1f} m2 of at most {r['bound_m2']:8.1f}  {1000 * r['seconds']:7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
