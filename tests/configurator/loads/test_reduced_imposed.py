"""Imposed load on floors of unequal load: the two heaviest in full, psi0 of the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.loads.combine import reduced_imposed

PSI0 = 0.4


def slow(existing: list[float], added: list[float]) -> float:
    """Sort the floors, take the two heaviest in full and psi0 of the rest."""
    floors = sorted([*existing, *added], reverse=True)
    return sum(floors[:2]) + PSI0 * sum(floors[2:])


def fast(n: int, per_existing: float, m: int, per_added: float) -> float:
    q = n * per_existing
    got = reduced_imposed(np.array([q]), np.array([q + m * per_added]), np.array([n]), np.array([n + m]), PSI0)
    return float(got[0])


def test_line_under_a_gallery() -> None:
    """Gallery floor 5.06 kN/m over six floors of 2.88: 5.06 + 2.88 + 0.4 x 5 x 2.88 = 13.70, where alpha_7 of the sum gives 12.76."""
    assert fast(6, 2.88, 1, 5.06) == pytest.approx(13.70)


def test_equal_floors_are_alpha_n_of_the_sum() -> None:
    """E2E-01: five floors of 10.5 kN/m, alpha_5 = 0.64: 33.6 kN/m."""
    assert fast(4, 10.5, 1, 10.5) == pytest.approx(33.6)


@given(st.integers(0, 12), st.floats(0.0, 30.0), st.integers(0, 4), st.floats(0.0, 30.0))
def test_against_sorting(n: int, per_existing: float, m: int, per_added: float) -> None:
    assert fast(n, per_existing, m, per_added) == pytest.approx(slow([per_existing] * n, [per_added] * m), abs=1e-9)


@given(st.integers(0, 12), st.floats(0.0, 30.0), st.integers(1, 4), st.floats(0.0, 30.0))
def test_a_new_floor_never_lowers_the_load(n: int, per_existing: float, m: int, per_added: float) -> None:
    assert fast(n, per_existing, m, per_added) >= fast(n, per_existing, 0, 0.0) - 1e-9
