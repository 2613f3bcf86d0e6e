"""Suction on parts of a flat roof: the zones F, G, H and I of NEN-EN 1991-1-4 7.2.3, from each of the four sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from configurator.host.building import FloatArray
from configurator.layout.placement import Rectangle
from configurator.loads.norm_wind import RoofZone, roof_coefficient

WindSide = Literal["low_u", "high_u", "low_v", "high_v"]
WIND_SIDES: tuple[WindSide, ...] = ("low_u", "high_u", "low_v", "high_v")
"""The side that the wind comes from."""


def zone_shares(parts: Sequence[Rectangle], roof: Rectangle, height_m: float, side: WindSide) -> dict[RoofZone, FloatArray]:
    """Return which share of each of n parts of a roof lies in each zone, shape (n,), for wind from one side.

    e = min(b, 2h) with b the width across the wind: corners are e/4 by e/10, the edge between them is e/10 deep, the field goes on to
    e/2 (NEN-EN 1991-1-4 fig. 7.6). The parts lie within `roof`, mm; h in m. The shares of a part sum to 1.
    """
    bounds = np.array([(p.u0_mm, p.v0_mm, p.u1_mm, p.v1_mm) for p in parts], dtype=np.float64).reshape(-1, 4)
    bounds -= (roof.u0_mm, roof.v0_mm, roof.u0_mm, roof.v0_mm)
    along, across = (0, 1) if side.endswith("u") else (1, 0)
    depth, width = ((roof.u1_mm - roof.u0_mm), (roof.v1_mm - roof.v0_mm))[:: 1 if along == 0 else -1]
    start, end, low, high = bounds[:, along], bounds[:, along + 2], bounds[:, across], bounds[:, across + 2]
    if side.startswith("high"):
        start, end = depth - end, depth - start
    e = min(float(width), 2000.0 * height_m)
    edge, field = (_overlap(start, end, *zone) / (end - start) for zone in ((0.0, e / 10.0), (e / 10.0, e / 2.0)))
    corners = (_overlap(low, high, 0.0, e / 4.0) + _overlap(low, high, width - e / 4.0, width)) / (high - low)
    return {"F": edge * corners, "G": edge * (1.0 - corners), "H": field, "I_up": np.maximum(1.0 - edge - field, 0.0)}


def roof_suction(parts: Sequence[Rectangle], roof: Rectangle, height_m: float) -> FloatArray:
    """Return c_pe,10 over each of n parts of the roof, weighed by zone, from the worst of the four sides: (n,), negative is suction.

    Of the two values far from the edge the one that lifts counts.
    """
    worst = np.full(len(parts), np.inf)
    for side in WIND_SIDES:
        shares = zone_shares(parts, roof, height_m, side)
        average: FloatArray = np.sum([share * roof_coefficient(zone) for zone, share in shares.items()], axis=0)
        np.minimum(worst, average, out=worst)
    return worst


def _overlap(low: FloatArray, high: FloatArray, start: float, end: float) -> FloatArray:
    length: FloatArray = np.maximum(np.minimum(high, end) - np.maximum(low, start), 0.0)
    return length
