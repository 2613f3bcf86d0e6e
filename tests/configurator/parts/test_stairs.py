"""The stair in a core: its steps, and that it leads from floor to floor inside the walls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from configurator.parts.build import build_model
from configurator.parts.model import Element
from configurator.parts.stairs import FLIGHT_WIDTH_MM, GOING_MM, RISER_MM, core_stair
from tests.configurator.outputs.samples import sample_concept, sample_host, sample_layout


def core_parts() -> dict[str, Element]:
    made = build_model(sample_host(), sample_concept(), sample_layout("wall_on_wall", 2, "stair"))
    return {e.id: e for e in made.elements if "/core" in e.id and not e.id.startswith("c/")}


def bounds(element: Element) -> tuple[list[float], list[float]]:
    boxes = [b.prism.moved(element.origin_mm).bounds_mm() for b in element.bodies]
    return [min(low[i] for low, _ in boxes) for i in range(3)], [max(high[i] for _, high in boxes) for i in range(3)]


def test_the_flights_lead_from_floor_to_floor() -> None:
    """A storey of 3200 mm: two flights of nine risers of 177.8 mm; the last step of each is the landing."""
    parts = core_parts()
    first, half, second = (parts[f"s04/b04/core/{key}"] for key in ("flight1", "half", "flight2"))
    riser = 3200.0 / 18
    assert (first.risers, second.risers) == (9, 9)
    floor, above = bounds(parts["s04/b04/core/landing"])[1][2], bounds(parts["s05/b04/core/landing"])[1][2]
    assert above - floor == pytest.approx(3200.0)
    assert bounds(first)[0][2] == pytest.approx(floor)
    assert bounds(first)[1][2] + riser == pytest.approx(bounds(half)[1][2], abs=0.01)
    assert bounds(second)[0][2] == pytest.approx(bounds(half)[1][2])
    assert bounds(second)[1][2] + riser == pytest.approx(above, abs=0.01)


def test_flights_and_landings_join_inside_the_walls_without_lying_in_each_other() -> None:
    parts = core_parts()
    walls = bounds(parts["s04/b04/core"])
    inner = [parts[f"s04/b04/core/{key}"] for key in ("landing", "flight1", "half", "flight2")]
    for part in inner:
        low, high = bounds(part)
        assert all(low[i] >= walls[0][i] + 150.0 - 0.01 and high[i] <= walls[1][i] - 150.0 + 0.01 for i in range(2)), part.id
    landing, first, half, second = (bounds(part) for part in inner)
    assert first[0][1] == pytest.approx(landing[1][1]), "it starts at the landing's edge"
    assert first[1][1] == pytest.approx(half[0][1])
    assert second[0][0] - first[1][0] == pytest.approx(100.0), "the eye between them"


def test_the_top_storey_has_no_flight_upwards() -> None:
    assert not [key for key in core_parts() if key.startswith("s05") and "flight" in key]


@given(width=st.floats(1500.0, 5000.0), depth=st.floats(2000.0, 12_000.0), rise=st.floats(2600.0, 4000.0))
def test_a_stair_that_is_drawn_meets_the_rule(width: float, depth: float, rise: float) -> None:
    stair = core_stair((150.0, 150.0), (150.0 + width, 150.0 + depth), rise)
    if stair is None:
        assert width < 2 * FLIGHT_WIDTH_MM + 100.0 or depth < 2 * (width - 100.0) / 2 + 12 * GOING_MM
        return
    assert rise / (2 * stair.risers) <= RISER_MM
    assert stair.width_mm >= FLIGHT_WIDTH_MM
    assert stair.landing.bounds[3] - stair.landing.bounds[1] >= stair.width_mm
    assert stair.start_mm + stair.run_mm + stair.width_mm == pytest.approx(150.0 + depth)


def test_over_an_existing_stairwell_the_flights_start_at_the_top_existing_floor_and_come_through_the_roof() -> None:
    host = sample_host()
    made = build_model(host, sample_concept(), sample_layout("wall_on_wall", 2, "stair"))
    parts = {e.id: e for e in made.elements}
    first, half, second = (parts[f"s04/b04/core/below/{key}"] for key in ("flight1", "half", "flight2"))
    top_floor, landing = float(host.storeys[-1].floor_z_mm), bounds(parts["s04/b04/core/landing"])[1][2]
    assert bounds(first)[0][2] == pytest.approx(top_floor)
    assert first.risers + second.risers == round((landing - top_floor) / first.height_mm * first.risers)
    assert bounds(second)[1][2] + second.height_mm / second.risers == pytest.approx(landing, abs=0.01)
    assert bounds(first)[1][2] + first.height_mm / first.risers == pytest.approx(bounds(half)[1][2], abs=0.01)
    assert first.height_mm / first.risers <= RISER_MM
    assert {e.storey for e in (first, half, second)} == {host.storeys[-1].index}
    above = parts["s04/b04/core/flight1"]
    assert bounds(above)[0][:2] == pytest.approx(bounds(first)[0][:2]), "the flights of both storeys lie over each other"


def test_the_roof_is_open_over_the_flights_and_nowhere_else() -> None:
    host = sample_host()
    roof = next(e for e in build_model(host, sample_concept(), sample_layout("wall_on_wall", 2, "stair")).elements if e.id == "roof")
    (hole,) = roof.openings
    plan = hole.body.polygon
    flights = [e for e in build_model(host, sample_concept(), sample_layout("wall_on_wall", 2, "stair")).elements if "/below/" in e.id]
    for part in flights:
        low, high = bounds(part)
        assert plan.buffer(0.01).covers(box(low[0], low[1], high[0], high[1])), part.id
    assert sum(b.prism.volume_m3 for b in roof.uncut) - roof.volume_m3 == pytest.approx(hole.body.volume_m3)
    assert host.roof_outline_mm.area / 1e6 - roof.plan_area_m2 == pytest.approx(plan.area / 1e6)


def test_without_a_stairwell_below_or_without_storeys_the_roof_stays_whole() -> None:
    host = sample_host()
    for other in (replace(host, bays=tuple(replace(bay, use="dwelling") for bay in host.bays)), replace(host, storeys=())):
        made = build_model(other, sample_concept(), sample_layout("wall_on_wall", 2, "stair"))
        roof = next(e for e in made.elements if e.id == "roof")
        assert not roof.openings
        assert not roof.uncut
        assert not [e.id for e in made.elements if "/below/" in e.id]
