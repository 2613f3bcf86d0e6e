"""All rows of all norm tables in one list, for the sheet on which a named engineer checks them."""

from __future__ import annotations

from functools import cache

from configurator.loads.norm_tables import (
    ClassRow,
    CurveRow,
    FactorRow,
    FormulaRow,
    ImposedRow,
    NormRow,
    PsiRow,
    ValueRow,
    class_rows,
    curve_rows,
    factor_rows,
    formula_rows,
    imposed_rows,
    psi_rows,
    value_rows,
)
from configurator.loads.wind_tables import TerrainRow, WindAreaRow, place_row, terrain_rows, wind_area_rows


@cache
def norm_register() -> dict[str, NormRow]:
    """Return every norm row by id, in the order of the tables. Raises ValueError when an id is used twice."""
    rows: tuple[NormRow, ...] = (
        *factor_rows(),
        *psi_rows(),
        *imposed_rows(),
        *curve_rows(),
        *formula_rows(),
        *value_rows(),
        *class_rows(),
        *wind_area_rows(),
        *terrain_rows(),
        place_row(),
    )
    register = {row.id: row for row in rows}
    if len(register) != len(rows):
        raise ValueError("a norm row id is used twice")
    return register


def row_numbers(row: NormRow) -> dict[str, float]:
    """Return the numbers of a row by name, for who compares them with the norm; empty for a formula or a list."""
    match row:
        case CurveRow():
            return {f"{x:g} {row.x_unit}": y for x, y in zip(row.x, row.y, strict=True)}
        case ClassRow():
            return {} if row.max_storeys is None else {"max_storeys": float(row.max_storeys)}
        case _:
            own = row.model_dump(exclude=set(NormRow.model_fields) | {"consequence_class"})
            return {name: float(value) for name, value in own.items() if isinstance(value, int | float)}


def row_value(row: NormRow) -> str:
    """Return what a row says, as text: its symbols with numbers and units."""
    match row:
        case FactorRow():
            text = (
                f"gamma_G 6.10a {row.gamma_g_610a}; gamma_G 6.10b {row.gamma_g_610b}; gamma_G,inf {row.gamma_g_favourable}; "
                f"gamma_Q {row.gamma_q}; gamma_Q,wind {row.gamma_q_wind}"
            )
        case PsiRow():
            text = f"psi0 {row.psi0}; psi1 {row.psi1}; psi2 {row.psi2}"
        case ImposedRow():
            text = f"q_k {row.q_kn_per_m2} kN/m2; Q_k {row.concentrated_kn} kN"
        case CurveRow():
            text = "; ".join(f"{x:g} {row.x_unit}: {y:g} {row.y_unit}" for x, y in zip(row.x, row.y, strict=True))
        case FormulaRow():
            text = row.formula
        case ValueRow():
            text = f"{row.value:g} {row.unit}"
        case _:
            text = _place_value(row)
    return text


def _place_value(row: NormRow) -> str:
    match row:
        case ClassRow():
            return f"{row.building_class} up to {row.max_storeys} storeys" if row.max_storeys else f"{row.building_class} above"
        case WindAreaRow():
            return f"v_b,0 {row.v_b0_m_per_s} m/s"
        case TerrainRow():
            return f"z0 {row.z0_m} m; z_min {row.z_min_m} m"
        case _:
            raise TypeError(f"norm row {row.id} is of a kind that has no text")
