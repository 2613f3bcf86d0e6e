"""Why a stretch stays empty: every reason has its millimetres, or is one of the few that have none to give."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from configurator.host.building import HostBuilding
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout, Stretch
from configurator.layout.reasons import WITHOUT_MARGIN
from configurator.layout.scheme import RAGGED_MM
from tests.configurator.layout.roofs import hosts
from tests.configurator.layout.samples import assumptions, box, concept, host, obstacle, options, rectangle
from tests.configurator.layout.test_properties import SCHEMES, examples, shape

CONCEPT = concept(access=("gallery", "stair", "corridor"), orientations=("across", "lengthwise"))


def laid(of: HostBuilding, **chosen: Any) -> Layout:
    return lay_out(of, CONCEPT, options(**chosen), assumptions())


@examples(40)
@given(
    of=hosts(), scheme=st.sampled_from(SCHEMES), facade=st.sampled_from((0, 300)), storeys=st.integers(1, 2), step=st.sampled_from((0, 700))
)
def test_every_reason_has_its_millimetres_or_says_why_there_are_none(
    of: HostBuilding, scheme: dict[str, Any], facade: int, storeys: int, step: int
) -> None:
    """Without a wished mix the programme fills whatever can be filled, so something always falls short."""
    layout = laid(of, **scheme, setback_mm={"facade": facade}, storeys_added=storeys, storey_setback_mm=step)
    for stretch in layout.empty:
        reason = stretch.reason
        assert reason.code != "LAY-NOT-CHOSEN"
        if reason.margin_mm is None:
            assert WITHOUT_MARGIN[reason.code]
        else:
            assert reason.margin_mm < 0
        assert reason.geometry is not None
        corners = {(stretch.u0_mm, stretch.v0_mm), (stretch.u1_mm, stretch.v1_mm)}
        assert corners <= set(reason.geometry.points_mm)


@examples(40)
@given(of=hosts(), scheme=st.sampled_from(SCHEMES), storeys=st.integers(1, 2))
def test_where_lengthwise_is_the_way_out_it_adds_homes(of: HostBuilding, scheme: dict[str, Any], storeys: int) -> None:
    layout = laid(of, **scheme, storeys_added=storeys, objective="usable_area")
    if any(s.reason.fix == {"module_orientation": "mixed"} for s in layout.empty):
        mixed = laid(of, **scheme, storeys_added=storeys, objective="usable_area", module_orientation="mixed")
        assert mixed.value > layout.value


def only(layout: Layout, code: str) -> Stretch:
    return next(s for s in layout.empty if s.reason.code == code)


def test_a_roof_too_shallow_across_is_offered_lengthwise() -> None:
    """5.0 m less a gallery of 1.3 m is 3.7 m; the shortest box is 6 m, but one of 3.6 m lies lengthwise behind the gallery."""
    reason = only(laid(host(rectangle(20_000, 5_000)), support="transfer_grid", access="gallery"), "LAY-DEPTH-TOO-SHALLOW").reason
    assert (reason.margin_mm, reason.fix) == (3_700 - 6_000, {"module_orientation": "mixed"})


def test_room_for_a_narrow_module_is_no_room_for_a_home() -> None:
    """Beside an obstacle 3.08 m of width are free over the full depth, but a box of 3.0 m is too small for a home of 18 m2."""
    things = (obstacle(1, box(3_080, 2_000, 4_080, 8_000), 0), obstacle(2, box(4_080, 0, 9_700, 9_300), 0))
    layout = laid(host(rectangle(9_700, 8_300), obstacles=things), support="transfer_grid", access="corridor")
    (stretch,) = layout.empty
    assert not layout.modules
    assert stretch.reason.code == "LAY-OBSTACLE"
    assert stretch.reason.margin_mm is not None
    assert stretch.reason.margin_mm < 0


def test_a_remainder_beside_an_obstacle_names_it() -> None:
    """Three boxes of 3.0 m leave 0.63 m less a joint, whatever the obstacle there leaves in depth."""
    of = host(rectangle(9_670, 9_300), obstacles=(obstacle(1, box(9_000, 9_250, 9_670, 9_300), 0),))
    layout = laid(of, support="transfer_grid", access="gallery", gallery={"side": "low"}, module_width_mm=3_000)
    reason = layout.empty[0].reason
    assert layout.modules
    assert (reason.code, reason.subjects) == ("LAY-REMAINDER-TOO-SMALL", ("o1",))
    assert reason.margin_mm == 9_670 - 3 * 3_020 + 20 - 20 - 3_000


def test_a_gallery_that_would_hang_over_another_wing_says_by_how_much() -> None:
    """In the corner of an L the gallery of 1.3 m at the high side would hang over the other wing with all of its width."""
    shape = Polygon([(0, 0), (30_000, 0), (30_000, 8_000), (9_000, 8_000), (9_000, 30_000), (0, 30_000)])
    layout = laid(host(shape), support="transfer_grid", access="gallery", gallery={"inside_roof": False, "side": "high"})
    found = [s for s in layout.empty if s.reason.code == "LAY-GALLERY-OVER-ROOF"]
    assert {(s.reason.margin_mm, s.reason.parameters["over_mm"]) for s in found} == {(-1_300, 1_300)}
    assert len(layout.dwellings) == 13, "six beside the gallery on the long wing, seven on the other"


@pytest.mark.parametrize(("widths", "margin"), [((5_000, 2_400, 5_000), -1), ((1_800, 2_400, 1_800), -1)])
def test_a_core_without_homes_says_what_keeps_them_away(widths: tuple[int, int, int], margin: int) -> None:
    """The bays beside it are too wide or too narrow for the boxes; the reason names theirs, with its millimetres."""
    at = [0, widths[0], widths[0] + widths[1], sum(widths)]
    layout = laid(host(rectangle(at[-1], 9_000), at, stairs=(2,), access="stair"), support="wall_on_wall", access="stair")
    core = only(layout, "LAY-CORE-UNUSED").reason
    beside = {s.reason.margin_mm for s in layout.empty if s.reason.code == core.parameters["beside"]}
    assert core.margin_mm in beside
    assert core.margin_mm is not None
    assert core.margin_mm * margin > 0


def test_no_gallery_hangs_over_the_neighbours() -> None:
    """A gallery of 1.3 m outside a party wall would hang over the neighbours, but for a joint of 20 mm; at the other side it may."""
    of = host(rectangle(20_000, 8_000), kinds={2: "party"})
    chosen: dict[str, Any] = {"support": "transfer_grid", "access": "gallery"}
    high = laid(of, **chosen, gallery={"inside_roof": False, "side": "high"})
    assert {(s.reason.code, s.reason.margin_mm) for s in high.empty} == {("LAY-GALLERY-OVER-ROOF", -1_280)}
    both = laid(of, **chosen, gallery={"inside_roof": False})
    assert {a.footprint.v1_mm for a in both.access} == {0}


@examples(40)
@given(of=hosts(), facade=st.sampled_from((0, 300)), side=st.sampled_from(("auto", "low", "high")), party=st.integers(0, 3))
def test_galleries_outside_the_roof_hang_over_nothing_and_meet_without_crossing(
    of: HostBuilding, facade: int, side: str, party: int
) -> None:
    edge = of.edges[party]
    mine = dataclasses.replace(of, edges=tuple(dataclasses.replace(e, kind="party") if e is edge else e for e in of.edges))
    layout = laid(
        mine, support="transfer_grid", access="gallery", gallery={"inside_roof": False, "side": side}, setback_mm={"facade": facade}
    )
    galleries = [shape(a.footprint) for a in layout.access]
    (u0, v0), (u1, v1) = edge.start_mm, edge.end_mm
    along = max(abs(u1 - u0), abs(v1 - v0))
    out = ((v1 - v0) / along * 1_300, -(u1 - u0) / along * 1_300)
    neighbours = Polygon([(u0, v0), (u1, v1), (u1 + out[0], v1 + out[1]), (u0 + out[0], v0 + out[1])])
    for n, gallery in enumerate(galleries):
        assert gallery.intersection(of.roof_outline_mm.buffer(-facade - RAGGED_MM, join_style="mitre")).area == 0.0
        assert gallery.intersection(neighbours).area == 0.0
        assert all(gallery.intersection(other).area == 0.0 for other in galleries[:n])
