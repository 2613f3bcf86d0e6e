"""The same layouts whatever the hash seed and the number of threads, on two hundred random roofs in processes of their own."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys

import pytest
from shapely.geometry import Polygon

from configurator.layout.engine import lay_out
from tests.configurator.layout.samples import assumptions, box, concept, host, obstacle, options, rectangle

ROOFS = 200
ENVIRONMENTS = [("0", "1"), ("1", "2"), ("4711", "4")]
"""PYTHONHASHSEED and threads of numpy."""
SCHEMES = (
    {"support": "transfer_grid", "access": "gallery"},
    {"support": "transfer_grid", "access": "gallery", "module_orientation": "mixed", "gallery": {"inside_roof": False}},
    {"support": "wall_on_wall", "access": "stair", "storeys_added": 2, "storey_setback_mm": 400},
    {"access": "corridor", "mix": {"one": 0.5, "two": 0.5}},
)


def digest(roofs: int) -> str:
    """SHA-256 over the layouts of so many random roofs."""
    rng, found = random.Random(20_261_122), hashlib.sha256()
    built = concept(access=("gallery", "stair", "corridor"), orientations=("across", "lengthwise"))
    for number in range(roofs):
        length, depth, wing = rng.randrange(12_000, 45_000), rng.randrange(7_000, 15_000), rng.randrange(7_000, 11_000)
        corner = [(0, 0), (length, 0), (length, depth), (wing, depth), (wing, depth + 9_000), (0, depth + 9_000)]
        outline = rectangle(length, depth) if number % 2 else Polygon(corner)
        at = [(rng.randrange(length), rng.randrange(depth)) for _ in range(rng.randrange(4))]
        things = [obstacle(i, box(u, v, u + 900, v + 1_300)) for i, (u, v) in enumerate(at, 1)]
        lines = list(range(90, length, rng.choice((2_400, 3_620, 3_900))))
        layout = lay_out(host(outline, lines, obstacles=things, stairs=(3,)), built, options(**SCHEMES[number % 4]), assumptions())
        found.update(repr(layout).encode())
    return found.hexdigest()


@pytest.mark.slow
def test_the_same_layouts_for_every_hash_seed_and_number_of_threads() -> None:
    program = f"from tests.configurator.layout.test_same_bytes import digest; print(digest({ROOFS}))"
    digests = set()
    for seed, threads in ENVIRONMENTS:
        own = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        run = subprocess.run([sys.executable, "-c", program], env={**os.environ, **own}, capture_output=True, text=True, check=True)
        digests.add(run.stdout.strip())
    assert len(digests) == 1


def test_other_roofs_have_other_digests() -> None:
    """The digest above depends on what was laid out."""
    assert digest(2) == digest(2)
    assert digest(2) != digest(3)
