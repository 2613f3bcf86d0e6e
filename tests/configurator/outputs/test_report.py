"""The report: every part is there, in both languages, nothing of a user is read as markup."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import Any

import pytest

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.report import report_pdf
from configurator.outputs.report.content import content
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


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
    assert 6 <= pages(pdf) <= 12


def test_every_figure_on_the_cover_is_that_of_the_summary(bundle: ResultBundle) -> None:
    figures: Any = content(bundle, "nl")["figures"]
    summary = bundle.configuration.summary
    assert figures[0][0] == str(summary.dwellings)
    assert figures[1][0] == f"{summary.usable_area_m2:.0f}"
    assert summary.worst_r_n_p50 is not None
    assert figures[2][0] == f"{100.0 * summary.worst_r_n_p50:.0f} %"


def test_the_worked_line_ends_where_the_load_table_starts(bundle: ResultBundle) -> None:
    parts: Any = content(bundle, "nl")
    worst = max(float(row[4].replace(" %", "").replace(",", ".")) for row in parts["loads"])
    assert float(parts["worked"][0]["value"]) == pytest.approx(worst / 100.0, abs=0.0006)
    assert all(step["symbol"] for step in parts["worked"])


def test_the_scan_never_says_yes(bundle: ResultBundle) -> None:
    scan: Any = content(bundle, "nl")["scan"]
    assert [theme["title"] for theme in scan] == ["Ruimtelijk", "Constructief", "Technisch", "Juridisch", "Financieel", "Draagvlak"]
    assert {theme["light"] for theme in scan if theme["title"] in ("Financieel", "Draagvlak")} == {"unknown"}
    assert all(theme["question"] for theme in scan)


def test_what_a_user_wrote_is_never_markup(bundle: ResultBundle) -> None:
    name = '#pagebreak() *x* ] $ \\ "'
    nasty = ResultBundle("p", replace(bundle.host, name=name), bundle.concept, bundle.layout, bundle.configuration)
    assert content(nasty, "nl")["building"] == name
    assert pages(report_pdf(nasty)) == pages(report_pdf(bundle))


def test_letters_that_the_font_lacks_become_question_marks(bundle: ResultBundle) -> None:
    nasty = ResultBundle("p", replace(bundle.host, name="Huis \U0001f3e0 \u4e2d"), bundle.concept, bundle.layout, bundle.configuration)
    assert pages(report_pdf(nasty)) == pages(report_pdf(bundle))


def test_a_result_without_modules_has_a_report_too() -> None:
    assert pages(report_pdf(sample_bundle(storeys=0))) >= 4


def test_the_same_result_gives_the_same_bytes(bundle: ResultBundle) -> None:
    assert report_pdf(bundle) == report_pdf(bundle)
