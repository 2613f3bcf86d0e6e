"""The support plan and the take-down diagram: complete, to scale, with the disclaimer, and no text in another text."""

from __future__ import annotations

import itertools
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import Canvas
from configurator.outputs.drawing.support import draw_supports
from configurator.outputs.drawing.takedown import draw_takedown, parts_of, rows_of, worst_line
from configurator.outputs.svg import supports_svg, takedown_svg
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


def apart(canvas: Canvas) -> None:
    for a, b in itertools.combinations(canvas.boxes, 2):
        assert not a.overlaps(b), (a, b)
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= canvas.width_mm and b.y1 <= canvas.height_mm for b in canvas.boxes)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_text_runs_into_another(lang: Any, bundle: ResultBundle) -> None:
    for one in (bundle, sample_bundle(storeys=0)):
        apart(draw_supports(one, lang))
        apart(draw_takedown(one, lang))


@pytest.mark.parametrize(("lang", "words"), [("nl", "Indicatieve belastingraming"), ("en", "Indicative load estimate")])
def test_the_disclaimer_stands_on_both_sheets(lang: Any, words: str, bundle: ResultBundle) -> None:
    for content in (supports_svg(bundle, lang), takedown_svg(bundle, lang)):
        found = [t.text or "" for t in ET.fromstring(content).iter(f"{SVG}text")]
        assert any(text.startswith(words) for text in found)


def test_every_level_of_the_worst_line_is_a_row_whose_parts_add_up(bundle: ResultBundle) -> None:
    line = worst_line(bundle)
    assert line is not None
    rows = rows_of(bundle, line)
    assert [row.level for row in rows] == ["s04", "s03", "s02", "s01", "s00", "foundation"]
    for row in rows:
        assert sum(parts_of(row).values()) == pytest.approx(row.n_new_kn_per_m, abs=1e-3)
    groups = {g.get("data-id") for g in ET.fromstring(takedown_svg(bundle)).iter(f"{SVG}g")}
    assert {f"{line}/{row.level}" for row in rows} <= groups


def test_the_support_plan_has_every_module_of_the_lowest_new_storey(bundle: ResultBundle) -> None:
    groups = {g.get("data-id") for g in ET.fromstring(supports_svg(bundle)).iter(f"{SVG}g")}
    lowest = min(module.storey for module in bundle.layout.modules)
    assert {m.id for m in bundle.layout.modules if m.storey == lowest} <= groups


def test_the_same_result_gives_the_same_bytes(bundle: ResultBundle) -> None:
    assert supports_svg(bundle) == supports_svg(bundle)
    assert takedown_svg(bundle) == takedown_svg(bundle)
