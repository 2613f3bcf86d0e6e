"""Continuous beams against textbook reactions, statics, and an independent three-moment solution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.loads.beam import beam_reactions
from configurator.loads.path import lever_shares

TEXTBOOK = {
    1: [0.5, 0.5],
    2: [0.375, 1.25, 0.375],
    3: [0.4, 1.1, 1.1, 0.4],
    4: [0.3929, 1.1429, 0.9286, 1.1429, 0.3929],
}
"""Case M-01: reactions of equal spans under an even load, over w L."""


@pytest.mark.parametrize("spans", TEXTBOOK)
def test_m_01_even_load_on_equal_spans(spans: int) -> None:
    got = beam_reactions(np.arange(spans + 1) * 5.4, 0.0, spans * 5.4, spans * 5.4)
    assert (got[0] / 5.4).tolist() == pytest.approx(TEXTBOOK[spans], abs=5e-5)


def test_posts_halfway_every_bay_hit_the_first_inner_line() -> None:
    """4 x 5.4 m with 40 kN every 2.7 m, 20 kN at the ends: 34 / 89 / 76 / 89 / 34 kN, where the lever rule gives 40 / 80 / 80 / 80 / 40."""
    axes, at = np.arange(5) * 5.4, np.arange(9) * 2.7
    load = np.where((at == 0.0) | (at == at[-1]), 20.0, 40.0)
    assert beam_reactions(axes, at, at, load).sum(axis=0).tolist() == pytest.approx([34, 89, 76, 89, 34], abs=0.5)
    assert (load[:, np.newaxis] * lever_shares(axes, at, at)).sum(axis=0).tolist() == pytest.approx([40, 80, 80, 80, 40])


def three_moments(axes: np.ndarray, w: float) -> np.ndarray:
    """Reactions under an even load on all spans by Clapeyron's equation, an independent oracle."""
    spans = np.diff(axes)
    inner = spans.size - 1
    moments = np.zeros(axes.size)
    if inner:
        left = np.diag(2.0 * (spans[:-1] + spans[1:])) + np.diag(spans[1:-1], 1) + np.diag(spans[1:-1], -1)
        moments[1:-1] = np.linalg.solve(left, -w / 4.0 * (spans[:-1] ** 3 + spans[1:] ** 3))
    reaction = np.zeros(axes.size)
    slope = np.diff(moments) / spans
    reaction[:-1] += w * spans / 2.0 + slope
    reaction[1:] += w * spans / 2.0 - slope
    return reaction


@given(st.lists(st.floats(1.8, 8.0), min_size=1, max_size=9))
def test_unequal_spans_are_those_of_three_moments(spans: list[float]) -> None:
    axes = np.concatenate([[0.0], np.cumsum(spans)])
    assert beam_reactions(axes, 0.0, axes[-1], 2.5 * axes[-1])[0] == pytest.approx(three_moments(axes, 2.5), rel=1e-8, abs=1e-8)


@given(
    st.lists(st.floats(1.8, 8.0), min_size=1, max_size=6),
    st.floats(-2.0, 20.0),
    st.floats(0.0, 9.0),
    st.sampled_from([None, 50_000.0, 800.0]),
)
def test_force_and_moment_are_in_balance(spans: list[float], start: float, width: float, spring: float | None) -> None:
    axes = np.concatenate([[0.0], np.cumsum(spans)])
    got = beam_reactions(axes, start, start + width, 30.0, spring, 20_000.0)[0]
    assert got.sum() == pytest.approx(30.0, rel=1e-8)
    assert (got * axes).sum() == pytest.approx(30.0 * (start + width / 2.0), rel=1e-7, abs=1e-4)


def test_two_supports_are_the_lever_rule_and_very_stiff_springs_are_rigid() -> None:
    assert beam_reactions([0.0, 6.0], 1.0, 4.0, 12.0)[0].tolist() == pytest.approx((12.0 * lever_shares([0.0, 6.0], 1.0, 4.0))[0].tolist())
    axes = [0.0, 5.0, 9.0, 15.0]
    stiff, rigid = beam_reactions(axes, 1.0, 8.0, 10.0, 1e10, 1.0), beam_reactions(axes, 1.0, 8.0, 10.0)
    assert stiff[0] == pytest.approx(rigid[0], rel=1e-6)


def test_soft_supports_share_more_evenly() -> None:
    axes = np.arange(5) * 5.4
    rigid, soft = beam_reactions(axes, 0.0, 21.6, 100.0)[0], beam_reactions(axes, 0.0, 21.6, 100.0, 500.0, 50_000.0)[0]
    assert np.ptp(soft) < np.ptp(rigid)


def test_many_cases_at_once_are_the_cases_one_by_one() -> None:
    axes, rng = np.arange(11) * 5.4, np.random.default_rng(1)
    lo = rng.uniform(0.0, 50.0, 200)
    hi, load = lo + rng.uniform(0.0, 4.0, 200), rng.uniform(1.0, 50.0, 200)
    together = beam_reactions(axes, lo, hi, load)
    assert together[17] == pytest.approx(beam_reactions(axes, lo[17], hi[17], load[17])[0], rel=1e-9)


def test_one_support_is_no_beam() -> None:
    with pytest.raises(ValueError, match="2 supports"):
        beam_reactions([1.0], 0.0, 1.0, 1.0)


@pytest.mark.parametrize("origin_m", [-100.0, 100.0])
def test_where_the_origin_lies_does_not_matter(origin_m: float) -> None:
    """Two even spans under an even load: 3/8, 10/8 and 3/8 of the load of a span, wherever x = 0 is."""
    axes = np.array([0.0, 4.0, 8.0]) + origin_m
    got = beam_reactions(axes, [axes[0]], [axes[-1]], [2.0])
    np.testing.assert_allclose(got, [[0.375, 1.25, 0.375]], rtol=1e-9)


def test_no_load_gives_no_reactions() -> None:
    assert beam_reactions([0.0, 4.0, 8.0], [], [], []).shape == (0, 3)


def test_springs_share_a_load_with_a_beam_of_unit_stiffness() -> None:
    """P on the middle one of three springs k, EI 1, spans L: R/k = (P - R)((2L)^3/48 + 1/2k); L = k = 1."""
    give_at_middle = 2.0**3 / 48.0 + 1.0 / 2.0
    middle = give_at_middle / (give_at_middle + 1.0)
    got = beam_reactions([0.0, 1.0, 2.0], [1.0], [1.0], [1.0], spring_kn_per_m=1.0)
    np.testing.assert_allclose(got, [[(1.0 - middle) / 2.0, middle, (1.0 - middle) / 2.0]], rtol=1e-9)
