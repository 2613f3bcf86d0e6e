"""The benchmarks: `python -m benchmarks.run [--full] [SUITE ...]`; without a suite all of them.

Machines are noisy: every suite prints ratios measured in one run beside its times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from benchmarks import (
    configure,
    determinism,
    end_to_end,
    loads,
    mix5,
    outputs,
    packing,
    page,
    pallet,
    random200,
    readers,
    roofs20,
    screen,
    service,
)

SUITES: Mapping[str, Callable[[], None]] = {
    "roofs20": roofs20.report,
    "random200": random200.report,
    "mix5": mix5.report,
    "pallet": pallet.report,
    "end_to_end": end_to_end.report,
    "screen": screen.report,
    "determinism": determinism.report,
    "packing": packing.report,
    "configure": configure.report,
    "loads": loads.report,
    "outputs": outputs.report,
    "readers": readers.report,
    "service": service.report,
    "page": page.report,
}
"""Suites by name, A to G of docs/benchmarks.md first. `python -m benchmarks.layout --instances FILE` runs on roofs from a file."""

FULL: Mapping[str, Callable[[], None]] = {
    "roofs20": roofs20.full,
    "random200": random200.full,
    "pallet": pallet.full,
    "screen": screen.full,
    "outputs": outputs.full,
    "determinism": determinism.full,
}
"""What `--full` runs instead: more instances, minutes."""


def main(words: list[str]) -> int:
    """Run the named suites, or all, at full length with `--full`; exit code 2 for a name that is none."""
    names = [word for word in words if word != "--full"]
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        sys.stderr.write(f"Benchmark {unknown[0]!r} is unknown; known are {', '.join(SUITES)}, and --full.\n")
        return 2
    for name in names or list(SUITES):
        print(f"\n{name}", flush=True)
        (FULL.get(name, SUITES[name]) if "--full" in words else SUITES[name])()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
