"""Formulas of the norm layer; the cited cases are in tests/conformance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.loads.norm import (
    alpha_n,
    building_class,
    combination_610a,
    combination_610b,
    favourable,
    partitions_kn_per_m2,
    roof_imposed_kn_per_m2,
)

forces = st.floats(0.0, 1e3)


@pytest.mark.parametrize(("floors", "expected"), [(0, 1.0), (1, 1.0), (2, 1.0), (3, 0.80), (4, 0.70), (5, 0.64), (6, 0.60)])
def test_alpha_n_of_dwellings(floors: int, expected: float) -> None:
    """NEN-EN 1991-1-1 (6.2) with psi0 = 0.4."""
    assert float(alpha_n(floors, 0.4)) == pytest.approx(expected, rel=1e-12)


def test_alpha_n_goes_to_psi0() -> None:
    assert float(alpha_n(10**9, 0.4)) == pytest.approx(0.4, abs=1e-6)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20))
def test_alpha_n_treats_arrays_as_scalars(floors: list[int]) -> None:
    assert alpha_n(floors, 0.4).tolist() == [float(alpha_n(n, 0.4)) for n in floors]


@given(forces, st.lists(st.tuples(forces, st.sampled_from([0.0, 0.4, 0.6])), min_size=1, max_size=4))
def test_the_worst_combination_is_that_of_every_order(g: float, actions: list[tuple[float, float]]) -> None:
    """Brute force: each action leads once, the others accompany with psi0, or all accompany (6.10a)."""
    q, psi0 = [a[0] for a in actions], [a[1] for a in actions]
    oracle = 1.35 * g + 1.5 * sum(load * psi for load, psi in actions)
    for order in itertools.permutations(actions):
        oracle = max(oracle, 1.2 * g + 1.5 * (order[0][0] + sum(load * psi for load, psi in order[1:])))
    got = max(float(combination_610a(g, q, psi0, 1.35, 1.5)), float(combination_610b(g, q, psi0, 1.2, 1.5).max()))
    assert got == pytest.approx(oracle, rel=1e-12)


def test_rows_and_scalars_give_the_same_combinations() -> None:
    rng = np.random.default_rng(1)
    g, q = rng.uniform(0, 300, 10_000), rng.uniform(0, 80, (10_000, 2))
    by_a = combination_610a(g, q, [0.4, 0.0], 1.3, 1.3)
    by_b = combination_610b(g, q, [0.4, 0.0], 1.15, 1.3)
    for i in range(0, 10_000, 97):
        assert float(combination_610a(g[i], q[i], [0.4, 0.0], 1.3, 1.3)) == pytest.approx(by_a[i], rel=1e-14)
        assert combination_610b(g[i], q[i], [0.4, 0.0], 1.15, 1.3) == pytest.approx(by_b[i], rel=1e-14)


def test_a_light_roof_lifts() -> None:
    assert float(favourable(0.3, 0.8, 0.9, 1.5)) < 0.0 < float(favourable(3.0, 0.8, 0.9, 1.5))


def test_a_roof_that_is_entered_for_maintenance() -> None:
    assert roof_imposed_kn_per_m2([0.0, 15.0, 17.5, 20.0, 45.0]).tolist() == pytest.approx([1.0, 1.0, 0.5, 0.0, 0.0])


def test_partitions_heavier_than_the_table_have_no_value() -> None:
    assert partitions_kn_per_m2([0.4, 1.0, 1.1, 3.0]).tolist() == [0.5, 0.5, 0.8, 1.2]
    assert np.isnan(float(partitions_kn_per_m2(3.1)))


def test_the_consequence_class_changes_at_five_and_at_sixteen_storeys() -> None:
    classes = [building_class(n).building_class for n in range(1, 20)]
    changes = [n for n in range(2, 20) if classes[n - 1] != classes[n - 2]]
    assert changes == [5, 16]


def test_a_building_without_storeys_has_no_class() -> None:
    with pytest.raises(ValueError, match="at least 1 storey"):
        building_class(0)
