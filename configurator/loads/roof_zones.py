"""Suction on a part of a flat roof: the zones F, G, H and I of NEN-EN 1991-1-4 7.2.3, from each of the four sides."""

from __future__ import annotations

from configurator.layout.placement import Rectangle
from configurator.loads.norm_wind import RoofZone, roof_coefficient

ZONES: tuple[RoofZone, ...] = ("F", "G", "H", "I_up")
"""Corner, edge, field and far field; of the field's two values far from the edge the one that lifts."""


def zone_shares(part: Rectangle, roof: Rectangle, height_m: float, *, along: str, reverse: bool) -> dict[RoofZone, float]:
    """Return which share of a part of the roof lies in each zone, for wind along `u` or `v`, from the low side or the high side.

    e = min(b, 2h) with b the width across the wind: corners are e/4 by e/10, the edge between them is e/10 deep, the field goes on to
    e/2 (NEN-EN 1991-1-4 fig. 7.6). `part` lies within `roof`, mm; h in m. The shares sum to 1.
    """
    first, second = ("u", "v") if along == "u" else ("v", "u")
    depth, width = _extent(roof, first), _extent(roof, second)
    start, end = (_place(part, roof, first, at) for at in ("0", "1"))
    if reverse:
        start, end = depth - end, depth - start
    low, high = (_place(part, roof, second, at) for at in ("0", "1"))
    e = min(width, 2000.0 * height_m)
    edge = _overlap(start, end, 0.0, e / 10.0) / (end - start)
    field = _overlap(start, end, e / 10.0, e / 2.0) / (end - start)
    corners = (_overlap(low, high, 0.0, e / 4.0) + _overlap(low, high, width - e / 4.0, width)) / (high - low)
    return {"F": edge * corners, "G": edge * (1.0 - corners), "H": field, "I_up": max(0.0, 1.0 - edge - field)}


def roof_suction(part: Rectangle, roof: Rectangle, height_m: float) -> float:
    """Return c_pe,10 over a part of the roof, weighed by zone, from the worst of the four sides; negative is suction."""
    return min(
        sum(share * roof_coefficient(zone) for zone, share in zone_shares(part, roof, height_m, along=along, reverse=reverse).items())
        for along in ("u", "v")
        for reverse in (False, True)
    )


def _extent(roof: Rectangle, axis: str) -> float:
    return float(getattr(roof, f"{axis}1_mm") - getattr(roof, f"{axis}0_mm"))


def _place(part: Rectangle, roof: Rectangle, axis: str, at: str) -> float:
    return float(getattr(part, f"{axis}{at}_mm") - getattr(roof, f"{axis}0_mm"))


def _overlap(low: float, high: float, start: float, end: float) -> float:
    return max(0.0, min(high, end) - max(low, start))
