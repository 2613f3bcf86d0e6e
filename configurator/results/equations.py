"""The equations of the load rows: symbol, formula, and the formula with its numbers filled in, for one row of a configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.documents.configuration import Configuration, LoadLine, Loads
from configurator.loads.norm_register import norm_register
from configurator.loads.norm_tables import FactorRow, PsiRow, partial_factors
from configurator.loads.uncertainty import NORMAL_P90


@dataclass(frozen=True, slots=True)
class Equation:
    """How one figure of a row follows from others."""

    symbol: str
    formula: str
    numbers: str
    """The formula with places for the values of `values_of`."""
    inputs: tuple[str, ...] = ()
    """Fields of the row that it uses."""


_GRAVITY = "max({gGa:.2f} x {G} + {gQ:.2f} x {psi0:.1f} x {Q}, {gGb:.2f} x {G} + {gQ:.2f} x {Qr})"
_WIND = "{gGb:.2f} x {G} + {gQ:.2f} x {psi0:.1f} x {Q} + {gQw:.2f} x {W} x {y:.3f}"
_BEFORE, _AFTER = ("existing_g_kn_per_m", "existing_q_kn_per_m"), ("existing_g_kn_per_m", "added_g_kn_per_m", "added_q_kn_per_m")
_SPREAD = "triangular inputs, first order: "

EQUATIONS: Mapping[str, Equation] = {
    "existing_g_kn_per_m": Equation("G_ex", "floors (g_floor + g_part) b_t + g_roof b_t + h_wall g_wall", "{existing}"),
    "existing_q_kn_per_m": Equation("Q_ex", "floors q_k b_t (unreduced)", "{Q_ex:.2f}"),
    "added_g_kn_per_m": Equation(
        "dG",
        "modules + connector + access + roof extras + lift shaft + removed",
        "{modules:.2f} + {connector:.2f} + {access:.2f} + {roof_extras:.2f} + {lift:.2f} + {removed:.2f}",
    ),
    "added_q_kn_per_m": Equation("dQ", "sum over new floors of q_k times the floor handed to the line, per m (unreduced)", "{dQ:.2f}"),
    "n_existing_kn_per_m": Equation("N_ex", "G_ex + alpha_n Q_ex", "{G_ex:.2f} + {a_ex:.3f} x {Q_ex:.2f}", _BEFORE),
    "n_new_kn_per_m": Equation(
        "N_new",
        "G_ex + dG + k_Q (Q_ex + dQ); k_Q: two heaviest floors in full, psi0 of the others (alpha_n for equal floors)",
        "{G_ex:.2f} + {dG:.2f} + {a_new:.3f} x {Q_new:.2f}",
        (*_AFTER, "existing_q_kn_per_m"),
    ),
    "r_g": Equation("r_G", "dG / G_ex", "{dG:.2f} / {G_ex:.2f}", ("added_g_kn_per_m", "existing_g_kn_per_m")),
    "r_n": Equation("r_N", "N_new / N_ex - 1", "{N_new:.2f} / {N_ex:.2f} - 1", ("n_new_kn_per_m", "n_existing_kn_per_m")),
    "r_qp": Equation(
        "r_qp",
        "(dG + psi2 dQ) / (G_ex + psi2 Q_ex)",
        "({dG:.2f} + {psi2:.1f} x {dQ:.2f}) / ({G_ex:.2f} + {psi2:.1f} x {Q_ex:.2f})",
        (*_AFTER, "existing_q_kn_per_m"),
    ),
    "ed_existing_kn_per_m": Equation(
        "E_d,ex",
        "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q)",
        _GRAVITY.replace("{G}", "{G_ex:.2f}").replace("{Qr}", "{Qr_ex:.2f}").replace("{Q}", "{Q_ex:.2f}"),
        _BEFORE,
    ),
    "ed_new_kn_per_m": Equation(
        "E_d,new",
        "max(gamma_Ga G + gamma_Q psi0 Q, gamma_Gb G + gamma_Q alpha_n Q)",
        _GRAVITY.replace("{G}", "{G_new:.2f}").replace("{Qr}", "{Qr_new:.2f}").replace("{Q}", "{Q_new:.2f}"),
        (*_AFTER, "existing_q_kn_per_m"),
    ),
    "r_d": Equation("r_d", "E_d,new / E_d,ex - 1", "{E_new:.2f} / {E_ex:.2f} - 1", ("ed_new_kn_per_m", "ed_existing_kn_per_m")),
    "wind_end_existing_kn_per_m": Equation("n_w,ex", "6 M b_t / l^2, M above the level", "6 x {M_ex:.2f} x {b_t:.4f} / {l:.2f}^2"),
    "wind_end_new_kn_per_m": Equation("n_w,new", "6 M b_t / l^2, M above the level", "6 x {M_new:.2f} x {b_t:.4f} / {l:.2f}^2"),
    "ed_wind_existing_kn_per_m": Equation(
        "E_d,w,ex",
        "gamma_Gb G + gamma_Q psi0 Q + gamma_Qw n_w",
        _WIND.replace("{G}", "{G_ex:.2f}").replace("{Q}", "{Q_ex:.2f}").replace("{W}", "{W_ex:.2f}"),
        (*_BEFORE, "wind_end_existing_kn_per_m"),
    ),
    "ed_wind_new_kn_per_m": Equation(
        "E_d,w,new",
        "gamma_Gb G + gamma_Q psi0 Q + gamma_Qw n_w",
        _WIND.replace("{G}", "{G_new:.2f}").replace("{Q}", "{Q_new:.2f}").replace("{W}", "{W_new:.2f}"),
        (*_AFTER, "existing_q_kn_per_m", "wind_end_new_kn_per_m"),
    ),
    "r_wind_end": Equation(
        "r_w", "E_d,w,new / E_d,w,ex - 1", "{Ew_new:.2f} / {Ew_ex:.2f} - 1", ("ed_wind_new_kn_per_m", "ed_wind_existing_kn_per_m")
    ),
    "r_wind_end_p50": Equation(
        "r_w,P50",
        "r_w at the means (low + nominal + high) / 3 of all inputs",
        "{Pw50:.4f}; r_w of nominal inputs {r_w:.4f}",
        ("r_wind_end",),
    ),
    "r_wind_end_p10": Equation("r_w,P10", "P50 - 1.2816 sd", _SPREAD + "{Pw50:.4f} - {z:.4f} x {sdw:.4f}", ("r_wind_end_p50",)),
    "r_wind_end_p90": Equation("r_w,P90", "P50 + 1.2816 sd", _SPREAD + "{Pw50:.4f} + {z:.4f} x {sdw:.4f}", ("r_wind_end_p50",)),
    "code_equivalence": Equation(
        "E_d,new / E_d,ex,50",
        "E_d,new / max(gamma_Ga G + gamma_Q psi0 Q_50, gamma_Gb G + gamma_Q alpha_n Q_50), factors of new build",
        "{E_new:.2f} / max({nGa:.2f} x {G_ex:.2f} + {nQ:.2f} x {psi0:.1f} x {Q_50:.2f}, {nGb:.2f} x {G_ex:.2f} + {nQ:.2f} x {Qr_50:.2f})",
        ("ed_new_kn_per_m", *_BEFORE),
    ),
    "r_n_p50": Equation(
        "r_N,P50", "r_N at the means (low + nominal + high) / 3 of all inputs", "{P50:.4f}; r_N of nominal inputs {r_n:.4f}", ("r_n",)
    ),
    "r_n_p10": Equation("r_N,P10", "P50 - 1.2816 sd", _SPREAD + "{P50:.4f} - {z:.4f} x {sd:.4f}", ("r_n_p50",)),
    "r_n_p90": Equation("r_N,P90", "P50 + 1.2816 sd", _SPREAD + "{P50:.4f} + {z:.4f} x {sd:.4f}", ("r_n_p50",)),
    "grid_continuity_kn_per_m": Equation("dN_grid", "max(continuous beam on rigid lines - lever rule, 0) of G + Q", "{grid:.2f}"),
    "unity_check_existing": Equation(
        "UC_ex", "max(E_d,ex, E_d,w,ex) / R_d given by the user", "{UC_ex:.3f}", ("ed_existing_kn_per_m", "ed_wind_existing_kn_per_m")
    ),
    "unity_check": Equation(
        "UC", "max(E_d,new, E_d,w,new) / R_d given by the user", "{UC:.3f}", ("ed_new_kn_per_m", "ed_wind_new_kn_per_m")
    ),
}
"""By field of a load row."""


def values_of(row: LoadLine, configuration: Configuration) -> dict[str, float]:
    """Return the numbers of one row by the short names that the equations use; an unknown value is 0 and its equation is not shown."""
    q_new = row.existing_q_kn_per_m + row.added_q_kn_per_m
    g_new = row.existing_g_kn_per_m + row.added_g_kn_per_m
    reduced_ex, reduced_new = row.n_existing_kn_per_m - row.existing_g_kn_per_m, row.n_new_kn_per_m - g_new
    found = {
        "G_ex": row.existing_g_kn_per_m, "Q_ex": row.existing_q_kn_per_m, "dG": row.added_g_kn_per_m, "dQ": row.added_q_kn_per_m,
        "G_new": g_new, "Q_new": q_new, "Qr_ex": reduced_ex, "Qr_new": reduced_new,
        "a_ex": reduced_ex / row.existing_q_kn_per_m if row.existing_q_kn_per_m else 0.0, "a_new": reduced_new / q_new if q_new else 0.0,
        "N_ex": row.n_existing_kn_per_m, "N_new": row.n_new_kn_per_m, "E_ex": row.ed_existing_kn_per_m, "E_new": row.ed_new_kn_per_m,
        "W_ex": row.wind_end_existing_kn_per_m or 0.0, "W_new": row.wind_end_new_kn_per_m or 0.0,
        "Ew_ex": row.ed_wind_existing_kn_per_m or 0.0, "Ew_new": row.ed_wind_new_kn_per_m or 0.0,
        "P50": row.r_n_p50, "r_n": row.r_n, "z": NORMAL_P90, "sd": (row.r_n_p90 - row.r_n_p50) / NORMAL_P90,
        "grid": row.grid_continuity_kn_per_m or 0.0, "UC": row.unity_check or 0.0, "UC_ex": row.unity_check_existing or 0.0,
        "Pw50": row.r_wind_end_p50 or 0.0, "r_w": row.r_wind_end or 0.0,
        "sdw": ((row.r_wind_end_p90 or 0.0) - (row.r_wind_end_p50 or 0.0)) / NORMAL_P90,
        "Q_50": row.existing_q_kn_per_m / _imposed_factor(configuration), "Qr_50": reduced_ex / _imposed_factor(configuration),
        **row.added_g_parts.model_dump(),
    }  # fmt: skip
    return found | _factors(configuration.loads) | _wall(row, configuration)


def _wall(row: LoadLine, configuration: Configuration) -> dict[str, float]:
    """Return tributary width, length, moments, and which part of the wind at the wall's ends is there at the stretch's outer edge."""
    host = configuration.host_of(row.id)
    line = next((line for line in host.bearing_lines if line.id == row.id), None)
    if line is None or line.end_m <= line.start_m:
        return {"y": 1.0, "b_t": 0.0, "l": 0.0, "M_ex": 0.0, "M_new": 0.0}
    centre, length = (line.start_m + line.end_m) / 2.0, line.end_m - line.start_m
    tributary = ((line.bay_left_m or 0.0) + (line.bay_right_m or 0.0)) / 2.0
    per_load = length**2 / (6.0 * tributary) if tributary else 0.0
    return {
        "y": max(abs(row.start_m - centre), abs(row.end_m - centre)) / (length / 2.0),
        "b_t": tributary,
        "l": length,
        "M_ex": (row.wind_end_existing_kn_per_m or 0.0) * per_load,
        "M_new": (row.wind_end_new_kn_per_m or 0.0) * per_load,
    }


def existing_text(row: LoadLine, configuration: Configuration) -> str:
    """Return the existing permanent load of a row with its numbers, or the figure alone where one of them is not in the document."""
    host = configuration.host_of(row.id)
    line = next((line for line in host.bearing_lines if line.id == row.id), None)
    weights = [_weight(configuration, f"structure/{name}_kn_per_m2") for name in ("floor", "partitions", "roof", "wall")]
    storeys = host.storeys
    on_walls = _weight(configuration, "ground_floor_on_walls")
    if (
        line is None
        or any(weight is None for weight in weights)
        or on_walls is None
        or row.level not in ("foundation", *(s.id for s in storeys))
    ):
        return f"{row.existing_g_kn_per_m:.2f}"
    floor, partitions, roof, wall = (float(weight or 0.0) for weight in weights)
    tributary = ((line.bay_left_m or 0.0) + (line.bay_right_m or 0.0)) / 2.0
    above = len(storeys) if row.level == "foundation" else len(storeys) - [s.id for s in storeys].index(row.level)
    floors = above - (0 if row.level == "foundation" and on_walls else 1)
    rest = row.existing_g_kn_per_m - floors * (floor + partitions) * tributary - roof * tributary
    height = rest / wall if wall else 0.0
    return f"{floors} x ({floor:.2f} + {partitions:.2f}) x {tributary:.4f} + {roof:.2f} x {tributary:.4f} + {height:.2f} x {wall:.2f}"


def _weight(configuration: Configuration, name: str) -> float | None:
    """Return a number of the building document, or what was assumed for it."""
    assumed = next((item.value for item in configuration.assumptions if item.pointer == f"/{name}"), None)
    if assumed is not None:
        return float(assumed)
    found: object = configuration.request.building
    for part in name.split("/"):
        found = getattr(found, part, None)
    value = getattr(found, "value", None)
    return None if value is None else float(value)


def _imposed_factor(configuration: Configuration) -> float:
    """Return the imposed load of the reference period over that of 50 years; results from before it could be chosen have 50."""
    basis = configuration.loads.basis
    return 1.0 if basis is None else basis.imposed_factor


def _factors(loads: Loads) -> dict[str, float]:
    rows = [norm_register()[name] for name in loads.norm_rows if name in norm_register()]
    factors = next((item for item in rows if isinstance(item, FactorRow)), None)
    psi = next((item for item in rows if isinstance(item, PsiRow)), None)
    if factors is None or psi is None:
        return dict.fromkeys(("gGa", "gGb", "gQ", "gQw", "psi0", "psi2", "nGa", "nGb", "nQ"), 0.0)
    new = partial_factors("new", factors.consequence_class)
    news = {"nGa": new.gamma_g_610a, "nGb": new.gamma_g_610b, "nQ": new.gamma_q}
    gammas = {"gGa": factors.gamma_g_610a, "gGb": factors.gamma_g_610b, "gQ": factors.gamma_q, "gQw": factors.gamma_q_wind}
    return {**gammas, **news, "psi0": psi.psi0, "psi2": psi.psi2}
