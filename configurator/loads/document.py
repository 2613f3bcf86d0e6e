"""The load estimate as it is published: rows, reactions and totals of the configuration document. Nothing is rounded here."""

from __future__ import annotations

from dataclasses import asdict

from catalogue.documents.configuration import (
    DriftZone,
    FamilyEnvelope,
    FamilyEstimate,
    InputContribution,
    Loads,
    Stability,
    TieForces,
)
from configurator.loads.bands import BANDS
from configurator.loads.columns import line_columns, plain_column, reaction_columns, written
from configurator.loads.envelope import Envelope
from configurator.loads.estimate import LoadEstimate
from configurator.loads.stability import BlockWind


def to_document(estimate: LoadEstimate, envelope: Envelope | None = None) -> Loads:
    """Turn an estimate into the published form, not yet rounded: metres along local v, imposed loads unreduced, removal negative."""
    return Loads.model_validate(
        {
            **dict(without_rows(estimate, envelope)),
            "lines": written(line_columns(estimate), plain_column),
            "reactions": written(reaction_columns(estimate), plain_column),
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
            )
        )
    return FamilyEnvelope(families=tuple(families), worst_r_n_p10=envelope.p10, worst_r_n_p90=envelope.p90, worst_band=BANDS[envelope.band])


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
    )
