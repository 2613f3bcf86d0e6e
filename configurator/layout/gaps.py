"""Stretches along one strip on which no module stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from configurator.layout.placement import LengthAxis
from configurator.layout.probe import Probe
from configurator.layout.scheme import Solution
from configurator.layout.site import core_beside
from configurator.layout.strip import Strip, core_runs, lines_under

LEAST_STRETCH_MM = 300
"""Shorter stretches are joints and tolerances, not room that anybody misses."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty stretch of one strip on one new storey (0 is the lowest new one)."""

    level: int
    s0: int
    s1: int
    axis: LengthAxis
    """The direction along which the strip runs."""


def gaps_of(solution: Solution, strip: Strip, probe: Probe, level: int) -> Iterator[Gap]:
    """Give the empty stretches of a strip on a new storey: bay by bay wall-on-wall, else from module to module."""
    low, high = probe.extent
    covered = [(c.s0, c.s1) for c in strip.columns if len(c.levels) > level] + _used_cores(solution, strip, level)
    if not solution.ground.scheme.carried.on_lines:
        cores = core_runs(lines_under(solution.ground, strip.window), solution.ground.cores)
        unused = [run for run in cores if not any(s0 < run[1] and run[0] < s1 for s0, s1 in covered)]
        for a, b in sorted([*unused, *_between([*covered, *unused], low, high)]):
            yield Gap(level, a, b, strip.axis)
        return
    lines = [line.u_mm for line in lines_under(solution.ground, strip.window)]
    marks = sorted({min(low, *lines), *lines, max(high, *lines)}) if lines else [low, high]
    for a, b in pairwise(marks):
        beside = min(b, high) - max(a, low) <= LEAST_STRETCH_MM
        if b - a > LEAST_STRETCH_MM and not beside and not any(s0 <= (a + b) // 2 <= s1 for s0, s1 in covered):
            yield Gap(level, a, b, strip.axis)


def _between(covered: list[tuple[int, int]], low: int, high: int) -> Iterator[tuple[int, int]]:
    at = low
    for s0, s1 in sorted([*covered, (high, high)]):
        if s0 - at > LEAST_STRETCH_MM:
            yield at, s0
        at = max(at, s1)


def _used_cores(solution: Solution, strip: Strip, level: int) -> list[tuple[int, int]]:
    """Return the cores at which a dwelling of a storey is entered."""
    beside = (core_beside(solution, c) for c in strip.columns if len(c.levels) > level)
    return [(found[0].left.u_mm, found[0].right.u_mm) for found in beside if found is not None]
