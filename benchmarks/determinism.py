"""Suite G, determinism: the same roofs in processes that differ in hash seed and threads give the same placements, byte by byte."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.instances import read
from benchmarks.layout import solve
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs

OWN_ROOFS = Path(__file__).parent / "data" / "roofs.json"
QUICK_ROOFS = 8
RUNS = tuple(
    {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    for seed, threads in (("0", "1"), ("1", "2"), ("987654", "2"))
)
DEMO = ("demo-portiek-1966", "A3", "F05")


def digest(roofs: int) -> str:
    """Return the SHA-256 of the placements of the suite's own roofs, free, and of one product layout."""
    placed = [{k: v for k, v in solve(roof).items() if k != "seconds"} for roof in read(OWN_ROOFS)[:roofs]]
    building, concept, family = DEMO
    options = Options.model_validate({"access": "gallery", "storeys_added": 2})
    inputs = make_inputs(
        "bench", resolve_building(building), resolve_concept(concept), options, resolve_assumptions(), resolve_family(family)
    )
    modules = configure(inputs).configuration.model_dump(mode="json")["modules"]
    return hashlib.sha256(json.dumps([placed, modules], sort_keys=True).encode()).hexdigest()


def digests(roofs: int) -> list[str]:
    """Return the digest from one process for each of the environments."""
    code = f"from benchmarks.determinism import digest; print(digest({roofs}))"
    found = []
    for environment in RUNS:
        done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True)
        found.append(done.stdout.strip())
    return found


def _report(roofs: int) -> None:
    found = digests(roofs)
    for environment, own in zip(RUNS, found, strict=True):
        print(f"  {own}  hash seed {environment['PYTHONHASHSEED']}, threads {environment['OMP_NUM_THREADS']}")
    print(f"  {len(set(found))} distinct of {len(found)} runs over {roofs} roofs and one configuration (goal: 1)")


def report() -> None:
    """Run a few roofs."""
    _report(QUICK_ROOFS)


def full() -> None:
    """Run all own roofs."""
    _report(len(read(OWN_ROOFS)))
