"""Free packing of a roof whose walls do not all stand square: every direction of its walls is tried, and each wing may have its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from configurator.layout.packing.roof import Effort, Packing, improved, pack_roof
from configurator.layout.packing.strip import Box
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import snapped

Corners = tuple[tuple[float, float], ...]

SAME_RAD = math.radians(0.6)
"""Walls whose directions differ by less stand in line or square."""
LEAST_SHARE = 0.1
"""A direction counts from this share of the outline's length."""
MOST_DIRECTIONS: dict[Effort, int] = {"fast": 2, "thorough": 3}
MOST_CUTS = 2
"""A roof is cut into wings at so many corners, one after the other."""
MIN_PIECE_MM2 = 12e6
"""A smaller piece holds no module worth a cut."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A frame: its u axis at an angle in the given one, its zero-point at (x, y)."""

    angle_rad: float
    x_mm: float
    y_mm: float

    def inward(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring a shape into this frame, snapped to whole millimetres."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        return snapped(affine_transform(shape, [c, s, -s, c, -(c * self.x_mm + s * self.y_mm), s * self.x_mm - c * self.y_mm]))

    def outward(self, box: Box) -> Corners:
        """Return the corners of a box of this frame in the given one, counter-clockwise from the low corner."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        u0, v0, u1, v1 = box
        return tuple((self.x_mm + c * u - s * v, self.y_mm + s * u + c * v) for u, v in ((u0, v0), (u1, v0), (u1, v1), (u0, v1)))


@dataclass(frozen=True, slots=True)
class Wing:
    """A part of the roof, packed in its own frame."""

    turn: Turn
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class WingPacking:
    """Modules on one roof, and the most that any layout could cover, mm2.

    Where all walls stand square the bound is the line bound for modules in line with them; else it is the usable area.
    """

    wings: tuple[Wing, ...]
    area_mm2: int
    bound_mm2: int

    def rectangles(self) -> Iterator[Corners]:
        """Give the corners of every module in the frame of the outline."""
        for wing in self.wings:
            for box in wing.boxes:
                yield wing.turn.outward(box)


def directions(outline: Polygon) -> tuple[float, ...]:
    """Return the directions of the walls, modulo a quarter turn, radians, the one with the most length first."""
    steps = np.diff(shapely.get_coordinates(orient(outline).exterior), axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    total = float(lengths.sum())
    votes = lengths * np.exp(4j * np.arctan2(steps[:, 1], steps[:, 0]))
    found: list[tuple[float, float]] = []
    left = np.flatnonzero(lengths > 0.0)
    while len(left):
        first = left[np.argmax(lengths[left])]
        near = np.abs(np.angle(votes[left] * np.conj(votes[first]))) <= 4.0 * SAME_RAD
        own = votes[left[near]]
        found.append((float(np.abs(own).sum()), float(np.angle(own.sum())) / 4.0))
        left = left[~near]
    kept = [f for f in found if f[0] >= LEAST_SHARE * total] or found[:1]
    return tuple(angle for _, angle in sorted(kept, key=lambda f: (-round(f[0]), f[1])))


def pack_wings(outline: Polygon, region: BaseGeometry, sizes: ModuleSizes, effort: Effort = "fast") -> WingPacking:
    """Fill a roof with modules, each wing in line with walls of its own.

    Args:
        outline: Roof outline, millimetres, anywhere and at any angle.
        region: Where modules may stand, in the same frame.
        sizes: The modules.
        effort: How hard it is tried; a level, not a time limit.
    """
    angles = directions(outline)
    parts = _best(outline, region, sizes, MOST_DIRECTIONS[effort], MOST_CUTS if len(angles) > 1 else 0)
    if effort != "fast":
        parts = tuple(_Part(p.turn, p.region, improved(p.packing, p.region, sizes, effort)) for p in parts)
    value = _area(parts)
    bound = parts[0].packing.bound_mm2 if len(angles) == 1 and parts else math.floor(region.area)
    return WingPacking(tuple(Wing(p.turn, p.packing.boxes) for p in parts), value, max(value, bound))


@dataclass(frozen=True, slots=True)
class _Part:
    turn: Turn
    region: BaseGeometry
    packing: Packing


def _area(parts: Iterable[_Part]) -> int:
    return sum(p.packing.area_mm2 for p in parts)


def _turn(outline: Polygon, angle_rad: float) -> Turn:
    x, y = outline.exterior.coords[0]
    return Turn(angle_rad, float(x), float(y))


def _in_one_frame(outline: Polygon, region: BaseGeometry, sizes: ModuleSizes, most_directions: int) -> tuple[_Part, ...]:
    """Return the best packing with all modules in line with one direction of the walls."""
    best: tuple[_Part, ...] = ()
    for angle in directions(outline)[:most_directions]:
        turn = _turn(outline, angle)
        own = max((p for p in shapely.get_parts(turn.inward(outline)) if isinstance(p, Polygon)), key=lambda p: p.area, default=None)
        if own is None:
            continue
        free = turn.inward(region)
        part = _Part(turn, free, pack_roof(own, free, sizes))
        if not best or part.packing.area_mm2 > _area(best):
            best = (part,)
    return best


def _best(outline: Polygon, region: BaseGeometry, sizes: ModuleSizes, most_directions: int, cuts: int) -> tuple[_Part, ...]:
    """Return the best packing, the roof cut into wings at up to so many corners."""
    best = _in_one_frame(outline, region, sizes, most_directions)
    if cuts == 0 or region.area < MIN_PIECE_MM2:
        return best
    for pieces in _cut(outline):
        found = [_best(piece, region.intersection(piece), sizes, most_directions, cuts - 1) for piece in pieces]
        if sum(map(_area, found)) > _area(best):
            best = tuple(part for own in found for part in own)
    return best


def _cut(outline: Polygon) -> Iterator[tuple[Polygon, ...]]:
    """Give the ways to cut off a wing: at the inward corner, not square, with the longest walls, along either wall or halfway."""
    ring = shapely.get_coordinates(orient(outline).exterior)[:-1]
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    long_before, long_after = np.hypot(*before.T), np.hypot(*after.T)
    turn = np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1))
    oblique = (turn < -SAME_RAD) & (np.abs(turn + math.pi / 2) > SAME_RAD)
    if not oblique.any():
        return
    at = int(np.argmax(np.where(oblique, np.minimum(long_before, long_after), -1.0)))
    one, two = before[at] / long_before[at], -after[at] / long_after[at]
    far = float(np.hypot(*(ring.max(axis=0) - ring.min(axis=0))))
    for along in (one, two, one + two):
        line = LineString([ring[at] - along * 1.0, ring[at] + along * far])
        parts = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(shapely.union_all([outline.boundary, line])))))
        pieces = tuple(p for p in parts if outline.contains(p.representative_point()))
        if len(pieces) > 1:
            yield pieces
