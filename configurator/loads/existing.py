"""Existing load of every bearing line at every level: what the walls carry today.

Levels are `foundation` and the wall foot of each storey (`s00` ...). A wall foot carries the storeys above its own, the roof, and the
walls from its own storey up; its own floor goes into the wall below it. The foundation carries the ground floor as well where that
rests on the walls, and the wall of a half-sunk or full plinth as high as it stands above ground.

Left out, on both sides of the comparison: imposed load and snow on the roof (the new roof takes them over: net zero, psi0 = 0), the
strip between an end wall's axis and the roof edge, facades and galleries that hang on the walls, the foundation beam, and the part of a
half-sunk plinth below ground. Leaving existing weight out makes the ratios larger: the safe side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from catalogue.documents.evidence import Interval
from catalogue.documents.identifiers import storey_id
from configurator.host.building import BearingLine, FloatArray, HostBuilding

ExistingInput = Literal["existing_floor", "existing_partitions", "existing_roof", "existing_wall"]
EXISTING_INPUTS: tuple[ExistingInput, ...] = ("existing_floor", "existing_partitions", "existing_roof", "existing_wall")
"""Uncertain inputs of the existing permanent load, in the order of every array of existing loads."""
FOUNDATION = "foundation"


@dataclass(frozen=True, slots=True)
class ExistingLoads:
    """Existing loads of n lines at m levels."""

    levels: tuple[str, ...]
    tributary_m: FloatArray
    """Width that each line carries, shape (n,)."""
    floors: FloatArray
    """Loaded floors above each level, shape (m,)."""
    g_kn_per_m: FloatArray
    """Permanent load by input; low, nominal, high: shape (n, m, 4, 3)."""
    q_kn_per_m: FloatArray
    """Imposed load, unreduced, shape (n, m)."""


def half_bays_mm(host: HostBuilding, lines: Sequence[BearingLine]) -> list[tuple[float, float]]:
    """Return half the width of the bays left and right of each line, 0 where there is none.

    Interrupted walls share an axis and its bays.
    """
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for bay in host.bays:
        left[bay.right.u_mm] = max(left.get(bay.right.u_mm, 0.0), bay.width_mm / 2.0)
        right[bay.left.u_mm] = max(right.get(bay.left.u_mm, 0.0), bay.width_mm / 2.0)
    return [(left.get(line.u_mm, 0.0), right.get(line.u_mm, 0.0)) for line in lines]


def tributary_m(host: HostBuilding, lines: Sequence[BearingLine]) -> FloatArray:
    """Return the width of floor that each line carries: the two half bays beside it, shape (n,)."""
    return np.array([sum(halves) / 1000.0 for halves in half_bays_mm(host, lines)], dtype=np.float64)


def level_ids(host: HostBuilding) -> tuple[str, ...]:
    """Return the levels at which loads are given: the foundation, then the wall foot of each storey upwards."""
    return (FOUNDATION, *(storey_id(storey.index) for storey in host.storeys))


def floors_above(host: HostBuilding) -> tuple[int, ...]:
    """Return the number of loaded existing floors above each level."""
    n = host.storeys_existing
    return (n if host.structure.ground_floor_on_walls else n - 1, *(n - 1 - position for position in range(n)))


def wall_heights_m(host: HostBuilding) -> tuple[float, ...]:
    """Return the height of bearing wall that stands on each level."""
    heights = [storey.height_mm / 1000.0 for storey in host.storeys]
    plinth = 0.0 if host.plinth.kind == "none" else host.plinth.height_mm / 1000.0
    return (sum(heights) + plinth, *(sum(heights[position:]) for position in range(len(heights))))


def lowest_levels(host: HostBuilding, lines: Sequence[BearingLine]) -> tuple[int, ...]:
    """Return the index of the lowest level at which each line stands: the foundation, or the foot of the storey where it stops.

    A wall that is known not to go on to the foundation stops at its lowest storey at the latest; unknown counts as going on.
    """
    top = len(host.storeys)
    return tuple(
        min(line.stands_from_storey + 1, top) if line.stands_from_storey > 0 or line.continuous_to_foundation == "no" else 0
        for line in lines
    )


def facade_line_load_kn_per_m(parts: Sequence[tuple[float, float, float]]) -> float:
    """Return the line load of a facade: the sum of weight (kN/m2) x height (m) x share of the face that it fills, over its parts."""
    return sum(weight * height * share for weight, height, share in parts)


def existing_loads(host: HostBuilding, lines: Sequence[BearingLine], q_floor_kn_per_m2: float) -> ExistingLoads:
    """Return the existing loads of the given lines at every level; what is counted where is in this module's docstring.

    `q_floor_kn_per_m2` is the imposed load of a dwelling floor: today's value before and after, whatever the block was built to.
    """
    tributary = tributary_m(host, lines)
    floors = np.array(floors_above(host), dtype=np.float64)
    walls = np.array(wall_heights_m(host), dtype=np.float64)
    structure = host.structure
    floor_width = tributary[:, np.newaxis] * floors
    coefficients = np.stack(
        [floor_width, floor_width, tributary[:, np.newaxis] * np.ones_like(floors), np.ones_like(tributary)[:, np.newaxis] * walls], axis=-1
    )
    weights = np.array(
        [
            _corners(interval)
            for interval in (
                structure.floor_kn_per_m2,
                structure.partitions_kn_per_m2,
                structure.roof_kn_per_m2,
                structure.wall_kn_per_m2,
            )
        ]
    )
    return ExistingLoads(
        levels=level_ids(host),
        tributary_m=tributary,
        floors=floors,
        g_kn_per_m=coefficients[..., np.newaxis] * weights,
        q_kn_per_m=floor_width * q_floor_kn_per_m2,
    )


def _corners(interval: Interval) -> tuple[float, float, float]:
    return (interval.low, interval.nominal, interval.high)
