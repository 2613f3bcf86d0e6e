"""Which rows of the norm tables an estimate rests on."""

from __future__ import annotations

from typing import Literal

from configurator.layout.placement import Layout
from configurator.loads.basis import DESIGN_YEARS, LoadBasis
from configurator.loads.norm_tables import (
    NormRow,
    Use,
    class_rows,
    constant_row,
    curve,
    formula,
    imposed_load,
    psi_factors,
)
from configurator.loads.stability import BlockWind
from configurator.loads.wind_tables import place_row, terrain_row, wind_area_row

_ACCESS_USES: tuple[tuple[Literal["gallery", "core"], Use], ...] = (("gallery", "A_gallery"), ("core", "A_stair"))
_WIND_CURVES = ("wind/c_pe_D", "wind/c_pe_E", "wind/correlation")
_PERIOD_VALUES = ("reference/period_basis", "wind/k_prob", "wind/n_prob")
_ROOF_VALUES = ("wind/c_pe_F", "wind/c_pe_G", "wind/c_pe_H", "wind/c_pe_I_up")
_WIND_VALUES = ("wind/rho_air", *_ROOF_VALUES, "wind/c_pi_over", "equ/gamma_g_stabilising", "equ/gamma_q", "wind/c_s_c_d")
_SNOW_VALUES = ("snow/s_k", "snow/gamma", "snow/mu_w_low", "snow/mu_w_high", "snow/l_s_low", "snow/l_s_high")
_TIE_VALUES = ("ties/f_t_base", "ties/f_t_per_storey", "ties/f_t_highest", "ties/vertical_lowest", "ties/vertical_pressure")


def used_rows(layout: Layout, basis: LoadBasis, wind: BlockWind | None) -> tuple[NormRow, ...]:
    """Return the norm rows that the figures and findings of an estimate use, gravity first."""
    kinds = {access.kind for access in layout.access}
    rows: list[NormRow] = [
        basis.factors,
        psi_factors("A"),
        formula("EN1991-1-1/alpha_n"),
        imposed_load("A_floor"),
    ]
    if basis.code_equivalence and basis.new_build not in rows:
        rows.append(basis.new_build)
    if basis.years != DESIGN_YEARS:
        rows.append(formula("EN1990/reference_period"))
        rows.extend(constant_row(name) for name in _PERIOD_VALUES if wind is not None or not name.startswith("wind/"))
    rows.extend(imposed_load(use) for kind, use in _ACCESS_USES if kind in kinds)
    if wind is not None:
        rows.extend((wind_area_row(wind.site.area), terrain_row(wind.site.terrain), place_row()))
        rows.extend(formula(f"EN1991-1-4/{name}") for name in ("q_p", "overall_force"))
        rows.append(formula("EN1990/wind_leading"))
        rows.extend(curve(name) for name in _WIND_CURVES)
    if not layout.modules:
        return tuple(rows)
    rows.extend(class_rows()[:2])
    rows.extend(constant_row(name) for name in _TIE_VALUES)
    if wind is not None:
        rows.append(formula("EN1991-1-3/drift"))
        rows.extend(constant_row(name) for name in (*_WIND_VALUES, *_SNOW_VALUES))
        rows.append(curve("fire/minutes"))
    return tuple(rows)
