"""First-order spread against a seeded Monte Carlo of the same triangular inputs."""

from __future__ import annotations

import numpy as np
import pytest

from configurator.loads.uncertainty import INPUTS, LeadingWind, largest_contributors, spread_of, triangular_moments, wind_spread

MONTE_CARLO_POINTS = 0.003
"""Agreement asked of P10 and P90: 0.3 percentage point."""


def test_moments_of_a_triangle() -> None:
    """Triangle 0, 1, 5: mean 2, variance (0 + 1 + 25 - 0 - 0 - 5) / 18 = 7/6."""
    mean, sd = triangular_moments([0.0, 1.0, 5.0])
    assert float(mean) == pytest.approx(2.0)
    assert float(sd) ** 2 == pytest.approx(7.0 / 6.0)


def test_an_exact_input_has_no_spread() -> None:
    assert float(triangular_moments([2.2, 2.2, 2.2])[1]) == 0.0


def cases() -> list[tuple[np.ndarray, np.ndarray, float, float]]:
    """Fifty rows around the prototype's defaults: storeys 2-6, b_t 3-7 m, one or two new storeys, timber to concrete hybrid."""
    rng = np.random.default_rng(20261122)
    found = []
    for _ in range(50):
        n, m, width = int(rng.integers(2, 7)), int(rng.integers(1, 3)), float(rng.uniform(3.0, 7.0))
        heavy = float(rng.uniform(1.0, 2.0))
        existing = np.array(
            [
                np.array([4.3, 4.9, 5.5]) * width * n,
                np.array([0.5, 0.8, 1.2]) * width * n,
                np.array([4.6, 5.4, 6.2]) * width,
                np.array([4.2, 4.6, 5.1]) * 2.8 * n,
            ]
        )
        added = np.array(
            [
                np.array([1.2, 1.8, 2.5]) * width * m * heavy,
                np.array([0.9, 1.2, 1.6]) * width * m * heavy,
                np.array([0.9, 1.2, 1.6]) * 2.8 * m * heavy,
                np.array([0.3, 0.5, 0.8]) * width * m,
                np.array([0.2, 0.4, 0.8]) * width,
                np.array([0.0, 0.2, 0.4]) * width,
                -np.array([0.0, 0.15, 1.0]) * width,
            ]
        )
        q = 1.75 * width
        found.append((existing, added, min(1.0, (2 + (n - 2) * 0.4) / n) * n * q, (2 + (n + m - 2) * 0.4) * q))
    return found


def test_p10_p50_p90_are_those_of_monte_carlo() -> None:
    rng = np.random.default_rng(7)
    rows = cases()
    spread = spread_of(
        np.array([row[0] for row in rows]),
        np.array([row[1] for row in rows]),
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
    )
    for i, (existing, added, q_ex, q_new) in enumerate(rows):
        g = sum(rng.triangular(low, mode, high, 40_000) for low, mode, high in existing)
        d = sum(np.sign(c.sum()) * rng.triangular(abs(c[0]), abs(c[1]), abs(c[2]), 40_000) for c in added)
        p10, p90 = np.quantile((d + q_new - q_ex) / (g + q_ex), [0.1, 0.9])
        assert spread.p10[i] == pytest.approx(p10, abs=MONTE_CARLO_POINTS)
        assert spread.p90[i] == pytest.approx(p90, abs=MONTE_CARLO_POINTS)


def test_with_wind_leading_it_is_monte_carlo_too() -> None:
    """The pressure is one draw for before and after: 0.8 to 1.3 of what the figures have."""
    rng = np.random.default_rng(11)
    rows = cases()
    wind_ex, wind_new = rng.uniform(5.0, 30.0, len(rows)), rng.uniform(30.0, 60.0, len(rows))
    arrays = [np.array([row[part] for row in rows]) for part in range(4)]
    spread = wind_spread(arrays[0], arrays[1], arrays[2], arrays[3], LeadingWind(wind_ex, wind_new, (0.8, 1.0, 1.3)))
    assert (spread.variance[:, -1] > 0.0).all()
    for i, (existing, added, q_ex, q_new) in enumerate(rows):
        g = sum(rng.triangular(low, mode, high, 40_000) for low, mode, high in existing)
        d = sum(np.sign(c.sum()) * rng.triangular(abs(c[0]), abs(c[1]), abs(c[2]), 40_000) for c in added)
        gust = rng.triangular(0.8, 1.0, 1.3, 40_000)
        ratio = (g + d + q_new + gust * wind_new[i]) / (g + q_ex + gust * wind_ex[i]) - 1.0
        p10, p50, p90 = np.quantile(ratio, [0.1, 0.5, 0.9])
        assert spread.p10[i] == pytest.approx(p10, abs=MONTE_CARLO_POINTS)
        assert spread.p50[i] == pytest.approx(p50, abs=MONTE_CARLO_POINTS)
        assert spread.p90[i] == pytest.approx(p90, abs=MONTE_CARLO_POINTS)


def test_no_added_load_has_no_spread_however_unsure_the_existing_weight() -> None:
    existing, _, q_ex, _ = cases()[0]
    spread = spread_of(existing[np.newaxis], np.zeros((1, 7, 3)), np.array([q_ex]), np.array([q_ex]))
    assert spread.p10.tolist() == spread.p50.tolist() == spread.p90.tolist() == [0.0]


def test_what_to_measure_first_is_the_widest_input() -> None:
    variance = np.zeros(len(INPUTS))
    variance[INPUTS.index("removal")], variance[INPUTS.index("new_floor")] = 1.0, 3.0
    assert [(s.name, s.share) for s in largest_contributors(variance, 5)] == [("new_floor", 0.75), ("removal", 0.25)]
    assert largest_contributors(np.zeros(len(INPUTS)), 5) == ()
