"""The load estimate as it is published: rows, reactions and totals of the configuration document. Nothing is rounded here."""

from __future__ import annotations

import math
from dataclasses import asdict

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.configuration import (
    AddedParts,
    DriftZone,
    FamilyEnvelope,
    FamilyEstimate,
    InputContribution,
    LoadBasisUsed,
    LoadLine,
    Loads,
    NormCheck,
    Reaction,
    Stability,
    TieForces,
)
from configurator.loads.bands import BANDS
from configurator.loads.basis import LoadBasis
from configurator.loads.combine import NOMINAL, LoadRows
from configurator.loads.envelope import Envelope
from configurator.loads.estimate import LoadEstimate
from configurator.loads.path import ACCESS_INPUT, CONNECTOR_INPUT, CONTINUITY_INPUT, EXTRAS_INPUT, LIFT_INPUT, MODULE_INPUTS, REMOVAL_INPUT
from configurator.loads.reactions import ModuleReaction
from configurator.loads.stability import BlockWind


def to_document(estimate: LoadEstimate, envelope: Envelope | None = None) -> Loads:
    """Turn an estimate into the published form: metres along the local v axis, imposed loads unreduced, removal negative."""
    return Loads(
        lines=tuple(_line(estimate, row) for row in range(estimate.rows.line.size)),
        reactions=tuple(
            Reaction(
                module=reaction.module_id,
                line=reaction.line_id,
                point_m=(reaction.point_mm[0] / 1000.0, reaction.point_mm[1] / 1000.0),
                g_kn=reaction.g_kn,
                q_kn=reaction.q_kn,
                **_module_wind(estimate, reaction),
                eccentricity_mm=reaction.eccentricity_mm,
                length_m=reaction.length_m,
                peak_kn_per_m=reaction.peak_kn_per_m,
            )
            for reaction in estimate.reactions
        ),
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


def _module_wind(estimate: LoadEstimate, reaction: ModuleReaction) -> dict[str, float | None]:
    wind = estimate.module_winds.get(reaction.module_id)
    if wind is None:
        return {"wind_up_kn": None, "horizontal_kn": None}
    return {"wind_up_kn": wind.up_kn * reaction.share, "horizontal_kn": wind.horizontal_kn * reaction.share}


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


def _number(value: float) -> float | None:
    """Return a plain number, or None where there is no figure."""
    return None if math.isnan(value) else float(value)


def _line(estimate: LoadEstimate, row: int) -> LoadLine:
    rows, ends = estimate.rows, estimate.ends
    return LoadLine(
        id=estimate.lines[int(rows.line[row])].id,
        level=estimate.levels[int(rows.level[row])],
        start_m=float(rows.start_mm[row]) / 1000.0,
        end_m=float(rows.end_mm[row]) / 1000.0,
        existing_g_kn_per_m=float(rows.existing_g_kn_per_m[row]),
        existing_q_kn_per_m=float(rows.existing_q_kn_per_m[row]),
        added_g_kn_per_m=float(rows.added_g_kn_per_m[row]),
        added_g_parts=_parts(rows, row),
        added_q_kn_per_m=float(rows.added_q_kn_per_m[row]),
        n_existing_kn_per_m=float(rows.n_existing_kn_per_m[row]),
        n_new_kn_per_m=float(rows.n_new_kn_per_m[row]),
        r_g=float(rows.r_g[row]),
        r_n=float(rows.r_n[row]),
        r_d=float(rows.r_d[row]),
        ed_existing_kn_per_m=float(rows.ed_existing_kn_per_m[row]),
        ed_new_kn_per_m=float(rows.ed_new_kn_per_m[row]),
        r_wind_end=_number(ends.ratio[row]),
        r_n_p10=float(rows.spread.p10[row]),
        r_n_p50=float(rows.spread.p50[row]),
        r_n_p90=float(rows.spread.p90[row]),
        governing="6.10b wind" if ends.governs[row] else "6.10a" if rows.governs_610a[row] else "6.10b",
        band=BANDS[int(rows.band[row])],
        line_band=BANDS[int(rows.line_band[row])],
        r_qp=float(rows.r_qp[row]),
        grid_continuity_kn_per_m=_running(estimate, row),
        wind_end_existing_kn_per_m=_number(ends.existing_kn_per_m[row]),
        wind_end_new_kn_per_m=_number(ends.new_kn_per_m[row]),
        ed_wind_existing_kn_per_m=_number(ends.ed_existing_kn_per_m[row]),
        ed_wind_new_kn_per_m=_number(ends.ed_new_kn_per_m[row]),
        unity_check=_number(estimate.unity[row]),
        unity_check_existing=_number(estimate.unity_existing[row]),
        r_wind_end_p10=None if ends.spread is None else float(ends.spread.p10[row]),
        r_wind_end_p50=None if ends.spread is None else float(ends.spread.p50[row]),
        r_wind_end_p90=None if ends.spread is None else float(ends.spread.p90[row]),
        code_equivalence=_number(estimate.equivalence[row]),
    )


def _running(estimate: LoadEstimate, row: int) -> float | None:
    connector = estimate.masses.connector
    if connector is None or not connector.spans_between_lines:
        return None
    return float(estimate.rows.added_inputs_kn_per_m[row, CONTINUITY_INPUT, -1])


def _parts(rows: LoadRows, row: int) -> AddedParts:
    added = rows.added_inputs_kn_per_m[row, :, NOMINAL]
    return AddedParts(
        modules=float(added[MODULE_INPUTS].sum()),
        connector=float(added[CONNECTOR_INPUT]),
        access=float(added[ACCESS_INPUT]),
        roof_extras=float(added[EXTRAS_INPUT]),
        removed=float(added[REMOVAL_INPUT]),
        lift=float(added[LIFT_INPUT]),
    )
