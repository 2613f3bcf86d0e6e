"""The local frame of a roof level: its edges vote for the direction, its longer side becomes u, its low corner the origin."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

from configurator.host.building import FloatArray, Frame

ROTATION_DECIMALS = 6
"""Decimals of the rotation in degrees: what is printed is what was used (0.1 micrometre over 5 m per 1e-6 degree)."""

UNDECIDED = 0.9
"""Below this agreement (0 to 1) the vote of all edges may lie between two directions, and a second one is tried as well."""

SAME_DIRECTION_RAD = math.radians(1.0)
"""Edges within this of one another run the same way."""

_QUARTER = 4
_TIE_M = 0.001
_NO_DIRECTION = 1e-9
_SQUARE = 1e-6
"""A u axis that is square to the one it follows keeps its own sense."""


@dataclass(frozen=True, slots=True)
class Axis:
    """How the axes of a frame lie: the direction of one of them, modulo a quarter turn, and which way u points."""

    direction_rad: float
    along_rad: float | None = None
    """The u axis points within a quarter turn of this; None is within a quarter turn of the world x axis."""


@dataclass(frozen=True, slots=True)
class Votes:
    """What edges agree on: the sum of their votes, their length in metres, and the edges themselves, shape (n, 2)."""

    total: complex
    length_m: float
    edges_m: FloatArray

    @property
    def agreement(self) -> float:
        """1 where all edges run along or across one axis, 0 where they cancel out."""
        return abs(self.total) / self.length_m if self.length_m > 0.0 else 0.0

    @property
    def direction_rad(self) -> float:
        """The direction that the edges agree on, modulo a quarter turn, in (-pi/4, pi/4]; 0 where they agree on none."""
        if abs(self.total) <= _NO_DIRECTION * self.length_m:
            return 0.0
        return math.atan2(self.total.imag, self.total.real) / _QUARTER

    def directions_rad(self) -> tuple[float, ...]:
        """Return the direction of the vote and, where it is undecided, that of the longest edges that run the same way."""
        if self.agreement >= UNDECIDED or not len(self.edges_m):
            return (self.direction_rad,)
        lengths = np.hypot(self.edges_m[:, 0], self.edges_m[:, 1])
        angles = np.angle(votes_of(self.edges_m)) / _QUARTER
        apart = np.abs((angles[:, None] - angles[None, :] + math.pi / 4) % (math.pi / 2) - math.pi / 4)
        near = (apart <= SAME_DIRECTION_RAD) @ lengths
        best = int(np.lexsort((np.round(angles, 6), -np.round(near, 3)))[0])
        second = float(angles[best])
        away = abs((second - self.direction_rad + math.pi / 4) % (math.pi / 2) - math.pi / 4)
        return (self.direction_rad,) if away <= SAME_DIRECTION_RAD else (self.direction_rad, second)


def votes_of(edges_m: FloatArray) -> npt.NDArray[np.complex128]:
    """Return the vote of each edge, shape (n, 2) to (n,): its length at four times its angle, so that a quarter turn is no difference."""
    lengths = np.hypot(edges_m[:, 0], edges_m[:, 1])
    votes: npt.NDArray[np.complex128] = lengths * np.exp(1j * _QUARTER * np.arctan2(edges_m[:, 1], edges_m[:, 0]))
    return votes


def edge_vote_rad(ring_m: FloatArray) -> float:
    """Return the direction, modulo a quarter turn, that the edges of a ring agree on, in (-pi/4, pi/4].

    Every edge votes with its length: the phase of sum(length * exp(4 i theta)), a quarter of it. Long walls decide, and steps and
    notches that run along or across them vote for the same direction. A minimum rotated rectangle would tilt on a stepped roof.

    Args:
        ring_m: vertices in plan, shape (n, 2), closed or open.
    """
    edges = np.diff(np.vstack([ring_m, ring_m[:1]]), axis=0)
    votes = votes_of(edges)
    return Votes(complex(np.sum(votes)), float(np.sum(np.abs(votes))), edges).direction_rad


def _turned(ring_m: FloatArray, rotation_rad: float) -> FloatArray:
    """Return the positions in axes that are turned counter-clockwise by the rotation."""
    c, s = math.cos(rotation_rad), math.sin(rotation_rad)
    turned: FloatArray = ring_m @ np.array([[c, -s], [s, c]])
    return turned


def normalised_deg(rotation_deg: float) -> float:
    """Return a rotation of a direction without sense, in (-90, 90] degrees, rounded as it is printed."""
    rounded = round(rotation_deg, ROTATION_DECIMALS) % 180.0
    return round(rounded - 180.0 if rounded > 90.0 else rounded, ROTATION_DECIMALS) + 0.0  # noqa: PLR2004 - a right angle


def frame_rotation_deg(ring_m: FloatArray, direction_rad: float | None = None) -> float:
    """Return the rotation of the local u axis against the world x axis, degrees in (-90, 90]: u runs along the longer extent.

    Args:
        ring_m: vertices in plan, shape (n, 2).
        direction_rad: the direction of one of the axes; None lets all edges vote.
    """
    along = math.degrees(edge_vote_rad(ring_m) if direction_rad is None else direction_rad)
    extent_u, extent_v = np.ptp(_turned(ring_m, math.radians(along)), axis=0)
    if abs(extent_u - extent_v) <= _TIE_M:
        return min(normalised_deg(along), normalised_deg(along + 90.0), key=lambda deg: (abs(deg), -deg))
    return normalised_deg(along + 90.0 if extent_v > extent_u else along)


def local_frame(outline_m: Polygon, *, crs: str | None, peil_nap_m: float | None, axis: Axis | None = None) -> Frame:
    """Return the local frame of a roof outline; its origin is the low corner of the bounding box, on a whole world millimetre.

    Args:
        outline_m: roof outline in world metres.
        crs: coordinate system of the world, or None.
        peil_nap_m: NAP height of local z = 0, or None.
        axis: how the axes lie; None lets all edges vote.
    """
    ring = shapely.get_coordinates(outline_m.exterior)[:-1]
    degrees = frame_rotation_deg(ring, None if axis is None else axis.direction_rad)
    if axis is not None and axis.along_rad is not None and math.cos(math.radians(degrees) - axis.along_rad) < -_SQUARE:
        degrees = round(degrees - math.copysign(180.0, degrees), ROTATION_DECIMALS)
    rotation = math.radians(degrees)
    low = np.min(_turned(ring, rotation), axis=0)
    corner = _turned(low[np.newaxis, :], -rotation)[0]
    origin = (round(float(corner[0]), 3) + 0.0, round(float(corner[1]), 3) + 0.0)
    return Frame(origin_m=origin, rotation_rad=rotation, crs=crs, peil_nap_m=peil_nap_m)
