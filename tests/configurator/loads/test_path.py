"""The load path: exact equilibrium, and nothing off a bearing line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.loads.path import ADDED_INPUTS, Burden, axes_of, lever_shares, line_loads, stretches_on_axis
from tests.configurator.loads import samples

AXES = st.lists(st.integers(0, 60_000), min_size=2, max_size=9, unique=True).map(sorted)
EXTENT = st.tuples(st.integers(-3_000, 63_000), st.integers(0, 20_000))


def hat_oracle(axes: list[int], u: float) -> np.ndarray:
    """Slow lever rule for one point: the two axes around it, or the two nearest beyond the ends."""
    i = 0
    while i < len(axes) - 2 and u >= axes[i + 1]:
        i += 1
    shares = np.zeros(len(axes))
    shares[i + 1] = (u - axes[i]) / (axes[i + 1] - axes[i])
    shares[i] = 1.0 - shares[i + 1]
    return shares


@given(AXES, EXTENT)
def test_force_and_moment_are_kept(axes: list[int], extent: tuple[int, int]) -> None:
    u0, length = extent
    shares = lever_shares(axes, u0, u0 + length)[0]
    scale = float(np.abs(shares).sum())
    assert shares.sum() == pytest.approx(1.0, abs=1e-12 * scale)
    assert shares @ np.array(axes) == pytest.approx(u0 + length / 2.0, abs=1e-7 * scale)


@given(AXES, EXTENT)
def test_an_even_load_is_many_points(axes: list[int], extent: tuple[int, int]) -> None:
    u0, length = extent
    points = u0 + (np.arange(2000) + 0.5) / 2000 * length
    oracle = np.mean([hat_oracle(axes, u) for u in points], axis=0)
    got = lever_shares(axes, u0, u0 + length)[0]
    assert got == pytest.approx(oracle, abs=3e-5 * max(1.0, float(np.abs(got).max()) ** 2))


def test_a_load_on_an_axis_is_all_its_own() -> None:
    assert lever_shares([0, 6000, 12_000], [0, 6000, 12_000], [0, 6000, 12_000]).tolist() == np.eye(3).tolist()


def test_a_cantilever_lifts_the_next_line() -> None:
    assert lever_shares([0, 6000], 6600, 6600)[0] == pytest.approx([-0.1, 1.1])


def test_the_study_example_by_the_lever_rule() -> None:
    """40 kN at the middle of each of four bays of 5.4 m gives 20/40/40/40/20."""
    axes = [0, 5400, 10_800, 16_200, 21_600]
    middles = [2700, 8100, 13_500, 18_900]
    assert (40.0 * lever_shares(axes, middles, middles)).sum(axis=0) == pytest.approx([20, 40, 40, 40, 20])


def test_one_axis_is_no_bay() -> None:
    with pytest.raises(ValueError, match="at least 2 axes"):
        lever_shares([0], 0, 1)


class TestAlongTheWall:
    wall = (samples.bearing_line(1, 0, 0, 10_000),)

    def test_inside_the_wall_it_stands_where_it_is(self) -> None:
        assert stretches_on_axis(self.wall, [0], 1000, 9000) == [(0, 1.0, 1000, 9000)]

    def test_longer_than_the_wall_it_is_gathered_on_the_wall(self) -> None:
        assert stretches_on_axis(self.wall, [0], -500, 10_200) == [(0, 1.0, 0, 10_000)]

    def test_beside_the_wall_it_stands_at_its_end(self) -> None:
        assert stretches_on_axis(self.wall, [0], 10_000, 11_300) == [(0, 1.0, 8700, 10_000)]
        assert stretches_on_axis(self.wall, [0], -1300, 0) == [(0, 1.0, 0, 1300)]

    def test_longer_than_a_wall_that_it_is_not_on_it_takes_all_of_it(self) -> None:
        assert stretches_on_axis(self.wall, [0], 12_000, 40_000) == [(0, 1.0, 0, 10_000)]

    def test_an_interrupted_wall_shares_by_length(self) -> None:
        walls = (samples.bearing_line(1, 0, 0, 4000), samples.bearing_line(2, 0, 6000, 10_000))
        got = stretches_on_axis(walls, [0, 1], 1000, 10_000)
        assert got == [(0, 3000 / 7000, 1000, 4000), (1, 4000 / 7000, 6000, 10_000)]


def test_a_burden_on_a_line_that_is_not_there_is_a_mistake() -> None:
    lines = samples.even_lines(bays=1)
    burden = Burden("s04/a/m01", 4, 0, 0, 0, 1000, "w09", np.ones((len(ADDED_INPUTS), 3)), 1.0)
    with pytest.raises(ValueError, match="'w09'"):
        line_loads([burden], lines, axes_of(lines))
