"""Wind of NEN-EN 1991-1-4 with the Dutch annex. Pure; scalars and arrays alike; heights in m above ground, pressures in kN/m2.

A scalar comes back as an array of shape (). National parameters come from `norm_tables` and `wind_tables`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.norm import read_curve
from configurator.loads.norm_tables import constant

Surface = Literal["smooth", "rough", "very_rough"]
RoofZone = Literal["F", "G", "H", "I_up", "I_down"]
_PASCAL_PER_KILOPASCAL = 1000.0


def terrain_factor(z0_m: npt.ArrayLike) -> FloatArray:
    """Return k_r = 0.19 (z0 / 0.05)^0.07: NEN-EN 1991-1-4 (4.5). z0 > 0."""
    factor: FloatArray = 0.19 * (np.asarray(z0_m, dtype=np.float64) / constant("wind/z0_reference")) ** 0.07
    return factor


def roughness_factor(z_m: npt.ArrayLike, z0_m: npt.ArrayLike, z_min_m: npt.ArrayLike) -> FloatArray:
    """Return c_r = k_r ln(max(z, z_min) / z0): NEN-EN 1991-1-4 (4.4). Valid to 200 m."""
    z0 = np.asarray(z0_m, dtype=np.float64)
    factor: FloatArray = terrain_factor(z0) * np.log(np.maximum(z_m, z_min_m) / z0)
    return factor


def mean_velocity_m_per_s(z_m: npt.ArrayLike, v_b_m_per_s: npt.ArrayLike, z0_m: npt.ArrayLike, z_min_m: npt.ArrayLike) -> FloatArray:
    """Return v_m = c_r c_o v_b with c_o = 1 (flat land): NEN-EN 1991-1-4 (4.3)."""
    velocity: FloatArray = roughness_factor(z_m, z0_m, z_min_m) * np.asarray(v_b_m_per_s, dtype=np.float64)
    return velocity


def peak_pressure_kn_per_m2(z_m: npt.ArrayLike, v_b_m_per_s: npt.ArrayLike, z0_m: npt.ArrayLike, z_min_m: npt.ArrayLike) -> FloatArray:
    """Return q_p = (1 + 7 I_v) 0.5 rho v_m^2 with I_v = k_l / ln(max(z, z_min) / z0): NEN-EN 1991-1-4 (4.7), (4.8).

    `v_b_m_per_s` is the basic velocity of the area, times c_prob for another period; c_dir = c_season = 1 (NB).
    """
    logarithm = np.log(np.maximum(z_m, z_min_m) / np.asarray(z0_m, dtype=np.float64))
    v_m = mean_velocity_m_per_s(z_m, v_b_m_per_s, z0_m, z_min_m)
    pressure: FloatArray = (1.0 + 7.0 * constant("wind/k_l") / logarithm) * 0.5 * constant("wind/rho_air") * v_m**2
    return pressure / _PASCAL_PER_KILOPASCAL


def probability_factor(years: npt.ArrayLike) -> FloatArray:
    """Return c_prob = [(1 + K ln T) / (1 + K ln 50)]^n on the basic velocity, T years, K 0.234, n 0.5: NEN-EN 1991-1-4 (4.2) NB."""
    k = constant("wind/k_prob")
    ratio = (1.0 + k * np.log(np.asarray(years, dtype=np.float64))) / (1.0 + k * np.log(constant("reference/period_basis")))
    factor: FloatArray = ratio ** constant("wind/n_prob")
    return factor


def correlation(h_over_d: npt.ArrayLike) -> FloatArray:
    """Return the lack of correlation between windward and leeward side: 0.85 for h/d <= 1, 1.0 from 5: NEN-EN 1991-1-4 7.2.2(3)."""
    return read_curve("wind/correlation", h_over_d)


def facade_coefficients(h_over_d: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return c_pe,10 of zones D (pressure, positive) and E (suction, negative) by h/d: NEN-EN 1991-1-4 tab. 7.1."""
    return read_curve("wind/c_pe_D", h_over_d), read_curve("wind/c_pe_E", h_over_d)


def overall_coefficient(h_over_d: npt.ArrayLike) -> FloatArray:
    """Return (c_pe,D - c_pe,E) times the lack of correlation: NEN-EN 1991-1-4 tab. 7.1, 7.2.2(3)."""
    windward, leeward = facade_coefficients(h_over_d)
    overall: FloatArray = (windward - leeward) * correlation(h_over_d)
    return overall


def roof_coefficient(zone: RoofZone) -> float:
    """Return c_pe,10 of a flat roof with sharp eaves, suction negative: NEN-EN 1991-1-4 tab. 7.2. Zone I has two values."""
    return constant(f"wind/c_pe_{zone}")


def friction_coefficient(surface: Surface) -> float:
    """Return c_fr of a surface: NEN-EN 1991-1-4 tab. 7.10. It counts beyond min(2b, 4h) from the windward edge (7.5)."""
    return constant(f"wind/c_fr_{surface}")


def friction_force_kn(
    q_p_kn_per_m2: npt.ArrayLike, c_fr: npt.ArrayLike, b_m: npt.ArrayLike, h_m: npt.ArrayLike, d_m: npt.ArrayLike
) -> FloatArray:
    """Return the friction along roof and two side walls beyond min(2b, 4h): NEN-EN 1991-1-4 7.5, figure 7.22.

    Where 5.3(4) lets it be neglected (parallel area up to 4 times the perpendicular one) it has not begun yet.
    """
    b, h, d = (np.asarray(value, dtype=np.float64) for value in (b_m, h_m, d_m))
    beyond = np.maximum(d - np.minimum(2.0 * b, 4.0 * h), 0.0)
    force: FloatArray = np.asarray(q_p_kn_per_m2, dtype=np.float64) * np.asarray(c_fr, dtype=np.float64) * beyond * (b + 2.0 * h)
    return force


def strip_ends_m(h_m: npt.ArrayLike, b_m: npt.ArrayLike) -> FloatArray:
    """Return the tops of the strips of a facade of width b: shape (..., 3); a strip without height repeats the top below it.

    NEN-EN 1991-1-4 7.2.2(1), fig. 7.4: one strip to h where h <= b; to b and to h where h <= 2b; higher still also a middle one, to h - b.
    """
    h, b = np.broadcast_arrays(np.asarray(h_m, dtype=np.float64), np.asarray(b_m, dtype=np.float64))
    low = np.minimum(h, b)
    return np.stack([low, np.maximum(low, h - b), h], axis=-1)


def facade_forces(
    h_m: npt.ArrayLike,
    b_m: npt.ArrayLike,
    d_m: npt.ArrayLike,
    v_b_m_per_s: npt.ArrayLike,
    z0_m: npt.ArrayLike,
    z_min_m: npt.ArrayLike,
    above_m: npt.ArrayLike = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Return shear (kN) and moment (kNm) per m of facade at height `above_m`: sum of c q_p(z_e) over strips, 5.3 and 7.2.2.

    Height h, width b across the wind and depth d along it in m; c is `overall_coefficient`, c_s c_d = 1. All arguments broadcast.
    """
    ends = strip_ends_m(h_m, b_m)
    level, v_b, z0, z_min = (np.asarray(v, dtype=np.float64)[..., np.newaxis] for v in (above_m, v_b_m_per_s, z0_m, z_min_m))
    starts = np.concatenate([np.zeros_like(ends[..., :1]), ends[..., :-1]], axis=-1)
    low, high = np.maximum(starts, level), np.maximum(ends, level)
    c = overall_coefficient(np.asarray(h_m, dtype=np.float64) / np.asarray(d_m, dtype=np.float64))
    per_m = c[..., np.newaxis] * peak_pressure_kn_per_m2(ends, v_b, z0, z_min) * (high - low)
    return np.sum(per_m, axis=-1), np.sum(per_m * ((low + high) / 2.0 - level), axis=-1)


def wall_end_kn_per_m(moment_knm_per_m: npt.ArrayLike, tributary_m: npt.ArrayLike, length_m: npt.ArrayLike) -> FloatArray:
    """Return the line load at the ends of a cross wall, n_w = 6 M b_t / l^2 (kN/m, either sign), M in kNm per m of facade.

    The wall of length l as a cantilever with a linear stress, taking the wind on its own tributary width b_t.
    """
    length = np.asarray(length_m, dtype=np.float64)
    load: FloatArray = 6.0 * np.asarray(moment_knm_per_m, dtype=np.float64) * np.asarray(tributary_m, dtype=np.float64) / length**2
    return load
