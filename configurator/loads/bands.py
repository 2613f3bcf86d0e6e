"""Load bands A to E: our own convention for how much attention a bearing line needs. No norm, and never a yes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from catalogue.documents.load_results import Band
from configurator.host.building import FloatArray

BANDS: tuple[Band, ...] = ("A", "B", "C", "D", "E")
IntArray = npt.NDArray[np.int64]


def band_index(p50: FloatArray, p90: FloatArray, upper_ends: tuple[float, float, float, float]) -> IntArray:
    """Return the band of each r_n, 0 (A) to 4 (E): by P50, and one worse where P90 crosses the upper end of that band.

    `upper_ends` are the ends of A, B, C and D, ascending; an end belongs to the band below it.
    """
    by_p50 = np.searchsorted(np.asarray(upper_ends), p50, side="left").astype(np.int64)
    ends = np.append(np.asarray(upper_ends, dtype=np.float64), np.inf)
    return np.minimum(by_p50 + (p90 > ends[by_p50]), len(BANDS) - 1).astype(np.int64)
