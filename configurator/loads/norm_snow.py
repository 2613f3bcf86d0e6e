"""Snow of NEN-EN 1991-1-3 with the Dutch annex. Pure; scalars and arrays alike; kN/m2 and m."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.norm import read_curve
from configurator.loads.norm_tables import constant

NO_SLIDING_DEG = 15.0
"""A higher roof up to this slope sheds no snow: mu_s = 0 (5.3.6(1))."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A snow drift against a taller part (5.3.6)."""

    mu_w: FloatArray
    """Shape coefficient at the taller part, without sliding snow."""
    length_m: FloatArray
    """l_s: where the drift has gone down to mu_1, before the roof's edge cuts it off."""
    load_kn_per_m2: FloatArray
    """Load at the taller part."""
    edge_load_kn_per_m2: FloatArray
    """Load at the edge of the lower roof, or at the end of the drift where that comes first."""


def shape_coefficient(slope_deg: npt.ArrayLike) -> FloatArray:
    """Return mu_1: 0.8 to 30 degrees, 0.8 (60 - alpha) / 30 to 60, then 0: NEN-EN 1991-1-3 tab. 5.2."""
    return read_curve("snow/mu_1", slope_deg)


def snow_load_kn_per_m2(mu: npt.ArrayLike, s_k_kn_per_m2: npt.ArrayLike | None = None) -> FloatArray:
    """Return s = mu C_e C_t s_k with s_k = 0.7 kN/m2 in the whole country unless given: NEN-EN 1991-1-3 (5.1), 4.1 NB."""
    s_k = constant("snow/s_k") if s_k_kn_per_m2 is None else s_k_kn_per_m2
    load: FloatArray = np.asarray(mu, dtype=np.float64) * constant("snow/c_e") * constant("snow/c_t") * np.asarray(s_k, dtype=np.float64)
    return load


def drift(
    b1_m: npt.ArrayLike, b2_m: npt.ArrayLike, h_m: npt.ArrayLike, s_k_kn_per_m2: npt.ArrayLike | None = None, mu_s: npt.ArrayLike = 0.0
) -> Drift:
    """Return the drift on a lower roof of width b2 beside a part that is b1 wide and rises h above it: NEN-EN 1991-1-3 5.3.6(1).

    mu_w = (b1 + b2) / (2h), at most gamma h / s_k, within 0.8 and 4; l_s = 2h within 5 and 15 m. `mu_s` is the snow that slides off a
    taller roof steeper than 15 degrees. h > 0.
    """
    b1, b2, h, slide = (np.asarray(value, dtype=np.float64) for value in (b1_m, b2_m, h_m, mu_s))
    s_k = np.asarray(constant("snow/s_k") if s_k_kn_per_m2 is None else s_k_kn_per_m2, dtype=np.float64)
    raw = np.minimum((b1 + b2) / (2.0 * h), constant("snow/gamma") * h / s_k)
    mu_w = np.clip(raw, constant("snow/mu_w_low"), constant("snow/mu_w_high"))
    length = np.clip(2.0 * h, constant("snow/l_s_low"), constant("snow/l_s_high"))
    flat = shape_coefficient(0.0)
    at_edge = flat + (slide + mu_w - flat) * np.maximum(1.0 - b2 / length, 0.0)
    return Drift(mu_w, length, snow_load_kn_per_m2(slide + mu_w, s_k), snow_load_kn_per_m2(at_edge, s_k))
