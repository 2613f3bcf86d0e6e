"""The benchmarks: `python -m benchmarks.run [SUITE ...]`; without a suite all that need no file of their own.

Machines are noisy: every suite prints ratios measured in one run beside its times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from benchmarks import configure, loads, outputs, readers

SUITES: Mapping[str, Callable[[], None]] = {
    "configure": configure.report,
    "loads": loads.report,
    "outputs": outputs.report,
    "readers": readers.report,
}
"""Suites by name. `python -m benchmarks.layout --instances FILE` runs on roofs from a file."""


def main(names: list[str]) -> int:
    """Run the named suites, or all; exit code 2 for a name that is none."""
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        sys.stderr.write(f"Benchmark {unknown[0]!r} is unknown; known are {', '.join(SUITES)}.\n")
        return 2
    for name in names or list(SUITES):
        SUITES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
