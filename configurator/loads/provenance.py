"""Where the figures of the load estimate come from, by JSON pointer into the configuration document."""

from __future__ import annotations

from catalogue.documents.configuration import Provenance
from catalogue.documents.evidence import Status
from configurator.loads.estimate import LoadEstimate

_SOURCE = "load estimate of optop"
_FORMULAS: dict[str, str] = {
    "existing_g_kn_per_m": "floors (g_floor + g_partitions) b_t + g_roof b_t + wall height g_wall",
    "existing_q_kn_per_m": "floors q_k b_t, unreduced",
    "added_g_kn_per_m": "modules + connector + access + roof_extras + removed",
    "added_q_kn_per_m": "sum over new floors of q_k times the floor area handed to the line, per m, unreduced",
    "n_existing_kn_per_m": "G_ex + alpha_n(n) Q_ex",
    "n_new_kn_per_m": "G_ex + dG + max(alpha_n(n + m) (Q_ex + dQ), alpha_n(n) Q_ex)",
    "r_g": "dG / G_ex",
    "r_n": "N_new / N_ex - 1",
    "r_d": "E_d,new / E_d,ex - 1",
    "ed_existing_kn_per_m": "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q), before",
    "ed_new_kn_per_m": "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q), after",
    "r_n_p10": "P50 - 1.2816 sd, first order, triangular inputs",
    "r_n_p50": "r_n at the means of the inputs, (low + nominal + high) / 3",
    "r_n_p90": "P50 + 1.2816 sd, first order, triangular inputs",
    "band": "by r_n P50 against the assumption set's bands, one worse where P90 crosses the band's end",
}
_COMBINATION = "ed_"
_REDUCED = ("n_", "r_n", "r_d", "ed_", "band")


def load_provenance(estimate: LoadEstimate) -> dict[str, Provenance]:
    """Return clause, formula and status of every kind of figure in `/loads`; `/*/` in a pointer stands for every row.

    A figure is unverified as long as one of the norm rows that it used is.
    """
    if not estimate.rows.line.size:
        return {}
    entries = {f"/loads/lines/*/{name}": _entry(estimate, name, text) for name, text in _FORMULAS.items()}
    weight = "modules (layer by layer) + partitions + connector + access, times 9.81 m/s2"
    entries["/loads/added_weight_kn"] = Provenance(basis="calculated", source=_SOURCE, status="unverified", formula=weight)
    return entries


def _entry(estimate: LoadEstimate, name: str, text: str) -> Provenance:
    used = [row for row in estimate.norm_rows if _uses(name, row.id)]
    status: Status = "verified" if used and all(row.status == "verified" for row in used) else "unverified"
    return Provenance(
        basis="calculated",
        source="; ".join([_SOURCE, *(f"{row.id} ({row.edition}, {row.status})" for row in used)]),
        status=status,
        clause="; ".join(row.clause for row in used) or None,
        formula=text,
    )


def _uses(name: str, row_id: str) -> bool:
    if row_id.startswith("imposed/"):
        return "_q_" in name or name.startswith(_REDUCED)
    if row_id.endswith("alpha_n"):
        return name.startswith(_REDUCED)
    if row_id.startswith("psi/"):
        return name.startswith(_REDUCED)
    if row_id.startswith(("EN1990/", "NEN8700/")):
        return name.startswith((_COMBINATION, "r_d"))
    return False
