"""Zones of a flat roof: NEN-EN 1991-1-4 7.2.3, against areas that are added up point by point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.layout.placement import Rectangle
from configurator.loads.roof_zones import WIND_SIDES, roof_suction, zone_shares

ROOF = Rectangle(0, 0, 60_000, 10_000)


def zone_at(u_mm: float, v_mm: float, height_m: float) -> str:
    """The zone of one point for wind on the low v facade, read from the figure of the norm."""
    e = min(60.0, 2.0 * height_m)
    u, v = u_mm / 1000.0, v_mm / 1000.0
    if v < e / 10.0:
        return "F" if u < e / 4.0 or u > 60.0 - e / 4.0 else "G"
    return "H" if v < e / 2.0 else "I_up"


@pytest.mark.parametrize("height_m", [4.0, 9.0, 14.7, 40.0])
@pytest.mark.parametrize(
    "part", [(0, 0, 6000, 10_000), (24_000, 0, 30_000, 10_000), (5000, 1000, 12_000, 4500), (54_000, 6000, 60_000, 10_000)]
)
def test_shares_are_those_of_many_points(part: tuple[int, int, int, int], height_m: float) -> None:
    u0, v0, u1, v1 = part
    steps = np.linspace(0.0, 1.0, 201)[:-1] + 0.0025
    points = [zone_at(u0 + a * (u1 - u0), v0 + b * (v1 - v0), height_m) for a in steps for b in steps]
    got = zone_shares([Rectangle(*part)], ROOF, height_m, "low_v")
    for zone, (share,) in got.items():
        assert share == pytest.approx(points.count(zone) / len(points), abs=0.006), zone


@given(st.integers(0, 50_000), st.integers(0, 6000), st.integers(1000, 10_000), st.integers(1000, 4000), st.floats(3.0, 60.0))
def test_shares_sum_to_one_and_suction_lies_between_the_zones(u0: int, v0: int, wide: int, deep: int, height_m: float) -> None:
    part = Rectangle(u0, v0, u0 + wide, v0 + deep)
    for side in WIND_SIDES:
        shares = zone_shares([part], ROOF, height_m, side)
        assert float(np.sum(list(shares.values()))) == pytest.approx(1.0, abs=1e-12)
        assert min(float(share[0]) for share in shares.values()) >= 0.0
    assert -1.8 <= suction(part, height_m) <= -0.2


def suction(part: Rectangle, height_m: float) -> float:
    return float(roof_suction([part], ROOF, height_m)[0])


def test_many_parts_at_once_are_the_parts_one_by_one() -> None:
    parts = [Rectangle(u, 0, u + 5000, 8000) for u in range(0, 55_000, 5000)]
    assert roof_suction(parts, ROOF, 14.7).tolist() == [suction(part, 14.7) for part in parts]
    assert roof_suction([], ROOF, 14.7).tolist() == []


def test_mirrored_parts_have_the_same_suction() -> None:
    left, right = Rectangle(0, 0, 3500, 10_000), Rectangle(56_500, 0, 60_000, 10_000)
    assert suction(left, 12.0) == pytest.approx(suction(right, 12.0))
    low, high = Rectangle(8000, 0, 14_000, 2000), Rectangle(8000, 8000, 14_000, 10_000)
    assert suction(low, 12.0) == pytest.approx(suction(high, 12.0))


def test_a_corner_is_worse_than_the_edge_and_the_edge_than_the_field() -> None:
    corner, edge, field = (suction(Rectangle(u, 0, u + 2000, v), 14.7) for u, v in ((0, 2500), (29_000, 2500), (29_000, 10_000)))
    assert corner == pytest.approx(-1.8)
    assert edge == pytest.approx(-1.2)
    assert edge < field
