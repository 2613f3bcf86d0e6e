"""The workbook, read back: the same numbers as the configuration, as numbers."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import openpyxl
import pytest
from openpyxl import Workbook

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.workbook import xlsx_bytes
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_homes_and_loads_are_those_of_the_configuration(bundle: ResultBundle) -> None:
    book = opened(xlsx_bytes(bundle))
    homes = [row for row in book["Woningen"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert [row[0] for row in homes] == [d.id for d in bundle.configuration.dwellings]
    assert sum(float(str(row[4])) for row in homes) == pytest.approx(bundle.configuration.summary.usable_area_m2)
    rows = [row for row in book["Belastingen"].iter_rows(min_row=2, values_only=True) if row[1]]
    assert [row[9] for row in rows] == [line.n_new_kn_per_m for line in bundle.configuration.loads.lines]


def test_every_sheet_has_a_heading_a_filter_and_loads_have_the_disclaimer(bundle: ResultBundle) -> None:
    book = opened(xlsx_bytes(bundle, "en"))
    assert book.sheetnames == ["Summary", "Homes", "Modules", "Loads", "Rules", "Findings", "Inputs"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    for name in ("Summary", "Loads"):
        last = [cell for row in book[name].iter_rows(values_only=True) for cell in row if isinstance(cell, str)][-1]
        assert last.startswith("Indicative load estimate")


def test_a_name_that_looks_like_a_formula_stays_a_text(bundle: ResultBundle) -> None:
    nasty = ResultBundle("p", replace(bundle.host, name="=HYPERLINK(1)"), bundle.concept, bundle.layout, bundle.configuration)
    cells = [c for sheet in opened(xlsx_bytes(nasty)) for row in sheet.iter_rows() for c in row]
    assert any("HYPERLINK" in str(c.value) for c in cells)
    assert not any(c.data_type == "f" for c in cells)


def test_the_same_result_gives_the_same_bytes_at_another_time(bundle: ResultBundle) -> None:
    first = xlsx_bytes(bundle)
    time.sleep(2.1)  # a zip archive stamps even seconds
    assert xlsx_bytes(bundle) == first


def test_a_result_without_modules_is_a_workbook_too() -> None:
    book = opened(xlsx_bytes(sample_bundle(storeys=0)))
    assert book["Woningen"].max_row == 1
