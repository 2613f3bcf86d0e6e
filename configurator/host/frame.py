"""The local frame of a roof level: its edges vote for the direction, its longer side becomes u, its low corner the origin."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import Polygon

from configurator.host.building import FloatArray, Frame

ROTATION_DECIMALS = 6
"""Decimals of the rotation in degrees: what is printed is what was used (0.1 micrometre over 5 m per 1e-6 degree)."""

_QUARTER = 4
_TIE_M = 0.001
_NO_DIRECTION = 1e-9


def edge_vote_rad(ring_m: FloatArray) -> float:
    """Return the direction, modulo a quarter turn, that the edges of a ring agree on, in (-pi/4, pi/4].

    Every edge votes with its length: the phase of sum(length * exp(4 i theta)), a quarter of it. Long walls decide, and steps and
    notches that run along or across them vote for the same direction. A minimum rotated rectangle would tilt on a stepped roof.

    Args:
        ring_m: vertices in plan, shape (n, 2), closed or open.
    """
    edges = np.diff(np.vstack([ring_m, ring_m[:1]]), axis=0)
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    angles = np.arctan2(edges[:, 1], edges[:, 0])
    vote = complex(np.sum(lengths * np.exp(1j * _QUARTER * angles)))
    if abs(vote) <= _NO_DIRECTION * float(np.sum(lengths)):
        return 0.0
    return math.atan2(vote.imag, vote.real) / _QUARTER


def _turned(ring_m: FloatArray, rotation_rad: float) -> FloatArray:
    """Return the positions in axes that are turned counter-clockwise by the rotation."""
    c, s = math.cos(rotation_rad), math.sin(rotation_rad)
    turned: FloatArray = ring_m @ np.array([[c, -s], [s, c]])
    return turned


def normalised_deg(rotation_deg: float) -> float:
    """Return a rotation of a direction without sense, in (-90, 90] degrees, rounded as it is printed."""
    rounded = round(rotation_deg, ROTATION_DECIMALS) % 180.0
    return round(rounded - 180.0 if rounded > 90.0 else rounded, ROTATION_DECIMALS) + 0.0  # noqa: PLR2004 - a right angle


def frame_rotation_deg(ring_m: FloatArray) -> float:
    """Return the rotation of the local u axis against the world x axis, degrees in (-90, 90]: u runs along the longer extent."""
    along = math.degrees(edge_vote_rad(ring_m))
    extent_u, extent_v = np.ptp(_turned(ring_m, math.radians(along)), axis=0)
    if abs(extent_u - extent_v) <= _TIE_M:
        return min(normalised_deg(along), normalised_deg(along + 90.0), key=lambda deg: (abs(deg), -deg))
    return normalised_deg(along + 90.0 if extent_v > extent_u else along)


def local_frame(outline_m: Polygon, *, crs: str | None, peil_nap_m: float | None) -> Frame:
    """Return the local frame of a roof outline; its origin is the low corner of the bounding box, on a whole world millimetre.

    Args:
        outline_m: roof outline in world metres.
        crs: coordinate system of the world, or None.
        peil_nap_m: NAP height of local z = 0, or None.
    """
    ring = shapely.get_coordinates(outline_m.exterior)[:-1]
    rotation = math.radians(frame_rotation_deg(ring))
    low = np.min(_turned(ring, rotation), axis=0)
    corner = _turned(low[np.newaxis, :], -rotation)[0]
    origin = (round(float(corner[0]), 3) + 0.0, round(float(corner[1]), 3) + 0.0)
    return Frame(origin_m=origin, rotation_rad=rotation, crs=crs, peil_nap_m=peil_nap_m)
