"""The local frame: long walls vote for the direction, u runs along the longer side, the origin is a whole world millimetre."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from configurator.host.frame import edge_vote_rad, frame_rotation_deg, local_frame, normalised_deg
from configurator.host.outline import to_local, whole_mm
from tests.configurator.host.samples import Point, box, turned

ORIGIN = (142_318.25, 455_907.4)
STEPPED: list[Point] = [(0, 0), (20, 0), (20, 4), (40, 4), (40, 8), (60, 8), (60, 18), (40, 18), (40, 14), (20, 14), (20, 10), (0, 10)]
"""Three slabs that are shifted against each other: the minimum rotated rectangle is tilted, the walls are not."""


def rotations() -> st.SearchStrategy[float]:
    return st.floats(min_value=-89.0, max_value=90.0)


@given(length=st.floats(20.0, 90.0), depth=st.floats(8.0, 18.0), degrees=rotations())
def test_a_rectangle_gives_back_its_own_rotation(length: float, depth: float, degrees: float) -> None:
    ring = np.array(turned(box(0, 0, length, depth), degrees, ORIGIN))
    assert frame_rotation_deg(ring) == pytest.approx(normalised_deg(degrees), abs=2e-6)


@given(degrees=rotations())
def test_steps_do_not_tilt_the_frame(degrees: float) -> None:
    assert frame_rotation_deg(np.array(turned(STEPPED, degrees, ORIGIN))) == pytest.approx(normalised_deg(degrees), abs=2e-6)
    tilted = Polygon(STEPPED).minimum_rotated_rectangle
    assert edge_vote_rad(shapely.get_coordinates(tilted)[:-1]) != pytest.approx(0.0, abs=math.radians(1.0))


@pytest.mark.parametrize(
    ("given_deg", "expected_deg"), [(0, 0), (90, 90), (-90, 90), (180, 0), (135, -45), (-0.0, 0), (270, 90), (-89.9999999, 90)]
)
def test_a_direction_has_no_sense(given_deg: float, expected_deg: float) -> None:
    assert normalised_deg(given_deg) == pytest.approx(expected_deg, abs=1e-6)
    assert math.copysign(1.0, normalised_deg(-0.0)) == 1.0


def test_u_runs_along_the_longer_side() -> None:
    assert frame_rotation_deg(np.array(box(0, 0, 10, 60))) == 90.0
    assert frame_rotation_deg(np.array(box(0, 0, 60, 10))) == 0.0
    assert frame_rotation_deg(np.array(box(0, 0, 20, 20))) == 0.0


def test_a_ring_without_a_direction_is_not_turned() -> None:
    circle = np.array([(math.cos(t), math.sin(t)) for t in np.arange(0, math.tau, math.tau / 16)])
    assert edge_vote_rad(circle) == 0.0


@given(length=st.integers(20_000, 90_000), depth=st.integers(8_000, 18_000), degrees=rotations(), dx=st.floats(0, 1), dy=st.floats(0, 1))
def test_local_millimetres_lie_within_one_millimetre_of_the_world(length: int, depth: int, degrees: float, dx: float, dy: float) -> None:
    outline = Polygon(turned(box(0, 0, length / 1000, depth / 1000), degrees, (142_000 + dx, 455_000 + dy)))
    frame = local_frame(outline, crs="EPSG:28992", peil_nap_m=None)
    local = whole_mm(to_local(outline, frame))
    back = Polygon(frame.to_world_m(shapely.get_coordinates(local)))
    assert back.hausdorff_distance(outline) <= 0.001
    low_u, low_v, high_u, high_v = local.bounds
    assert abs(low_u) <= 1.0
    assert abs(low_v) <= 1.0
    assert sorted([high_u - low_u, high_v - low_v]) == pytest.approx(sorted([length, depth]), abs=2.0)
    assert all(value == round(value) for value in shapely.get_coordinates(local).ravel())
    assert all(value == round(value, 3) for value in frame.origin_m)
    assert math.degrees(frame.rotation_rad) == pytest.approx(round(math.degrees(frame.rotation_rad), 6), abs=1e-12)


@given(u=st.floats(-1e5, 1e5), v=st.floats(-1e5, 1e5), degrees=rotations())
def test_there_and_back(u: float, v: float, degrees: float) -> None:
    frame = local_frame(Polygon(turned(box(0, 0, 50, 10), degrees, ORIGIN)), crs="EPSG:28992", peil_nap_m=4.35)
    assert frame.to_local_mm(frame.to_world_m([(u, v)]))[0] == pytest.approx((u, v), abs=1e-3)
