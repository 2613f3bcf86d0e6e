"""Outlines that change direction: cut where the axis changes, into pieces that cover the outline and do not overlap."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon, box

from configurator.host.split import Piece, directed_parts, piece_votes, split_outline
from tests.configurator.host.samples import bent

LEAST_M2 = 60.0


def directions_deg(pieces: tuple[Piece, ...]) -> list[float]:
    """Directions modulo a quarter turn, in [0, 90)."""
    return sorted(round(math.degrees(piece_votes(piece).direction_rad) % 90.0, 3) % 90.0 for piece in pieces)


@given(
    bend=st.floats(6.0, 60.0),
    length=st.floats(20.0, 60.0),
    depth=st.floats(9.0, 14.0),
    turn=st.floats(-180.0, 180.0),
    shift=st.sampled_from([(0.0, 0.0), (155_000.0, 463_000.0), (-1e6, 1e6)]),
)
@settings(max_examples=60, deadline=None)
def test_a_bent_slab_is_two_slabs(bend: float, length: float, depth: float, turn: float, shift: tuple[float, float]) -> None:
    """The mitre halves the bend, so both pieces are trapezia of the same area, one along each slab."""
    outline = affinity.translate(affinity.rotate(Polygon(bent(length, depth, bend)), turn, origin=(0, 0)), *shift)
    pieces = split_outline(outline, LEAST_M2)
    area = length * depth - depth**2 * math.tan(math.radians(bend) / 2.0) / 2.0
    assert [piece.outline_m.area for piece in pieces] == pytest.approx([area, area], rel=1e-4)
    assert all(piece_votes(piece).agreement == pytest.approx(1.0, abs=1e-5) for piece in pieces)
    expected = sorted(angle % 90.0 for angle in (turn, turn + bend))
    apart = np.abs((np.array(directions_deg(pieces)) - expected + 45.0) % 90.0 - 45.0)
    crossed = np.abs((np.array(directions_deg(pieces)) - expected[::-1] + 45.0) % 90.0 - 45.0)
    assert min(apart.max(), crossed.max()) < 0.05


@pytest.mark.parametrize("bend", [0.0, 1.0, 2.0, 3.0])
def test_a_bend_of_a_few_degrees_is_no_joint(bend: float) -> None:
    assert len(split_outline(Polygon(bent(40.0, 10.0, bend)), LEAST_M2)) == 1


@pytest.mark.parametrize(
    "outline",
    [
        box(0, 0, 60, 12),
        Polygon([(0, 0), (40, 0), (40, 12), (12, 12), (12, 40), (0, 40)]),
        Polygon([(0, 0), (20, 0), (20, 4), (40, 4), (40, 8), (60, 8), (60, 18), (40, 18), (40, 14), (20, 14), (20, 10), (0, 10)]),
        Polygon([(3, 0), (60, 0), (60, 12), (0, 12), (0, 3)]),
        Polygon([(0, 0), (60, 0), (60, 12), (32, 12), (30, 14), (28, 12), (0, 12)]),
    ],
    ids=["slab", "L", "stepped", "chamfered", "bay window"],
)
def test_what_has_one_direction_is_left_alone(outline: Polygon) -> None:
    pieces = split_outline(outline, LEAST_M2)
    assert len(pieces) == 1
    assert pieces[0].outline_m.equals(outline)
    assert pieces[0].cuts_m == ()


def y_plan() -> Polygon:
    arm = box(0, -5, 40, 5)
    united = shapely.union_all([affinity.rotate(arm, 120.0 * k + 7.0, origin=(0, 0)) for k in range(3)])
    assert isinstance(united, Polygon)
    return united


def wing_at_30() -> Polygon:
    wing = affinity.translate(affinity.rotate(box(-5, 0, 5, 40), -30, origin=(0, 0)), 0, -6)
    united = shapely.union_all([box(-40, -12, 40, 0), wing])
    assert isinstance(united, Polygon)
    return united


@pytest.mark.parametrize(("outline", "expected"), [(y_plan(), [7.0, 37.0, 67.0]), (wing_at_30(), [0.0, 60.0])], ids=["Y", "wing at 30"])
def test_each_wing_has_its_own_direction(outline: Polygon, expected: list[float]) -> None:
    assert directions_deg(split_outline(outline, LEAST_M2)) == pytest.approx(expected, abs=0.01)


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Any simple outline of up to 30 corners around a point."""
    count = draw(st.integers(3, 30))
    radii = draw(st.lists(st.floats(5.0, 45.0), min_size=count, max_size=count))
    angles = np.linspace(0.0, math.tau, count, endpoint=False) + draw(st.floats(0.0, 6.0))
    return Polygon([(r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True)])


@given(outline=stars())
@settings(max_examples=60, deadline=None)
def test_pieces_cover_the_outline_and_do_not_overlap(outline: Polygon) -> None:
    pieces = [piece.outline_m for piece in split_outline(outline, LEAST_M2)]
    assert all(piece.is_valid for piece in pieces)
    assert sum(piece.area for piece in pieces) == pytest.approx(outline.area, rel=1e-9)
    assert shapely.union_all(pieces).symmetric_difference(outline).area < 1e-6 * outline.area
    if len(pieces) > 1:
        assert min(piece.area for piece in pieces) >= LEAST_M2


def test_a_court_stays_in_the_wing_that_it_is_in() -> None:
    outline = Polygon(bent(60.0, 24.0, 30.0), [[(-40, 8), (-40, 16), (-20, 16), (-20, 8)]])
    pieces = split_outline(outline, LEAST_M2)
    assert sorted(len(piece.outline_m.interiors) for piece in pieces) == [0, 1]
    assert sum(piece.outline_m.area for piece in pieces) == pytest.approx(outline.area, rel=1e-9)


def test_an_outline_without_a_direction_is_tried_in_two() -> None:
    """A right triangle of 30 x 40 m: its long side lies askew to the other two, and their votes pull both ways."""
    (piece,) = split_outline(Polygon([(0, 0), (30, 0), (0, 40)]), LEAST_M2)
    found = sorted(round(math.degrees(part.axis.direction_rad), 2) for part in directed_parts(piece))
    assert len(found) == 2
    assert 0.0 in found or -0.0 in found
    assert len(directed_parts(split_outline(box(0, 0, 60, 12), LEAST_M2)[0])) == 1


def test_five_hundred_corners_take_no_longer_than_a_moment() -> None:
    """A jagged arc: 500 corners, none of them repeated."""
    angles = np.linspace(0.0, math.pi / 2, 250)
    outer = [(60 * math.cos(a) + 0.05 * (k % 2), 60 * math.sin(a)) for k, a in enumerate(angles)]
    inner = [(48 * math.cos(a), 48 * math.sin(a) + 0.05 * (k % 2)) for k, a in enumerate(angles[::-1])]
    pieces = split_outline(Polygon(outer + inner), LEAST_M2)
    assert 4 <= len(pieces) <= 12
    assert sum(piece.outline_m.area for piece in pieces) == pytest.approx(Polygon(outer + inner).area, rel=1e-9)
