"""Run benchmark suites: `python -m benchmarks.run [SUITE]... [--json]`. Each suite prints its numbers and whether it meets its goal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

SUITES: Mapping[str, str] = {"loads": "benchmarks.loads"}
"""Name -> module with `measure() -> dict[str, float]` and `GOALS`, the most seconds that each number may take."""


def run_suite(name: str) -> tuple[dict[str, float], bool]:
    """Run one suite; return its numbers in seconds, and whether all are within their goals."""
    suite = import_module(SUITES[name])
    measure: Callable[[], dict[str, float]] = suite.measure
    goals: Mapping[str, float] = suite.GOALS
    found = measure()
    return found, all(found[key] <= goal for key, goal in goals.items())


def main() -> int:
    """Run the suites that are asked for; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Run benchmark suites.")
    parser.add_argument("suites", nargs="*", default=list(SUITES), help=f"one or more of {', '.join(SUITES)}")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    words = parser.parse_args()
    if unknown := [name for name in words.suites if name not in SUITES]:
        parser.error(f"suite {unknown[0]} is unknown; known are {', '.join(SUITES)}")
    results = {name: run_suite(name) for name in words.suites}
    if words.json:
        print(json.dumps({name: {"seconds": found, "met": met} for name, (found, met) in results.items()}, indent=1))
    else:
        for name, (found, met) in results.items():
            for key, seconds in found.items():
                print(f"{name:8} {key:28} {seconds * 1000.0:10.2f} ms")
            print(f"{name:8} goals {'met' if met else 'MISSED'}")
    return 0 if all(met for _, met in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
