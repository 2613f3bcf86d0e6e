"""The formulas of NEN-EN 1990, NEN-EN 1991-1-1, NEN-EN 1991-1-7 and NEN 8700 that the estimate uses. Pure; scalars and arrays alike.

A scalar comes back as an array of shape (). Loads are positive downward. National parameters are arguments, from `norm_tables`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.norm_tables import ClassRow, class_rows, constant, curve

_FULLY_LOADED_FLOORS = 2
"""EN 1991-1-1 (6.2): two floors carry the extreme imposed load, the others their combination value."""


def alpha_n(floors: npt.ArrayLike, psi0: float) -> FloatArray:
    """Return the reduction of imposed load over several floors: (2 + (n - 2) psi0) / n for n > 2, else 1.

    NEN-EN 1991-1-1 6.3.1.2(11), (6.2). `floors` (n, any shape) is the number of loaded floors above, n >= 0; psi0 in [0, 1]. Result
    in (psi0, 1]. Never together with psi0 on the same load.
    """
    n = np.asarray(floors, dtype=np.float64)
    at_least = np.maximum(n, _FULLY_LOADED_FLOORS)
    return (_FULLY_LOADED_FLOORS + (at_least - _FULLY_LOADED_FLOORS) * psi0) / at_least


def combination_610a(g: npt.ArrayLike, q: npt.ArrayLike, psi0: npt.ArrayLike, gamma_g: float, gamma_q: float) -> FloatArray:
    """Return gamma_G G + sum(gamma_Q psi0_i Q_i): NEN-EN 1990 (6.10a).

    `g` has shape (...), `q` and `psi0` (..., k) with the k variable actions on the last axis, any unit of force. Q unreduced.
    """
    g_k, q_k, psi = (np.asarray(value, dtype=np.float64) for value in (g, q, psi0))
    total: FloatArray = gamma_g * g_k + gamma_q * np.sum(psi * q_k, axis=-1)
    return total


def combination_610b(g: npt.ArrayLike, q: npt.ArrayLike, psi0: npt.ArrayLike, gamma_g: float, gamma_q: float) -> FloatArray:
    """Return gamma_G G + gamma_Q Q_1 + sum(gamma_Q psi0_i Q_i) with each action leading in turn: NEN-EN 1990 (6.10b).

    `g` has shape (...), `q` and `psi0` (..., k); the result (..., k) has the leading action on its last axis. An imposed load that
    leads may be given reduced by alpha_n.
    """
    g_k, q_k, psi = (np.asarray(value, dtype=np.float64) for value in (g, q, psi0))
    accompanying = psi * q_k
    others = np.sum(accompanying, axis=-1, keepdims=True) - accompanying
    total: FloatArray = gamma_g * g_k[..., np.newaxis] + gamma_q * (q_k + others)
    return total


def favourable(g: npt.ArrayLike, q_upward: npt.ArrayLike, gamma_g_favourable: float, gamma_q: float) -> FloatArray:
    """Return gamma_G,inf G - gamma_Q Q for a variable action that lifts: NEN-EN 1990 6.4.3.2. Negative is a net uplift."""
    total: FloatArray = gamma_g_favourable * np.asarray(g, dtype=np.float64) - gamma_q * np.asarray(q_upward, dtype=np.float64)
    return total


def equilibrium(
    g_destabilising: npt.ArrayLike, g_stabilising: npt.ArrayLike, q: npt.ArrayLike, psi0: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return E_d,dst = 1.1 G_dst + 1.5 Q_1 + sum(1.5 psi0_i Q_i) and E_d,stb = 0.9 G_stb: NEN-EN 1990 6.4.2, NB tab. NB.3-A1.2(A).

    `q` and `psi0` have shape (..., k), the destabilising variable actions; the worst leading action is taken. Same unit in and out;
    E_d,dst / E_d,stb above 1 is a loss of equilibrium.
    """
    leading = combination_610b(g_destabilising, q, psi0, constant("equ/gamma_g_destabilising"), constant("equ/gamma_q"))
    stabilising: FloatArray = constant("equ/gamma_g_stabilising") * np.asarray(g_stabilising, dtype=np.float64)
    return np.max(leading, axis=-1), stabilising


def characteristic(g: npt.ArrayLike, q: npt.ArrayLike, psi0: npt.ArrayLike) -> FloatArray:
    """Return G + Q_1 + sum(psi0_i Q_i), each action leading in turn on the last axis: NEN-EN 1990 (6.14b)."""
    return combination_610b(g, q, psi0, 1.0, 1.0)


def frequent(g: npt.ArrayLike, q: npt.ArrayLike, psi1: npt.ArrayLike, psi2: npt.ArrayLike) -> FloatArray:
    """Return G + psi1_1 Q_1 + sum(psi2_i Q_i), each action leading in turn on the last axis: NEN-EN 1990 (6.15b)."""
    g_k, q_k, first, second = (np.asarray(value, dtype=np.float64) for value in (g, q, psi1, psi2))
    accompanying = second * q_k
    total: FloatArray = g_k[..., np.newaxis] + first * q_k + np.sum(accompanying, axis=-1, keepdims=True) - accompanying
    return total


def quasi_permanent(g: npt.ArrayLike, q: npt.ArrayLike, psi2: npt.ArrayLike) -> FloatArray:
    """Return G + sum(psi2_i Q_i): NEN-EN 1990 (6.16b). `q` and `psi2` have the actions on the last axis."""
    g_k, q_k, psi = (np.asarray(value, dtype=np.float64) for value in (g, q, psi2))
    total: FloatArray = g_k + np.sum(psi * q_k, axis=-1)
    return total


def accidental(g: npt.ArrayLike, q: npt.ArrayLike, psi_leading: npt.ArrayLike, psi2: npt.ArrayLike) -> FloatArray:
    """Return G + psi_1 Q_1 + sum(psi2_i Q_i), all factors 1, each action leading in turn: NEN-EN 1990 (6.11b).

    `psi_leading` is psi2 of the action, and psi1 for wind in a fire (NB).
    """
    return frequent(g, q, psi_leading, psi2)


def reference_period(f_50: npt.ArrayLike, psi0: npt.ArrayLike, years: npt.ArrayLike) -> FloatArray:
    """Return a variable action for another reference period: F_50 {1 + (1 - psi0)/9 ln(t/50)}, t >= 15 years: NEN-EN 1990 NB 4.1.2(7)a.

    Not for wind: that has `norm_wind.probability_factor`. Below 15 years NaN: the formula does not hold there.
    """
    t = np.asarray(years, dtype=np.float64)
    basis, lowest = constant("reference/period_basis"), constant("reference/period_lowest")
    factor = 1.0 + (1.0 - np.asarray(psi0, dtype=np.float64)) / 9.0 * np.log(np.maximum(t, lowest) / basis)
    return np.where(t >= lowest, np.asarray(f_50, dtype=np.float64) * factor, np.nan)


def read_curve(row_id: str, x: npt.ArrayLike) -> FloatArray:
    """Return a tabulated value at `x` (any shape); beyond a linear table its end value, beyond a stepped table NaN: it has no value."""
    row = curve(row_id)
    at = np.asarray(x, dtype=np.float64)
    if row.between == "linear":
        return np.interp(at, row.x, row.y)
    steps = np.append(np.asarray(row.y), np.nan)
    return np.asarray(steps[np.searchsorted(np.asarray(row.x), at, side="left")])


def roof_imposed_kn_per_m2(slope_deg: npt.ArrayLike) -> FloatArray:
    """Return q_k of a roof that is entered for maintenance only (category H): 1.0 up to 15 degrees, 4 - 0.2 alpha to 20, then 0.

    NEN-EN 1991-1-1 NB tab. NB.4-6.10; it stands on at most 10 m2 and never together with snow or wind.
    """
    return read_curve("imposed/H", slope_deg)


def partitions_kn_per_m2(self_weight_kn_per_m: npt.ArrayLike) -> FloatArray:
    """Return the spread load that stands for movable partitions of this self-weight (<= 3.0 kN/m, else NaN).

    NEN-EN 1991-1-1 6.3.1.2(8).
    """
    return read_curve("imposed/partitions", self_weight_kn_per_m)


def building_class(storeys: int) -> ClassRow:
    """Return the consequence class row of a residential building with this many storeys (>= 1): NEN-EN 1991-1-7 table A.1."""
    if storeys < 1:
        raise ValueError(f"a building has at least 1 storey, not {storeys}")
    return next(row for row in class_rows() if row.max_storeys is None or storeys <= row.max_storeys)
