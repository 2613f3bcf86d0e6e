"""Cards of concepts: one scale, different for every concept, inside their frame, and true to the sizes of what they show."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from api.work.painting import paint_vignette, shown_family
from catalogue.buildup import buildup_thickness_mm
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.concept import Concept, Constituent
from catalogue.resolve import resolve_concept, resolve_family
from configurator.outputs.picture.blocks import Block
from configurator.outputs.picture.card import LIFT_MM, SHOWN_STOREYS, card_scene, card_svg, cut_below, lifted_modules
from configurator.outputs.picture.interventions import end_extension_scene, largest_within, module_scene, plinth_conversion_scene
from configurator.outputs.picture.units import APART_MM, core_of, unit_blocks
from tests.configurator.outputs.samples import sample_bundle

SVG = "{http://www.w3.org/2000/svg}"
NAMES = tuple(f"A{number}" for number in range(1, 13))


@cache
def card(name: str) -> bytes:
    return paint_vignette(canonical_bytes(resolve_concept(name)), "nl")


def points_of(svg: bytes) -> np.ndarray:
    paths = [one.attrib["d"] for one in ET.fromstring(svg).iter(f"{SVG}path")]
    return np.array([[float(n) for n in pair.split()] for d in paths for pair in re.split("[MLZ]+", d) if pair])


def test_every_concept_has_a_picture_of_its_own() -> None:
    drawn = {re.sub(rb"<title>.*?</title>", b"", card(name)) for name in NAMES}
    assert len(drawn) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_card_keeps_to_its_frame_and_has_no_text_no_paper_and_no_style(name: str) -> None:
    svg = card(name)
    root = ET.fromstring(svg)
    width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
    points = points_of(svg)
    assert points.min() >= 0.0
    assert points[:, 0].max() <= width
    assert points[:, 1].max() <= height
    assert np.ptp(points[:, 0]) > 0.6 * width, "the concept fills its picture"
    assert not list(root.iter(f"{SVG}text"))
    assert not list(root.iter(f"{SVG}rect"))
    assert b"style=" not in svg


def upright_edges_px(svg: bytes) -> list[float]:
    """Lengths of the upright edges of everything painted."""
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}path"):
        ring = np.array([[float(n) for n in pair.split()] for pair in re.split("[MLZ]+", one.attrib["d"]) if pair])
        steps = np.roll(ring, -1, axis=0) - ring
        found += [abs(float(y)) for x, y in steps if abs(x) < 0.02]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_all_cards_have_one_scale(name: str) -> None:
    """A module's height on the card is its own height, 60 px/m, foreshortened by a look from 24 degrees above."""
    height_px = resolve_concept(name).module.height_mm / 1000.0 * 60.0 * float(np.cos(np.radians(24.0)))
    assert any(abs(edge - height_px) < 0.05 for edge in upright_edges_px(card(name)))


def test_a_card_is_the_same_twice_and_names_what_it_shows_in_both_languages() -> None:
    concept = canonical_bytes(resolve_concept("A11"))
    assert paint_vignette(concept, "nl") == card("A11")
    assert "by the concept's own sizes" in paint_vignette(concept, "en").decode().replace("&#x27;", "'")


def test_the_block_is_cut_off_below_its_upper_storeys_and_one_stack_is_lifted() -> None:
    bundle = sample_bundle(storeys=2)
    scene = card_scene(bundle)
    cut = bundle.host.roof_z_mm - SHOWN_STOREYS * bundle.host.storeys[-1].height_mm
    assert min(block.z0_mm for block in scene.blocks) == cut == scene.cut_mm
    lifted = lifted_modules(bundle.model)
    modules = {module.id: module for module in bundle.model.modules}
    assert len(lifted) == 2
    assert modules[lifted[0]].footprint == modules[lifted[1]].footprint
    assert modules[lifted[0]].footprint.u1_mm == max(module.footprint.u1_mm for module in bundle.model.modules)
    bottoms = {round(block.z0_mm) for block in scene.blocks}
    lowest = modules[lifted[0]].origin_mm[2]
    assert {round(lowest + LIFT_MM), round(modules[lifted[1]].origin_mm[2] + LIFT_MM + 2.0 * APART_MM)} <= bottoms
    assert lifted_modules(sample_bundle(storeys=0).model) == ()


def test_what_lies_below_the_cut_is_gone_and_what_it_meets_keeps_its_top() -> None:
    block = Block(np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]), (True,) * 4, 0.0, 3_000.0, "#808080", "#808080")
    assert cut_below(block, 3_000.0) is None
    assert cut_below(block, 0.0) is block
    left = cut_below(block, 1_000.0)
    assert left is not None
    assert (left.z0_mm, left.z1_mm) == (1_000.0, 3_000.0)


def test_a_box_hangs_in_one_piece_and_a_kit_as_its_panels() -> None:
    bundle = sample_bundle()
    module = bundle.model.modules[0]
    made = bundle.model.type_of(module)
    assert len(unit_blocks(resolve_concept("A3"), module, made, 0.0)) == 1
    kit = unit_blocks(bundle.concept.model_copy(update={"system": "timber_frame_panel"}), module, made, 0.0)
    assert len(kit) >= 6, "floor, roof, two long walls and two end walls"
    floor = buildup_thickness_mm(bundle.concept.build_ups[bundle.concept.module.floor])
    assert any(block.z1_mm - block.z0_mm == pytest.approx(floor, abs=0.01) for block in kit)


def _framing(concept: Concept, key: str) -> Constituent:
    layer = max(concept.build_ups[key].layers, key=lambda one: one.thickness_mm)
    return next(one for one in layer.constituents if "regelwerk" in one.material)


def test_what_bears_is_the_thickest_layer_with_its_studs_at_their_own_distance() -> None:
    frame, solid = resolve_concept("A3"), resolve_concept("A5")
    found = core_of(frame.build_ups["long-wall-hsb"]).step_mm
    assert found == pytest.approx(45.0 / _framing(frame, "long-wall-hsb").volume_fraction)
    assert core_of(solid.build_ups["long-wall-clt"]).step_mm is None


def test_a_size_is_the_largest_of_its_range_that_fits() -> None:
    sizes = resolve_concept("A12").module.width_mm
    assert largest_within(sizes, 4_005.0) == 4_000
    assert largest_within(sizes, 100_000.0) == sizes.max
    assert largest_within(sizes, 10.0) == sizes.min


def test_an_end_extension_stands_beside_the_block_on_a_foundation_of_its_own() -> None:
    concept = resolve_concept("A11")
    family = shown_family(concept)
    scene = end_extension_scene(concept, family)
    end = max(float(block.plan_mm[:, 0].max()) for block in scene.blocks if block.colour == "#c6c1b8")
    homes = [block for block in scene.blocks if block.z1_mm - block.z0_mm == concept.module.height_mm]
    assert homes
    assert all(float(block.plan_mm[:, 0].min()) >= end for block in homes)
    assert scene.ground_mm is not None
    under = [block for block in scene.blocks if block.z1_mm <= scene.ground_mm]
    assert len(under) == 1
    assert float(under[0].plan_mm[:, 0].min()) >= end, "the block's own foundation is not touched"
    assert float(np.ptp(homes[0].plan_mm[:, 1])) in concept.module.length_mm.values()


def test_homes_in_a_plinth_stand_between_its_walls_under_the_first_floor() -> None:
    concept = resolve_concept("A12")
    family = shown_family(concept)
    assert family.plinth.kind == "full"
    scene = plinth_conversion_scene(concept, family)
    homes = [block for block in scene.blocks if block.z1_mm == concept.module.height_mm and block.z0_mm == 0.0]
    bays = [bay.width_mm for bay in family.bays.sequence.bays]
    assert homes
    assert all(float(np.ptp(block.plan_mm[:, 0])) < max(bays) for block in homes)
    lit = {mark.colour for block in homes for mark in block.marks}
    assert "#f6dc92" in lit, "there is light behind their windows"


def test_a_concept_that_no_family_has_room_for_is_shown_as_its_module() -> None:
    concept = resolve_concept("A3")
    scene = module_scene(concept, "en")
    (block,) = scene.blocks
    assert block.z1_mm - block.z0_mm == concept.module.height_mm
    assert card_svg(scene, "en") == card_svg(module_scene(concept, "en"), "en")


def test_families_without_a_plinth_are_not_drawn_for_a_plinth_conversion() -> None:
    assert shown_family(resolve_concept("A12")).id == resolve_family("F08").id
