"""Prisms: closed solids whose volume is what geometry says, wherever they stand."""

from __future__ import annotations

import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from configurator.outputs.meshes import prism_mesh
from configurator.parts.solids import block, extruded, plate, standing_along_x, standing_along_y

sizes = st.integers(min_value=400, max_value=12_000)


@given(sizes, sizes, sizes)
def test_a_plate_with_a_hole_is_a_closed_mesh_of_area_times_thickness(width: int, depth: int, thickness: int) -> None:
    face = box(0, 0, width, depth).difference(box(100, 100, 200, 300))
    for prism in (*plate(face, 50.0, thickness), *standing_along_x(face, 70.0, thickness), *standing_along_y(face, -20.0, thickness)):
        vertices, faces = prism_mesh(prism)
        mesh = trimesh.Trimesh(vertices, faces, process=False)
        expected_mm3 = (width * depth - 100 * 200) * thickness
        assert mesh.is_watertight
        assert mesh.volume == pytest.approx(expected_mm3, rel=1e-9), "outward faces give a positive volume"
        assert prism.volume_m3 == pytest.approx(expected_mm3 / 1e9, rel=1e-12)


def test_standing_plates_stand_where_they_are_said_to_stand() -> None:
    face = box(10, 20, 1_010, 2_020)
    (along_x,) = standing_along_x(face, 300.0, 150.0)
    (along_y,) = standing_along_y(face, 300.0, 150.0)
    assert along_x.bounds_mm() == ((10.0, 300.0, 20.0), (1_010.0, 450.0, 2_020.0))
    assert along_y.bounds_mm() == ((300.0, 10.0, 20.0), (450.0, 1_010.0, 2_020.0))


def test_an_area_in_two_pieces_gives_two_solids_in_a_fixed_order() -> None:
    left, right = box(0, 0, 10, 10), box(20, 0, 30, 10)
    assert extruded(MultiPolygon([right, left]), 5.0) == extruded(MultiPolygon([left, right]), 5.0)


def test_the_same_ring_from_another_start_is_the_same_solid() -> None:
    ring = [(0, 0), (10, 0), (10, 5), (0, 5)]
    assert plate(Polygon(ring), 0.0, 1.0) == plate(Polygon(ring[2:] + ring[:2]), 0.0, 1.0) == plate(Polygon(ring[::-1]), 0.0, 1.0)


@pytest.mark.parametrize("thickness", [0.0, -5.0])
def test_nothing_without_thickness_or_area_is_a_solid(thickness: float) -> None:
    assert plate(box(0, 0, 10, 10), 0.0, thickness) == ()
    assert plate(box(0, 0, 0.5, 0.5), 0.0, 10.0) == ()
    assert plate(Polygon(), 0.0, 10.0) == ()


def test_a_moved_block_keeps_its_size() -> None:
    moved = block((0.0, 0.0, 0.0), (1.0, 2.0, 3.0)).moved((10.0, 20.0, 30.0))
    assert moved.bounds_mm() == ((10.0, 20.0, 30.0), (11.0, 22.0, 33.0))
