"""The cross section: what the plane meets, levels and heights, and no text in another text."""

from __future__ import annotations

import itertools
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from shapely.ops import unary_union

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.cut_across import cut_across, telling_place_mm
from configurator.outputs.drawing.section import draw_section
from configurator.outputs.svg import section_svg
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


def test_cut_areas_added_over_many_planes_make_the_volume(bundle: ResultBundle) -> None:
    """Cavalieri: the areas of evenly spaced cuts times their distance come near the volume of everything."""
    step = 20.0
    low, _, high, _ = bundle.host.roof_outline_mm.bounds
    planes = [low - 500.0 + step * (i + 0.5) for i in range(int((high - low + 1000.0) / step))]
    area_mm2: dict[str, float] = {"module": 0.0, "floor": 0.0}
    for u in planes:
        for piece in cut_across(bundle.model, u):
            if "/m" in piece.owner:
                area_mm2["module"] += piece.polygon.area
            elif piece.owner.startswith("floor/"):
                area_mm2["floor"] += piece.polygon.area
    modules = sum(part.volume_m3 for m in bundle.model.modules for part in bundle.model.type_of(m).parts)
    floors = sum(e.volume_m3 for e in bundle.model.elements if e.id.startswith("floor/"))
    assert area_mm2["floor"] * step / 1e9 == pytest.approx(floors, rel=0.005)
    assert area_mm2["module"] * step / 1e9 == pytest.approx(modules, rel=0.03)


def test_the_cut_goes_through_a_window_of_a_module_near_the_middle(bundle: ResultBundle) -> None:
    pieces = cut_across(bundle.model, telling_place_mm(bundle.model))
    assert any(p.look in ("frame", "glass") for p in pieces)
    stack = unary_union([p.polygon for p in pieces if "/m" in p.owner]).bounds
    lowest = min(m.origin_mm[2] for m in bundle.model.modules)
    assert stack[1] == pytest.approx(lowest)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("storeys", [0, 1, 2])
def test_no_text_runs_into_another_and_all_stay_on_the_sheet(storeys: int, lang: Any, bundle: ResultBundle) -> None:
    for one in (sample_bundle(storeys=storeys), bundle):
        canvas = draw_section(one, lang)
        for a, b in itertools.combinations(canvas.boxes, 2):
            assert not a.overlaps(b), (a, b)
        assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= canvas.width_mm and b.y1 <= canvas.height_mm for b in canvas.boxes)


def test_levels_heights_and_the_lines_where_rules_change_are_named(bundle: ResultBundle) -> None:
    texts = [t.text or "" for t in ET.fromstring(section_svg(bundle)).iter(f"{SVG}text")]
    roof = bundle.host.roof_z_mm / 1000.0
    assert any(t.startswith(f"+{roof:.3f}".replace(".", ",")) for t in texts)
    assert any("±0,000" in t for t in texts)
    top = max(m.origin_mm[2] + bundle.model.type_of(m).size.height_mm for m in bundle.model.modules)
    assert bundle.host.ground_z_mm is not None
    assert f"{round(top) - bundle.host.ground_z_mm}" in texts  # the whole height, in whole millimetres
    assert any("R-07" in t for t in texts)
    assert any("R-13" in t for t in texts)


def test_the_same_result_gives_the_same_bytes(bundle: ResultBundle) -> None:
    assert section_svg(bundle) == section_svg(bundle)
    assert section_svg(bundle, "en") != section_svg(bundle)
