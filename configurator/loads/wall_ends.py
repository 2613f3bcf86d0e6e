"""Rows at the ends of the walls with wind leading, and unity checks where the user gave a resistance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.documents.building import Foundation
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.loads.combine import LoadRows
from configurator.loads.existing import FOUNDATION
from configurator.loads.norm_tables import FactorRow
from configurator.loads.stability import BlockWind
from configurator.loads.uncertainty import LeadingWind, Spread, wind_spread


@dataclass(frozen=True, slots=True)
class WallEnds:
    """Wind beside the rows; arrays of shape (r,), NaN where there is no figure."""

    existing_kn_per_m: FloatArray
    """Wind at the ends of the row's wall at its level, either sign, before."""
    new_kn_per_m: FloatArray
    ed_existing_kn_per_m: FloatArray
    """Design load with wind leading at the row's outer edge, before; the wind falls evenly from the wall's ends to its middle."""
    ed_new_kn_per_m: FloatArray
    ratio: FloatArray
    governs: FloatArray
    """1.0 where wind leading gives the largest new design load of the row."""
    spread: Spread | None
    """Distribution of the ratio; None without wind."""


def wind_leading_kn_per_m(g: FloatArray, q: FloatArray, wind: FloatArray, factors: FactorRow, psi0: float) -> FloatArray:
    """Return gamma_Gb G + gamma_Q psi0 Q + gamma_Qw n_w: NEN-EN 1990 (6.10b) with wind leading; Q unreduced, kN/m."""
    load: FloatArray = factors.gamma_g_610b * g + factors.gamma_q * psi0 * q + factors.gamma_q_wind * wind
    return load


def wall_ends(rows: LoadRows, lines: Sequence[BearingLine], wind: BlockWind | None, factors: FactorRow, psi0: float) -> WallEnds:
    """Return the wind figures beside every row; all NaN where wind is not computed."""
    if wind is None or not rows.line.size:
        nothing = np.full(rows.line.shape, np.nan)
        return WallEnds(nothing, nothing, nothing, nothing, nothing, np.zeros(rows.line.shape), None)
    before, after = (wind.wall_ends_kn_per_m[state][rows.line, rows.level] for state in (0, 1))
    v0, v1 = (np.array([getattr(line, name) for line in lines])[rows.line] for name in ("v0_mm", "v1_mm"))
    centre, half = (v0 + v1) / 2.0, (v1 - v0) / 2.0
    outer = np.maximum(np.abs(rows.start_mm - centre), np.abs(rows.end_mm - centre)) / half
    g, q = rows.existing_g_kn_per_m, rows.existing_q_kn_per_m
    ed_before = wind_leading_kn_per_m(g, q, before * outer, factors, psi0)
    ed_after = wind_leading_kn_per_m(g + rows.added_g_kn_per_m, q + rows.added_q_kn_per_m, after * outer, factors, psi0)
    governs = (ed_after > rows.ed_new_kn_per_m).astype(np.float64)
    gusts = LeadingWind(factors.gamma_q_wind * before * outer, factors.gamma_q_wind * after * outer, wind.pressure_ratio)
    weights = factors.gamma_g_610b * rows.existing_inputs_kn_per_m, factors.gamma_g_610b * rows.added_inputs_kn_per_m
    q_before, q_after = (factors.gamma_q * psi0 * load for load in (q, q + rows.added_q_kn_per_m))
    return WallEnds(
        before, after, ed_before, ed_after, ed_after / ed_before - 1.0, governs, wind_spread(*weights, q_before, q_after, gusts)
    )


def unity_checks(
    host: HostBuilding, lines: Sequence[BearingLine], rows: LoadRows, ends: WallEnds, levels: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """Return the largest design load over the resistance that the user gave, before and after, NaN where there is none: shape (r,).

    At the foundation the resistance of the foundation counts, at a wall foot that of the wall. optop never assumes a resistance.
    """
    fact = host.facts.get("/foundation")
    below = fact.value.resistance_kn_per_m if fact is not None and isinstance(fact.value, Foundation) else None
    walls = np.array([np.nan if line.resistance_kn_per_m is None else line.resistance_kn_per_m for line in lines])
    at_foundation = rows.level == levels.index(FOUNDATION)
    resistance = np.where(at_foundation, np.nan if below is None else below, walls[rows.line] if walls.size else np.nan)
    before = np.fmax(rows.ed_existing_kn_per_m, ends.ed_existing_kn_per_m)
    return before / resistance, np.fmax(rows.ed_new_kn_per_m, ends.ed_new_kn_per_m) / resistance
