"""Roof outlines of many kinds from a seeded generator: the ones that blocks have, and the ones that upset a packing."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from shapely.geometry import Polygon

STEP_MM = 100
Ring = list[tuple[float, float]]


def _mm(rng: random.Random, least_m: float, most_m: float) -> int:
    """Return a length in whole steps of 100 mm."""
    return STEP_MM * rng.randint(round(least_m * 10), round(most_m * 10))


def _rectangle(rng: random.Random) -> Ring:
    length, depth = _mm(rng, 20, 80), _mm(rng, 8, 18)
    return [(0, 0), (length, 0), (length, depth), (0, depth)]


def _l(rng: random.Random) -> Ring:
    length, depth, wide, wing = _mm(rng, 24, 55), _mm(rng, 8.5, 15), _mm(rng, 8, 14), _mm(rng, 6, 25)
    return [(0, 0), (length, 0), (length, depth), (wide, depth), (wide, depth + wing), (0, depth + wing)]


def _u(rng: random.Random) -> Ring:
    length, depth, left, right = _mm(rng, 32, 55), _mm(rng, 8.5, 13), _mm(rng, 8, 12), _mm(rng, 8, 12)
    one, two = depth + _mm(rng, 6, 20), depth + _mm(rng, 6, 20)
    return [
        (0, 0), (length, 0), (length, two), (length - right, two), (length - right, depth), (left, depth), (left, one), (0, one),
    ]  # fmt: skip


def _t(rng: random.Random) -> Ring:
    length, depth, wide, wing, at = _mm(rng, 28, 55), _mm(rng, 8.5, 13), _mm(rng, 8, 12), _mm(rng, 6, 20), _mm(rng, 4, 14)
    return [
        (0, 0), (length, 0), (length, depth), (at + wide, depth), (at + wide, depth + wing), (at, depth + wing), (at, depth), (0, depth),
    ]  # fmt: skip


def _z(rng: random.Random) -> Ring:
    one, two, depth, over = _mm(rng, 18, 32), _mm(rng, 18, 32), _mm(rng, 8.5, 13), _mm(rng, 4, 12)
    step = _mm(rng, 3, 9)
    return [
        (0, 0), (one, 0), (one, step), (one + two - over, step), (one + two - over, step + depth), (one - over, step + depth),
        (one - over, depth), (0, depth),
    ]  # fmt: skip


def _stair(rng: random.Random) -> Ring:
    at, low, top = 0, 0, _mm(rng, 9, 14)
    under: Ring = [(0, 0)]
    over: Ring = [(0, top)]
    for _ in range(rng.randint(3, 4)):
        at += _mm(rng, 8, 18)
        rise = _mm(rng, 1, 4)
        under += [(at, low), (at, low + rise)]
        over += [(at, top), (at, top + rise)]
        low, top = low + rise, top + rise
    return [*under[:-1], *reversed(over[:-1])]


def _cross(rng: random.Random) -> Ring:
    length, depth, wide = _mm(rng, 28, 50), _mm(rng, 8.5, 13), _mm(rng, 8, 13)
    up, down, at = _mm(rng, 4, 14), _mm(rng, 4, 14), _mm(rng, 5, 14)
    return [
        (0, 0), (at, 0), (at, -down), (at + wide, -down), (at + wide, 0), (length, 0), (length, depth), (at + wide, depth),
        (at + wide, depth + up), (at, depth + up), (at, depth), (0, depth),
    ]  # fmt: skip


def _thin(rng: random.Random) -> Ring:
    """Return a comb: wings that are only just as wide as a module or less."""
    depth, at = _mm(rng, 7, 11), 0
    ring: Ring = []
    for _ in range(rng.randint(2, 3)):
        wide, far, gap = _mm(rng, 3.9, 8), depth + _mm(rng, 5, 15), _mm(rng, 4, 12)
        ring += [(at, depth), (at, far), (at + wide, far), (at + wide, depth)]
        at += wide + gap
    return [(at, 0), (0, 0), *ring, (at, depth)]


def _slanted(rng: random.Random) -> Ring:
    """Return a slab with one or both gables, or a facade, at a slant."""
    length, depth = _mm(rng, 22, 60), _mm(rng, 9, 16)
    return [(0, 0), (length, _mm(rng, 0, 3)), (length + _mm(rng, 0, 6) - 3000, depth), (_mm(rng, 0, 5), depth)]


def _bent(rng: random.Random) -> Ring:
    """Return two wings that meet at an angle that is not square."""
    one, two, depth = _mm(rng, 16, 35), _mm(rng, 14, 30), _mm(rng, 9, 13)
    turn = math.radians(rng.choice((15, 25, 30, 40, 45, 60)))
    along, across = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    inner = one - depth * math.tan(turn / 2)
    far = (one + two * along[0], two * along[1])
    ring = [(0, 0), (one, 0), far, (far[0] + depth * across[0], far[1] + depth * across[1]), (inner, depth), (0, depth)]
    return [(round(x), round(y)) for x, y in ring]


def _bevelled(rng: random.Random) -> Ring:
    """Return a compact tower with cut corners."""
    length, depth, cut = _mm(rng, 16, 26), _mm(rng, 14, 22), _mm(rng, 2, 5)
    return [
        (cut, 0), (length - cut, 0), (length, cut), (length, depth - cut), (length - cut, depth), (cut, depth), (0, depth - cut), (0, cut),
    ]  # fmt: skip


OUTLINES: Mapping[str, Callable[[random.Random], Ring]] = {
    "rectangle": _rectangle,
    "L": _l,
    "U": _u,
    "T": _t,
    "Z": _z,
    "stair": _stair,
    "cross": _cross,
    "thin": _thin,
    "slanted": _slanted,
    "bent": _bent,
    "bevelled": _bevelled,
}
"""Outline generators by the name of their kind; corners in millimetres, the roof on the left hand."""

Shape = tuple[int, int]
THINGS: Mapping[str, tuple[tuple[Shape, ...], tuple[int, ...]]] = {
    "bare": (((1000, 1000),), (0,)),
    "few": (((800, 1200), (3000, 4000), (2400, 5300)), (1, 2, 3)),
    "cores": (((2400, 5300), (2700, 4500)), (2, 3, 4)),
    "tower": (((6000, 6000), (5200, 7400)), (1,)),
    "clutter": (((600, 600), (1000, 1500), (400, 900)), (5, 6, 8)),
}
"""Obstacle sizes in millimetres and numbers by the name of their kind."""


def outline_of(kind: str, rng: random.Random) -> Polygon:
    """Return a roof outline of a kind."""
    return Polygon(OUTLINES[kind](rng))


def things_on(outline: Polygon, kind: str, rng: random.Random) -> tuple[Polygon, ...]:
    """Return obstacles of a kind that lie wholly on a roof; places outside are passed over."""
    sizes, numbers = THINGS[kind]
    low_u, low_v, high_u, high_v = outline.bounds
    found: list[Polygon] = []
    wanted, tries = rng.choice(numbers), 0
    while len(found) < wanted and tries < 50:  # noqa: PLR2004 - a thin roof may have no place for a tower
        tries += 1
        du, dv = rng.choice(sizes)
        u = low_u + STEP_MM * rng.randint(0, max(0, int(high_u - low_u - du) // STEP_MM))
        v = low_v + STEP_MM * rng.randint(0, max(0, int(high_v - low_v - dv) // STEP_MM))
        thing = Polygon([(u, v), (u + du, v), (u + du, v + dv), (u, v + dv)])
        if outline.contains(thing):
            found.append(thing)
    return tuple(found)
