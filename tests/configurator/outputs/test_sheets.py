"""The sheet of inputs and the verification sheet: every input with its state, every norm value with room for who checks it."""

from __future__ import annotations

import csv
import io

import pytest

from configurator.loads.norm_register import norm_register
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.sheets import input_sheet, norm_sheet, sheet_csv, sheet_markdown
from configurator.results.disclaimer import DISCLAIMERS
from tests.examples import example


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


def test_every_fact_of_the_host_stands_on_the_sheet_of_inputs(bundle: ResultBundle) -> None:
    sheet = input_sheet(bundle, "en")
    by_pointer = {row[-1]: row for row in sheet.rows}
    assert set(bundle.host.facts) <= by_pointer.keys()
    assert by_pointer["/structure/floor_kn_per_m2"][3] == "assumed"
    assert by_pointer["/structure/floor_kn_per_m2"][6] == "structural drawings and calculation"
    assert by_pointer["/storeys_existing"][3] == "known"
    assert by_pointer["/heritage"][3] == "unknown"
    assert "terrain" in by_pointer["/loads/stability/wind_area"][6]
    assert {row[3] for row in sheet.rows} == {"known", "assumed", "unknown"}


def test_every_norm_value_that_was_used_has_clause_edition_status_and_room_for_a_name(bundle: ResultBundle) -> None:
    sheet = norm_sheet(bundle)
    assert tuple(row[0] for row in sheet.rows) == bundle.configuration.loads.norm_rows
    assert {"NEN8700/verbouw/CC2", "wind/area/III", "snow/s_k", "ties/f_t_base"} <= {row[0] for row in sheet.rows}
    for row in sheet.rows:
        assert row[1:4] != ("", "", "")
        assert row[6:] == ("", "", "")
        assert row[4] == {"verified": "gecontroleerd", "unverified": "niet gecontroleerd"}[norm_register()[row[0]].status]


def test_sheets_are_tables_with_the_disclaimer(bundle: ResultBundle) -> None:
    for sheet in (input_sheet(bundle), norm_sheet(bundle)):
        rows = list(csv.DictReader(io.StringIO(sheet_csv(sheet).decode("utf-8"), newline="")))
        assert len(rows) == len(sheet.rows)
        assert {row["disclaimer"] for row in rows} == {DISCLAIMERS.nl}
        text = sheet_markdown(bundle, sheet).decode("utf-8")
        assert text.startswith(f"# {sheet.title}")
        assert DISCLAIMERS.nl in text
        assert text.count("\n| ") == len(sheet.rows) + 1
