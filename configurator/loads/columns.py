"""The rows of the published loads, column by column: thousands of rows are rounded and written out without a model for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue
from pydantic_core import to_json

from catalogue.documents.canonical import LEAST_PLAIN, MOST_EXACT, canonical_bytes, decimals_of
from configurator.host.building import FloatArray
from configurator.loads.bands import BANDS, IntArray
from configurator.loads.combine import NOMINAL
from configurator.loads.estimate import LoadEstimate
from configurator.loads.path import ACCESS_INPUT, CONNECTOR_INPUT, CONTINUITY_INPUT, EXTRAS_INPUT, MODULE_INPUTS, REMOVAL_INPUT

Column = FloatArray | Sequence[JsonValue] | Mapping[str, FloatArray]
"""Numbers, shape (r,) or (r, k) for points (NaN is no figure); other values; or the columns of a part."""
Columns = Mapping[str, Column]
Writer = Callable[[FloatArray, str], list[float | None]]
"""How a column of numbers with a field's name is written: `rounded_column` or `plain_column`."""
_NEAR_HALF = 1e-6
"""Scaled numbers this near to a half are rounded one by one, as Python does it: by their exact decimal value."""
_MOST_SCALED = 2.0**33
"""Up to here scaling a number errs less than `_NEAR_HALF`."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a published list: rounded, whole numbers as such, members in order of their names."""

    values: list[JsonValue]
    encoded: bytes
    """Their canonical JSON."""


def rounded_column(values: FloatArray, name: str) -> list[float | None]:
    """Round every number by the unit in a field's name, exactly as `canonical.rounded` does; NaN becomes None.

    Whole numbers come as integers, as they stand in canonical JSON (-0.0 is 0).
    """
    if np.isnan(values).all():
        return [None] * len(values)
    decimals = decimals_of(name)
    scaled = values * 10.0**decimals
    nearest = np.rint(scaled)
    sure = (np.abs(np.abs(scaled - nearest) - 0.5) >= _NEAR_HALF) & (np.abs(scaled) < _MOST_SCALED)
    found = nearest / 10.0**decimals
    for i in np.flatnonzero(~sure & np.isfinite(values)).tolist():
        found[i] = round(float(values[i]), decimals)
    whole = (found == np.rint(found)) & (np.abs(found) < MOST_EXACT)
    if whole.all():
        return list[float | None](found.astype(np.int64).tolist())
    written: list[float | None] = found.tolist()
    for i in np.flatnonzero(whole | np.isnan(found)).tolist():
        written[i] = int(found[i]) if whole[i] else None
    return written


def plain_column(values: FloatArray, name: str) -> list[float | None]:
    """Return the numbers of a column of any name as they are; NaN becomes None."""
    del name
    return [None if math.isnan(value) else value for value in values.tolist()]


def written(columns: Columns, number: Writer) -> list[JsonValue]:
    """Return the rows as plain values, members in order of their names, numbers written by `number`."""
    names = sorted(columns)
    lists = [_written(columns[name], name, number) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def _written(column: Column, name: str, number: Writer) -> Sequence[JsonValue]:
    if isinstance(column, Mapping):
        return written(column, number)
    if not isinstance(column, np.ndarray):
        return column
    if column.ndim == 1:
        return list[JsonValue](number(column, name))
    return [list[JsonValue](point) for point in zip(*(number(part, name) for part in column.T), strict=True)]


def rounded_rows(columns: Columns) -> Rows:
    """Round the columns and write them as rows."""
    values = written(columns, rounded_column)
    careful = any(_needs_care(column, name) for name, column in columns.items())
    return Rows(values, canonical_bytes(values) if careful else to_json(values))


def _needs_care(column: Column, name: str) -> bool:
    """Return whether a column has numbers that the fast encoder does not write in canonical form."""
    if isinstance(column, Mapping):
        return any(_needs_care(part, own) for own, part in column.items())
    if not isinstance(column, np.ndarray):
        return False
    size, step = np.abs(column), 10.0 ** -decimals_of(name)
    return bool(np.any((size < LEAST_PLAIN) & (size > 0.4 * step) & (step < LEAST_PLAIN) | (size > _MOST_SCALED)))


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
    }


def _part_columns(estimate: LoadEstimate) -> Mapping[str, FloatArray]:
    added = estimate.rows.added_inputs_kn_per_m[:, :, NOMINAL]
    return {
        "modules": added[:, MODULE_INPUTS].sum(axis=1),
        "connector": added[:, CONNECTOR_INPUT],
        "access": added[:, ACCESS_INPUT],
        "roof_extras": added[:, EXTRAS_INPUT],
        "removed": added[:, REMOVAL_INPUT],
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
