"""Wet cells over known shafts: what a layout costs nothing to be moved for, in whole millimetres."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from configurator.host.building import HostBuilding, HostObstacle
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout
from tests.configurator.layout.roofs import hosts
from tests.configurator.layout.samples import assumptions, box, concept, dwelling_type, host, obstacle, options, rectangle
from tests.configurator.layout.test_properties import examples, shape

ONE = concept(width=(3_600, 3_600, 300), types=(dwelling_type("one", 1, 18.0),))
GRID: dict[str, Any] = {"support": "transfer_grid", "access": "gallery"}


def laid(of: HostBuilding, built: Any = ONE, **chosen: Any) -> Layout:
    return lay_out(of, built, options(**{**GRID, **chosen}), assumptions())


def shaft(u: int, v: int, number: int = 1) -> HostObstacle:
    """A shaft that stands behind the modules: they keep 300 mm off it."""
    return obstacle(number, box(u, v, u + 400, v + 400), 300, "shaft")


def offsets(layout: Layout) -> int:
    return sum(d.shaft_offset_mm or 0 for d in layout.dwellings)


def test_homes_move_along_their_row_towards_the_shaft() -> None:
    """Three boxes of 3.6 m on 14 m leave 3.14 m. A shaft 0.4 m behind the row at 13.5 m: all move to that end."""
    of = host(rectangle(14_000, 12_000), obstacles=(shaft(13_500, 11_600),))
    layout = laid(of, gallery={"side": "low"})
    assert [m.footprint.u0_mm for m in layout.modules] == [3_160, 6_780, 10_400]
    beside = (13_500 - 3_160 - 3_600, 13_500 - 6_780 - 3_600, 0)
    assert [d.shaft_offset_mm for d in layout.dwellings] == [round((away**2 + 400**2) ** 0.5) for away in beside]
    bare = laid(dataclasses.replace(of, obstacles=()), gallery={"side": "low"})
    assert [m.footprint.u0_mm for m in bare.modules] == [0, 3_620, 7_240]
    assert layout.value == bare.value


@examples(40)
@given(of=hosts(), at=st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 16_000)), min_size=1, max_size=3), mixed=st.booleans())
def test_moving_towards_shafts_costs_nothing_and_never_leads_away(of: HostBuilding, at: list[tuple[int, int]], mixed: bool) -> None:
    """Against the same roof with the shafts as chimneys of the same size: same value, same homes, no larger sum of distances."""
    things = tuple(shaft(u, v, len(of.obstacles) + n) for n, (u, v) in enumerate(at, 1))
    with_shafts = dataclasses.replace(of, obstacles=(*of.obstacles, *things))
    chimneys = tuple(dataclasses.replace(thing, kind="chimney") for thing in things)
    without = dataclasses.replace(of, obstacles=(*of.obstacles, *chimneys))
    built = concept(orientations=("across", "lengthwise"))
    chosen: dict[str, Any] = {"module_orientation": "mixed" if mixed else "across", "storeys_added": 2, "objective": "usable_area"}
    near, plain = laid(with_shafts, built, **chosen), laid(without, built, **chosen)
    assert near.value == plain.value
    assert sorted(m.type_id for m in near.modules) == sorted(m.type_id for m in plain.modules)
    assert offsets(near) <= distance(plain, things)
    for one, two in itertools.combinations([m for m in near.modules if m.storey == of.storeys_existing], 2):
        assert shape(one.footprint).distance(shape(two.footprint)) >= built.module.joint_mm


def distance(layout: Layout, shafts: tuple[HostObstacle, ...]) -> int:
    entrances = [shape(m.footprint) for m in layout.modules if m.access_side is not None]
    return sum(min(round(own.distance(thing.outline_mm)) for thing in shafts) for own in entrances)


def test_wall_on_wall_stays_where_the_walls_are() -> None:
    lines = [90 + 3_720 * i for i in range(6)]
    of = host(rectangle(18_780, 12_000), lines, obstacles=(shaft(16_000, 11_600),))
    chosen = {"support": "wall_on_wall", "gallery": {"side": "low"}}
    starts = [m.footprint.u0_mm for m in laid(of, **chosen).modules]
    assert starts == [m.footprint.u0_mm for m in laid(dataclasses.replace(of, obstacles=()), **chosen).modules]
