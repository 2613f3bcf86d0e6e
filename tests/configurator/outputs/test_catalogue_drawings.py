"""Drawings of a concept's build-ups and module and of a family: to scale, complete, in both languages, no text in another text."""

from __future__ import annotations

import itertools
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalogue.documents.concept import Concept
from catalogue.resolve import concept_versions, family_ids, resolve_concept, resolve_family
from configurator.outputs.drawing.buildup import buildup_keys, buildup_svg, cut_word, draw_buildup, layer_rows, totals_text
from configurator.outputs.drawing.canvas import Canvas
from configurator.outputs.drawing.family_bays import draw_storeys
from configurator.outputs.drawing.family_sheet import draw_family, family_svg
from configurator.outputs.drawing.family_strip import draw_family_strip, family_strip_svg, scale_strip_svg
from configurator.outputs.drawing.hatch import PATTERNS, UNKNOWN, draw_material, hatch_of, hatches
from configurator.outputs.drawing.module_sheet import draw_module, middle_size, module_svg
from configurator.outputs.drawing.view import View
from configurator.outputs.palette import INK, PALETTE

SVG = "{http://www.w3.org/2000/svg}"
CONCEPTS = sorted(concept_versions())
FAMILIES = family_ids()


def words_of(svg: str) -> list[str]:
    return [t.text or "" for t in ET.fromstring(svg).iter(f"{SVG}text")]


def check(canvas: Canvas) -> None:
    assert canvas.boxes
    for a, b in itertools.combinations(canvas.boxes, 2):
        assert not a.overlaps(b), (a, b)
    outside = [b for b in canvas.boxes if b.x0 < 0.0 or b.y0 < 0.0 or b.x1 > canvas.width_mm or b.y1 > canvas.height_mm]
    assert not outside


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", CONCEPTS)
def test_no_text_of_a_concept_runs_into_another_or_off_the_drawing(name: str, lang: Any) -> None:
    concept = resolve_concept(name)
    for build_up in concept.build_ups.values():
        check(draw_buildup(build_up, lang))
    check(draw_module(concept, lang))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", FAMILIES)
def test_no_text_of_a_family_runs_into_another_or_off_the_drawing(name: str, lang: Any) -> None:
    check(draw_family(resolve_family(name), lang))
    check(draw_family_strip(resolve_family(name), lang))


def rectangles(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Return fill, low x, low y, high x, high y of every upright rectangle."""
    found = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.attrib["d"])]
        xs, ys = {p[0] for p in points}, {p[1] for p in points}
        if len(points) == 4 and len(xs) == len(ys) == 2:
            found.append((path.attrib["fill"], min(xs), min(ys), max(xs), max(ys)))
    return found


def test_layers_have_their_thickness_at_one_to_ten_and_lie_in_order() -> None:
    concept = resolve_concept("A3")
    build_up = concept.build_ups["end-wall-hsb"]
    svg = buildup_svg(concept, "end-wall-hsb")
    full = [r for r in rectangles(svg) if r[0] != "none" and r[3] - r[1] == pytest.approx(62.0)]
    heights = [round((y1 - y0) * 10.0, 1) for _, _, y0, _, y1 in full]
    assert heights == [layer.thickness_mm for layer in reversed(build_up.layers)], "from outside, above, to inside"
    assert all(a[4] == pytest.approx(b[2]) for a, b in itertools.pairwise(full))


def test_studs_stand_as_often_as_their_share_says() -> None:
    svg = buildup_svg(resolve_concept("A3"), "end-wall-hsb")
    studs = sorted({r[1] for r in rectangles(svg) if r[3] - r[1] == pytest.approx(4.5) and r[4] - r[2] == pytest.approx(24.0)})
    assert [round((b - a) * 10.0) for a, b in itertools.pairwise(studs)] == [375], "45 mm / 0.12"


def test_a_floor_has_its_inside_above_and_a_roof_below() -> None:
    concept = resolve_concept("A3")

    def order(key: str) -> list[str]:
        return [row.name for row in layer_rows(concept.build_ups[key])]

    assert order("floor-hsb") == [layer.name.nl for layer in concept.build_ups["floor-hsb"].layers]
    assert order("roof-hsb") == [layer.name.nl for layer in reversed(concept.build_ups["roof-hsb"].layers)]


def test_the_figures_beside_a_build_up_are_those_of_its_layers() -> None:
    # 12.5 mm of gypsum fibre board: 0.0125 x 1150; studs: 0.24 x (0.12 x 460 + 0.88 x 45); cladding: 0.022 x 480
    build_up = resolve_concept("A3").build_ups["end-wall-hsb"]
    nl, en = (layer_rows(build_up, lang) for lang in ("nl", "en"))
    assert [row.mass_kg_per_m2 for row in nl if row.thickness_mm in ("12,5", "22", "240")] == ["10,6", "22,8", "7,8", "14,4"]
    assert (en[0].name, en[0].mass_kg_per_m2, en[-1].thickness_mm) == ("Timber cladding", "10.6", "12.5")
    assert totals_text(build_up).startswith("350 mm  ·  62 kg/m² (55–71)  ·  77 % biobased (massa)")
    assert cut_word(build_up, "en") == "end wall, horizontal section"


@pytest.mark.parametrize("name", CONCEPTS)
def test_every_layer_has_its_number_in_the_drawing_and_in_the_table(name: str) -> None:
    concept = resolve_concept(name)
    for key in buildup_keys(concept):
        numbers = [str(row.number) for row in layer_rows(concept.build_ups[key])]
        assert numbers == [str(n + 1) for n in range(len(concept.build_ups[key].layers))]
        assert [text for text in words_of(buildup_svg(concept, key)) if text in numbers][-len(numbers) :] == numbers


def smallest_text_px(svg: str, width_px: float) -> float:
    root = ET.fromstring(svg)
    scale = width_px / float(root.attrib["viewBox"].split()[2])
    return min(float(text.attrib["font-size"]) for text in root.iter(f"{SVG}text")) * scale


@pytest.mark.parametrize("name", CONCEPTS)
def test_no_text_is_below_11_pixels_as_the_pages_show_the_drawings(name: str) -> None:
    """A build-up stands 16 rem wide beside its layers, a module at least 50 rem (`drawings.css`, `narrow.css`)."""
    concept = resolve_concept(name)
    for key in concept.build_ups:
        assert smallest_text_px(buildup_svg(concept, key), 256.0) >= 10.9
    assert smallest_text_px(module_svg(concept), 800.0) >= 11.0


def test_all_build_ups_have_one_scale() -> None:
    boxes = {
        ET.fromstring(buildup_svg(resolve_concept("A3"), key)).attrib["viewBox"].split()[2] for key in buildup_keys(resolve_concept("A3"))
    }
    assert len(boxes) == 1


def test_what_is_cut_is_timber_in_plan_and_section_and_nowhere_solid_ink() -> None:
    for _, svg in ((name, module_svg(resolve_concept(name))) for name in CONCEPTS):
        walls = [p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.attrib.get("fill") == PALETTE["facade"].hex]
        assert len(walls) >= 6, "walls in plan; walls, floor and roof in section"
        assert all(p.attrib["class"] == "tint" for p in walls)
        heads = [p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.attrib.get("fill") == "currentColor"]
        assert all(len(re.findall("[ML]", p.attrib["d"])) == 3 for p in heads), "only heads of arrows"


def test_a_share_by_volume_is_not_passed_off_as_one_by_mass() -> None:
    concept = resolve_concept("A3")
    layer = concept.build_ups["end-wall-hsb"].layers[0]
    by_volume = layer.model_copy(
        update={"constituents": tuple(c.model_copy(update={"biobased_basis": "volume"}) for c in layer.constituents)}
    )
    changed = concept.build_ups["end-wall-hsb"].model_copy(update={"layers": (by_volume,)})
    assert [row.biobased_percent for row in layer_rows(changed)] == ["–"]


def test_every_material_of_the_catalogue_has_a_hatch_and_every_hatch_a_pattern() -> None:
    materials = {
        c.material for name in CONCEPTS for b in resolve_concept(name).build_ups.values() for layer in b.layers for c in layer.constituents
    }
    assert not [material for material in materials if hatch_of(material) is UNKNOWN]
    assert {entry.hatch for entry in hatches()} <= set(PATTERNS)
    assert hatch_of("marmer_carrara_vloer") is UNKNOWN


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_stays_inside_its_rectangle(name: Any) -> None:
    canvas = Canvas(100.0, 100.0)
    draw_material(canvas, (20.0, 30.0), (70.0, 44.0), UNKNOWN.model_copy(update={"hatch": name}))
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", canvas.inline("x"))]
    assert all(19.99 <= x <= 70.01 and 29.99 <= y <= 44.01 for x, y in points)


def test_build_ups_come_in_the_order_of_the_house() -> None:
    concept = resolve_concept("A3")
    assert [concept.build_ups[key].element for key in buildup_keys(concept)] == ["floor", "long_wall", "end_wall", "ceiling", "roof"]


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_module_sheet_names_the_sizes_that_are_drawn(name: str) -> None:
    concept: Concept = resolve_concept(name)
    texts = words_of(module_svg(concept))
    length, width = middle_size(concept.module.length_mm), middle_size(concept.module.width_mm)
    assert {str(length), str(width), str(concept.module.height_mm)} <= set(texts)
    outline = max(rectangles(module_svg(concept)), key=lambda r: r[3] - r[1])
    assert (outline[3] - outline[1], outline[4] - outline[2]) == pytest.approx((length / 100.0, width / 100.0), abs=0.02)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_sheet_names_its_bays_its_depth_and_its_storeys(name: str) -> None:
    family = resolve_family(name)
    texts = words_of(family_svg(family, "en"))
    assert {f"{bay.width_mm:.0f}" for bay in family.bays.sequence.bays} <= set(texts)
    assert f"{(family.depth_m.value or 0.0) * 1000.0:.0f}" in texts
    storey = f"{(family.storey_height_m.value or 0.0) * 1000.0:.0f}"
    assert texts.count(storey) == round(family.storeys.max)


def walls_of(svg: str) -> list[float]:
    """Middles of what bears in plan, from left to right, on paper."""
    found = [r for r in rectangles(svg) if r[0] == PALETTE["existing_roof"].hex and r[4] - r[2] > 2.0 * (r[3] - r[1])]
    return sorted({round((r[1] + r[3]) / 2.0, 2) for r in found})


@pytest.mark.parametrize("name", FAMILIES)
def test_every_line_of_the_list_shows_thirty_metres_at_one_scale_with_all_bays_named(name: str) -> None:
    family = resolve_family(name)
    svg = family_strip_svg(family, "en")
    root = ET.fromstring(svg)
    assert root.attrib["viewBox"].split()[2] == "90"
    assert [text.text for text in root.iter(f"{SVG}text")] == [f"{bay.width_mm / 1000.0:.1f}" for bay in family.bays.sequence.bays]
    bottom, *_ = [line for line in root.iter(f"{SVG}line") if line.attrib["stroke-width"] == "0.5"]
    assert float(bottom.attrib["x2"]) - float(bottom.attrib["x1"]) == pytest.approx(30_000.0 / 430.0, abs=0.02)
    assert smallest_text_px(svg, 360.0) >= 11.0
    if family.bearing_system == "cross":
        steps = [(b - a) * 430.0 for a, b in itertools.pairwise(walls_of(svg))]
        widths = [bay.width_mm for bay in family.bays.sequence.bays] * 8
        assert len(steps) >= 3, "a lone bay is repeated"
        assert steps == pytest.approx(widths[: len(steps)], abs=10.0)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_section_has_a_slab_for_every_storey_and_half_of_a_sunk_plinth_under_the_ground(name: str) -> None:
    family = resolve_family(name)
    canvas = Canvas(200.0, 200.0)
    draw_storeys(canvas, family, View(20.0, 150.0, 1.0 / 500.0))
    slabs = [r for r in rectangles(canvas.inline("x")) if r[0] == PALETTE["existing_roof"].hex]
    plinth = {"none": 0, "half_sunk": 2, "full": 1}[family.plinth.kind]
    assert len(slabs) == round(family.storeys.max) + plinth
    lowest = max(r[4] for r in rectangles(canvas.inline("x")))
    assert (lowest > 150.5) == (family.plinth.kind == "half_sunk")


@pytest.mark.parametrize("name", FAMILIES)
def test_no_text_of_a_family_sheet_is_below_11_pixels(name: str) -> None:
    assert smallest_text_px(family_svg(resolve_family(name)), 800.0) >= 11.0


def test_the_bars_give_both_scales() -> None:
    lines = [line for line in ET.fromstring(scale_strip_svg()).iter(f"{SVG}line") if line.attrib["stroke-width"] == "0.5"]
    lengths = [float(line.attrib["x2"]) - float(line.attrib["x1"]) for line in lines]
    assert lengths == pytest.approx([10_000.0 / 430.0, 20_000.0 / 1_500.0], abs=0.02)


def test_the_drawings_take_the_colour_of_the_page_and_its_background() -> None:
    for svg in (module_svg(resolve_concept("A8")), family_svg(resolve_family("F05")), buildup_svg(resolve_concept("A8"), "floor-hsb")):
        root = ET.fromstring(svg)
        assert all(text.attrib["fill"] == "currentColor" for text in root.iter(f"{SVG}text"))
        assert INK not in svg, "no line that a dark page would swallow"
        assert {one.attrib.get("class") for one in root.iter(f"{SVG}path") if one.attrib["fill"].startswith("#")} <= {"tint", "paper"}
        assert root.find(f"{SVG}rect") is None, "no paper"
        assert module_svg(resolve_concept("A8")) == module_svg(resolve_concept("A8"))
