"""The roof on whole millimetres: never larger than what was given, edges by direction, obstacles with their clearance."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from configurator.host.building import Frame
from configurator.host.outline import host_obstacles, roof_edges, whole_mm
from tests.configurator.host.samples import Point, assumptions, box, building

HERE = Frame(origin_m=(0.0, 0.0), rotation_rad=0.0, crs=None, peil_nap_m=None)
U_SHAPE: list[Point] = [
    (0, 0),
    (30_000, 0),
    (30_000, 20_000),
    (20_000, 20_000),
    (20_000, 9_000),
    (10_000, 9_000),
    (10_000, 20_000),
    (0, 20_000),
]


def corners(polygon: Polygon) -> list[Point]:
    return [(float(u), float(v)) for u, v in polygon.exterior.coords[:-1]]


def test_corners_run_counter_clockwise_from_the_low_corner() -> None:
    assert corners(whole_mm(Polygon(list(reversed(box(0.2, 0.3, 40_000.4, 9_999.6)))))) == box(0, 0, 40_000, 10_000)


def test_a_corner_measured_twice_is_one_corner() -> None:
    doubled = [(0, 0), (39_996, 0), (40_000, 4), (40_000, 10_000), (0, 10_000)]
    assert len(corners(whole_mm(Polygon(doubled)))) == 4
    assert Polygon(doubled).covers(whole_mm(Polygon(doubled)))


def test_a_point_on_a_straight_edge_is_left_out() -> None:
    assert corners(whole_mm(Polygon([(0, 0), (20_000, 0), *box(0, 0, 40_000, 10_000)[1:]]))) == box(0, 0, 40_000, 10_000)


def test_a_small_notch_that_would_be_filled_stays() -> None:
    notch = Polygon([(0, 0), (20_000, 0), (20_002, 5_000), (20_008, 5_000), (20_010, 0), (40_000, 0), (40_000, 10_000), (0, 10_000)])
    assert notch.buffer(0.8).covers(whole_mm(notch))


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=4), st.integers(1, 39))
def test_merging_never_makes_the_roof_larger(jitter: list[tuple[int, int]], where: int) -> None:
    ring: list[Point] = []
    for corner, (du, dv) in zip(box(0, 0, 40_000, 10_000), jitter, strict=True):
        ring += [corner, (corner[0] + du, corner[1] + dv)]
    shape = Polygon([*ring, (where * 3.0, 5_000.0)])
    if shape.is_valid:
        assert shape.buffer(0.8).covers(whole_mm(shape))


def test_holes_stay() -> None:
    with_court = whole_mm(Polygon(box(0, 0, 40_000, 20_000), [box(10_000, 8_000, 20_000, 12_000)]))
    assert with_court.area == pytest.approx(800e6 - 40e6)
    assert len(with_court.interiors) == 1


def test_edges_along_u_are_facades_and_across_gables_until_somebody_knows_better() -> None:
    fact = building(edges=[{"side": "low_u", "kind": "party"}, {"side": "high_v", "kind": "gallery"}]).edges
    assert fact is not None
    assert [e.kind for e in roof_edges(Polygon(box(0, 0, 40_000, 10_000)))] == ["facade", "gable", "facade", "gable"]
    edges = roof_edges(Polygon(box(0, 0, 40_000, 10_000)), fact.value)
    assert [(e.id, e.kind) for e in edges] == [("e1", "facade"), ("e2", "gable"), ("e3", "gallery"), ("e4", "party")]


def test_a_side_is_what_an_edge_faces_also_inside_a_u() -> None:
    kinds = {e.id: e.kind for e in roof_edges(Polygon(U_SHAPE), building(edges=[{"side": "high_u", "kind": "party"}]).edges.value)}  # type: ignore[union-attr]
    assert [kinds[f"e{i}"] for i in range(1, 9)] == ["facade", "party", "facade", "gable", "facade", "party", "facade", "gable"]


def test_obstacles_keep_their_order_and_get_the_clearance_of_their_kind() -> None:
    described = building(
        obstacles=[
            {"kind": "shaft", "polygon": {"outer": box(5, 4, 6, 6)}, "height_m": 1.1},
            {"kind": "antenna", "polygon": {"outer": box(9, 4, 9.0002, 4.0002)}},
        ]
    )
    shaft, antenna = host_obstacles(described, HERE, assumptions().layout)
    assert (shaft.id, shaft.kind, shaft.clearance_mm) == ("o1", "shaft", 300)
    assert shaft.height_mm == pytest.approx(1100.0)
    assert shaft.outline_mm.equals(shapely.box(5_000, 4_000, 6_000, 6_000))
    assert antenna.clearance_mm == 500
    assert antenna.outline_mm.contains(shapely.box(9_000, 4_000, 9_000.2, 4_000.2))
    assert antenna.height_mm is None
