"""The lift shaft: where it stands, how high it is, and when it is not drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely.geometry import Polygon, box

from configurator.host.building import HostBuilding, HostObstacle
from configurator.layout.placement import Rectangle
from configurator.parts.build import build_model
from configurator.parts.lift import LID_MM, OVERRUN_MM, WALL_MM
from configurator.parts.model import BuildingModel
from tests.configurator.outputs.samples import DEPTH_MM, LENGTH_MM, sample_concept, sample_host, sample_layout

BESIDE = Rectangle(1_000, DEPTH_MM + 100, 2_900, DEPTH_MM + 2_200)
LAYOUT = sample_layout("wall_on_wall", 2, "stair")


def longer_host() -> HostBuilding:
    """The sample host with an empty end of its roof."""
    return replace(sample_host(), roof_outline_mm=box(0, 0, LENGTH_MM + 4_000, DEPTH_MM))


def on_the_roof() -> Rectangle:
    """A place in the empty end of the roof."""
    return Rectangle(LENGTH_MM + 200, 1_000, LENGTH_MM + 2_100, 3_100)


def lift(model: BuildingModel) -> dict[str, tuple[float, float]]:
    """Return low and high z of every part of the lift."""
    found = {}
    for element in model.elements:
        if element.subject == "lift":
            boxes = [body.prism.moved(element.origin_mm).bounds_mm() for body in element.bodies]
            found[element.id] = (min(low[2] for low, _ in boxes), max(high[2] for _, high in boxes))
    return found


@pytest.mark.parametrize(("place", "on_roof"), [(on_the_roof(), True), (BESIDE, False)])
def test_the_shaft_stands_on_the_roof_or_on_the_ground_and_rises_over_the_new_storeys(place: Rectangle, on_roof: bool) -> None:
    host = longer_host()
    made = build_model(host, sample_concept(), LAYOUT, place)
    parts = lift(made)
    top = max(m.z_mm + m.height_mm for m in LAYOUT.modules) + OVERRUN_MM
    assert parts["lift"] == (float(host.roof_z_mm if on_roof else host.ground_z_mm or 0), top)
    assert parts["lift/roof"] == (top, top + LID_MM)
    assert parts["lift/car"][0] == next(s.floor_z_mm for s in made.storeys if s.new), "the car stands at the lowest new floor"
    ring = next(e for e in made.elements if e.id == "lift")
    wide, deep = place.u1_mm - place.u0_mm, place.v1_mm - place.v0_mm
    inner = (wide - 2 * WALL_MM) * (deep - 2 * WALL_MM)
    assert ring.plan_area_m2 == pytest.approx((wide * deep - inner) / 1e6)


def test_a_shaft_without_a_place_or_in_a_module_is_not_drawn() -> None:
    module = LAYOUT.modules[0].footprint
    inside = Rectangle(module.u0_mm + 100, module.v0_mm + 100, module.u0_mm + 2_000, module.v0_mm + 2_200)
    for place, layout in ((None, LAYOUT), (inside, LAYOUT), (BESIDE, sample_layout("wall_on_wall", 0, "stair"))):
        assert lift(build_model(sample_host(), sample_concept(), layout, place)) == {}


def test_the_lift_housing_that_the_shaft_stands_on_goes() -> None:
    host, place = longer_host(), on_the_roof()
    housing: HostObstacle = replace(host.obstacles[0], id="o9", kind="lift_housing", outline_mm=_outline(place))
    there = replace(host, obstacles=(*host.obstacles, housing))
    for shaft, status in ((place, "demolish"), (None, "existing")):
        made = build_model(there, sample_concept(), LAYOUT, shaft)
        assert next(e for e in made.elements if e.id == "o9").status == status


def _outline(place: Rectangle) -> Polygon:
    return Polygon(place.corners_mm())
