"""The load estimate as it is published: rows, reactions and totals of the configuration document. Nothing is rounded here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

import numpy as np
from pydantic import JsonValue

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.configuration import Loads
from catalogue.documents.load_results import (
    DriftZone,
    FamilyEnvelope,
    FamilyEstimate,
    InputContribution,
    LoadBasisUsed,
    NormCheck,
    Stability,
    TieForces,
)
from configurator.host.building import FloatArray
from configurator.loads.bands import BANDS, IntArray
from configurator.loads.basis import LoadBasis
from configurator.loads.columns import Columns, plain_rows
from configurator.loads.combine import NOMINAL
from configurator.loads.envelope import Envelope
from configurator.loads.estimate import LoadEstimate
from configurator.loads.path import ACCESS_INPUT, CONNECTOR_INPUT, CONTINUITY_INPUT, EXTRAS_INPUT, LIFT_INPUT, MODULE_INPUTS, REMOVAL_INPUT
from configurator.loads.stability import BlockWind


def to_document(estimate: LoadEstimate, envelope: Envelope | None = None) -> Loads:
    """Turn an estimate into the published form, not yet rounded: metres along local v, imposed loads unreduced, removal negative."""
    return Loads.model_validate(
        {
            **dict(without_rows(estimate, envelope)),
            "lines": plain_rows(line_columns(estimate)),
            "reactions": plain_rows(reaction_columns(estimate)),
        }
    )


def without_rows(estimate: LoadEstimate, envelope: Envelope | None) -> Loads:
    """Return the published form without the thousands of rows of lines and reactions (`columns.py`)."""
    return Loads(
        lines=(),
        reactions=(),
        stability=_stability(estimate.wind),
        added_weight_kn=estimate.added_weight_kn,
        removed_weight_kn=estimate.removed_weight_kn,
        measure_first=tuple(
            InputContribution(input=share.name, variance_share=share.share, unsafe_side=share.unsafe_side)
            for share in estimate.measure_first
        ),
        envelope=_envelope(envelope),
        ties=None if estimate.ties is None else TieForces(**asdict(estimate.ties)),
        drift=tuple(DriftZone(**asdict(zone)) for zone in estimate.drifts),
        norm_rows=tuple(row.id for row in estimate.norm_rows),
        basis=_basis(estimate.basis),
        norm_checks=tuple(
            NormCheck(row=check.row_id, outcome=check.outcome, by=check.by, date=str(check.date), detail=check.detail)
            for check in estimate.norm_checks
        ),
    )


def _basis(basis: LoadBasis) -> LoadBasisUsed:
    return LoadBasisUsed.model_validate(
        {
            "level_existing": basis.level,
            "consequence_class": basis.consequence_class,
            "reference_period_years": basis.years,
            "imposed_factor": basis.imposed_factor,
            "wind_velocity_factor": basis.velocity_factor,
            "factors": basis.factors.id,
        }
    )


def _envelope(envelope: Envelope | None) -> FamilyEnvelope | None:
    if envelope is None:
        return None
    families = []
    for case in envelope.cases:
        estimate, row = case.estimate, case.estimate.governing_row or 0
        spread = estimate.rows.spread
        families.append(
            FamilyEstimate(
                family=case.family_id,
                odds=case.odds,
                worst_r_n_p10=float(spread.p10[row]),
                worst_r_n_p50=float(spread.p50[row]),
                worst_r_n_p90=float(spread.p90[row]),
                worst_r_n_p50_foundation=estimate.worst_r_n_p50_foundation or 0.0,
                worst_band=BANDS[int(estimate.rows.band.max())],
                same_walls=case.same_walls,
                support=case.layout.scheme.support if case.layout.scheme else None,
                dwellings=len(case.layout.dwellings),
            )
        )
    return FamilyEnvelope(
        families=tuple(families),
        worst_r_n_p10=envelope.p10,
        worst_r_n_p90=envelope.p90,
        worst_band=BANDS[envelope.band],
        without_figures=tuple(FamilyCandidate(family=case.family_id, odds=case.odds) for case in envelope.without),
    )


def _stability(wind: BlockWind | None) -> Stability:
    if wind is None:
        return Stability(height_m=None, base_shear_ratio=None, base_moment_ratio=None)
    pressure, shear, moment = (
        [float(value) for value in pair] for pair in (wind.peak_pressures_kn_per_m2, wind.shears_kn_per_m, wind.moments_knm_per_m)
    )
    return Stability(
        height_m=wind.heights_m[1],
        base_shear_ratio=wind.shear_ratio,
        base_moment_ratio=wind.moment_ratio,
        height_existing_m=wind.heights_m[0],
        wind_area=wind.site.area,
        terrain=wind.site.terrain,
        wind_assumed=not (wind.site.area_known and wind.site.terrain_known),
        peak_pressure_existing_kn_per_m2=pressure[0],
        peak_pressure_new_kn_per_m2=pressure[1],
        base_shear_existing_kn_per_m=shear[0],
        base_shear_new_kn_per_m=shear[1],
        base_moment_existing_knm_per_m=moment[0],
        base_moment_new_knm_per_m=moment[1],
        longitudinal_shear_ratio=wind.longitudinal_shear_ratio,
        longitudinal_moment_ratio=wind.longitudinal_moment_ratio,
        pressure_low_ratio=wind.pressure_ratio[0],
        pressure_high_ratio=wind.pressure_ratio[2],
    )


def _named(names: Sequence[str], index: IntArray) -> list[JsonValue]:
    return [names[i] for i in index.tolist()]


def _numbers(values: Iterable[float]) -> FloatArray:
    return np.fromiter(values, dtype=np.float64)


def line_columns(estimate: LoadEstimate) -> Columns:
    """Return the columns of `LoadLine`, in its order: metres along the local v axis, imposed loads unreduced, removal negative."""
    rows, ends, spread = estimate.rows, estimate.ends, estimate.rows.spread
    nothing = np.full(rows.line.shape, np.nan)
    connector = estimate.masses.connector
    on_grid = connector is not None and connector.spans_between_lines
    leading = np.where(ends.governs > 0.0, 2, np.where(rows.governs_610a > 0, 0, 1))
    return {
        "id": _named([line.id for line in estimate.lines], rows.line),
        "level": _named(estimate.levels, rows.level),
        "start_m": rows.start_mm / 1000.0,
        "end_m": rows.end_mm / 1000.0,
        "existing_g_kn_per_m": rows.existing_g_kn_per_m,
        "existing_q_kn_per_m": rows.existing_q_kn_per_m,
        "added_g_kn_per_m": rows.added_g_kn_per_m,
        "added_g_parts": _part_columns(estimate),
        "added_q_kn_per_m": rows.added_q_kn_per_m,
        "n_existing_kn_per_m": rows.n_existing_kn_per_m,
        "n_new_kn_per_m": rows.n_new_kn_per_m,
        "r_g": rows.r_g,
        "r_n": rows.r_n,
        "r_d": rows.r_d,
        "ed_existing_kn_per_m": rows.ed_existing_kn_per_m,
        "ed_new_kn_per_m": rows.ed_new_kn_per_m,
        "r_wind_end": ends.ratio,
        "r_n_p10": spread.p10,
        "r_n_p50": spread.p50,
        "r_n_p90": spread.p90,
        "governing": _named(("6.10a", "6.10b", "6.10b wind"), leading),
        "band": _named(BANDS, rows.band),
        "line_band": _named(BANDS, rows.line_band),
        "r_qp": rows.r_qp,
        "grid_continuity_kn_per_m": rows.added_inputs_kn_per_m[:, CONTINUITY_INPUT, -1] if on_grid else nothing,
        "wind_end_existing_kn_per_m": ends.existing_kn_per_m,
        "wind_end_new_kn_per_m": ends.new_kn_per_m,
        "ed_wind_existing_kn_per_m": ends.ed_existing_kn_per_m,
        "ed_wind_new_kn_per_m": ends.ed_new_kn_per_m,
        "unity_check": estimate.unity,
        "unity_check_existing": estimate.unity_existing,
        "r_wind_end_p10": nothing if ends.spread is None else ends.spread.p10,
        "r_wind_end_p50": nothing if ends.spread is None else ends.spread.p50,
        "r_wind_end_p90": nothing if ends.spread is None else ends.spread.p90,
        "code_equivalence": estimate.equivalence,
    }


def _part_columns(estimate: LoadEstimate) -> Mapping[str, FloatArray]:
    added = estimate.rows.added_inputs_kn_per_m[:, :, NOMINAL]
    return {
        "modules": added[:, MODULE_INPUTS].sum(axis=1),
        "connector": added[:, CONNECTOR_INPUT],
        "access": added[:, ACCESS_INPUT],
        "roof_extras": added[:, EXTRAS_INPUT],
        "removed": added[:, REMOVAL_INPUT],
        "lift": added[:, LIFT_INPUT],
    }


def reaction_columns(estimate: LoadEstimate) -> Columns:
    """Return the columns of `Reaction`, in its order."""
    found = estimate.reactions
    winds = [estimate.module_winds.get(reaction.module_id) for reaction in found]
    shares = _numbers(reaction.share for reaction in found)
    return {
        "module": [reaction.module_id for reaction in found],
        "line": [reaction.line_id for reaction in found],
        "point_m": np.array([reaction.point_mm for reaction in found], dtype=np.float64).reshape(-1, 2) / 1000.0,
        "g_kn": _numbers(reaction.g_kn for reaction in found),
        "q_kn": _numbers(reaction.q_kn for reaction in found),
        "wind_up_kn": _numbers(np.nan if wind is None else wind.up_kn for wind in winds) * shares,
        "horizontal_kn": _numbers(np.nan if wind is None else wind.horizontal_kn for wind in winds) * shares,
        "eccentricity_mm": _numbers(reaction.eccentricity_mm for reaction in found),
        "length_m": _numbers(reaction.length_m for reaction in found),
        "peak_kn_per_m": _numbers(reaction.peak_kn_per_m for reaction in found),
    }
