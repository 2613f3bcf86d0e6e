"""Robustness of NEN-EN 1991-1-7 annex A and fire heights: what is required, never whether it is there. Pure; scalars and arrays alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.norm import read_curve
from configurator.loads.norm_tables import constant, curve


def basic_tie_force_kn_per_m(storeys: npt.ArrayLike) -> FloatArray:
    """Return F_t = min(60, 20 + 4 n_s) kN/m for a building with bearing walls: NEN-EN 1991-1-7 A.5.2. Also the peripheral tie T_p."""
    n_s = np.asarray(storeys, dtype=np.float64)
    return np.minimum(constant("ties/f_t_highest"), constant("ties/f_t_base") + constant("ties/f_t_per_storey") * n_s)


def internal_tie_kn_per_m(
    storeys: npt.ArrayLike, g_kn_per_m2: npt.ArrayLike, psi_q_kn_per_m2: npt.ArrayLike, z_m: npt.ArrayLike
) -> FloatArray:
    """Return T_i = max(F_t, F_t (g_k + psi q_k) / 7.5 . z / 5) kN/m, z at most 5 storey heights and the span: A.5.2."""
    f_t = basic_tie_force_kn_per_m(storeys)
    load = np.asarray(g_kn_per_m2, dtype=np.float64) + np.asarray(psi_q_kn_per_m2, dtype=np.float64)
    return np.maximum(
        f_t, f_t * load / constant("ties/load_reference") * np.asarray(z_m, dtype=np.float64) / constant("ties/span_reference")
    )


def vertical_tie_kn_per_m(thickness_m: npt.ArrayLike, height_m: npt.ArrayLike) -> FloatArray:
    """Return the vertical tie of a bearing wall per m: max(100, 34 t / 8 (h / t)^2) kN/m, t and h in m: NEN-EN 1991-1-7 A.6.

    34 A / 8000 (h/t)^2 N with the section A in mm2 per m of wall is 34 t / 8 (h/t)^2 kN per m.
    """
    t, h = np.asarray(thickness_m, dtype=np.float64), np.asarray(height_m, dtype=np.float64)
    tie = constant("ties/vertical_pressure") * t / constant("ties/vertical_divisor") * (h / t) ** 2
    return np.maximum(constant("ties/vertical_lowest"), tie)


def removal_area_m2(floor_area_m2: npt.ArrayLike) -> FloatArray:
    """Return the largest floor area that may fail when a wall is removed in thought: min(15 %, 100 m2) on 2 storeys: A.7."""
    limit = constant("removal/share_of_floor") * np.asarray(floor_area_m2, dtype=np.float64)
    return np.minimum(limit, constant("removal/area"))


def fire_minutes(top_floor_m: npt.ArrayLike) -> FloatArray:
    """Return how long the main structure of a new residential building has to stand in a fire, by height of its highest floor (m)."""
    return read_curve("fire/minutes", top_floor_m)


def fire_heights_crossed(before_m: float, after_m: float) -> tuple[tuple[float, float, float], ...]:
    """Return each height of the table that the highest floor crosses: (height m, minutes below it, minutes above it)."""
    row = curve("fire/minutes")
    steps = zip(row.x, pairwise(row.y), strict=False)
    return tuple((limit, below, above) for limit, (below, above) in steps if before_m <= limit < after_m)
