"""Where the figures of the load estimate come from, by JSON pointer into the configuration document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from catalogue.documents.configuration import Provenance
from catalogue.documents.evidence import Status
from configurator.loads.estimate import LoadEstimate
from configurator.loads.norm_tables import NormRow

_SOURCE = "load estimate of optop"
_FORMULAS: dict[str, str] = {
    "existing_g_kn_per_m": "floors (g_floor + g_partitions) b_t + g_roof b_t + wall height g_wall",
    "existing_q_kn_per_m": "floors q_k b_t, unreduced",
    "added_g_kn_per_m": "modules + connector + access + roof_extras + lift + removed",
    "added_q_kn_per_m": "sum over new floors of q_k times the floor area handed to the line, per m, unreduced",
    "n_existing_kn_per_m": "G_ex + alpha_n(n) Q_ex",
    "n_new_kn_per_m": "G_ex + dG + Q of the two heaviest floors + psi0 Q of the others; equal floors: alpha_n(n + m) (Q_ex + dQ)",
    "r_g": "dG / G_ex",
    "r_n": "N_new / N_ex - 1",
    "r_d": "E_d,new / E_d,ex - 1",
    "ed_existing_kn_per_m": "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q), before",
    "ed_new_kn_per_m": "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q), after",
    "r_n_p10": "P50 - 1.2816 sd, first order, triangular inputs",
    "r_n_p50": "r_n at the means of the inputs, (low + nominal + high) / 3",
    "r_n_p90": "P50 + 1.2816 sd, first order, triangular inputs",
    "r_qp": "(dG + psi2 dQ) / (G_ex + psi2 Q_ex)",
    "grid_continuity_kn_per_m": "max(continuous beam on rigid lines - lever rule, 0) of G + Q",
    "wind_end_existing_kn_per_m": "6 M b_t / l^2, M above the level, before",
    "wind_end_new_kn_per_m": "6 M b_t / l^2, M above the level, after",
    "ed_wind_existing_kn_per_m": "gamma_Gb G + gamma_Q psi0 Q + gamma_Qw n_w, before",
    "ed_wind_new_kn_per_m": "gamma_Gb G + gamma_Q psi0 Q + gamma_Qw n_w, after",
    "r_wind_end": "E_d,wind,new / E_d,wind,ex - 1",
    "r_wind_end_p10": "P50 - 1.2816 sd, first order, triangular inputs, wind pressure among them",
    "r_wind_end_p50": "r_wind_end at the means of the inputs, (low + nominal + high) / 3",
    "r_wind_end_p90": "P50 + 1.2816 sd, first order, triangular inputs, wind pressure among them",
    "code_equivalence": "E_d,new / E_d,ex with the factors of new build at 50 years",
    "unity_check_existing": "max(E_d,ex, E_d,wind,ex) / resistance given by the user",
    "unity_check": "max(E_d,new, E_d,wind,new) / resistance given by the user",
    "band": "by r_n P50 against the assumption set's bands, one worse where P90 crosses the band's end",
}
_OTHERS: dict[str, str] = {
    "/loads/stability/base_shear_ratio": "F_new / F_ex, F = sum of c q_p(z_e) dz over the strips of the facade",
    "/loads/stability/base_moment_ratio": "M_new / M_ex, M = sum of c q_p(z_e) z dz over the strips of the facade",
    "/loads/stability/base_shear_existing_kn_per_m": "sum of c q_p(z_e) dz; c = (c_pe,D - c_pe,E) correlation, c_s c_d = 1",
    "/loads/stability/base_shear_new_kn_per_m": "sum of c q_p(z_e) dz; c = (c_pe,D - c_pe,E) correlation, c_s c_d = 1",
    "/loads/stability/base_moment_existing_knm_per_m": "sum of c q_p(z_e) z dz",
    "/loads/stability/base_moment_new_knm_per_m": "sum of c q_p(z_e) z dz",
    "/loads/stability/peak_pressure_existing_kn_per_m2": "(1 + 7 k_l / ln(z/z0)) 0.5 rho v_m^2 at the roof",
    "/loads/stability/peak_pressure_new_kn_per_m2": "(1 + 7 k_l / ln(z/z0)) 0.5 rho v_m^2 at the roof",
    "/loads/stability/longitudinal_shear_ratio": "F_new / F_ex, wind on the gable",
    "/loads/stability/longitudinal_moment_ratio": "M_new / M_ex, wind on the gable",
    "/loads/reactions/*/wind_up_kn": "q_p (c_pi - c_pe) A, this line's part of the weight; c_pe of zones F to I by area, worst side",
    "/loads/reactions/*/horizontal_kn": "c q_p h L A / sum of A, the larger of both directions, this line's part",
    "/loads/reactions/*/peak_kn_per_m": "(G + Q) / length, times beam spacing over b + 2 z tan 30 under grid beams",
    "/loads/drift/*/load_kn_per_m2": "mu_w s_k; mu_w = (b1 + b2)/(2h) <= gamma h/s_k, 0.8 to 4",
    "/loads/ties/horizontal_before_kn_per_m": "min(60, 20 + 4 n_s)",
    "/loads/ties/horizontal_after_kn_per_m": "min(60, 20 + 4 n_s)",
    "/loads/ties/vertical_after_kn_per_m": "max(100, 34 t/8 (h/t)^2)",
}
"""Figures outside the rows."""
_COMBINATION = "ed_"
_ESTIMATED = ("existing_g", "added_g", "n_", "r_", "ed_", "band", "grid_", "unity", "code_", "peak_kn")
"""Figures that rest on weights: no check of a norm makes an estimate of what is there a fact."""
_REDUCED = ("n_", "r_n", "r_d", "r_qp", "ed_", "band", "r_wind", "unity", "code_")
_WIND = ("wind_end", "ed_wind", "r_wind", "base_", "peak_pressure", "longitudinal", "wind_up", "horizontal_kn", "unity")


def load_provenance(estimate: LoadEstimate) -> dict[str, Provenance]:
    """Return clause, formula and status of every kind of figure in `/loads`; `/*/` in a pointer stands for every row.

    A figure is unverified as long as one of the norm rows that it used is; one that rests on estimated weights always is.
    """
    return dict(_entries(estimate.norm_rows)) if estimate.rows.line.size else {}


@lru_cache(maxsize=64)
def _entries(norm_rows: tuple[NormRow, ...]) -> Mapping[str, Provenance]:
    """Return the entries of every figure; they hang on nothing but the norm rows, so they are written once for all estimates."""
    entries = {f"/loads/lines/*/{name}": _entry(norm_rows, name, text) for name, text in _FORMULAS.items()}
    weight = "modules (layer by layer) + partitions + connector + access, times 9.81 m/s2"
    entries["/loads/added_weight_kn"] = Provenance(basis="calculated", source=_SOURCE, status="unverified", formula=weight)
    entries.update({pointer: _entry(norm_rows, _last(pointer), text) for pointer, text in _OTHERS.items()})
    return entries


def _last(pointer: str) -> str:
    return ("tie_" if "/ties/" in pointer else "drift_" if "/drift/" in pointer else "") + pointer.rpartition("/")[2]


def _entry(norm_rows: Sequence[NormRow], name: str, text: str) -> Provenance:
    used = [row for row in norm_rows if _uses(name, row.id)]
    sure = bool(used) and not name.startswith(_ESTIMATED) and all(row.status == "verified" for row in used)
    status: Status = "verified" if sure else "unverified"
    return Provenance(
        basis="calculated",
        source="; ".join([_SOURCE, *(f"{row.id} ({row.edition}, {row.status})" for row in used)]),
        status=status,
        clause="; ".join(dict.fromkeys(row.clause for row in used)) or None,
        formula=text,
    )


def _uses(name: str, row_id: str) -> bool:
    """Return whether a figure of this name rests on a norm row."""
    reduced = name.startswith(_REDUCED)
    for starts, used in (
        (("imposed/",), "_q_" in name or reduced),
        (("EN1991-1-1/alpha_n",), reduced and not name.startswith(("ed_wind", "r_wind", "r_qp"))),
        (("psi/",), reduced),
        (("EN1990/", "NEN8700/"), name.startswith((_COMBINATION, "r_d", "r_wind", "unity", "code_"))),
        (("wind/c_pe_F", "wind/c_pe_G", "wind/c_pe_H", "wind/c_pe_I", "wind/c_pi"), name == "wind_up_kn"),
        (("wind/", "EN1991-1-4/"), name.startswith(_WIND)),
        (("snow/", "EN1991-1-3/"), name.startswith("drift_")),
        (("ties/",), name.startswith("tie_")),
    ):
        if row_id.startswith(starts):
            return used
    return False
