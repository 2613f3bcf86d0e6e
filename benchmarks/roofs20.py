"""Suite A, twenty roofs x two size lists x five schemes: value, bound and time, against references that were frozen once.

The roofs are read where they lie: `--instances FILE`, the folder in OPTOP_SHARED, or the suite's own forty. Free packing is compared
with the CP-SAT reference of the file; gallery, corridor, portiek and walls with the frozen value and bound of the engine and with the
optimum of a whole-number programme (scipy, HiGHS) on the same positions. `--freeze` writes the frozen file anew.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely.affinity import affine_transform

from benchmarks.dag import dag_optimum
from benchmarks.hosts import concept_with, host_on
from benchmarks.instances import SIZES, BadInstances, Roof, prepared, read, to_world, usable
from benchmarks.layout import MM2_PER_M2
from benchmarks.peers import naive
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions
from configurator.layout.engine import lay_out
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.packing.wings import WingPacking, pack_wings
from configurator.version import ENGINE_VERSION

FROZEN = Path(__file__).parent / "data" / "roofs20_frozen.json"
OWN_ROOFS = Path(__file__).parent / "data" / "roofs.json"
FINE = ModuleSizes((3000, 3300, 3600), tuple(range(6000, 12_001, 600)))
SIZE_LISTS = {"coarse": SIZES, "fine": FINE}
SCHEMES: dict[str, dict[str, Any]] = {
    "gallery": {"support": "transfer_grid", "access": "gallery"},
    "corridor": {"support": "transfer_grid", "access": "corridor"},
    "portiek": {"support": "transfer_grid", "access": "stair"},
    "walls": {"support": "wall_on_wall", "access": "gallery"},
}
"""Options by the name of the scheme; `free` is free packing."""
QUICK_ROOFS = 6
MOST_MILP = 10
"""Roofs on which the whole-number programme is run: seconds each."""


def instance_file() -> Path:
    """Return the file of the twenty reference roofs where it can be found, else the suite's own roofs."""
    shared = Path(os.environ.get("OPTOP_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "cases" / "roofs20.json"
    return shared if shared.is_file() else OWN_ROOFS


def free_packing(roof: Roof, sizes: ModuleSizes) -> WingPacking:
    """Pack one roof in its world position."""
    world = to_world(roof)
    outline = affine_transform(roof.outline, world)
    things = tuple(affine_transform(o, world) for o in roof.obstacles)
    return pack_wings(outline, usable(outline, things, roof.setback_mm, roof.clearance_mm), sizes)


def one_case(roof: Roof, scheme: str, list_name: str) -> dict[str, Any]:
    """Return value and bound in m2, modules, and seconds of processor time of one scheme with one size list."""
    sizes = SIZE_LISTS[list_name]
    if scheme == "free":
        began = time.process_time()
        packing = free_packing(roof, sizes)
        modules = sum(len(w.boxes) for w in packing.wings)
        return _case(packing.area_mm2, packing.bound_mm2, modules, time.process_time() - began)
    host, concept = host_on(roof), concept_with(sizes)
    setback = dict.fromkeys(("facade", "gable"), roof.setback_mm)
    options = Options.model_validate({**SCHEMES[scheme], "objective": "usable_area", "setback_mm": setback})
    began = time.process_time()
    layout = lay_out(host, concept, options, resolve_assumptions())
    return _case(layout.value, layout.bound, len(layout.modules), time.process_time() - began)


def _case(value_mm2: int, bound_mm2: int | None, modules: int, seconds: float) -> dict[str, Any]:
    bound = None if bound_mm2 is None else bound_mm2 / MM2_PER_M2
    status = "OPTIMAL" if value_mm2 == bound_mm2 else "FEASIBLE"
    return {"value_m2": value_mm2 / MM2_PER_M2, "bound_m2": bound, "modules": modules, "status": status, "seconds": seconds}


def freeze(file: Path) -> None:
    """Write the values and bounds of every case, with the version of the engine that found them, for later runs to compare with."""
    cases = {
        f"{roof.name}/{scheme}/{name}": {k: v for k, v in one_case(roof, scheme, name).items() if k != "seconds"}
        for roof in read(file)
        for scheme in ("free", *SCHEMES)
        for name in SIZE_LISTS
    }
    document = {"solver": f"optop {ENGINE_VERSION}", "instances": file.name, "cases": cases}
    FROZEN.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _references(file: Path) -> dict[str, float]:
    """Return the proven or best known free packing of each roof by name, m2, where the file has it."""
    items = json.loads(file.read_text(encoding="utf-8"))["roofs"]
    return {i["name"]: i["reference"]["packed_m2"] for i in items if "reference" in i}


def run(file: Path, most_roofs: int) -> None:
    """Print a line for each scheme and size list over the first roofs of a file."""
    roofs, references = read(file)[:most_roofs], _references(file)
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    print(f"  {len(roofs)} roofs of {file.name}; frozen by {frozen['solver']} on {frozen['instances']}")
    for scheme in ("free", *SCHEMES):
        for name in SIZE_LISTS:
            found = {r.name: one_case(r, scheme, name) for r in roofs}
            bounds = [c["value_m2"] / c["bound_m2"] for c in found.values() if c["bound_m2"]]
            below = [
                r
                for r, c in found.items()
                if c["value_m2"] < frozen["cases"].get(f"{r}/{scheme}/{name}", {"value_m2": 0})["value_m2"] - 0.01
            ]
            seconds = sorted(c["seconds"] for c in found.values())
            row = f"  {scheme:9} {name:6} {sum(c['modules'] for c in found.values()):5d} modules"
            row += f"  of bound mean {statistics.mean(bounds):.4f} min {min(bounds):.4f}" if bounds else "  nothing placed"
            print(f"{row}  median {1e3 * statistics.median(seconds):.1f} ms  below the frozen value: {', '.join(below) or 'none'}")
            if scheme == "free" and name == "coarse" and references:
                _against(found, references, roofs)
    gallery = Options.model_validate(SCHEMES["gallery"])
    pairs = [dag_optimum(host_on(r), concept_with(SIZES), gallery) for r in roofs[:MOST_MILP]]
    print(f"  strip programme and MILP (HiGHS), {sum(steps for _, _, steps in pairs)} steps in {len(pairs)} graphs:")
    print(f"    differ on {sum(abs(a - b) > 1 for a, b, _ in pairs)} roofs (goal: 0)")


def _against(found: dict[str, dict[str, Any]], references: dict[str, float], roofs: Sequence[Roof]) -> None:
    ratios = [found[r.name]["value_m2"] / references[r.name] for r in roofs]
    print(f"    of the reference: mean {statistics.mean(ratios):.4f} (goal 0.996), min {min(ratios):.4f} (goal 0.965)")
    for roof in roofs:
        own = prepared(roof.outline, roof.obstacles, roof.setback_mm, roof.clearance_mm)
        if naive(own.region) / MM2_PER_M2 > found[roof.name]["value_m2"] + 1e-6:
            print(f"    below the naive grid on {roof.name}")


def report() -> None:
    """Run a few roofs."""
    run(instance_file(), QUICK_ROOFS)


def full() -> None:
    """Run every roof."""
    run(instance_file(), len(read(instance_file())))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run or freeze the suite on a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roofs20", description="Roofs x size lists x schemes.")
    parser.add_argument("--instances", type=Path, default=instance_file(), help="file in the form of cases/roofs20.json")
    parser.add_argument("--freeze", action="store_true", help="write the references anew")
    given = parser.parse_args(arguments)
    try:
        roofs = read(given.instances)
    except BadInstances as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if given.freeze:
        freeze(given.instances)
    run(given.instances, len(roofs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
