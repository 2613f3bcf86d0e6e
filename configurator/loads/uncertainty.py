"""First-order propagation (FOSM) of the intervals to the relative increase r_n: P10, P50, P90, and which input matters most.

Every input (low, nominal, high) is read as a triangular distribution, independent of the others; one input varies together over the whole
building. P10-P90 holds if the family is right: a wrong family is not in it. Overestimating existing weight is the unsafe side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray
from configurator.loads.existing import EXISTING_INPUTS
from configurator.loads.path import ADDED_INPUTS

INPUTS: tuple[str, ...] = (*EXISTING_INPUTS, *ADDED_INPUTS)
"""Names of all uncertain inputs, in the order of `Spread.variance`."""
UnsafeSide = Literal["too_high", "too_low"]
NORMAL_P90 = 1.2816
"""Standard deviations between the mean and the 90th percentile of a normal distribution."""


_Pair = tuple[FloatArray, FloatArray]
"""Before, and what is added."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Distribution of r_n over rows."""

    p10: FloatArray
    """Shape (r,), as p50 and p90."""
    p50: FloatArray
    p90: FloatArray
    variance: FloatArray
    """Contribution of each input to the variance, shape (r, inputs), in the order of `INPUTS`."""


def triangular_moments(corners: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation of triangular distributions with low, mode and high on the last axis.

    mean = (a + b + c) / 3, variance = (a2 + b2 + c2 - ab - ac - bc) / 18; any order of the ends.
    """
    a, b, c = np.moveaxis(np.asarray(corners, dtype=np.float64), -1, 0)
    # The same as the formula above, as squares of differences: no cancellation where the interval is narrow.
    variance = ((a - b) ** 2 + (b - c) ** 2 + (a - c) ** 2) / 36.0
    return (a + b + c) / 3.0, np.sqrt(variance)


def relative_increase(g_existing: npt.ArrayLike, g_added: npt.ArrayLike, q_existing: npt.ArrayLike, q_new: npt.ArrayLike) -> FloatArray:
    """Return r_n = N_new / N_ex - 1 with N = G + alpha_n Q; both imposed loads already reduced. N_ex > 0."""
    q_ex = np.asarray(q_existing, dtype=np.float64)
    increase = np.asarray(g_added, dtype=np.float64) + (np.asarray(q_new, dtype=np.float64) - q_ex)
    ratio: FloatArray = increase / (np.asarray(g_existing, dtype=np.float64) + q_ex)
    return ratio


def spread_of(g_existing: FloatArray, g_added: FloatArray, q_existing: FloatArray, q_new: FloatArray) -> Spread:
    """Propagate the inputs of r rows: `g_existing` (r, 4, 3) and `g_added` (r, inputs, 3) by input; reduced imposed loads (r,), exact.

    P50 is r_n at the means of the inputs; P10 and P90 are 1.2816 standard deviations beside it, each input's part of the standard
    deviation by a central difference over one of its own.
    """
    mean_existing, sd_existing = triangular_moments(g_existing)
    mean_added, sd_added = triangular_moments(g_added)
    sd_before = np.concatenate([sd_existing, np.zeros_like(sd_added)], axis=-1)
    sd_beside = np.concatenate([np.zeros_like(sd_existing), sd_added], axis=-1)
    return _propagated(mean_existing.sum(axis=-1), mean_added.sum(axis=-1), (sd_before, sd_beside), (q_existing, q_new))


@dataclass(frozen=True, slots=True)
class LeadingWind:
    """Wind at the wall's ends as the leading action of r rows, design values; one pressure for before and after."""

    existing_kn_per_m: FloatArray
    new_kn_per_m: FloatArray
    pressure_ratio: tuple[float, float, float]
    """Low, nominal (1) and high peak pressure over the one that the figures have."""


def wind_spread(g_existing: FloatArray, g_added: FloatArray, q_existing: FloatArray, q_new: FloatArray, wind: LeadingWind) -> Spread:
    """Propagate weights and wind pressure to the increase with wind leading; all loads times their partial factor, as in `spread_of`.

    The pressure is the last input of the variance: it moves the load before and after together.
    """
    mean_existing, sd_existing = triangular_moments(g_existing)
    mean_added, sd_added = triangular_moments(g_added)
    mean_ratio, sd_ratio = (float(value) for value in triangular_moments(wind.pressure_ratio))
    more = wind.new_kn_per_m - wind.existing_kn_per_m
    gusts = (sd_ratio * wind.existing_kn_per_m)[:, np.newaxis], (sd_ratio * more)[:, np.newaxis]
    sd_before = np.concatenate([sd_existing, np.zeros_like(sd_added), gusts[0]], axis=-1)
    sd_beside = np.concatenate([np.zeros_like(sd_existing), sd_added, gusts[1]], axis=-1)
    existing = mean_existing.sum(axis=-1) + mean_ratio * wind.existing_kn_per_m
    return _propagated(existing, mean_added.sum(axis=-1) + mean_ratio * more, (sd_before, sd_beside), (q_existing, q_new))


def _propagated(existing: FloatArray, added: FloatArray, moved: _Pair, imposed: _Pair) -> Spread:
    """Propagate k inputs from their means (r,) and what one standard deviation of each adds before and on top of it, both (r, k)."""
    p50 = relative_increase(existing, added, *imposed)
    ex, ad, q_ex, q_n = (value[:, np.newaxis] for value in (existing, added, *imposed))
    up, down = (relative_increase(ex + sign * moved[0], ad + sign * moved[1], q_ex, q_n) for sign in (1.0, -1.0))
    variance = ((up - down) / 2.0) ** 2
    sd = np.sqrt(variance.sum(axis=-1))
    return Spread(p10=p50 - NORMAL_P90 * sd, p50=p50, p90=p50 + NORMAL_P90 * sd, variance=variance)


@dataclass(frozen=True, slots=True)
class InputShare:
    """Share of one input in the variance of one row."""

    name: str
    share: float
    unsafe_side: UnsafeSide = "too_low"
    """On which side of the truth an estimate of the input makes the increase too small."""


def largest_contributors(variance: FloatArray, count: int) -> tuple[InputShare, ...]:
    """Return the `count` inputs with the largest share of one row's variance (inputs,), largest first; none without variance."""
    total = float(variance.sum())
    if total <= 0.0:
        return ()
    order = np.argsort(-variance, kind="stable")[:count]
    return tuple(InputShare(INPUTS[i], float(variance[i]) / total, unsafe_side(INPUTS[i])) for i in order if variance[i] > 0.0)


def unsafe_side(name: str) -> UnsafeSide:
    """Return on which side an estimate of an input is unsafe: existing weight and credits too high, everything added too low."""
    return "too_high" if name in EXISTING_INPUTS or name == "removal" else "too_low"
