"""Suite B, random roofs: seeded outlines of eleven kinds with obstacles, at any angle; every answer is checked, with the peers beside.

Peers are rectpack (where the `bench` group is installed) and the naive grid. Counts that need no clock: modules, vertices.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from typing import Any

import shapely
from shapely.geometry import Polygon

from benchmarks.instances import Roof, usable
from benchmarks.layout import MM2_PER_M2, solve
from benchmarks.outlines import OUTLINES, THINGS, outline_of, things_on
from benchmarks.peers import PEERS
from configurator.layout.packing.roof import Effort
from configurator.layout.region import snapped

QUICK, FULL, SEED = 22, 200, 200
GRANTED_MM = 6.0


def varied_roofs(count: int, seed: int) -> Iterator[Roof]:
    """Give seeded roofs, the kinds of outline in turn."""
    rng = random.Random(seed)
    kinds = tuple(OUTLINES)
    for i in range(count):
        kind, things = kinds[i % len(kinds)], rng.choice(tuple(THINGS))
        outline = outline_of(kind, rng)
        own = things_on(outline, things, rng)
        setback, clearance = rng.choice((0, 300, 500, 500)), rng.choice((0, 300, 300))
        yield Roof(f"{kind}-{things}-{i:03d}", outline, own, setback, clearance, rng.choice((0.0, float(rng.randint(-90, 90)))))


def faults(roof: Roof, answer: dict[str, Any]) -> int:
    """Return how many modules lie outside or over another by more than is granted, and whether the bound is below the area."""
    free = usable(roof.outline, roof.obstacles, roof.setback_mm, roof.clearance_mm).buffer(GRANTED_MM, join_style="mitre")
    boxes = [Polygon(corners) for corners in answer["rectangles"]]
    thin = [b.buffer(-GRANTED_MM / 2, join_style="mitre") for b in boxes]
    outside = sum(not free.covers(b) for b in boxes)
    over = sum(a.intersects(b) for a, b in combinations(thin, 2))
    return outside + over + int(answer["bound_m2"] < answer["placed_m2"] - 1e-6)


def _report(count: int, effort: Effort) -> None:
    peers = [name for name in ("naive", "rectpack") if name == "naive" or find_spec(name)]
    shares: dict[str, list[float]] = {name: [] for name in peers}
    seconds, gaps, wrong, modules = [], [], 0, 0
    for roof in varied_roofs(count, SEED):
        began = time.process_time()
        answer = solve(roof, effort)
        seconds.append(time.process_time() - began)
        wrong += faults(roof, answer)
        modules += len(answer["rectangles"])
        gaps.append(answer["placed_m2"] / answer["bound_m2"] if answer["bound_m2"] else 1.0)
        region = snapped(usable(roof.outline, roof.obstacles, roof.setback_mm, roof.clearance_mm))
        for name in peers:
            shares[name].append(PEERS[name](region) / MM2_PER_M2 / answer["placed_m2"] if answer["placed_m2"] else 1.0)
    vertices = sum(len(shapely.get_coordinates(r.outline)) for r in varied_roofs(count, SEED))
    print(f"  {count} roofs, {vertices} vertices, {modules} modules placed, {wrong} faults (goal: 0), effort {effort}")
    print(f"  placed / bound mean {statistics.mean(gaps):.4f} min {min(gaps):.4f}")
    print(f"  milliseconds a roof: median {1e3 * statistics.median(seconds):.1f}, most {1e3 * max(seconds):.1f}")
    for name, own in shares.items():
        above = sum(x > 1.0 + 1e-9 for x in own)
        print(f"  {name}: mean {statistics.mean(own):.4f} of ours, most {max(own):.4f}, above ours on {above} roofs")


def report() -> None:
    """Run two roofs of each kind."""
    _report(QUICK, "fast")


def full() -> None:
    """Run two hundred roofs."""
    _report(FULL, "fast")
