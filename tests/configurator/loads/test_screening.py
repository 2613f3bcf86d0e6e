"""Scalar and vector are one: 10,000 random walls one by one and all at once; and the screening is E2E-01 where it is given E2E-01."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from benchmarks.loads import GOALS, random_walls
from benchmarks.run import SUITES
from configurator.loads.norm_tables import partial_factors
from configurator.loads.screening import WallSample, wall_ratios


def picked(sample: WallSample, index: int) -> WallSample:
    return WallSample(**{field.name: getattr(sample, field.name)[index] for field in fields(WallSample)})


def test_scalar_is_vector_on_ten_thousand_rows() -> None:
    walls, factors = random_walls(10_000, seed=4), partial_factors("verbouw", 2)
    together = wall_ratios(walls, factors, 0.4)
    alone = [wall_ratios(picked(walls, index), factors, 0.4) for index in range(10_000)]
    for name in ("r_g", "r_n", "r_d", "r_wind_end", "base_shear_ratio", "base_moment_ratio"):
        got = np.array([float(getattr(one, name)) for one in alone])
        np.testing.assert_allclose(got, getattr(together, name), rtol=1e-12, atol=1e-14)
    assert [bool(one.wind_governs) for one in alone] == together.wind_governs.tolist()


def test_screening_is_the_hand_calculation() -> None:
    one = {"g_existing_kn_per_m": 208.88, "g_added_kn_per_m": 21.42, "q_floor_kn_per_m": 10.5, "tributary_m": 6.0, "wall_length_m": 10.0}
    wind = {"block_length_m": 60.0, "height_existing_m": 11.5, "height_new_m": 14.7, "v_b_m_per_s": 27.0, "z0_m": 0.5, "z_min_m": 7.0}
    arrays = {name: np.array([value]) for name, value in {**one, **wind}.items()}
    sample = WallSample(floors_existing=np.array([4]), floors_added=np.array([1]), **arrays)
    got = wall_ratios(sample, partial_factors("verbouw", 2), 0.4)
    assert (got.r_g[0], got.r_n[0], got.r_d[0]) == pytest.approx((0.1025, 0.1075, 0.1135), rel=0.002)
    assert (got.base_shear_ratio[0], got.base_moment_ratio[0]) == pytest.approx((1.449, 1.852), abs=0.001)
    assert got.wind_governs.tolist() == [True]
    assert got.r_wind_end[0] == pytest.approx(0.1835, abs=0.0005)


def test_the_benchmark_is_registered_with_its_goal() -> None:
    assert "loads" in SUITES
    assert GOALS["buildings_100k_s"] == 2.0
