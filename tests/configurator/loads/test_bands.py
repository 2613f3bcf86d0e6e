"""Bands: at most 5, 10, 15, 25 % at P50, one worse when P90 crosses the end of the band."""

from __future__ import annotations

import numpy as np
import pytest

from configurator.loads.bands import BANDS, band_index


@pytest.mark.parametrize(
    ("p50", "p90", "band"),
    [
        (0.0, 0.0, "A"),
        (-0.02, 0.01, "A"),
        (0.05, 0.05, "A"),
        (0.05, 0.0501, "B"),
        (0.0501, 0.0501, "B"),
        (0.08, 0.099, "B"),
        (0.08, 0.101, "C"),
        (0.08, 0.30, "C"),
        (0.12, 0.16, "D"),
        (0.24, 0.26, "E"),
        (0.26, 0.30, "E"),
        (2.0, 3.0, "E"),
    ],
)
def test_band(p50: float, p90: float, band: str) -> None:
    assert BANDS[int(band_index(np.array([p50]), np.array([p90]), (0.05, 0.10, 0.15, 0.25))[0])] == band
