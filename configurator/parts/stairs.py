"""The stair in a core: two straight flights with a half landing between two new storeys. Indicative; the concept designs its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from shapely.geometry import Polygon

from configurator.parts.model import Element, ElementKind
from configurator.parts.solids import Prism, plate, rectangle, standing_along_y

RISER_MM, GOING_MM = 188.0, 220.0
"""Highest riser and shortest tread of a stair to homes (Bbl 4.27, table 4.26: 0.188 m and 0.22 m)."""
FLIGHT_WIDTH_MM = 850.0
"""A narrower flight is not drawn: above the 0.8 m that the Bbl asks."""
EYE_MM = 100.0
"""Clear between the two flights."""
LANDING_MM = 200.0
WAIST_RISERS = 1.5
"""Depth of a flight under its steps, in risers."""

Maker = Callable[[str, ElementKind, tuple[Prism, ...], tuple[float, float, float], float, int], Element]
"""Makes an element of a core: part, kind, prisms from its origin, origin in the core's plan and level, height, risers."""


@dataclass(frozen=True, slots=True)
class CoreStair:
    """How the two flights fill the inside of a core, in the core's own plan."""

    low_mm: tuple[float, float]
    high_mm: tuple[float, float]
    rise_mm: float
    risers: int
    """In each of the two flights."""

    @property
    def width_mm(self) -> float:
        """Width of a flight."""
        return (self.high_mm[0] - self.low_mm[0] - EYE_MM) / 2.0

    @property
    def run_mm(self) -> float:
        """Plan length of a flight."""
        return (self.risers - 1) * GOING_MM

    @property
    def start_mm(self) -> float:
        """Where the landing ends and the flights start, along v: the half landing beyond them is as deep as a flight is wide."""
        return self.high_mm[1] - self.width_mm - self.run_mm

    @property
    def flights(self) -> Polygon:
        """Plan of the flights and the half landing: what a floor leaves open over them."""
        return rectangle((self.low_mm[0], self.start_mm), self.high_mm)

    @property
    def landing(self) -> Polygon:
        """Plan of the landing of a storey."""
        return rectangle(self.low_mm, (self.high_mm[0], self.start_mm))


def core_stair(low_mm: tuple[float, float], high_mm: tuple[float, float], rise_mm: float, least_risers: int = 0) -> CoreStair | None:
    """Return the stair that fits inside a core, or None where it is too narrow or too short for one.

    With `least_risers` in a flight, stairs of unlike storeys lie over each other.
    """
    stair = CoreStair(low_mm, high_mm, rise_mm, max(least_risers, math.ceil(rise_mm / RISER_MM / 2.0)))
    fits = stair.width_mm >= FLIGHT_WIDTH_MM and stair.start_mm - low_mm[1] >= stair.width_mm
    return stair if fits else None


def _profile(risers: int, riser_mm: float, *, backwards: bool) -> Polygon:
    """Return the side of a flight in (v, z): steps above, a slanting soffit below."""
    points = [(0.0, 0.0)]
    for n in range(risers - 1):
        points += [(n * GOING_MM, (n + 1) * riser_mm), ((n + 1) * GOING_MM, (n + 1) * riser_mm)]
    waist, run = WAIST_RISERS * riser_mm, (risers - 1) * GOING_MM
    points += [(run, (risers - 1) * riser_mm - waist), (waist * GOING_MM / riser_mm, 0.0)]
    return Polygon([(run - v, z) for v, z in points] if backwards else points)


def stair_parts(stair: CoreStair, floor_z_mm: float, make: Maker, prefix: str = "") -> list[Element]:
    """Return the flights and the half landing from a floor to the next: `make` turns them into elements, `prefix` begins their names."""
    riser = stair.rise_mm / 2.0 / stair.risers
    up = standing_along_y(_profile(stair.risers, riser, backwards=False), 0.0, stair.width_mm)
    back = standing_along_y(_profile(stair.risers, riser, backwards=True), 0.0, stair.width_mm)
    half = rectangle((0.0, 0.0), (stair.high_mm[0] - stair.low_mm[0], stair.width_mm))
    low_u, middle = stair.low_mm[0], floor_z_mm + stair.rise_mm / 2.0
    half_at = (low_u, stair.start_mm + stair.run_mm, middle - LANDING_MM)
    back_at = (stair.high_mm[0] - stair.width_mm, stair.start_mm, middle)
    return [
        make(f"{prefix}flight1", "core_flight", up, (low_u, stair.start_mm, floor_z_mm), stair.rise_mm / 2.0, stair.risers),
        make(f"{prefix}half", "core_landing", plate(half, 0.0, LANDING_MM), half_at, LANDING_MM, 0),
        make(f"{prefix}flight2", "core_flight", back, back_at, stair.rise_mm / 2.0, stair.risers),
    ]
