"""Drawings for a screen: their texts can be read in a window, nothing of a sheet stands around them, and they say what the sheet says."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.screen import draw_plan_screen
from configurator.outputs.drawing.words import Lang
from configurator.outputs.palette import DWELLING_TINTS, INK
from configurator.outputs.svg import plan_screen_svg, plan_svg, section_screen_svg, section_svg
from tests.configurator.outputs.samples import sample_bundle

SVG = "{http://www.w3.org/2000/svg}"
WINDOW_PX = 800.0
READABLE_PX = 9.5
Drawing = Callable[[ResultBundle, Lang], bytes]


def texts(content: bytes) -> list[ET.Element]:
    """Return the texts of a drawing."""
    return list(ET.fromstring(content).iter(f"{SVG}text"))


def said(content: bytes) -> set[str]:
    """Return what a drawing says."""
    return {"".join(element.itertext()) for element in texts(content)}


@pytest.mark.parametrize("drawing", [plan_screen_svg, section_screen_svg])
@pytest.mark.parametrize("storeys", [0, 1, 2])
def test_every_text_can_be_read_in_a_window(drawing: Drawing, storeys: int) -> None:
    content = drawing(sample_bundle(storeys=storeys), "nl")
    width = float(ET.fromstring(content).attrib["viewBox"].split()[2])
    sizes = [float(element.attrib["font-size"]) for element in texts(content)]
    assert sizes
    assert min(sizes) * WINDOW_PX / width >= READABLE_PX


@pytest.mark.parametrize("drawing", [plan_screen_svg, section_screen_svg])
def test_the_same_bundle_gives_the_same_bytes(drawing: Drawing) -> None:
    assert drawing(sample_bundle(), "en") == drawing(sample_bundle(), "en")


def test_a_screen_says_no_scale_and_has_no_title_block_and_the_reasons_stay() -> None:
    screen, sheet = said(plan_screen_svg(sample_bundle())), said(plan_svg(sample_bundle()))
    assert any("1:" in one for one in sheet)
    assert not any(re.search(r"\b1:\d", one) for one in screen | said(section_screen_svg(sample_bundle())))
    assert "optop" in sheet
    assert "optop" not in screen
    areas = {one for one in sheet if one.endswith(" m²") and one[0].isdigit()}
    dwellings = {one for one in areas if "." not in one}
    assert {one for one in screen if one.endswith(" m²")} & dwellings
    assert "Leeg gebleven, en waarom" in screen


def test_the_storeys_of_a_plan_are_chosen() -> None:
    both, one = said(plan_screen_svg(sample_bundle(storeys=2))), said(plan_screen_svg(sample_bundle(storeys=2), storey=5))
    assert len({line for line in both if "verdieping" in line}) == 2
    assert len({line for line in one if "verdieping" in line}) == 1


def test_a_section_keeps_its_levels_and_leaves_nap_to_the_sheet() -> None:
    bundle = sample_bundle()
    screen, sheet = said(section_screen_svg(bundle)), said(section_svg(bundle))
    levels = {one.partition(" · NAP")[0] for one in sheet if one[:1] in "+−±"}
    assert levels
    assert levels <= screen
    assert not any("NAP" in one for one in screen)


@pytest.mark.parametrize("drawing", [plan_screen_svg, plan_svg])
def test_modules_have_the_tint_of_their_dwelling_type_and_the_key_names_it(drawing: Drawing) -> None:
    bundle = sample_bundle()
    content = drawing(bundle, "nl")
    kinds = [kind.id for kind in bundle.concept.dwelling_types]
    placed = {space.type_id for space in bundle.model.spaces}
    tints = {DWELLING_TINTS[kinds.index(kind)] for kind in placed}
    assert tints
    assert tints == {element.attrib.get("fill") for element in ET.fromstring(content).iter(f"{SVG}path")} & set(DWELLING_TINTS)
    assert {kind.name.in_language("nl") for kind in bundle.concept.dwelling_types if kind.id in placed} <= said(content)


def test_a_line_without_weight_is_as_long_as_the_roof() -> None:
    bundle = sample_bundle(storeys=1)
    root = ET.fromstring(plan_screen_svg(bundle))
    (line,) = [e for group in root.iter(f"{SVG}g") if group.attrib.get("data-id") == "length" for e in group]
    low_u, _, high_u, _ = bundle.host.roof_outline_mm.bounds
    long = float(line.attrib["x2"]) - float(line.attrib["x1"])
    assert line.attrib["stroke-width"] == "0"
    outlines = [e.attrib["d"] for e in root.iter(f"{SVG}path") if e.attrib.get("stroke-width") == "0.5"]
    ends = [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", outlines[0])]
    assert (min(ends), max(ends)) == pytest.approx((float(line.attrib["x1"]), float(line.attrib["x2"])), abs=0.011)
    assert (high_u - low_u) / long == pytest.approx(22400.0 / 116.0, rel=1e-3)


@pytest.mark.parametrize("drawing", [plan_screen_svg, section_screen_svg])
@pytest.mark.parametrize("storeys", [0, 1, 2])
def test_a_drawing_on_a_page_has_the_ink_of_the_page_and_no_paper(drawing: Drawing, storeys: int) -> None:
    root = ET.fromstring(drawing(sample_bundle(storeys=storeys), "en"))
    assert not [e for e in root.iter() if INK in (e.attrib.get("fill"), e.attrib.get("stroke"))]
    fills = [e for e in root.iter() if e.attrib.get("fill", "none") not in ("none", "currentColor") and not e.tag.endswith("text")]
    assert fills
    assert {e.attrib.get("class") for e in fills} <= {"paper", "tint"}  # which a dark page dims
    assert root.find(f"{SVG}rect") is None


@pytest.mark.parametrize("located", [True, False])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_text_of_a_plan_sticks_out_or_runs_into_another(lang: Lang, *, located: bool) -> None:
    canvas = draw_plan_screen(sample_bundle(located=located), lang)
    assert canvas.boxes
    assert not [box for box in canvas.boxes if box.x0 < 0.0 or box.x1 > canvas.width_mm or box.y1 > canvas.height_mm]
    assert not [(one.text, other.text) for one, other in itertools.combinations(canvas.boxes, 2) if one.overlaps(other)]
