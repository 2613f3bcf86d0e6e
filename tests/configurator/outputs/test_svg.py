"""The plan drawing: true to scale, complete, and no text in another text."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalogue.resolve import concept_versions, resolve_concept
from configurator.layout.placement import Layout
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import Candidate, Canvas, text_box, text_width_mm, wrapped
from configurator.outputs.drawing.sheet import draw_sheet, scale_for
from configurator.outputs.ifc.naming import dutch_ordinal
from configurator.outputs.svg import plan_svg
from tests.configurator.outputs.samples import sample_bundle, sample_host

SVG = "{http://www.w3.org/2000/svg}"
ORDINALS = [(1, "eerste"), (8, "achtste"), (19, "negentiende"), (20, "twintigste"), (21, "eenentwintigste"), (30, "dertigste")]
VARIANTS: list[Any] = [("wall_on_wall", "gallery"), ("transfer_grid", "stair"), ("wall_on_wall", "stair")]


def texts(content: bytes) -> list[str]:
    return [t.text or "" for t in ET.fromstring(content).iter(f"{SVG}text")]


def crowded() -> ResultBundle:
    """A host with bearing lines so close that their labels cannot all stand beside each other, and many obstacles."""
    bundle = sample_bundle()
    host = sample_host()
    lines = tuple(replace(host.bearing_lines[0], id=f"w{i + 1:02d}", u_mm=90 + 300 * i) for i in range(70))
    shaft = host.obstacles[0]
    many = tuple(replace(shaft, id=f"o{i}") for i in range(1, 30))
    return ResultBundle("proef-1", replace(host, bearing_lines=lines, obstacles=many), bundle.concept, bundle.layout, bundle.configuration)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(("way", "access"), VARIANTS)
def test_no_text_runs_into_another_and_all_stay_on_the_sheet(way: Any, access: Any, lang: Any) -> None:
    canvas = draw_sheet(sample_bundle(way, access=access), lang)
    assert len(canvas.boxes) > 40
    for a, b in itertools.combinations(canvas.boxes, 2):
        assert not a.overlaps(b), (a, b)
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= canvas.width_mm and b.y1 <= canvas.height_mm for b in canvas.boxes)


def test_a_crowded_roof_drops_labels_instead_of_stacking_them() -> None:
    canvas = draw_sheet(crowded())
    for a, b in itertools.combinations(canvas.boxes, 2):
        assert not a.overlaps(b), (a, b)


@pytest.mark.parametrize("concept_id", sorted(concept_versions()))
def test_long_names_are_shortened_not_overprinted(concept_id: str) -> None:
    bundle = sample_bundle()
    concept = resolve_concept(concept_id)
    long = replace(bundle.host, name="Woongebouw met een bijzonder lange naam aan een straat met een nog langere naam")
    bundle = ResultBundle("p", long, bundle.concept.model_copy(update={"name": concept.name}), bundle.layout, bundle.configuration)
    canvas = draw_sheet(bundle)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(canvas.boxes, 2))


def test_the_drawing_names_lines_bays_modules_dwellings_obstacles_and_storeys() -> None:
    found = texts(plan_svg(sample_bundle()))
    assert {f"w{i:02d}" for i in range(1, 8)} <= set(found)
    assert {"4000", "2400", "3820", "22400", "10500"} <= set(found)
    assert {"m01", "m02", "m05", "m06", "o1", "galerij", "N"} <= set(found)
    assert "04 vierde verdieping  ·  vloer +11,650 m" in found
    assert "05 vijfde verdieping  ·  vloer +14,850 m" in found


def test_the_title_block_says_indicative_assumed_concept_and_digest() -> None:
    found = " ".join(texts(plan_svg(sample_bundle())))
    assert "INDICATIEF" in found
    assert "dragende wanden AANGENOMEN (familie F05, kans 82%)" in found
    assert "T1@1.0.0" in found
    assert "ab12cd34" in found
    assert "AANGENOMEN" not in " ".join(texts(plan_svg(sample_bundle(assumed=False))))


def test_empty_stretches_have_a_numbered_reason_with_its_shortage() -> None:
    found = texts(plan_svg(sample_bundle()))
    assert found.count("1") == 3 + 1, "one on each storey, one in the legend, one at the scale bar"
    assert "(tekort 180 mm)" in " ".join(found)
    assert "(short by 180 mm)" in " ".join(texts(plan_svg(sample_bundle(), "en")))


def test_the_paper_is_true_to_scale() -> None:
    root = ET.fromstring(plan_svg(sample_bundle()))
    width, height = (float(root.attrib[k].removesuffix("mm")) for k in ("width", "height"))
    assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
    group = next(g for g in root.iter(f"{SVG}g") if g.attrib.get("data-id") == "s04/a/m01")
    outline = next(iter(group)).attrib["d"]
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", outline)]
    assert max(xs) - min(xs) == pytest.approx(39.8, abs=0.02), "3.98 m at 1:100"


@pytest.mark.parametrize(("length_m", "scale"), [(22.4, 100), (36.0, 100), (36.1, 200), (108.0, 200), (109.0, 500)])
def test_the_scale_follows_the_length_of_the_roof(length_m: float, scale: int) -> None:
    assert scale_for(length_m) == scale


def test_one_storey_can_be_drawn_alone() -> None:
    found = texts(plan_svg(sample_bundle(), storey=5))
    assert any(t.startswith("05 ") for t in found)
    assert not any(t.startswith("04 ") for t in found)


def test_without_a_location_there_is_no_north_arrow() -> None:
    found = texts(plan_svg(sample_bundle(located=False)))
    assert "N" not in found
    assert "geen ligging: noorden onbekend" in found


def test_without_modules_the_roof_alone_is_drawn() -> None:
    assert "Geen modules geplaatst" in texts(plan_svg(sample_bundle(storeys=0)))


def test_names_are_escaped() -> None:
    bundle = sample_bundle()
    host = replace(bundle.host, name='<b>"A & B"</b>')
    content = plan_svg(ResultBundle("p", host, bundle.concept, bundle.layout, bundle.configuration))
    assert '<b>"A & B"</b>' in " ".join(texts(content))


def test_a_door_swings_inside_its_dwelling() -> None:
    layout: Layout = sample_bundle().layout
    root = ET.fromstring(plan_svg(sample_bundle(), storey=4))
    for module in layout.modules[:2]:
        group = next(g for g in root.iter(f"{SVG}g") if g.attrib.get("data-id") == module.id)
        numbers = [float(n) for n in re.findall(r"[ML]([\d.]+) ", next(iter(group)).attrib["d"])]
        arcs = [p.attrib["d"] for p in group.iter(f"{SVG}path") if "A" in p.attrib["d"]]
        assert arcs
        for arc in arcs:
            end = [float(n) for n in arc.split(" 0 0 ")[1].split()[1:]]
            assert min(numbers) <= end[0] <= max(numbers)


def test_text_boxes_follow_anchor_and_direction() -> None:
    width = text_width_mm("abcd", 2.0)
    assert text_box((10.0, 10.0), "abcd", 2.0, "middle").x0 == pytest.approx(10.0 - width / 2.0)
    assert text_box((10.0, 10.0), "abcd", 2.0, "end").x1 == pytest.approx(10.0)
    upright = text_box((10.0, 10.0), "abcd", 2.0, "middle", upright=True)
    assert upright.y1 - upright.y0 == pytest.approx(width)


def test_a_label_takes_the_first_free_place_or_none() -> None:
    canvas = Canvas(100.0, 100.0)
    canvas.text((50.0, 50.0), "taken", anchor="middle")
    assert canvas.label([Candidate((50.0, 50.0), "label"), Candidate((50.0, 60.0), "label")])
    assert canvas.boxes[-1].y1 > 59.0
    assert not canvas.label([Candidate((50.0, 60.0), "label"), Candidate((99.0, 50.0), "off the sheet")])


def test_wrapping_keeps_all_words() -> None:
    text = "een zin met een onwaarschijnlijklangwoorddatnergenspast en meer"
    lines = wrapped(text, 20.0, 2.5)
    assert " ".join(lines) == text
    assert all(text_width_mm(line, 2.5) <= 20.0 or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("number", "expected"),
    ORDINALS,
)
def test_dutch_ordinals(number: int, expected: str) -> None:
    assert dutch_ordinal(number) == expected
