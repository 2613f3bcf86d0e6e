"""Modules with their long side along the row, beside others that lie across it: where, how many, how they are turned and entered."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Concept
from configurator.host.building import HostBuilding
from configurator.layout.arrangement import Lengthwise, tried
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout, PlacedModule
from configurator.parts.placing import side_direction
from tests.configurator.layout.roofs import hosts
from tests.configurator.layout.samples import assumptions, box, concept, dwelling_type, host, obstacle, options, rectangle
from tests.configurator.layout.test_properties import examples, shape

BOTH = ("across", "lengthwise")
CONCEPT = concept(access=("gallery", "stair", "corridor"), orientations=BOTH)
SCHEMES: tuple[dict[str, Any], ...] = (
    {"access": "gallery"},
    {"access": "gallery", "gallery": {"inside_roof": False, "side": "high"}},
    {"access": "gallery", "gallery": {"side": "high"}},
    {"access": "stair"},
    {"access": "corridor"},
)


def laid(of: HostBuilding, built: Concept = CONCEPT, **chosen: Any) -> Layout:
    return lay_out(of, built, options(**{"support": "transfer_grid", "module_orientation": "mixed", **chosen}), assumptions())


def lengthwise(layout: Layout) -> list[PlacedModule]:
    return [m for m in layout.modules if m.orientation == "lengthwise"]


def codes(layout: Layout) -> set[str]:
    return {f.code for f in layout.findings}


def test_a_roof_too_shallow_for_modules_across_holds_them_lengthwise() -> None:
    """4.6 m deep less a gallery of 1.3 m leaves 3.3 m: boxes of 3.3 m behind the gallery, 9.9 m long or what is left, a joint apart."""
    one = concept(types=(dwelling_type("one", 1, 18.0),), orientations=BOTH)
    layout = laid(host(rectangle(20_000, 4_600)), one, access="gallery", objective="usable_area")
    assert [(m.width_mm, m.length_mm, m.length_axis) for m in layout.modules] == [(3_300, 9_900, "u"), (3_300, 9_900, "u")]
    assert layout.value == 2 * round(0.9 * (3_300 - 200) * (9_900 - 400))
    assert layout.bound is not None
    assert layout.bound >= layout.value
    across = laid(host(rectangle(20_000, 4_600)), one, access="gallery", module_orientation="across")
    assert not across.modules
    assert "LAY-LENGTHWISE" in codes(layout) - codes(across)


def test_one_row_holds_both() -> None:
    """Behind an obstacle only 3.6 m of depth are left over 8 m; beside it the modules lie across."""
    of = host(rectangle(30_000, 9_000), obstacles=(obstacle(1, box(20_000, 5_200, 30_000, 9_000), 200),))
    layout = laid(of, access="gallery", gallery={"side": "low"}, objective="usable_area")
    assert {m.orientation for m in layout.modules} == {"across", "lengthwise"}
    assert len({m.strip for m in layout.modules}) == 1
    across = laid(of, access="gallery", gallery={"side": "low"}, objective="usable_area", module_orientation="across")
    assert layout.value > across.value


@pytest.mark.parametrize("side", ["low", "high"])
@pytest.mark.parametrize("turned", [False, True])
def test_lengthwise_modules_are_entered_from_the_gallery_through_a_long_side(side: str, turned: bool) -> None:
    """The front door looks at the gallery, open sides at each other; two boxes of 3.6 m and a joint are 7.22 m deep."""
    two = concept(width=(3_600, 3_600, 300), types=(dwelling_type("two", 2, 40.0),), orientations=BOTH, length=(7_500, 9_900, 300))
    size = (7_220 + 1_300, 21_000) if turned else (21_000, 7_220 + 1_300)
    layout = laid(host(rectangle(*size)), two, access="gallery", gallery={"side": side})
    homes = {m.dwelling_id for m in lengthwise(layout)}
    assert homes == {d.id for d in layout.dwellings}
    for home in homes:
        own = [m for m in layout.modules if m.dwelling_id == home]
        assert len(own) == 2
        (entrance,) = [m for m in own if m.access_side is not None]
        (other,) = [m for m in own if m is not entrance]
        assert entrance.access_side == "long_a"
        gallery = next(shape(a.footprint) for a in layout.access if shape(a.footprint).distance(shape(entrance.footprint)) == 0.0)
        assert towards(entrance, "long_a", gallery)
        for module, neighbour in ((entrance, other), (other, entrance)):
            (opened,) = module.open_sides
            assert towards(module, opened, shape(neighbour.footprint))


def towards(module: PlacedModule, side: Any, what: BaseGeometry) -> bool:
    """Whether a step out of a side of a module, over its joint, is a step onto something."""
    u, v = side_direction(side, module.quarter)
    own = module.footprint
    middle = shapely.Point((own.u0_mm + own.u1_mm) / 2, (own.v0_mm + own.v1_mm) / 2)
    far = ((own.u1_mm - own.u0_mm) / 2 + 30, (own.v1_mm - own.v0_mm) / 2 + 30)
    return bool(what.covers(shapely.Point(middle.x + u * far[0], middle.y + v * far[1])))


def test_beside_a_core_the_door_is_in_the_end_towards_it() -> None:
    of = host(rectangle(22_600, 4_000), [0, 10_000, 12_600, 22_600], stairs=(2,), access="stair")
    spanning = concept(orientations=BOTH, max_span_mm=None)
    layout = laid(of, spanning, access="stair", objective="usable_area")
    assert [(m.access_side, m.footprint.u0_mm, m.length_mm) for m in layout.modules] == [("end_b", 80, 9_900), ("end_a", 12_620, 9_900)]


@examples(25)
@given(of=hosts(), scheme=st.sampled_from(SCHEMES), objective=st.sampled_from(("usable_area", "dwellings")), storeys=st.integers(1, 2))
def test_both_ways_are_never_worse_than_one_and_keep_below_their_bound(
    of: HostBuilding, scheme: dict[str, Any], objective: str, storeys: int
) -> None:
    chosen = {**scheme, "objective": objective, "storeys_added": storeys, "effort": "thorough"}
    mixed, across = laid(of, **chosen), laid(of, **chosen, module_orientation="across")
    assert mixed.value >= across.value
    if mixed.bound is not None:
        assert across.bound is not None
        assert mixed.value <= mixed.bound
        assert mixed.bound >= across.bound


@examples(25)
@given(of=hosts(), scheme=st.sampled_from(SCHEMES), step=st.sampled_from((0, 600)))
def test_what_stands_lengthwise_stands_like_the_rest(of: HostBuilding, scheme: dict[str, Any], step: int) -> None:
    """Inside the roof, apart from each other and from galleries, one id each, every module exactly on the one below."""
    layout = laid(of, **scheme, storeys_added=2, storey_setback_mm=step, objective="usable_area")
    assert len({m.id for m in layout.modules}) == len(layout.modules)
    for storey in layout.storeys():
        own = [shape(m.footprint) for m in layout.modules if m.storey == storey]
        galleries = [shape(a.footprint) for a in layout.access if a.storey == storey and a.kind == "gallery"]
        assert shapely.union_all([*own, *galleries]).area == pytest.approx(
            sum(s.area for s in own) + shapely.union_all(galleries).area, abs=1.0
        )
        assert all(of.roof_outline_mm.buffer(1.0, join_style="mitre").covers(s) for s in own)
    below = {shape(m.footprint) for m in lengthwise(layout) if m.storey == of.storeys_existing}
    assert all(shape(m.footprint) in below for m in lengthwise(layout))


@pytest.mark.parametrize(
    ("built", "support", "code"),
    [
        (concept(), "transfer_grid", "LAY-LENGTHWISE-NOT-MADE"),
        (CONCEPT, "wall_on_wall", "LAY-LENGTHWISE-NOT-ON-WALLS"),
        (
            concept(types=({**dwelling_type("one", 1, 18.0), "stands_on": ["roof"]},), orientations=BOTH),
            "transfer_grid",
            "LAY-LENGTHWISE-NOT-STACKED",
        ),
    ],
)
def test_where_modules_cannot_lie_lengthwise_a_finding_says_why(built: Concept, support: str, code: str) -> None:
    of = host(rectangle(20_000, 9_000), [90 + 3_620 * i for i in range(6)])
    layout = laid(of, built, support=support, access="gallery")
    assert layout.modules
    assert not lengthwise(layout)
    assert {c for c in codes(layout) if c.startswith("LAY-LENGTHWISE")} == {code}


def test_boxes_that_do_not_open_to_each_other_never_stand_behind_each_other() -> None:
    """The home behind would have no way in."""
    closed = concept(open_sides=(), types=(dwelling_type("two", 2, 30.0),), orientations=BOTH)
    layout = laid(host(rectangle(20_000, 9_000)), closed, access="gallery")
    assert layout.modules
    assert not lengthwise(layout)


def test_the_shortest_and_the_longest_length_are_always_tried() -> None:
    rows = [Lengthwise(length, 3_000, 1) for length in range(6_000, 10_000, 300)]
    assert [row.length_mm for row in tried(rows, "fast")] == [6_000, 6_300, 7_500, 8_700, 9_900]
    assert [row.length_mm for row in tried(rows, "thorough")] == [6_000, 6_300, 6_900, 7_500, 8_100, 8_700, 9_300, 9_900]
    assert tried([], "fast") == ()
