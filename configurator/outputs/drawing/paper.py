"""What a drawing has to fit when it becomes a page: the paper, the usual scales, and the wing that is shown where not all can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from configurator.outputs.bundle import ResultBundle

SCALES = (100, 200, 250, 500, 1000, 2000, 5000)
"""Usual denominators of a scale, the largest scale first."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The room for a drawing on a page."""

    width_mm: float
    height_mm: float


def largest_scale(fits: Callable[[int], bool]) -> int:
    """Return the first usual denominator at which a drawing fits, or the last one."""
    return next((scale for scale in SCALES if fits(scale)), SCALES[-1])


def wings_by_size(bundle: ResultBundle) -> list[tuple[str, ResultBundle]]:
    """Return the wings, those with most modules first; of equals, in their own order."""
    return sorted(bundle.alone, key=lambda wing: -len(wing[1].layout.modules))


def largest_wing(bundle: ResultBundle) -> tuple[str, ResultBundle]:
    """Return the wing with most modules, the first of equals."""
    return wings_by_size(bundle)[0]
