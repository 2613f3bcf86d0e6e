"""Thousands of rows rounded and written column by column: a model for each, number by number, would cost more than the estimate.

The rules are those of `canonical.py`: each float is rounded once, by the unit in its field's name, and members stand in order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, JsonValue
from pydantic_core import to_json

from catalogue.documents.canonical import LEAST_PLAIN, MOST_EXACT, canonical_bytes, decimals_of, plain
from configurator.host.building import FloatArray

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
    """Rows of a published list, rounded."""

    values: Sequence[Any]
    """As models, or as plain values for one."""
    encoded: bytes
    """Their canonical JSON."""
    careful: bool = False
    """Whether the fast encoder would write a number otherwise."""

    def texts(self) -> list[bytes]:
        """Return the canonical JSON of each row."""
        return [canonical_bytes(row) if self.careful else to_json(row) for row in self.values]


def rounded_numbers(values: FloatArray, name: str) -> FloatArray:
    """Round every number by the unit in a field's name, exactly as `canonical.rounded` does; NaN stays."""
    decimals = decimals_of(name)
    scaled = values * 10.0**decimals
    nearest = np.rint(scaled)
    sure = (np.abs(np.abs(scaled - nearest) - 0.5) >= _NEAR_HALF) & (np.abs(scaled) < _MOST_SCALED)
    found: FloatArray = nearest / 10.0**decimals + 0.0
    for i in np.flatnonzero(~sure & np.isfinite(values)).tolist():
        found[i] = round(float(values[i]), decimals) + 0.0
    return found


def rounded_column(values: FloatArray, name: str) -> list[float | None]:
    """Return a column rounded: NaN as None, and whole numbers as integers, as they stand in canonical JSON."""
    if np.isnan(values).all():
        return [None] * len(values)
    found = rounded_numbers(values, name)
    whole = (found == np.rint(found)) & (np.abs(found) < MOST_EXACT)
    if whole.all():
        return list[float | None](found.astype(np.int64).tolist())
    listed: list[float | None] = found.tolist()
    for i in np.flatnonzero(whole | np.isnan(found)).tolist():
        listed[i] = int(found[i]) if whole[i] else None
    return listed


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
        return (
            [value if value is None or plain(value) is None else plain(value) for value in column] if number is rounded_column else column
        )
    if column.ndim == 1:
        return list[JsonValue](number(column, name))
    return [list[JsonValue](point) for point in zip(*(number(part, name) for part in column.T), strict=True)]


def rounded_rows(columns: Columns) -> Rows:
    """Round the columns and write them as rows."""
    values = written(columns, rounded_column)
    careful = any(_needs_care(column, name) for name, column in columns.items())
    return Rows(values, canonical_bytes(values) if careful else to_json(values), careful)


def _needs_care(column: Column, name: str) -> bool:
    """Return whether a column has numbers that the fast encoder does not write in canonical form."""
    if isinstance(column, Mapping):
        return any(_needs_care(part, own) for own, part in column.items())
    if not isinstance(column, np.ndarray):
        return any(value is not None and plain(value) is None for value in column)
    size, step = np.abs(column), 10.0 ** -decimals_of(name)
    return bool(np.any((size < LEAST_PLAIN) & (size > 0.4 * step) & (step < LEAST_PLAIN) | (size > _MOST_SCALED)))


def distinct_rows(columns: Columns, own: str, model: type[BaseModel]) -> Rows:
    """Round the columns and write rows that differ in nothing but the text `own` once for all of them, as models."""
    shared = {name: column for name, column in columns.items() if name != own}
    keys = [key.tobytes() for key in np.column_stack(list(_codes(shared)))] if columns[own] else []
    place = {key: i for i, key in reversed(list(enumerate(keys)))}
    first = {key: i for i, key in enumerate(place)}
    once = rounded_rows({own: [""] * len(place), **{name: _taken(column, list(place.values())) for name, column in shared.items()}})
    blank = [model.model_validate(row) for row in once.values]
    mark = b'"%b":""' % own.encode()
    halves = [text.split(mark) for text in once.texts()]
    values, texts = [], []
    for key, name in zip(keys, columns[own], strict=True):
        i = first[key]
        values.append(blank[i].model_copy(update={own: name}))
        texts.append(halves[i][0] + mark[:-2] + to_json(name) + halves[i][1])
    return Rows(values, b"[" + b",".join(texts) + b"]")


def _codes(columns: Columns) -> Iterator[FloatArray]:
    """Give the columns as rounded numbers; other values by the order in which they first occur."""
    for name, column in columns.items():
        if isinstance(column, Mapping):
            yield from _codes(column)
        elif isinstance(column, np.ndarray):
            yield np.nan_to_num(rounded_numbers(column, name), nan=np.inf)
        else:
            known: dict[JsonValue, int] = {}
            yield np.array([known.setdefault(value, len(known)) for value in column], dtype=np.float64)


def _taken(column: Column, places: Sequence[int]) -> Column:
    if isinstance(column, Mapping):
        return {name: part[places] for name, part in column.items()}
    return column[places] if isinstance(column, np.ndarray) else [column[i] for i in places]
