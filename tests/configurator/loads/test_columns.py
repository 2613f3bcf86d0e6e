"""Rows written by column are those that model by model, number by number, would give."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from catalogue.documents.canonical import canonical_bytes, rounded
from catalogue.documents.configuration import LoadLine, ModuleSupport, Reaction
from configurator.loads.columns import Columns, distinct_rows, plain_rows, rounded_column, rounded_rows
from configurator.loads.document import line_columns, reaction_columns
from tests.configurator.loads import samples
from tests.configurator.loads.test_estimate import estimate

FIELDS = ("start_m", "r_n", "mass_kg", "area_m2", "eccentricity_mm")
numbers = st.one_of(st.floats(-1e12, 1e12), st.floats(-1.0, 1.0), st.integers(-(10**7), 10**7).map(lambda n: n / 2e4))


@given(st.lists(numbers, max_size=20), st.sampled_from(FIELDS))
@example([0.00005, 0.00015, 2.5, -0.0, 1e-7, 123456.78905, 5e11 + 0.05], "start_m")
def test_a_column_is_rounded_as_each_number_alone(values: list[float], name: str) -> None:
    got = rounded_column(np.array(values, dtype=np.float64), name)
    assert got == [rounded(value, name) for value in values]
    assert all(math.copysign(1.0, float(value or 0.0)) == 1.0 or value != 0.0 for value in got)


def test_no_figure_is_null_and_a_whole_number_is_one() -> None:
    got = rounded_column(np.array([math.nan, 3.00001, 2.5]), "start_m")
    assert json.dumps(got) == "[null, 3, 2.5]"


parts = st.one_of(st.floats(-2.0, 2.0), st.sampled_from([0.0, 1e-5, 0.000012, 1e20, 0.25]))
tables = st.lists(st.tuples(st.text(max_size=3), parts, parts, st.sampled_from(["a", "b"])), max_size=12)


def _columns(table: list[tuple[str, float, float, str]]) -> Columns:
    names, first, second, kinds = zip(*table, strict=True) if table else ((), (), (), ())
    share = {"r_n": np.array(second, dtype=np.float64)}
    return {"line": list(names), "r_qp": np.array(first, dtype=np.float64), "z": share, "governing": list(kinds)}


@given(tables)
def test_rows_have_the_bytes_of_the_canonical_form(table: list[tuple[str, float, float, str]]) -> None:
    rows = rounded_rows(_columns(table))
    one_by_one: list[JsonValue] = [
        {"line": n, "r_qp": rounded(a, "r_qp"), "z": {"r_n": rounded(b, "r_n")}, "governing": k} for n, a, b, k in table
    ]
    assert rows.encoded == canonical_bytes(one_by_one)


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from([0.0, 0.5, 1e-5, 0.04, 0.049])), max_size=12))
def test_rows_that_are_alike_are_written_once_and_stand_for_all(table: list[tuple[str, float]]) -> None:
    columns: Columns = {"line": [n for n, _ in table], "eccentricity_mm": np.array([e for _, e in table], dtype=np.float64)}
    got = distinct_rows(columns, "line", ModuleSupport)
    expected = [ModuleSupport(line=name, eccentricity_mm=round(e, 1)) for name, e in table]
    assert got.documents() == expected
    assert got.encoded == canonical_bytes([one.model_dump(mode="json") for one in expected])


@pytest.mark.parametrize(("columns", "model"), [(line_columns, LoadLine), (reaction_columns, Reaction)])
def test_every_field_of_the_published_row_has_its_column(columns: object, model: type[LoadLine] | type[Reaction]) -> None:
    lines = samples.even_lines()
    got = estimate(samples.host(lines), samples.layout(samples.bay_modules(lines)))
    made = columns(got)  # type: ignore[operator]
    assert list(made) == list(model.model_fields)
    assert [model.model_validate(row).model_dump() for row in plain_rows(made)]


@given(st.lists(st.lists(parts, max_size=3), max_size=6))
def test_lists_of_numbers_have_the_bytes_of_the_canonical_form(values: list[list[float]]) -> None:
    column: list[JsonValue] = [list[JsonValue](own) for own in values]
    assert rounded_rows({"usable_by_storey_m2": column}).encoded == canonical_bytes([{"usable_by_storey_m2": own} for own in column])
