"""Layouts that can be worked out on paper."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from shapely.geometry import Polygon

from catalogue.documents.finding import finding, finding_codes, finding_text
from catalogue.documents.identifiers import ID_PATTERN
from catalogue.documents.options import Options
from catalogue.errors import NotFound
from configurator.host.building import HostBuilding
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout, Rectangle
from tests.configurator.layout.samples import (
    ROOF_Z_MM,
    assumptions,
    box,
    concept,
    dwelling_type,
    host,
    obstacle,
    options,
    rectangle,
    usable_m2,
)

CONCEPT = concept()
BAYS = [90, 3710, 7330, 10950]
"""Three bays of 3620 mm: a module of 3600 mm with a joint of 20 mm fits exactly, 10 mm from each axis."""


def plain(**changes: Any) -> HostBuilding:
    return host(rectangle(11_040, 10_000), BAYS, **changes)


def laid(of: HostBuilding, **chosen: Any) -> Layout:
    return lay_out(of, CONCEPT, options(**chosen), assumptions())


def codes(layout: Layout) -> list[str]:
    return [f.code for f in layout.findings]


def test_three_equal_bays_hold_one_dwelling_of_three_modules() -> None:
    """Depth 10.0 - gallery 1.3 = 8.7 m = 29 x 300 mm; usable 0.9 x (10.8 - 0.2) x (8.7 - 0.4) m2."""
    layout = laid(plain(), support="wall_on_wall", objective="usable_area", gallery={"side": "low"})
    assert [m.id for m in layout.modules] == ["s04/a/m01", "s04/a/m02", "s04/a/m03"]
    assert layout.modules[0].footprint == Rectangle(100, 1300, 3700, 10_000)
    assert [(s.line_id, s.eccentricity_mm) for s in layout.modules[0].supports] == [("w01", 10), ("w02", -10)]
    (home,) = layout.dwellings
    assert (home.id, home.type_id) == ("s04/a/d01", "three")
    assert home.usable_area_m2 == pytest.approx(usable_m2([3600] * 3, 8700), abs=1e-6)
    assert home.gross_floor_area_m2 == pytest.approx((3 * 3.6 + 2 * 0.02) * 8.7)
    assert layout.value == round(usable_m2([3600] * 3, 8700) * 1e6)
    assert layout.modules[0].z_mm == ROOF_Z_MM + 100


def test_the_objective_decides_between_few_large_and_many_small_homes() -> None:
    assert len(laid(plain(), support="wall_on_wall", objective="usable_area").dwellings) == 1
    many = laid(plain(), support="wall_on_wall", objective="dwellings")
    assert [d.type_id for d in many.dwellings] == ["one"] * 3
    assert many.value == 3


def test_modules_turn_their_end_to_the_gallery() -> None:
    """At the low side the x axis points to +v, at the high side to -v (placement.Quarter); only the first module has the entrance."""
    low = laid(plain(), support="wall_on_wall", objective="usable_area", gallery={"side": "low"})
    high = laid(plain(), support="wall_on_wall", objective="usable_area", gallery={"side": "high"})
    assert {m.quarter for m in low.modules} == {1}
    assert {m.quarter for m in high.modules} == {3}
    assert [m.access_side for m in low.modules] == ["end_a", None, None]
    # Quarter 1: the y axis points to -u, so long_a (y = 0) faces higher u.
    assert [m.open_sides for m in low.modules] == [("long_a",), ("long_a", "long_b"), ("long_b",)]
    assert [m.open_sides for m in high.modules] == [("long_b",), ("long_a", "long_b"), ("long_a",)]
    assert low.access[0].footprint == Rectangle(100, 0, 10_940, 1300)
    assert high.access[0].footprint == Rectangle(100, 8700, 10_940, 10_000)


def test_a_cantilevered_gallery_takes_nothing_and_sticks_out() -> None:
    layout = laid(plain(), support="wall_on_wall", gallery={"side": "low", "inside_roof": False})
    assert {m.length_mm for m in layout.modules} == {9900}
    assert layout.access[0].footprint == Rectangle(100, -1300, 10_940, 0)
    assert not layout.access[0].inside_roof


def test_the_hosts_gallery_edge_decides_the_side() -> None:
    assert laid(plain(kinds={2: "gallery"}), support="wall_on_wall").scheme.gallery_side == "high"  # type: ignore[union-attr]
    assert laid(plain(kinds={0: "gallery"}), support="wall_on_wall").scheme.gallery_side == "low"  # type: ignore[union-attr]


def test_set_backs_follow_the_kind_of_edge_and_step_in_per_storey() -> None:
    """Facades 500 mm and 600 mm more on the next storey: 10.0 - 1.0 - 1.3 = 7.7 m, then 10.0 - 2.2 - 1.3 = 6.5 m."""
    wide = options(setback_mm={"facade": 500, "gable": 0}, storeys_added=2, storey_setback_mm=600, support="wall_on_wall")
    layout = lay_out(plain(), CONCEPT, wide.model_copy(update={"gallery": wide.gallery.model_copy(update={"side": "low"})}), assumptions())
    spans = {m.storey: (m.footprint.v0_mm, m.footprint.v1_mm) for m in layout.modules}
    assert spans == {4: (1800, 9300), 5: (2400, 8700)}
    assert {m.topmost for m in layout.modules if m.storey == 4} == {False}
    assert {m.topmost for m in layout.modules if m.storey == 5} == {True}
    assert {m.z_mm for m in layout.modules if m.storey == 5} == {ROOF_Z_MM + 100 + 3200}


def test_a_parapet_is_kept_free_along_party_walls_too() -> None:
    layout = laid(plain(kinds={1: "party", 3: "party"}), support="wall_on_wall", setback_mm={"facade": 0, "gable": 900, "parapet": 50})
    assert {m.footprint.u0_mm for m in layout.modules} == {100, 3720, 7340}
    assert all(m.footprint.v0_mm >= 50 and m.footprint.v1_mm <= 9950 for m in layout.modules)


def test_stair_access_keeps_the_stair_bay_free_and_enters_beside_the_core() -> None:
    """Bays 3620, 2400 (stair), 3620: one home on either side, entered through the long wall that faces the core."""
    of = host(
        rectangle(9820, 9900),
        [90, 3710, 6110, 9730],
        stairs=(2,),
        access="stair",
        obstacles=[obstacle(1, box(4000, 4000, 5800, 6000), 500, "stair_head")],
    )
    layout = laid(of, support="wall_on_wall")
    assert [m.id for m in layout.modules] == ["s04/a/m01", "s04/a/m03"]
    assert [m.access_side for m in layout.modules] == ["long_a", "long_b"]
    assert [(a.id, a.footprint) for a in layout.access] == [("s04/b02/core", Rectangle(3710, 0, 6110, 9900))]
    assert "LAY-STAIR-HEAD-REPLACED" in codes(layout)


def test_a_dwelling_that_borders_on_no_core_is_not_placed() -> None:
    of = host(rectangle(17_060, 9900), [90, 3710, 6110, 9730, 13_350, 16_970], stairs=(2,), access="stair")
    layout = lay_out(of, concept(types=(dwelling_type("one", 1, 18.0),)), options(support="wall_on_wall"), assumptions())
    assert [m.id for m in layout.modules] == ["s04/a/m01", "s04/a/m03"]
    assert [(s.u0_mm, s.reason.code) for s in layout.empty] == [(9730, "LAY-NO-CORE-BESIDE"), (13_350, "LAY-NO-CORE-BESIDE")]


def test_stair_access_on_the_grid_stands_a_joint_beside_the_core() -> None:
    of = host(rectangle(9820, 9900), [90, 3710, 6110, 9730], stairs=(2,), access="stair")
    layout = laid(of, support="transfer_grid", objective="usable_area")
    assert {m.footprint.u0_mm for m in layout.modules} >= {6130}
    assert {m.footprint.u1_mm for m in layout.modules} >= {3690}


def test_without_a_stair_bay_stair_access_places_nothing() -> None:
    layout = laid(plain(), access="stair")
    assert (layout.modules, codes(layout)) == ((), ["LAY-NO-STAIR-BAY"])


def test_automatic_access_follows_the_host_and_falls_back() -> None:
    assert laid(plain(access="gallery")).scheme.access == "gallery"  # type: ignore[union-attr]
    without_stairs = laid(plain(access="stair"))
    assert without_stairs.scheme.access == "gallery"  # type: ignore[union-attr]
    assert "LAY-ACCESS-FALLBACK" in codes(without_stairs)


def test_bays_that_do_not_fit_are_refused_with_the_gap_and_the_grid_as_fix() -> None:
    """4200: 600 mm more than the widest module, 300 beside each edge, 100 permitted. 2700: 3000 + 20 lacks 320."""
    of = host(rectangle(10_700, 10_000), [90, 4290, 6990, 10_610])
    layout = laid(of, support="wall_on_wall")
    found = {s.u0_mm: s.reason for s in layout.empty}
    assert (found[90].code, found[90].margin_mm, found[90].parameters["gap_mm"]) == ("LAY-BAY-TOO-WIDE", -200, 300)
    assert (found[4290].code, found[4290].margin_mm, found[4290].parameters["gap_mm"]) == ("LAY-BAY-TOO-NARROW", -320, -320)
    assert found[90].fix == {"support": "transfer_grid"}
    assert [m.id for m in layout.modules] == ["s04/a/m03"]


def test_a_refused_bay_without_a_grid_has_no_fix() -> None:
    of = host(rectangle(4380, 10_000), [90, 4290])
    layout = lay_out(of, concept(support=("wall_on_wall",)), options(), assumptions())
    assert (layout.empty[0].reason.code, layout.empty[0].reason.fix) == ("LAY-BAY-TOO-WIDE-NO-GRID", None)
    assert codes(layout) == ["LAY-NOTHING-PLACED"]


def test_a_module_may_span_two_narrow_bays_wall_to_wall() -> None:
    layout = laid(host(rectangle(3800, 10_000), [90, 1890, 3710]), support="wall_on_wall")
    (module,) = layout.modules
    assert (module.id, [s.line_id for s in module.supports]) == ("s04/a/m01", ["w01", "w03"])


@pytest.mark.parametrize(("gain", "support"), [(0.25, "transfer_grid"), (5.0, "wall_on_wall")])
def test_automatic_support_leaves_the_walls_only_for_a_clear_gain(gain: float, support: str) -> None:
    """Two of three bays refuse the module, so the grid holds about three times as much."""
    of = host(rectangle(10_700, 10_000), [90, 4290, 6990, 10_610])
    layout = lay_out(of, CONCEPT, options(), assumptions(gain))
    assert layout.scheme is not None
    assert layout.scheme.support == support
    assert ("LAY-GRID-CHOSEN" in codes(layout)) == (support == "transfer_grid")


def test_the_grid_never_stands_on_a_bay_that_it_cannot_span() -> None:
    of = host(rectangle(14_600, 10_000), [90, 3710, 10_890, 14_510])
    layout = laid(of, support="transfer_grid")
    assert all(m.footprint.u1_mm <= 3710 or m.footprint.u0_mm >= 10_890 for m in layout.modules)
    reasons = {s.reason.code: s.reason for s in layout.empty}
    assert reasons["LAY-SPAN-TOO-LARGE"].margin_mm == 6000 - 7180


def test_a_grid_module_is_named_by_its_place_and_the_widest_row_wins_the_tie() -> None:
    """11040 mm hold three modules of 3600 with two joints; no other single width gives as much."""
    layout = laid(plain(), support="transfer_grid", objective="usable_area")
    assert [m.id for m in layout.modules] == ["s04/a/m0000", "s04/a/m0036", "s04/a/m0072"]
    assert {m.width_mm for m in layout.modules} == {3600}
    assert all(not m.supports for m in layout.modules)
    assert layout.connector_height_mm == 400


def test_a_long_wing_is_filled_across_on_the_grid() -> None:
    """An L of 20 x 10 m with a wing of 10 x 20 m: in the wing the modules lie along u."""
    shape = Polygon([(0, 0), (20_000, 0), (20_000, 10_000), (10_000, 10_000), (10_000, 30_000), (0, 30_000)])
    layout = laid(host(shape), support="transfer_grid", access="gallery", objective="usable_area")
    assert {m.length_axis for m in layout.modules} == {"u", "v"}
    assert {m.strip for m in layout.modules} == {"a", "b"}
    assert {m.quarter for m in layout.modules if m.length_axis == "u"} <= {0, 2}
    assert "LAY-GRID-SPAN-UNKNOWN" in codes(layout)


def test_an_obstacle_is_named_as_the_reason() -> None:
    of = plain(obstacles=[obstacle(1, box(4500, 4000, 5500, 5000), 500)])
    layout = laid(of, support="wall_on_wall", gallery={"side": "low"})
    (gap,) = layout.empty
    assert (gap.reason.code, gap.reason.subjects) == ("LAY-OBSTACLE", ("o1",))
    # 4000 - 500 clearance - 1300 gallery leave 2200 mm; the shortest module is 6000.
    assert gap.reason.margin_mm == 2200 - 6000


def test_a_shallow_roof_says_how_many_millimetres_are_missing() -> None:
    layout = laid(host(rectangle(11_040, 7000), BAYS), support="wall_on_wall")
    assert layout.modules == ()
    assert {(s.reason.code, s.reason.margin_mm) for s in layout.empty} == {("LAY-DEPTH-TOO-SHALLOW", -300)}
    assert codes(layout) == ["LAY-NOTHING-PLACED"]


def test_a_minimum_area_cliff_is_reported_with_what_is_missing() -> None:
    """6000 mm deep: 0.9 x 3.4 x 5.6 = 17.14 m2; the type wants 18: the next lengths give 18.05 m2 at 6300."""
    layout = lay_out(
        host(rectangle(3800, 7500), [90, 3710]),
        concept(types=(dwelling_type("one", 1, 18.0),)),
        options(support="wall_on_wall", setback_mm={"facade": 50}),
        assumptions(),
    )
    (gap,) = layout.empty
    assert gap.reason.code == "LAY-AREA-BELOW-MINIMUM"
    assert gap.reason.parameters["missing_m2"] == pytest.approx(18.0 - 17.14, abs=0.005)
    assert gap.reason.margin_mm == 6100 - 6300
    assert "LAY-TYPE-BELOW-MINIMUM" in codes(layout)


def test_the_end_bay_behind_a_gable_set_back_is_refused_for_it() -> None:
    layout = laid(plain(), support="wall_on_wall", setback_mm={"facade": 0, "gable": 500})
    found = {s.u0_mm: s.reason for s in layout.empty}
    assert (found[90].code, found[90].margin_mm) == ("LAY-SETBACK", -400)


def test_the_height_limit_leaves_the_storeys_that_fit() -> None:
    """11.2 + 0.1 + 2 x 3.2 = 17.7 m; 16 m is permitted, so one storey (14.5 m) stands."""
    layout = laid(plain(max_height_m=16.0), support="wall_on_wall", storeys_added=2)
    assert layout.storeys() == (4,)
    limit = next(f for f in layout.findings if f.code == "LAY-HEIGHT-LIMIT")
    assert (limit.margin_mm, limit.fix) == (-1700, {"storeys_added": 1})
    assert [(s.storey, s.reason.margin_mm) for s in layout.empty] == [(5, -1700)]


def test_an_interrupted_gallery_is_two_galleries() -> None:
    """The obstacle stands in the gallery's way in the middle bay; the homes beside it are reached from either side."""
    of = plain(obstacles=[obstacle(1, box(5000, 0, 6000, 5000), 0)])
    layout = lay_out(
        of, concept(types=(dwelling_type("one", 1, 18.0),)), options(support="wall_on_wall", gallery={"side": "low"}), assumptions()
    )
    assert [a.id for a in layout.access] == ["s04/a/g", "s04/a/g03"]
    assert all(ID_PATTERN.match(a.id) for a in layout.access)
    assert "LAY-GALLERY-INTERRUPTED" in codes(layout)


def test_a_wished_mix_is_met_as_nearly_as_whole_homes_allow() -> None:
    of = host(rectangle(43_620, 10_000), [90 + 3620 * i for i in range(13)])
    layout = laid(of, support="wall_on_wall", mix={"one": 0.5, "two": 0.5})
    count = {t: sum(d.type_id == t for d in layout.dwellings) for t in ("one", "two", "three")}
    total = sum(count.values())
    assert abs(count["one"] - total / 2) <= 1
    assert abs(count["two"] - total / 2) <= 1
    assert sum(len(d.module_ids) for d in layout.dwellings) == 12
    assert "LAY-MIX" in codes(layout)


def test_a_type_with_share_zero_is_left_out() -> None:
    layout = laid(plain(), support="wall_on_wall", mix={"three": 0.0, "two": 0.0}, objective="usable_area")
    assert {d.type_id for d in layout.dwellings} == {"one"}


def test_no_storeys_add_nothing() -> None:
    layout = laid(plain(), storeys_added=0)
    assert (layout.modules, layout.findings, layout.scheme) == ((), (), None)


def test_a_host_that_is_not_buildable_stays_empty() -> None:
    refused = dataclasses.replace(plain(), findings=(finding("LAY-NO-STAIR-BAY"),))
    assert laid(refused).findings == ()


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"intervention": "end_extension"}, "REQ-INTERVENTION-NOT-CARRIED"),
        ({"storeys_added": 4}, "LAY-STOREYS-TOO-MANY"),
        ({"access": "corridor"}, "LAY-ACCESS-NOT-PERMITTED"),
        ({"module_width_mm": 3100}, "LAY-SIZE-NOT-MADE"),
        ({"module_length_mm": 12_000}, "LAY-SIZE-NOT-MADE"),
        ({"mix": {"one": 0.0, "two": 0.0, "three": 0.0}}, "LAY-NO-TYPE-WANTED"),
    ],
)
def test_what_cannot_be_computed_is_a_finding(chosen: dict[str, Any], code: str) -> None:
    layout = laid(plain(), **chosen)
    assert (layout.modules, codes(layout)) == ((), [code])


def test_what_the_concept_does_not_permit_is_a_finding() -> None:
    only = concept(support=("transfer_grid",), access=("gallery",))
    assert codes(lay_out(plain(), only, options(support="wall_on_wall"), assumptions())) == ["LAY-SUPPORT-NOT-PERMITTED"]
    assert codes(lay_out(plain(), only, options(access="stair"), assumptions())) == ["LAY-ACCESS-NOT-PERMITTED"]


def test_walls_without_cross_walls_are_a_finding() -> None:
    layout = laid(dataclasses.replace(plain(), bearing_system="longitudinal"), support="wall_on_wall")
    assert codes(layout) == ["LAY-NO-BEARING-LINES"]


def test_an_unknown_dwelling_type_in_the_mix_is_a_wrong_call() -> None:
    with pytest.raises(NotFound, match="penthouse"):
        laid(plain(), mix={"penthouse": 1.0})


@pytest.mark.parametrize("outline", [rectangle(2000, 2000), rectangle(300, 20_000), Polygon([(0, 0), (9000, 0), (0, 9000)])])
def test_a_roof_that_holds_nothing_gives_reasons(outline: Polygon) -> None:
    layout = laid(host(outline), support="transfer_grid")
    assert layout.modules == ()
    assert "LAY-NOTHING-PLACED" in codes(layout)


def test_a_roof_full_of_obstacles_gives_reasons() -> None:
    of = plain(obstacles=[obstacle(1, box(0, 0, 11_040, 10_000))])
    layout = laid(of)
    assert layout.modules == ()
    assert layout.empty
    assert {s.reason.code for s in layout.empty} == {"LAY-OBSTACLE"}


def test_a_slanted_gable_is_kept_clear_of() -> None:
    shape = Polygon([(0, 0), (30_000, 0), (24_000, 10_000), (0, 10_000)])
    layout = laid(host(shape), support="transfer_grid", objective="usable_area")
    assert layout.modules
    assert all(shape.covers(box(m.footprint.u0_mm, m.footprint.v0_mm, m.footprint.u1_mm, m.footprint.v1_mm)) for m in layout.modules)


def test_every_text_of_the_layout_can_be_filled_in_both_languages() -> None:
    of = host(
        rectangle(60_000, 10_500),
        [90, 4290, 6990, 10_610, 13_010, 16_630, 23_500],
        stairs=(4,),
        obstacles=[obstacle(1, box(8000, 4000, 9000, 5000))],
    )
    for chosen in (Options(), Options(access="stair"), Options(support="transfer_grid"), Options(support="wall_on_wall")):
        layout = lay_out(of, CONCEPT, chosen, assumptions())
        for said in (*layout.findings, *(s.reason for s in layout.empty)):
            assert said.code in finding_codes()
            assert finding_text(said, "nl") != finding_text(said, "en")


@pytest.mark.parametrize("depth", [7_000, 7_250])
def test_a_roof_that_the_gallery_makes_too_shallow_names_the_fix_that_helps(depth: int) -> None:
    """6.0 m modules and a gallery of 1.3 m need 7.3 m; with the gallery outside 6.0 m is enough."""
    of = host(rectangle(20_000, depth))
    chosen = {"support": "transfer_grid", "access": "gallery"}
    reasons = [s.reason for s in laid(of, **chosen).empty]
    assert [r.code for r in reasons] == ["LAY-DEPTH-TOO-SHALLOW"]
    assert reasons[0].fix == {"gallery.inside_roof": False}
    assert reasons[0].margin_mm == depth - 7_300
    assert laid(of, **chosen, gallery={"inside_roof": False}).dwellings


def test_two_homes_of_two_come_before_one_of_three_and_one() -> None:
    """Four equal bays between two cores: 2 + 2 and 3 + 1 have the same area and the same number of homes."""
    lines = [90, 2_490, *(2_490 + 3_620 * i for i in range(1, 5)), 2_490 + 4 * 3_620 + 2_400]
    layout = laid(host(rectangle(lines[-1] + 90, 9_000), lines, stairs=[1, 6]), support="wall_on_wall", access="stair")
    assert [len(d.module_ids) for d in layout.dwellings] == [2, 2]
    assert (layout.value, layout.bound) == (2, 2)


def test_a_corridor_has_a_row_on_each_side() -> None:
    """14.0 m: two rows of 6.3 m (the longest in 6.35 m) beside a corridor of 1.3 m."""
    built = concept(access=("corridor",))
    layout = lay_out(host(rectangle(20_000, 14_000)), built, options(support="transfer_grid", storeys_added=2), assumptions())
    assert {m.strip for m in layout.modules} == {"a", "b"}
    assert {m.length_mm for m in layout.modules} == {6_300}
    assert [(a.storey, a.footprint.v0_mm, a.footprint.v1_mm) for a in layout.access] == [(4, 6_350, 7_650), (5, 6_350, 7_650)]
    assert {m.footprint.v1_mm for m in layout.modules if m.strip == "a"} == {6_350}
    assert {m.footprint.v0_mm for m in layout.modules if m.strip == "b"} == {7_650}
    assert "LAY-CORRIDOR-AS-GALLERY" in codes(layout)


def test_a_deep_roof_has_two_rows_with_a_gallery_along_each_facade() -> None:
    layout = laid(host(rectangle(20_000, 18_000)), support="transfer_grid", access="gallery")
    assert sorted((a.footprint.v0_mm, a.footprint.v1_mm) for a in layout.access) == [(0, 1_300), (16_700, 18_000)]
