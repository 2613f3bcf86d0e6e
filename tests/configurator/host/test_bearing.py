"""Bearing lines: from walls that somebody knows, else from bays that somebody knows, else from the family."""

from __future__ import annotations

import pytest
from shapely.geometry import Polygon

from catalogue.errors import InvalidDocument
from configurator.host.bearing import compile_bearing
from configurator.host.origins import Ledger
from tests.configurator.host.samples import Plain, Point, box, building, family

SLAB = Polygon(box(0, 0, 40_000, 10_000))
L_ROOF = Polygon([(0, 0), (40_000, 0), (40_000, 10_000), (12_000, 10_000), (12_000, 30_000), (0, 30_000)])
U_ROOF: list[Point] = [
    (0, 0),
    (30_000, 0),
    (30_000, 8_000),
    (8_000, 8_000),
    (8_000, 12_000),
    (30_000, 12_000),
    (30_000, 20_000),
    (0, 20_000),
]


def codes(ledger: Ledger) -> list[str]:
    return [finding.code for finding in ledger.findings]


def test_the_familys_bays_are_laid_between_end_walls_and_said_to_be_assumed() -> None:
    ledger = Ledger()
    bearing = compile_bearing(building(), family(), SLAB, ledger)
    # 40.0 m less two half walls of 200 mm is 39.8 m: six times 6.0 m, and 1.9 m left for a bay at each end.
    assert [line.u_mm for line in bearing.lines][:4] == [100, 2000, 5600, 8000]
    assert (bearing.lines[-1].u_mm, len(bearing.lines)) == (39_900, 15)
    assert [line.kind for line in bearing.lines] == ["end", *["inner"] * 13, "end"]
    assert [line.thickness_mm for line in bearing.lines[:2]] == [200.0, 180.0]
    assert all(line.assumed and (line.v0_mm, line.v1_mm) == (0, 10_000) for line in bearing.lines)
    assert [bay.use for bay in bearing.bays[:4]] == ["dwelling", "dwelling", "stair", "dwelling"]
    assert [line.id for line in bearing.lines[:2]] == ["w01", "w02"]
    assert [bay.number for bay in bearing.bays] == list(range(1, 15))
    assert codes(ledger) == ["HOST-WALLS-ASSUMED"]
    assert ledger.facts["/bearing_lines"].assumed


def test_bays_that_the_user_knows_win_over_the_familys() -> None:
    ledger = Ledger()
    known = {"bays": [{"width_mm": 3980}], "remainder": "stretch"}
    bearing = compile_bearing(building(bay_sequence=known), family(), SLAB, ledger)
    assert [bay.width_mm for bay in bearing.bays] == [3980] * 10
    assert not any(line.assumed for line in bearing.lines)
    assert codes(ledger) == []


def test_walls_that_the_user_knows_win_over_bays() -> None:
    ledger = Ledger()
    walls: Plain = [
        {"x_mm": 39_900, "kind": "party", "thickness_mm": 230, "continuous_to_foundation": "yes"},
        {"x_mm": 100.4, "kind": "end"},
        {"x_mm": 20_000, "from_mm": 1_000, "to_mm": 9_000.5},
    ]
    bearing = compile_bearing(building(bearing_lines=walls, bay_sequence={"bays": [{"width_mm": 4000}]}), family(), SLAB, ledger)
    assert [(line.id, line.u_mm, line.kind, line.thickness_mm) for line in bearing.lines] == [
        ("w01", 100, "end", 200.0),
        ("w02", 20_000, "inner", 180.0),
        ("w03", 39_900, "party", 230.0),
    ]
    assert (bearing.lines[1].v0_mm, bearing.lines[1].v1_mm) == (1_000, 9_000)
    assert bearing.lines[2].continuous_to_foundation == "yes"
    assert "/bearing_lines/2/thickness_mm" in ledger.facts
    assert not ledger.facts["/bearing_lines"].assumed


def test_without_a_family_the_wall_thickness_is_a_stated_assumption() -> None:
    ledger = Ledger()
    bearing = compile_bearing(building(family=None, bay_sequence={"bays": [{"width_mm": 3980}]}), None, SLAB, ledger)
    assert bearing.lines[0].u_mm == 100
    assert ledger.facts["/bearing_lines/thickness_mm"].assumed
    assert bearing.system == "cross"


def test_a_wall_outside_the_roof_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="x_mm 41000"):
        compile_bearing(building(bearing_lines=[{"x_mm": 41_000}]), family(), SLAB, Ledger())


def test_a_wall_given_twice_counts_once_and_says_so() -> None:
    ledger = Ledger()
    bearing = compile_bearing(building(bearing_lines=[{"x_mm": 4_000}, {"x_mm": 4_000.3}, {"x_mm": 9_000}]), family(), SLAB, ledger)
    assert [line.u_mm for line in bearing.lines] == [4_000, 9_000]
    assert "HOST-WALL-TWICE" in {item.code for item in ledger.findings}


def test_two_different_walls_at_one_place_are_refused() -> None:
    walls = [{"x_mm": 4_000}, {"x_mm": 4_000, "kind": "party"}]
    with pytest.raises(InvalidDocument, match="once"):
        compile_bearing(building(bearing_lines=walls), family(), SLAB, Ledger())


def test_on_an_l_each_line_runs_as_far_as_the_roof_does() -> None:
    bearing = compile_bearing(building(bay_sequence={"bays": [{"width_mm": 3980}]}), family(), L_ROOF, Ledger())
    assert [line.v1_mm for line in bearing.lines] == [30_000] * 3 + [10_000] * 8


def test_a_line_across_a_gap_is_said() -> None:
    ledger = Ledger()
    compile_bearing(building(bearing_lines=[{"x_mm": 4_000}, {"x_mm": 20_000}]), family(), Polygon(U_ROOF), ledger)
    gaps = [finding for finding in ledger.findings if finding.code == "HOST-LINE-OVER-GAP"]
    assert [(finding.subjects, finding.parameters["gap_m"]) for finding in gaps] == [(("w02",), 4.0)]


@pytest.mark.parametrize("system", ["longitudinal", "two_way", "frame"])
def test_a_system_without_cross_walls_has_no_lines_and_a_finding(system: str) -> None:
    ledger = Ledger()
    bearing = compile_bearing(building(bearing_system=system, bearing_lines=[{"x_mm": 4_000}]), family(), SLAB, ledger)
    assert (bearing.system, bearing.lines, bearing.bays) == (system, (), ())
    assert [(f.code, f.status) for f in ledger.findings] == [("HOST-BEARING-SYSTEM", "unknown")]
