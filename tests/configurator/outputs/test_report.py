"""The report: every part is there, in both languages, nothing of a user is read as markup."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from shapely.geometry import Polygon

from api.outputs import bundle_of
from catalogue.documents.configuration import ConceptCost, PartialCarbon
from catalogue.documents.finding import finding_text
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.report import report_pdf
from configurator.outputs.report.content import LOAD_LINE_MM, Room, content
from configurator.outputs.report.fitting import first_that_fit, row_height_mm
from configurator.outputs.sheets import input_sheet
from tests.acceptance.wings import STRAIGHT, building, computed, level
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


ROOM = Room(loads_mm=110.0, findings_mm=400.0)


@cache
def two_wings(storeys: int) -> ResultBundle:
    """Two roof levels at a right angle to each other, their storeys unlike."""
    outline = Polygon([(40.0, 0.0), (50.5, 0.0), (50.5, 30.0), (40.0, 30.0)])
    described = building(list(STRAIGHT), level("2", outline, height_above_ground_m=16.8))
    made = computed(described, storeys_added=storeys)
    assert made.configuration.findings
    return bundle_of(made)


def pages(pdf: bytes) -> int:
    """Count page objects, also those in compressed object streams."""
    streams = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b", s)) for s in streams)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_report_is_tagged_has_a_language_and_a_few_pages(lang: Any, bundle: ResultBundle) -> None:
    pdf = report_pdf(bundle, lang)
    assert pdf.startswith(b"%PDF-1.7")
    assert f"/Lang ({lang})".encode() in pdf or f"/Lang({lang})".encode() in pdf
    assert b"/MarkInfo" in pdf
    assert 6 <= pages(pdf) <= 10


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("storeys", [1, 2, 3])
def test_a_building_of_several_wings_has_a_report_of_ten_pages_too(storeys: int, lang: Any) -> None:
    bundle = two_wings(storeys)
    assert len(bundle.wings) == 2
    assert 6 <= pages(report_pdf(bundle, lang)) <= 10
    table: Any = content(bundle, lang, ROOM)
    assert len(table["loads"]["rows"]) <= 2 * int(ROOM.loads_mm / LOAD_LINE_MM)
    said = {finding_text(f, lang) for f in bundle.configuration.findings}
    shown = [row["text"] for row in table["findings"]["rows"]]
    assert all(any(text.startswith(one) for one in said) for text in shown)
    assert len({row["code"] for row in table["findings"]["rows"]}) == len(shown), "of one code the first, with how many there are more"


def test_inputs_carry_names_not_places_in_a_file(bundle: ResultBundle) -> None:
    for lang in ("nl", "en"):
        inputs: Any = content(bundle, lang, ROOM)["inputs"]
        assert len(inputs["rows"]) > 20
        assert not [row for row in inputs["rows"] if row[0].startswith("/") or "{" in row[1] or "_" in row[1]]


def test_a_further_level_is_repeated_only_where_it_differs() -> None:
    bundle = two_wings(1)
    rows = content(bundle, "en", ROOM)["inputs"]["rows"]  # type: ignore[index]
    every = {row[0]: row[1:-1] for row in input_sheet(bundle, "en").rows}
    levels = [row[0] for row in rows if row[0].startswith("roof level 2")]
    assert levels
    assert all(every[name] != every[name.removeprefix("roof level 2: ")] for name in levels if name.removeprefix("roof level 2: ") in every)


def test_a_long_table_is_cut_where_its_page_ends_and_says_so() -> None:
    rows = [(f"row {n}", row_height_mm([("x" * 40, 50.0)])) for n in range(100)]
    shown, left = first_that_fit(rows, 100.0)
    assert len(shown) + left == 100
    assert sum(height for _, height in rows[: len(shown)]) <= 100.0 < sum(height for _, height in rows[: len(shown) + 1])
    assert row_height_mm([("x" * 400, 50.0)]) > row_height_mm([("x" * 40, 50.0)])


def test_material_cost_and_carbon_stand_there_as_far_as_they_are_known(bundle: ResultBundle) -> None:
    cost = ConceptCost(
        low_eur_cents=120_000_000, nominal_eur_cents=123_456_789, high_eur_cents=130_400_000, covers=("module",), excludes=("lift", "vat")
    )
    stored = PartialCarbon(low_kg_co2=128_400.0, nominal_kg_co2=130_000.0, high_kg_co2=141_600.0, basis="layers", known_fraction=1.0)
    impact = bundle.configuration.impact.model_copy(update={"concept_cost": cost, "stored_carbon": stored, "embodied_carbon": None})
    known = ResultBundle("example", bundle.host, bundle.concept, bundle.layout, bundle.configuration.model_copy(update={"impact": impact}))
    rows: Any = content(known, "nl", ROOM)["impact"]
    assert ["Conceptprijs, geen totaal", "1,20–1,30 mln euro"] in rows
    assert ["Niet in die prijs", "lift, btw"] in rows
    assert ["CO₂ opgeslagen in hout en vezels", "128–142 t CO₂-eq (alleen de lagen van de modules)"] in rows
    assert not [row for row in rows if "uitstoot" in row[0]]


def test_every_figure_on_the_cover_is_that_of_the_summary(bundle: ResultBundle) -> None:
    figures: Any = content(bundle, "nl", ROOM)["figures"]
    summary = bundle.configuration.summary
    assert figures[0][0] == str(summary.dwellings)
    assert figures[1][0] == f"{summary.usable_area_m2:.0f}"
    assert summary.worst_r_n_p50 is not None
    assert figures[2][0] == f"{100.0 * summary.worst_r_n_p50:.0f} %"


def test_the_worked_line_ends_where_the_load_table_starts(bundle: ResultBundle) -> None:
    parts: Any = content(bundle, "nl", ROOM)
    worst = max(float(row[4].replace(" %", "").replace(",", ".")) for row in parts["loads"]["rows"])
    assert float(parts["worked"][0]["value"].replace(",", ".")) == pytest.approx(worst / 100.0, abs=0.0006)
    assert all(step["symbol"] for step in parts["worked"])


def test_the_scan_never_says_yes(bundle: ResultBundle) -> None:
    scan: Any = content(bundle, "nl", ROOM)["scan"]
    assert [theme["title"] for theme in scan] == ["Ruimtelijk", "Constructief", "Technisch", "Juridisch", "Financieel", "Draagvlak"]
    assert {theme["light"] for theme in scan if theme["title"] in ("Financieel", "Draagvlak")} == {"unknown"}
    assert all(theme["question"] for theme in scan)


def test_what_a_user_wrote_is_never_markup(bundle: ResultBundle) -> None:
    name = '#pagebreak() *x* ] $ \\ "'
    nasty = ResultBundle("p", replace(bundle.host, name=name), bundle.concept, bundle.layout, bundle.configuration)
    assert content(nasty, "nl", ROOM)["building"] == name
    assert pages(report_pdf(nasty)) == pages(report_pdf(bundle))


def test_letters_that_the_font_lacks_become_question_marks(bundle: ResultBundle) -> None:
    nasty = ResultBundle("p", replace(bundle.host, name="Huis \U0001f3e0 \u4e2d"), bundle.concept, bundle.layout, bundle.configuration)
    assert pages(report_pdf(nasty)) == pages(report_pdf(bundle))


def test_a_result_without_modules_has_a_report_too() -> None:
    assert pages(report_pdf(sample_bundle(storeys=0))) >= 4


def test_the_same_result_gives_the_same_bytes(bundle: ResultBundle) -> None:
    assert report_pdf(bundle) == report_pdf(bundle)
