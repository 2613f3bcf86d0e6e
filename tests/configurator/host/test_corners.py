"""Slabs that turn a corner: each wing of an L, U, T or Z runs along its own length; steps, towers and combs stay whole."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon, box

from configurator.host.corners import split_corners
from configurator.host.split import Piece, split_outline

LEAST_M2 = 60.0
PLACES = [(0.0, (0.0, 0.0)), (23.0, (155_000.0, 463_000.0)), (-67.0, (93_000.0, 437_000.0))]


def slabs(outline: Polygon) -> list[Piece]:
    return [slab for piece in split_outline(outline, LEAST_M2) for slab in split_corners(piece, LEAST_M2)]


def sides_m(piece: Piece) -> tuple[float, float]:
    """Long and short side of the smallest rectangle around a piece."""
    ring = shapely.get_coordinates(piece.outline_m.minimum_rotated_rectangle)
    one, other = (float(((ring[k + 1] - ring[k]) ** 2).sum() ** 0.5) for k in (0, 1))
    return round(max(one, other), 2), round(min(one, other), 2)


def union(*boxes: Polygon) -> Polygon:
    united = shapely.union_all(boxes)
    assert isinstance(united, Polygon)
    return united


CORNERS = {
    "L": (union(box(0, 0, 45, 9.4), box(35.6, 0, 45, 27.5)), [(45.0, 9.4), (18.1, 9.4)]),
    "U": (union(box(0, 0, 60, 10), box(0, 0, 10, 30), box(50, 0, 60, 30)), [(60.0, 10.0), (20.0, 10.0), (20.0, 10.0)]),
    "T": (union(box(0, 0, 60, 10), box(26, 0, 36, 32)), [(60.0, 10.0), (22.0, 10.0)]),
    "Z": (union(box(0, 0, 40, 10), box(30, 0, 40, 40), box(30, 30, 70, 40)), [(40.0, 10.0), (40.0, 10.0), (20.0, 10.0)]),
}


@pytest.mark.parametrize(("turn", "shift"), PLACES)
@pytest.mark.parametrize("name", CORNERS)
def test_each_wing_runs_along_its_own_length(name: str, turn: float, shift: tuple[float, float]) -> None:
    outline, expected = CORNERS[name]
    found = slabs(affinity.translate(affinity.rotate(outline, turn, origin=(0, 0)), *shift))
    assert sorted((sides_m(piece) for piece in found), reverse=True) == expected


STAIRCASE = union(*(box(20 * k, 4 * k, 20 * (k + 1), 4 * k + 10) for k in range(6)))
COMB = union(box(0, 0, 200, 5), *(box(4 * k, 0, 4 * k + 1.5, 14) for k in range(40)))
LEFT_WHOLE = {
    "slab": box(0, 0, 60, 10),
    "steps": Polygon([(0, 0), (20, 0), (20, 4), (40, 4), (40, 8), (60, 8), (60, 18), (40, 18), (40, 14), (20, 14), (20, 10), (0, 10)]),
    "a long staircase": STAIRCASE,
    "stair tower": union(box(0, 0, 60, 10), box(28, 10, 34, 14)),
    "small annex": union(box(0, 0, 60, 10), box(28, 10, 32, 20)),
    "deep hall": union(box(0, 0, 60, 40), box(60, 0, 90, 20)),
    "comb": COMB,
}


@pytest.mark.parametrize("name", LEFT_WHOLE)
def test_what_turns_no_corner_is_left_whole(name: str) -> None:
    outline = LEFT_WHOLE[name]
    (whole,) = split_corners(Piece(outline), LEAST_M2)
    assert whole.outline_m.equals(outline)
    assert whole.cuts_m == ()


@given(
    length=st.floats(35.0, 70.0),
    depth=st.floats(8.0, 13.0),
    wing=st.floats(18.0, 40.0),
    wing_depth=st.floats(8.0, 13.0),
    turn=st.floats(-180.0, 180.0),
)
@settings(max_examples=80, deadline=None)
def test_a_corner_block_is_its_longest_slab_and_the_rest_of_the_other(
    length: float, depth: float, wing: float, wing_depth: float, turn: float
) -> None:
    outline = affinity.rotate(union(box(0, 0, length, depth), box(length - wing_depth, depth, length, depth + wing)), turn, origin=(0, 0))
    found = slabs(outline)
    assert len(found) == 2
    assert sum(piece.outline_m.area for piece in found) == pytest.approx(outline.area, rel=1e-9)
    assert found[0].outline_m.intersection(found[1].outline_m).area < 1e-6
    through = max(length, depth + wing)  # the cut that leaves the longest slab
    assert max(sides_m(piece)[0] for piece in found) == pytest.approx(through, abs=0.02)
    assert all(len(piece.cuts_m) == 1 for piece in found)


@pytest.mark.parametrize(("least_m2", "areas"), [(60.0, [405.0, 108.0]), (120.0, [324.0, 189.0]), (200.0, [513.0])])
def test_no_slab_is_smaller_than_what_can_be_built_on(least_m2: float, areas: list[float]) -> None:
    outline = union(box(0, 0, 45, 9), box(36, 9, 45, 21))
    assert [piece.outline_m.area for piece in split_corners(Piece(outline), least_m2)] == pytest.approx(areas)
