"""The same formulas for many buildings at once: gravity and wind on one representative inner wall of each. One code path with the engine.

For screening: every argument is an array over buildings (or a scalar for all). It gives ratios, no capacity, and never a yes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.combine import design_loads, reduced_imposed
from configurator.loads.norm import alpha_n
from configurator.loads.norm_tables import FactorRow
from configurator.loads.norm_wind import facade_forces, wall_end_kn_per_m
from configurator.loads.uncertainty import relative_increase
from configurator.loads.wall_ends import wind_leading_kn_per_m


@dataclass(frozen=True, slots=True)
class WallSample:
    """One bearing wall of each of n buildings at its foundation; every array has shape (n,), loads in kN/m, downward positive."""

    g_existing_kn_per_m: FloatArray
    g_added_kn_per_m: FloatArray
    q_floor_kn_per_m: FloatArray
    """Imposed load of one floor, unreduced."""
    floors_existing: npt.NDArray[np.int64]
    floors_added: npt.NDArray[np.int64]
    tributary_m: FloatArray
    wall_length_m: FloatArray
    block_length_m: FloatArray
    height_existing_m: FloatArray
    height_new_m: FloatArray
    v_b_m_per_s: FloatArray
    z0_m: FloatArray
    z_min_m: FloatArray


@dataclass(frozen=True, slots=True)
class WallRatios:
    """Relative increases of each wall, shape (n,)."""

    r_g: FloatArray
    r_n: FloatArray
    r_d: FloatArray
    r_wind_end: FloatArray
    base_shear_ratio: FloatArray
    base_moment_ratio: FloatArray
    wind_governs: npt.NDArray[np.bool_]
    """True where the combination with wind leading gives the largest new design load."""


def wall_ratios(sample: WallSample, factors: FactorRow, psi0: float) -> WallRatios:
    """Return the relative increases of the walls: G, G + alpha_n Q, 6.10a and 6.10b, wind leading at the ends, and the block's wind."""
    g_ex, g_new = sample.g_existing_kn_per_m, sample.g_existing_kn_per_m + sample.g_added_kn_per_m
    floors_new = sample.floors_existing + sample.floors_added
    q_ex, q_new = sample.q_floor_kn_per_m * sample.floors_existing, sample.q_floor_kn_per_m * floors_new
    qr_ex = alpha_n(sample.floors_existing, psi0) * q_ex
    qr_new = reduced_imposed(q_ex, q_new, sample.floors_existing, floors_new, psi0)
    ed_ex = np.maximum(*design_loads(g_ex, q_ex, qr_ex, factors, psi0))
    ed_new = np.maximum(*design_loads(g_new, q_new, qr_new, factors, psi0))
    heights = np.stack([sample.height_existing_m, sample.height_new_m])
    shear, moment = facade_forces(heights, sample.block_length_m, sample.wall_length_m, sample.v_b_m_per_s, sample.z0_m, sample.z_min_m)
    ends = wall_end_kn_per_m(moment, sample.tributary_m, sample.wall_length_m)
    wind_ex = wind_leading_kn_per_m(g_ex, q_ex, ends[0], factors, psi0)
    wind_new = wind_leading_kn_per_m(g_new, q_new, ends[1], factors, psi0)
    return WallRatios(
        r_g=sample.g_added_kn_per_m / g_ex,
        r_n=relative_increase(g_ex, sample.g_added_kn_per_m, qr_ex, qr_new),
        r_d=ed_new / ed_ex - 1.0,
        r_wind_end=wind_new / wind_ex - 1.0,
        base_shear_ratio=shear[1] / shear[0],
        base_moment_ratio=moment[1] / moment[0],
        wind_governs=wind_new > ed_new,
    )
