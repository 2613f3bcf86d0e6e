"""The model of what is drawn: everything in its place, nothing through anything else, ids that stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Literal

import pytest
from shapely.geometry import Polygon, box

from configurator.parts.build import build_model
from configurator.parts.model import BuildingModel, Element, ModuleOccurrence
from configurator.parts.placing import plan_to_local, side_direction
from configurator.parts.solids import Vector
from tests.configurator.outputs.samples import AXES_MM, EMPTY_LAYOUT, ROOF_Z_MM, Way, sample_concept, sample_host, sample_layout

WAYS: tuple[Way, ...] = ("wall_on_wall", "transfer_grid")
ACCESS: tuple[Literal["gallery", "stair"], ...] = ("gallery", "stair")


def model(way: Way = "wall_on_wall", access: Literal["gallery", "stair"] = "gallery", storeys: int = 2) -> BuildingModel:
    return build_model(sample_host(), sample_concept(), sample_layout(way, storeys, access))


def boxes(element: Element) -> list[tuple[Vector, Vector]]:
    return [b.prism.moved(element.origin_mm).bounds_mm() for b in element.bodies]


def module_box(made: BuildingModel, module: ModuleOccurrence) -> tuple[Polygon, float, float]:
    size = made.type_of(module).size
    plan = plan_to_local(box(0, 0, size.length_mm, size.width_mm), module.origin_mm, module.quarter)
    assert isinstance(plan, Polygon)
    return plan, module.origin_mm[2], module.origin_mm[2] + size.height_mm


@pytest.mark.parametrize("way", WAYS)
def test_modules_fill_their_footprints_and_do_not_overlap(way: Way) -> None:
    made = model(way)
    placed = [(m, *module_box(made, m)) for m in made.modules]
    for module, plan, _, _ in placed:
        assert plan.equals(Polygon(module.footprint.corners_mm()))
    for (_, a, a0, a1), (_, b, b0, b1) in combinations(placed, 2):
        shared_height = min(a1, b1) - max(a0, b0)
        assert shared_height <= 1.0 or a.intersection(b).area <= 1.0


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_turned_module_frame_looks_where_its_quarter_says(quarter: Literal[0, 1, 2, 3]) -> None:
    ahead = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}[quarter]
    assert side_direction("end_b", quarter) == ahead
    assert side_direction("end_a", quarter) == (-ahead[0], -ahead[1])
    assert side_direction("long_b", quarter) == (-ahead[1], ahead[0]), "y is a quarter turn counter-clockwise"


def test_a_side_is_outside_only_where_no_module_stands_against_it() -> None:
    first = next(m for m in model().modules if m.id == "s04/a/m01")
    assert first.quarter == 1
    assert first.external_sides == ("end_a", "end_b", "long_b"), "long_a looks towards higher u, at m02"


def test_the_roof_slab_has_its_top_at_the_roof_level() -> None:
    roof = next(e for e in model().elements if e.kind == "existing_roof")
    assert max(high[2] for _, high in boxes(roof)) == ROOF_Z_MM


def test_every_storey_and_the_plinth_have_all_bearing_walls() -> None:
    walls = {e.id for e in model().elements if e.kind == "existing_wall"}
    assert walls == {f"w{i:02d}/{part}" for i in range(1, len(AXES_MM) + 1) for part in ("plinth", "s00", "s01", "s02", "s03")}


def test_walls_stand_between_floors_and_not_through_them() -> None:
    elements = model().elements
    floors = [b for e in elements if e.kind in ("existing_floor", "existing_roof") for b in boxes(e)]
    walls = [b for e in elements if e.kind in ("existing_wall", "existing_facade") for b in boxes(e)]
    for low, high in walls:
        assert all(high[2] <= f_low[2] + 1e-6 or low[2] >= f_high[2] - 1e-6 for f_low, f_high in floors)


@pytest.mark.parametrize("access", ACCESS)
@pytest.mark.parametrize("way", WAYS)
def test_modules_stand_on_connector_members(way: Way, access: Literal["gallery", "stair"]) -> None:
    made = model(way, access)
    members = [b for e in made.elements if e.kind in ("bearer", "beam") for b in boxes(e)]
    top = ROOF_Z_MM + sample_layout(way).connector_height_mm
    assert {low[2] for low, _ in members} == {float(ROOF_Z_MM)}
    assert {high[2] for _, high in members} == {float(top)}
    for module in (m for m in made.modules if m.storey == 4):
        plan, z, _ = module_box(made, module)
        assert z == top
        carried = [b for b in members if box(b[0][0], b[0][1], b[1][0], b[1][1]).intersection(plan).area > 0.0]
        assert len(carried) >= 2, "both edges are carried"


def test_bearers_lie_on_the_lines_that_carry_modules() -> None:
    bearers = [e for e in model("wall_on_wall").elements if e.kind == "bearer"]
    assert {e.subject for e in bearers} == {"w01", "w02", "w03", "w05", "w06", "w07"}
    for element in bearers:
        (low, high) = boxes(element)[0]
        axis = AXES_MM[int(element.subject[1:]) - 1]
        assert low[0] < axis < high[0]
        assert min(axis - low[0], high[0] - axis) == (90.0 if element.subject in ("w01", "w07") else 100.0), (
            "no bearer hangs outside the roof"
        )
        assert (low[1], high[1]) == (1_300.0, 10_300.0)


def test_beams_are_no_further_apart_than_the_concept_allows() -> None:
    beams = [boxes(e)[0] for e in model("transfer_grid").elements if e.kind == "beam"]
    first = sorted((low[1] + high[1]) / 2.0 for low, high in beams if low[0] < 4_000.0)
    assert (first[0] - 100.0, first[-1] + 100.0) == (1_300.0, 10_300.0)
    assert all(b - a <= 3_600.0 for a, b in pairwise(first))


@pytest.mark.parametrize("access", ACCESS)
@pytest.mark.parametrize("way", WAYS)
def test_members_run_through_no_obstacle_that_stays_and_no_other_member(way: Way, access: Literal["gallery", "stair"]) -> None:
    made = model(way, access)
    members = [box(low[0], low[1], high[0], high[1]) for e in made.elements if e.kind in ("bearer", "beam") for low, high in boxes(e)]
    stays = [e for e in made.elements if e.kind == "obstacle" and e.status == "existing"]
    for element in stays:
        outline = box(*boxes(element)[0][0][:2], *boxes(element)[0][1][:2])
        assert all(m.intersection(outline).area <= 1.0 for m in members)
    assert all(a.intersection(b).area <= 1.0 for a, b in combinations(members, 2))


def test_a_stair_core_replaces_the_shaft_in_its_bay() -> None:
    assert [e.status for e in model(access="stair").elements if e.kind == "obstacle"] == ["demolish"]
    assert [e.status for e in model(access="gallery").elements if e.kind == "obstacle"] == ["existing"]


def test_galleries_lie_a_low_step_under_the_finished_floor() -> None:
    made = model()
    slab = next(e for e in made.elements if e.id == "s04/a/g")
    floor = next(s.floor_z_mm for s in made.storeys if s.index == 4)
    assert 0.0 <= floor - boxes(slab)[0][1][2] <= 20.0


def test_a_space_is_the_clear_area_of_its_modules_joined_through_the_open_side() -> None:
    space = next(s for s in model().spaces if s.id == "s04/a/d01")
    assert len(space.prisms) == 1, "one volume"
    # Two clear plans of 8.4 x 3.68 m, and a way through of 4.5 x (0.15 + 0.02 + 0.15) m between the piers.
    assert space.clear_area_m2 == pytest.approx(2 * 8.4 * 3.68 + 4.5 * 0.32)
    assert space.height_mm == 3_200.0 - 250.0 - 120.0


def test_adding_a_storey_keeps_every_id_below() -> None:
    for way in WAYS:
        one, two = model(way, storeys=1), model(way, storeys=2)
        for kind in ("modules", "spaces", "elements"):
            assert {x.id for x in getattr(one, kind)} <= {x.id for x in getattr(two, kind)}


def test_ids_are_unique_and_the_same_twice() -> None:
    made = model("transfer_grid", "stair")
    ids = [x.id for group in (made.modules, made.elements, made.spaces) for x in group]
    assert len(ids) == len(set(ids))
    assert made == model("transfer_grid", "stair")


def test_types_with_one_id_have_one_geometry() -> None:
    by_type: dict[str, object] = {}
    for element in model().elements:
        assert by_type.setdefault(element.type_id, element.bodies) == element.bodies


def test_without_modules_the_existing_block_is_drawn_alone() -> None:
    made = build_model(sample_host(), sample_concept(), EMPTY_LAYOUT)
    assert made.modules == ()
    assert made.spaces == ()
    assert {e.status for e in made.elements} == {"existing"}
    assert [s.index for s in made.storeys] == [0, 1, 2, 3]


def test_beams_of_neighbouring_runs_do_not_lie_in_each_other() -> None:
    """Bay 4 stays empty and both neighbours reach for its walls: the beams run through."""
    layout = sample_layout("transfer_grid")
    host = sample_host(obstacle=False)
    beams = [boxes(e)[0] for e in build_model(host, sample_concept(), layout).elements if e.kind == "beam"]
    plans = [box(low[0], low[1], high[0], high[1]) for low, high in beams]
    assert all(a.intersection(b).area <= 1.0 for a, b in combinations(plans, 2))


def test_facades_of_a_slanting_outline_with_a_spike_have_no_hairs() -> None:
    outline = Polygon(
        [(40, 90), (22_400, 0), (22_410, 3_700), (30_000, 3_760), (29_996, 3_880), (22_380, 3_875), (22_390, 10_520), (0, 10_500)]
    )
    made = build_model(replace(sample_host(), roof_outline_mm=outline), sample_concept(), sample_layout())
    facade = next(e for e in made.elements if e.id == "facade/s01")
    assert facade.volume_m3 > 0.0
    for body in facade.bodies:
        plan = body.prism.polygon
        assert plan.is_valid
        assert isinstance(plan.buffer(-5.0), Polygon), "cutting 5 mm off all around leaves it in one piece"
