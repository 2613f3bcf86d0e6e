"""Rows of the estimate: every bearing line, at every level, in stretches of constant added load, with both combinations and ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalogue.documents.assumptions import LoadAssumptions
from configurator.host.building import BearingLine, FloatArray
from configurator.loads.bands import IntArray, band_index
from configurator.loads.existing import ExistingLoads
from configurator.loads.norm import alpha_n, combination_610a, combination_610b
from configurator.loads.norm_tables import FactorRow, PsiRow
from configurator.loads.path import ADDED_INPUTS, CONTINUITY_INPUT, LineLoad
from configurator.loads.uncertainty import Spread, relative_increase, spread_of

NOMINAL = 1
"""Position of the nominal value between low and high."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Added load on s stretches; together they cover every line once."""

    line: IntArray
    """Index of the bearing line, shape (s,)."""
    start_mm: IntArray
    end_mm: IntArray
    g_kn_per_m: FloatArray
    """Shape (s, inputs, 3): by added input; low, nominal, high."""
    q_kn_per_m: FloatArray
    """Shape (s,), unreduced."""
    floors: IntArray
    """New floors that press on the stretch, shape (s,)."""


@dataclass(frozen=True, slots=True)
class LoadRows:
    """All r rows, by line, then level, then stretch; arrays of shape (r,) unless said otherwise. Downward is positive."""

    line: IntArray
    """Index into the estimate's lines."""
    level: IntArray
    """Index into the estimate's levels."""
    start_mm: IntArray
    end_mm: IntArray
    existing_inputs_kn_per_m: FloatArray
    """Shape (r, 4, 3), in the order of `EXISTING_INPUTS`."""
    added_inputs_kn_per_m: FloatArray
    """Shape (r, inputs, 3), in the order of `ADDED_INPUTS`."""
    existing_g_kn_per_m: FloatArray
    existing_q_kn_per_m: FloatArray
    """Unreduced, as added_q."""
    added_g_kn_per_m: FloatArray
    """Net of removal."""
    added_q_kn_per_m: FloatArray
    floors_existing: IntArray
    floors_new: IntArray
    """Floors whose imposed load the row carries afterwards."""
    n_existing_kn_per_m: FloatArray
    n_new_kn_per_m: FloatArray
    r_g: FloatArray
    r_n: FloatArray
    r_d: FloatArray
    r_qp: FloatArray
    """Relative increase of G + psi2 Q."""
    ed_existing_kn_per_m: FloatArray
    ed_new_kn_per_m: FloatArray
    governs_610a: IntArray
    """1 where 6.10a gives the new design load, 0 where 6.10b does."""
    spread: Spread
    band: IntArray
    line_band: IntArray
    """Worst band over all rows of the line."""

    @property
    def length_m(self) -> FloatArray:
        """Length of each row's stretch."""
        return (self.end_mm - self.start_mm) / 1000.0

    @property
    def governing(self) -> int | None:
        """Index of the row with the largest r_n at P50, over all lines and levels; the first of equals; None without rows."""
        return int(np.argmax(self.spread.p50)) if self.line.size else None


def for_period(loads: Sequence[LineLoad], imposed_factor: float) -> Sequence[LineLoad]:
    """Return line loads with their imposed part taken for another reference period: times `imposed_factor`, 1 at 50 years."""
    return loads if imposed_factor == 1.0 else tuple(replace(load, q_kn=load.q_kn * imposed_factor) for load in loads)


def stretches_of(loads: Sequence[LineLoad], lines: Sequence[BearingLine]) -> Stretches:
    """Cut every line where an added load begins or ends, and add up the loads on each stretch."""
    by_line: dict[int, list[LineLoad]] = {index: [] for index in range(len(lines))}
    for load in loads:
        by_line[load.line].append(load)
    cuts = [_cuts(line, by_line[index]) for index, line in enumerate(lines)]
    g_kn_per_m, q_by_storey = _sums(cuts, loads)
    return Stretches(
        line=np.repeat(np.arange(len(lines)), [len(own) - 1 for own in cuts]).astype(np.int64),
        start_mm=np.array([start for own in cuts for start in own[:-1]], dtype=np.int64),
        end_mm=np.array([end for own in cuts for end in own[1:]], dtype=np.int64),
        g_kn_per_m=g_kn_per_m,
        q_kn_per_m=q_by_storey.sum(axis=-1),
        floors=(q_by_storey > 0.0).sum(axis=-1).astype(np.int64),
    )


def _cuts(line: BearingLine, loads: Sequence[LineLoad]) -> list[int]:
    """Return where the added load of a line may change, ascending; whole millimetres, so that no stretch is shorter than one."""
    return sorted({line.v0_mm, line.v1_mm, *(load.v0_mm for load in loads), *(load.v1_mm for load in loads)})


def _sums(cuts: Sequence[Sequence[int]], loads: Sequence[LineLoad]) -> tuple[FloatArray, FloatArray]:
    """Return G (s, inputs, 3) and Q by storey (s, k) of the stretches between the cuts of all lines, per metre."""
    storeys = sorted({load.storey for load in loads})
    count = sum(len(own) - 1 for own in cuts)
    g, q = np.zeros((count, len(ADDED_INPUTS), 3)), np.zeros((count, len(storeys)))
    if not loads:
        return g, q
    first = np.cumsum([0, *(len(own) - 1 for own in cuts)]).tolist()
    place = [{cut: first[line] + i for i, cut in enumerate(own)} for line, own in enumerate(cuts)]
    spans = np.array([(place[load.line][load.v0_mm], place[load.line][load.v1_mm]) for load in loads])
    lengths = spans[:, 1] - spans[:, 0]
    which = np.repeat(np.arange(len(loads)), lengths)
    on = np.arange(which.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + spans[which, 0]
    length_m = np.array([(load.v1_mm - load.v0_mm) / 1000.0 for load in loads])
    # `add.at` adds in the order of the loads: the sums do not hang on how they are gathered.
    np.add.at(g, on, (np.array([load.g_kn for load in loads]) / length_m[:, np.newaxis, np.newaxis])[which])
    at_storey = np.array([storeys.index(load.storey) for load in loads])
    np.add.at(q, (on, at_storey[which]), (np.array([load.q_kn for load in loads]) / length_m)[which])
    return g, q


def reduced_imposed(q_existing: FloatArray, q_new: FloatArray, floors_existing: IntArray, floors_new: IntArray, psi0: float) -> FloatArray:
    """Return the reduced imposed load afterwards: the two heaviest floors in full, psi0 of the others.

    For floors of equal load this is alpha_n Q (NEN-EN 1991-1-1+NB 6.3.1.2(11), alpha_n = (2 + (n - 2) psi0) / n). For unequal ones, such
    as a line under a gallery of the new storey, alpha_n times the sum would be on the unsafe side; and a light new floor would lower
    the load of all the others, which it cannot. Existing floors count as equal among themselves, and so do new ones.

    Args:
        q_existing: unreduced imposed load of the existing floors, kN/m.
        q_new: the same of existing and new floors together, kN/m.
        floors_existing: number of existing floors above the level.
        floors_new: number of existing and new floors above the level.
        psi0: combination factor of the use.
    """
    added = floors_new - floors_existing
    per_existing = q_existing / np.maximum(floors_existing, 1)
    per_added = (q_new - q_existing) / np.maximum(added, 1)
    added_first = np.minimum(added, 2)
    added_last = np.minimum(np.maximum(2 - floors_existing, 0), added)
    full_added = np.where(per_added >= per_existing, added_first, added_last)
    full_existing = np.minimum(2 - full_added, floors_existing)
    reduced: FloatArray = per_added * (full_added + psi0 * (added - full_added)) + per_existing * (
        full_existing + psi0 * (floors_existing - full_existing)
    )
    return reduced


def design_loads(g: FloatArray, q: FloatArray, q_reduced: FloatArray, factors: FactorRow, psi0: float) -> tuple[FloatArray, FloatArray]:
    """Return 6.10a (psi0 Q) and 6.10b (alpha_n Q leading) of permanent and imposed load, shapes as given."""
    by_a = combination_610a(g, q[..., np.newaxis], psi0, factors.gamma_g_610a, factors.gamma_q)
    by_b = combination_610b(g, q_reduced[..., np.newaxis], psi0, factors.gamma_g_610b, factors.gamma_q)[..., 0]
    return by_a, by_b


def load_rows(
    existing: ExistingLoads, stretches: Stretches, choices: LoadAssumptions, factors: FactorRow, psi: PsiRow, lowest_level: IntArray
) -> LoadRows:
    """Combine existing loads and stretches into rows: characteristic and design load before and after, ratios, spread and band.

    `lowest_level` (n,) is the index of the lowest level that each line has: below it the wall is not there.
    """
    psi0 = psi.psi0
    stretch, level = _by_line_level_stretch(stretches.line, len(existing.levels))
    there = level >= lowest_level[stretches.line[stretch]]
    stretch, level = stretch[there], level[there]
    line = stretches.line[stretch]
    existing_inputs, added_inputs = existing.g_kn_per_m[line, level], stretches.g_kn_per_m[stretch]
    added_inputs[:, CONTINUITY_INPUT] = np.maximum(added_inputs[:, CONTINUITY_INPUT], 0.0)
    g_ex, dg = existing_inputs[..., NOMINAL].sum(axis=-1), added_inputs[..., NOMINAL].sum(axis=-1)
    q_ex, dq = existing.q_kn_per_m[line, level], stretches.q_kn_per_m[stretch]
    floors_ex = existing.floors[level].astype(np.int64)
    floors_new = floors_ex + stretches.floors[stretch]
    qr_ex = alpha_n(floors_ex, psi0) * q_ex
    qr_new = reduced_imposed(q_ex, q_ex + dq, floors_ex, floors_new, psi0)
    before = design_loads(g_ex, q_ex, qr_ex, factors, psi0)
    after = design_loads(g_ex + dg, q_ex + dq, qr_new, factors, psi0)
    ed_ex, ed_new = np.maximum(*before), np.maximum(*after)
    spread = spread_of(existing_inputs, added_inputs, qr_ex, qr_new)
    band = band_index(spread.p50, spread.p90, choices.bands)
    worst = np.zeros(len(existing.tributary_m), dtype=np.int64)
    np.maximum.at(worst, line, band)
    return LoadRows(
        line=line,
        level=level,
        start_mm=stretches.start_mm[stretch],
        end_mm=stretches.end_mm[stretch],
        existing_inputs_kn_per_m=existing_inputs,
        added_inputs_kn_per_m=added_inputs,
        existing_g_kn_per_m=g_ex,
        existing_q_kn_per_m=q_ex,
        added_g_kn_per_m=dg,
        added_q_kn_per_m=dq,
        floors_existing=floors_ex,
        floors_new=floors_new,
        n_existing_kn_per_m=g_ex + qr_ex,
        n_new_kn_per_m=g_ex + dg + qr_new,
        r_g=dg / g_ex,
        r_n=relative_increase(g_ex, dg, qr_ex, qr_new),
        r_d=(ed_new - ed_ex) / ed_ex,
        r_qp=(dg + psi.psi2 * dq) / (g_ex + psi.psi2 * q_ex),
        ed_existing_kn_per_m=ed_ex,
        ed_new_kn_per_m=ed_new,
        governs_610a=(after[0] >= after[1]).astype(np.int64),
        spread=spread,
        band=band,
        line_band=worst[line],
    )


def code_equivalence(rows: LoadRows, factors: FactorRow, psi0: float, imposed_factor: float) -> FloatArray:
    """Return E_d,new of the rows over the existing design load with other factors, those of new build at 50 years: shape (r,).

    1.07 says that the existing wall, had it just met the code for new build, gets 7 % more than that at the level of the rows. A
    comparison of codes, no check: whether it met that code is not known.

    Args:
        rows: the rows, at their own level and reference period.
        factors: partial factors of new build.
        psi0: combination factor of the use.
        imposed_factor: imposed load of the rows over that of 50 years, above 0.
    """
    q = rows.existing_q_kn_per_m / imposed_factor
    reduced = (rows.n_existing_kn_per_m - rows.existing_g_kn_per_m) / imposed_factor
    before: FloatArray = np.maximum(*design_loads(rows.existing_g_kn_per_m, q, reduced, factors, psi0))
    return rows.ed_new_kn_per_m / before


def _by_line_level_stretch(line: IntArray, levels: int) -> tuple[IntArray, IntArray]:
    """Return stretch and level of every row, ordered by line, level, stretch."""
    stretch = np.repeat(np.arange(line.size), levels)
    level = np.tile(np.arange(levels), line.size)
    order = np.lexsort((stretch, level, line[stretch]))
    return stretch[order], level[order]
