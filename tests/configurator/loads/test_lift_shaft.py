"""A lift shaft as a load of its own: by hand on two lines, beside the building, without a place, and through to what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import box

from catalogue.documents.evidence import Quantity
from catalogue.documents.finding import finding_text
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs
from configurator.host.building import HostBuilding, HostObstacle
from configurator.loads.document import to_document
from configurator.loads.estimate import LoadEstimate, estimate_loads
from tests.configurator.loads import samples


def weight(value: float, unit: Any) -> Quantity:
    return Quantity(value=value, unit=unit, basis="assumed", source="test")


def estimate(host: HostBuilding, storeys: int = 1, **lift: Any) -> LoadEstimate:
    """Walls of 1.0 kN/m2, 20 kN of equipment, a plan of 1.9 x 2.1 m: 8 m around."""
    own = samples.e2e_assumptions()
    loads = own.loads.model_copy(update={"lift_shaft_kn_per_m2": weight(1.0, "kN/m2"), "lift_equipment_kn": weight(20.0, "kN")})
    layout = samples.layout(samples.bay_modules(host.bearing_lines, storeys=storeys))
    options = Options.model_validate({"lift": lift})
    return estimate_loads(host, samples.e2e_concept(), layout, options, own.model_copy(update={"loads": loads}))


def added(got: LoadEstimate, line: str) -> float:
    """Permanent load of the shaft on one line, kN."""
    return sum(
        row.added_g_parts.lift * (row.end_m - row.start_m) for row in to_document(got).lines if (row.id, row.level) == (line, "foundation")
    )


def test_a_shaft_goes_to_the_lines_beside_it_by_the_lever_rule() -> None:
    """Height 3.25 m of module and 0.2 m of connector: 8 x 3.45 x 1.0 + 20 = 47.6 kN at u = 7.5: 0.75 on w02 and 0.25 on w03."""
    got = estimate(samples.host(samples.even_lines()), stands_on="bearing_lines", at_m=(7.5, 4.0))
    assert added(got, "w02") == pytest.approx(0.75 * 47.6)
    assert added(got, "w03") == pytest.approx(0.25 * 47.6)
    assert added(got, "w04") == 0.0
    without = estimate(samples.host(samples.even_lines()))
    assert got.added_weight_kn - without.added_weight_kn == pytest.approx(47.6)
    on_line = [row for row in to_document(got).lines if (row.id, row.level) == ("w02", "foundation")]
    plain = {row.level: row for row in to_document(without).lines if row.id == "w02"}["foundation"]
    loaded = max(on_line, key=lambda row: row.added_g_kn_per_m)
    assert (loaded.start_m, loaded.end_m) == (2.95, 5.05)
    assert loaded.added_g_kn_per_m - plain.added_g_kn_per_m == pytest.approx(0.75 * 47.6 / 2.1)
    assert loaded.added_q_kn_per_m - plain.added_q_kn_per_m == pytest.approx(0.75 * 6.2 / 2.1)


def test_every_storey_adds_its_wall_and_only_the_top_one_the_machine() -> None:
    """Two storeys: 8 x (3.45 + 3.25) + 20 kN."""
    got = estimate(samples.host(samples.even_lines()), 2, stands_on="bearing_lines", at_m=(6.0, 4.0))
    assert sum(added(got, line) for line in ("w01", "w02", "w03")) == pytest.approx(8.0 * 6.70 + 20.0)


def test_without_a_place_it_stands_on_the_lift_housing() -> None:
    host = samples.host(samples.even_lines())
    housing = HostObstacle("o1", "lift_housing", box(11_000, 2000, 13_000, 4000), 3000.0, 300)
    got = estimate(replace(host, obstacles=(housing,)), stands_on="bearing_lines")
    assert added(got, "w03") == pytest.approx(max(0.0, 8.0 * 3.45 + 20.0 - added(got, "w02") - added(got, "w04")))
    assert added(got, "w02") == pytest.approx(added(got, "w04"))
    assert "LOAD-LIFT-SHAFT" in {item.code for item in got.findings}


@pytest.mark.parametrize(
    ("lift", "code"),
    [({"stands_on": "bearing_lines"}, "LOAD-LIFT-PLACE-UNKNOWN"), ({"stands_on": "own_foundation"}, "LOAD-LIFT-OWN-FOUNDATION")],
)
def test_a_shaft_that_is_not_on_the_lines_adds_nothing_and_says_so(lift: dict[str, Any], code: str) -> None:
    host = samples.host(samples.even_lines())
    got, without = estimate(host, **lift), estimate(host)
    assert to_document(got).lines == to_document(without).lines
    said = next(item for item in got.findings if item.code == code)
    assert all(finding_text(said, lang) for lang in ("nl", "en"))
    assert code not in {item.code for item in without.findings}


def test_a_shaft_beyond_the_wall_stands_on_its_end_and_says_which_moment_that_leaves_out() -> None:
    """Shaft from v = -2.1 to 0: all of it moved 2.1 m, onto the first 2.1 m of w02."""
    got = estimate(samples.host(samples.even_lines()), stands_on="bearing_lines", at_m=(6.0, -1.05))
    said = next(item for item in got.findings if item.code == "LOAD-ACCESS-PAST-WALL")
    assert said.subjects == ("lift",)
    at_axis = 1.0 - (0.95 / 2.0) / 6.0  # the plan reaches 0.95 m to either side of the axis: 0.475 m on average
    assert said.parameters["moment_knm"] == pytest.approx((47.6 + 6.2) * at_axis * 2.1, rel=1e-6)
    assert said.parameters["past_mm"] == 2100


def test_an_unknown_weight_of_what_is_asked_for_gives_no_figures() -> None:
    lines = samples.even_lines()
    options = Options.model_validate({"lift": {"stands_on": "bearing_lines", "at_m": (6.0, 4.0)}})
    layout = samples.layout(samples.bay_modules(lines))
    got = estimate_loads(samples.host(lines), samples.e2e_concept(), layout, options, samples.e2e_assumptions())
    assert got.rows.line.size == 0
    assert "LOAD-INPUT-UNKNOWN" in {item.code for item in got.findings}


def test_roof_extras_gallery_connector_and_lift_are_parts_of_their_own_end_to_end() -> None:
    options = {
        "access": "gallery", "support": "transfer_grid", "green_roof": True, "solar_panels": True,
        "lift": {"stands_on": "bearing_lines", "at_m": (9.0, 1.0)},
    }  # fmt: skip
    building, concept = resolve_building("demo-portiek-1966"), resolve_concept("A3")
    inputs = make_inputs("parts", building, concept, Options.model_validate(options), resolve_assumptions(), resolve_family("F05"))
    got = configure(inputs).configuration
    for part in ("modules", "connector", "access", "roof_extras", "lift"):
        assert max(getattr(row.added_g_parts, part) for row in got.loads.lines) > 0.1, part
    for row in got.loads.lines:
        assert sum(row.added_g_parts.model_dump().values()) == pytest.approx(row.added_g_kn_per_m, abs=5e-4)
    total = sum(
        (row.added_g_kn_per_m - row.added_g_parts.removed) * (row.end_m - row.start_m)
        for row in got.loads.lines
        if row.level == "foundation"
    )
    assert total == pytest.approx(got.loads.added_weight_kn, rel=1e-4)
