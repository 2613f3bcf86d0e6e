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
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely.affinity import affine_transform

from benchmarks.instances import SIZES, BadInstances, Roof, read, to_world, usable
from configurator.layout.packing.roof import Effort
from configurator.layout.packing.wings import Corners, pack_wings

MM2_PER_M2 = 1e6


def solve(roof: Roof, effort: Effort = "fast") -> dict[str, Any]:
    """Pack one roof in its world position; the answer is in the form that the checker reads."""
    world = to_world(roof)
    outline = affine_transform(roof.outline, world)
    things = tuple(affine_transform(o, world) for o in roof.obstacles)
    began = time.perf_counter()
    packing = pack_wings(outline, usable(outline, things, roof.setback_mm, roof.clearance_mm), SIZES, effort)
    seconds = time.perf_counter() - began
    return {
        "name": roof.name,
        "placed_m2": packing.area_mm2 / MM2_PER_M2,
        "bound_m2": packing.bound_mm2 / MM2_PER_M2,
        "seconds": seconds,
        "rectangles": [_local(corners, world) for corners in packing.rectangles()],
    }


def _local(corners: Corners, world: Sequence[float]) -> list[list[int]]:
    """Return the corners of a rectangle in the instance's own frame, whole millimetres."""
    a, b, d, e, x, y = world
    return [[round(a * (p - x) + d * (q - y)), round(b * (p - x) + e * (q - y))] for p, q in corners]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark on an instance file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layout", description="Free packing on roofs.")
    parser.add_argument("--instances", type=Path, required=True, help="file in the form of cases/roofs20.json")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--effort", choices=("fast", "thorough"), default="fast", help="how hard each roof is tried; no time limit")
    given = parser.parse_args(arguments)
    try:
        roofs = read(given.instances)
    except BadInstances as error:
        sys.stderr.write(f"{error}\n")
        return 2
    results = [solve(roof, given.effort) for roof in roofs]
    if given.json:
        json.dump({"roofs": results}, sys.stdout)
        print()
        return 0
    for r in results:
        print(f"{r['name']:16} {r['placed_m2']:8.1f} m2 of at most {r['bound_m2']:8.1f}  {1000 * r['seconds']:7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
