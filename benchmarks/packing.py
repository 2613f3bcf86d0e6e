"""Free packing beside its peers: `python -m benchmarks.packing [--instances FILE | --random N --seed S] [--effort E] [--peer NAME]...`.

For each roof: the share of the bound that is placed, the area of each peer as a share of ours, and its time as a multiple of ours.
Without arguments the suite's own roofs (`benchmarks/data/roofs.json`) with the peers that need no further package.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from shapely.affinity import affine_transform

from benchmarks.instances import SIZES, Prepared, Roof, prepared, random_roofs, read, to_world
from benchmarks.peers import PEERS
from configurator.layout.packing.roof import Effort, pack_roof

OWN_ROOFS = Path(__file__).parent / "data" / "roofs.json"
REPEATS = 3


def _in_frame(roof: Roof) -> Prepared:
    world = to_world(roof)
    things = tuple(affine_transform(o, world) for o in roof.obstacles)
    return prepared(affine_transform(roof.outline, world), things, roof.setback_mm, roof.clearance_mm)


def compare(roofs: Iterable[Roof], peers: Sequence[str], effort: Effort) -> dict[str, list[float]]:
    """Print a row for each roof; return placed / bound, and for each peer its area / ours and its time / ours."""
    figures: dict[str, list[float]] = {"bound": []}
    for roof in roofs:
        own = _in_frame(roof)
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            packing = pack_roof(own.outline, own.region, SIZES, effort)
            times.append(time.perf_counter() - began)
        placed, seconds = packing.area_mm2, min(times)
        figures["bound"].append(placed / packing.bound_mm2 if packing.bound_mm2 else 1.0)
        row = f"{roof.name:16} {placed / 1e6:8.1f} m2  of bound {figures['bound'][-1]:.4f}  {1e3 * seconds:7.1f} ms"
        for peer in peers:
            began = time.perf_counter()
            area = PEERS[peer](own.region)
            ratio = (time.perf_counter() - began) / seconds
            figures.setdefault(peer, []).append(area / placed if placed else float(area > 0))
            figures.setdefault(f"{peer} time", []).append(ratio)
            row += f"  {peer} {figures[peer][-1]:.4f} x{ratio:.1f}"
        print(row, flush=True)
    return figures


def summary(figures: dict[str, list[float]]) -> None:
    """Print mean and extremes of each figure."""
    for name, values in figures.items():
        spread = f"mean {statistics.mean(values):.4f}  median {statistics.median(values):.4f}  min {min(values):.4f}  max {max(values):.4f}"
        print(f"{name:18} {spread}")


def report() -> None:
    """Run the suite's own roofs."""
    summary(compare(read(OWN_ROOFS), ("naive", "bottom-left"), "fast"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison on chosen roofs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.packing", description="Free packing beside its peers.")
    parser.add_argument("--instances", type=Path, default=OWN_ROOFS, help="file in the form of cases/roofs20.json")
    parser.add_argument("--random", type=int, default=0, help="so many seeded roofs instead of a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--effort", choices=("fast", "thorough"), default="fast")
    parser.add_argument("--peer", action="append", choices=tuple(PEERS), default=[])
    given = parser.parse_args(arguments)
    roofs = random_roofs(given.random, given.seed) if given.random else read(given.instances)
    summary(compare(roofs, given.peer, given.effort))
    return 0


if __name__ == "__main__":
    sys.exit(main())
