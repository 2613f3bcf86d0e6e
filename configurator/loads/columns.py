"""Thousands of rows rounded and written column by column: a model for each, number by number, would cost more than the estimate.

The rules are those of `canonical.py`: each float is rounded once, by the unit in its field's name, and members stand in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue
from pydantic_core import to_json

from catalogue.documents.canonical import LEAST_PLAIN, MOST_EXACT, canonical_bytes, decimals_of, plain
from catalogue.documents.document import Document, twin
from configurator.host.building import FloatArray

Column = FloatArray | Sequence[JsonValue] | Mapping[str, FloatArray]
"""Numbers, shape (r,) or (r, k) for points (NaN is no figure); other values; or the columns of a part."""
Columns = Mapping[str, Column]
BoolArray = npt.NDArray[np.bool_]
Place = tuple[str, ...]
"""Name of a column of numbers, or names of a part and of its column."""
Cells = Sequence[JsonValue]
"""A column as it stands in JSON."""
_NEAR_HALF = 1e-6
"""Scaled numbers this near to a half are rounded one by one, as Python does it: by their exact decimal value."""
_MOST_SCALED = 2.0**33
"""Up to here scaling a number errs less than `_NEAR_HALF`."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a published list, rounded."""

    values: Sequence[JsonValue]
    """Plain values, as they stand in canonical JSON."""
    texts: Sequence[bytes]
    """Canonical JSON of each row."""

    @property
    def encoded(self) -> bytes:
        """Their canonical JSON as a list."""
        return b"[" + b",".join(self.texts) + b"]"

    def documents(self) -> Sequence[Any]:
        """Return what a document is read from."""
        return self.values


@dataclass(frozen=True, slots=True)
class NamedRows:
    """Rows of which many differ in nothing but a name: each kind is written once."""

    kinds: Rows
    """Without a name."""
    own: str
    """The field of the name."""
    rows: Sequence[tuple[int, str]]
    """Kind and name of each row."""
    model: type[Document]

    @property
    def encoded(self) -> bytes:
        """Their canonical JSON as a list."""
        mark = to_json({self.own: ""})[1:-1]
        halves = [text.split(mark) for text in self.kinds.texts]
        named = {name: mark[:-2] + to_json(name) for name in {name for _, name in self.rows}}
        texts = (halves[kind][0] + named[name] + halves[kind][1] for kind, name in self.rows)
        return b"[" + b",".join(texts) + b"]"

    def documents(self) -> Sequence[Any]:
        """Return the rows as documents; each kind is validated once."""
        blank = [self.model.model_validate(row) for row in self.kinds.values]
        return [twin(blank[kind], {self.own: name}) for kind, name in self.rows]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """All numbers of some rows, rounded, beside one another: shape (r, c)."""

    at: Mapping[Place, tuple[int, ...]]
    """Columns of the matrix: one for plain numbers, k for points."""
    values: FloatArray

    def cells(self) -> dict[Place, Cells]:
        """Return each column as it stands in canonical JSON: NaN as null, whole numbers as integers."""
        found = self.values.T
        whole = (found == np.rint(found)) & (np.abs(found) < MOST_EXACT)
        mixed = found.astype(object)
        mixed[whole] = found[whole].astype(np.int64)
        mixed[np.isnan(found)] = None
        columns = mixed.tolist()
        return {
            place: columns[own[0]] if len(own) == 1 else [[*point] for point in zip(*(columns[i] for i in own), strict=True)]
            for place, own in self.at.items()
        }

    def careful(self) -> BoolArray:
        """Return which rows have a number that the fast encoder does not write in canonical form."""
        size = np.abs(self.values)
        return np.asarray(((size < LEAST_PLAIN) & (size > 0.0) | (size >= MOST_EXACT)).any(axis=1), dtype=np.bool_)


def _number_columns(columns: Columns) -> Iterator[tuple[Place, FloatArray]]:
    for name, column in columns.items():
        if isinstance(column, Mapping):
            yield from (((name, own), part) for own, part in column.items())
        elif isinstance(column, np.ndarray):
            yield (name,), column


def _rounded(columns: Columns) -> _Numbers:
    """Round the numbers of all columns in one go: many short columns cost more by their number than by their length."""
    at: dict[Place, tuple[int, ...]] = {}
    parts: list[FloatArray] = []
    decimals: list[int] = []
    for place, column in _number_columns(columns):
        width = 1 if column.ndim == 1 else column.shape[1]
        at[place] = tuple(range(len(decimals), len(decimals) + width))
        parts.append(column.reshape(len(column), width))
        decimals.extend([decimals_of(place[-1])] * width)
    count = len(_first(columns))
    return _Numbers(at, rounded_numbers(np.concatenate(parts, axis=1), decimals) if parts else np.empty((count, 0)))


def _first(columns: Columns) -> FloatArray | Cells:
    column = next(iter(columns.values()))
    return next(iter(column.values())) if isinstance(column, Mapping) else column


def rounded_numbers(values: FloatArray, decimals: Sequence[int]) -> FloatArray:
    """Round the numbers of each column (r, c) to its decimals, exactly as Python rounds one; -0.0 becomes 0.0, NaN stays."""
    scale = np.array([10.0**places for places in decimals])
    scaled = values * scale
    nearest = np.rint(scaled)
    sure = (np.abs(np.abs(scaled - nearest) - 0.5) >= _NEAR_HALF) & (np.abs(scaled) < _MOST_SCALED)
    found: FloatArray = nearest / scale + 0.0
    unsure = ~sure & np.isfinite(values)
    for column in np.flatnonzero(unsure.any(axis=0)).tolist():
        at = unsure[:, column]
        each, which = np.unique(values[at, column], return_inverse=True)
        found[at, column] = np.array([round(value, decimals[column]) + 0.0 for value in each.tolist()])[which]
    return found


def rounded_column(values: FloatArray, name: str) -> Cells:
    """Return a column rounded, as it stands in canonical JSON."""
    return _rounded({name: values}).cells()[name,]


def _rows(columns: Columns, cells: Mapping[Place, Cells]) -> list[JsonValue]:
    """Return rows with their members in order of their names."""

    def written(name: str, column: Column) -> Cells:
        if not isinstance(column, Mapping):
            return cells[name,]
        own = sorted(column)
        return [dict(zip(own, row, strict=True)) for row in zip(*(cells[name, part] for part in own), strict=True)]

    names = sorted(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(written(name, columns[name]) for name in names), strict=True)]


def plain_rows(columns: Columns) -> list[JsonValue]:
    """Return the rows as they are, not rounded; NaN becomes null."""
    cells: dict[Place, Cells] = {(name,): own for name, own in columns.items() if not isinstance(own, np.ndarray | Mapping)}
    for place, own in _number_columns(columns):
        mixed = own.astype(object)
        mixed[np.isnan(own)] = None
        cells[place] = mixed.tolist()
    return _rows(columns, cells)


def rounded_rows(columns: Columns) -> Rows:
    """Round the columns and write them as rows."""
    return _as_rows(columns, _rounded(columns))


def _as_rows(columns: Columns, numbers: _Numbers) -> Rows:
    """Write rows; their numbers come rounded."""
    cells, careful = numbers.cells(), numbers.careful()
    for name, column in columns.items():
        if not isinstance(column, np.ndarray | Mapping):
            cells[name,], unsure = _as_written(column)
            careful |= unsure
    values = _rows(columns, cells)
    return Rows(values, [canonical_bytes(row) if care else to_json(row) for row, care in zip(values, careful.tolist(), strict=True)])


def _as_written(column: Cells) -> tuple[Cells, BoolArray]:
    """Return values that are no numbers as they stand in canonical JSON, and in which rows the fast encoder would not do."""
    if {*map(type, column)} <= {str}:
        return column, np.zeros(len(column), dtype=np.bool_)
    found = [plain(value) for value in column]
    unsure = [own is None and value is not None for own, value in zip(found, column, strict=True)]
    return [value if odd else own for value, own, odd in zip(column, found, unsure, strict=True)], np.array(unsure, dtype=np.bool_)


def distinct_rows(columns: Columns, own: str, model: type[Document]) -> NamedRows:
    """Round the columns and write rows that differ in nothing but the text `own` once for all of them."""
    shared = {name: column for name, column in columns.items() if name != own}
    numbers = _rounded(shared)
    first: dict[bytes, int] = {}
    for row, key in enumerate(keys := _keys(shared, numbers.values)):
        first.setdefault(key, row)
    places = [*first.values()]
    taken = {name: _taken(column, places) for name, column in shared.items()}
    once = _as_rows({own: [""] * len(places), **taken}, _Numbers(numbers.at, numbers.values[places]))
    kind = {key: i for i, key in enumerate(first)}
    return NamedRows(once, own, [(kind[key], str(name)) for key, name in zip(keys, columns[own], strict=True)], model)


def _keys(columns: Columns, numbers: FloatArray) -> list[bytes]:
    """Return for every row what is the same for rows that are alike: its numbers, rounded, and which of the other values it has."""
    codes = [_codes(column) for column in columns.values() if not isinstance(column, np.ndarray | Mapping)]
    # Every NaN is one value, though not one pattern of bits.
    rows = np.column_stack([np.where(np.isnan(numbers), np.inf, numbers), *codes])
    return [row.tobytes() for row in rows]


def _codes(column: Cells) -> FloatArray:
    """Return values by the order in which they first occur."""
    known: dict[JsonValue, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in column], dtype=np.float64)


def _taken(column: Column, places: Sequence[int]) -> Column:
    if isinstance(column, Mapping):
        return {name: part[places] for name, part in column.items()}
    return column[places] if isinstance(column, np.ndarray) else [column[i] for i in places]
