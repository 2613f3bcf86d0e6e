"""The load estimate as it is published: rows, reactions and totals of the configuration document. Nothing is rounded here."""

from __future__ import annotations

from catalogue.documents.configuration import AddedParts, InputContribution, LoadLine, Loads, Reaction, Stability
from configurator.loads.bands import BANDS
from configurator.loads.combine import NOMINAL, LoadRows
from configurator.loads.estimate import LoadEstimate
from configurator.loads.path import ACCESS_INPUT, CONNECTOR_INPUT, MODULE_INPUTS, REMOVAL_INPUT


def to_document(estimate: LoadEstimate) -> Loads:
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
                wind_up_kn=None,
                horizontal_kn=None,
            )
            for reaction in estimate.reactions
        ),
        stability=Stability(height_m=None, base_shear_ratio=None, base_moment_ratio=None),
        added_weight_kn=estimate.added_weight_kn,
        removed_weight_kn=estimate.removed_weight_kn,
        measure_first=tuple(InputContribution(input=share.name, variance_share=share.share) for share in estimate.measure_first),
    )


def _line(estimate: LoadEstimate, row: int) -> LoadLine:
    rows = estimate.rows
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
        r_wind_end=None,
        r_n_p10=float(rows.spread.p10[row]),
        r_n_p50=float(rows.spread.p50[row]),
        r_n_p90=float(rows.spread.p90[row]),
        governing="6.10a" if rows.governs_610a[row] else "6.10b",
        band=BANDS[int(rows.band[row])],
        line_band=BANDS[int(rows.line_band[row])],
    )


def _parts(rows: LoadRows, row: int) -> AddedParts:
    added = rows.added_inputs_kn_per_m[row, :, NOMINAL]
    return AddedParts(
        modules=float(added[MODULE_INPUTS].sum()),
        connector=float(added[CONNECTOR_INPUT]),
        access=float(added[ACCESS_INPUT]),
        roof_extras=0.0,
        removed=float(added[REMOVAL_INPUT]),
    )
