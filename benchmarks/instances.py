"""Roofs for free packing: read from a file, made from a seed, and brought into the frame in which they are packed."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import box, snapped

SIZES = ModuleSizes(widths_mm=(3000, 3600), lengths_mm=(6000, 7200, 8400, 9600, 10_800, 12_000))
"""The sizes that the references of cases/roofs20.json were found with."""
MOST_MM = 1e12
"""No coordinate is farther away: a thousand kilometres."""
SHIFT_M = (155_000.1234, 463_000.4567)
"""Where the roofs stand in the world (EPSG:28992)."""


@dataclass(frozen=True, slots=True)
class Roof:
    """One instance, in its local frame, millimetres."""

    name: str
    outline: Polygon
    obstacles: tuple[Polygon, ...]
    setback_mm: float
    clearance_mm: float
    rotation_deg: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A roof in the frame of its walls: outline, usable region, and the affine map from that frame to the world."""

    outline: Polygon
    region: BaseGeometry
    to_world: tuple[float, ...]


class BadInstances(Exception):
    """The instance file cannot be used; the text says what is wrong, where, and what to do."""


def read(path: Path) -> tuple[Roof, ...]:
    """Return the roofs of an instance file (the form of cases/roofs20.json).

    Raises:
        BadInstances: The file cannot be read, is not JSON of that form, or holds a roof that is none.
    """
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInstances(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInstances(f"{path} is not JSON: {error}.") from error
    roofs = known.get("roofs") if isinstance(known, dict) else None
    if not isinstance(roofs, list) or not roofs:
        raise BadInstances(f'{path} holds no roofs: it must be an object with a list "roofs" of at least one.')
    found = tuple(_roof(item, f"{path}: roofs[{i}]") for i, item in enumerate(roofs))
    names = [r.name for r in found]
    double = next((n for n in names if names.count(n) > 1), None)
    if double is not None:
        raise BadInstances(f"{path}: the name {double!r} occurs twice; results are told apart by name.")
    return found


def _roof(item: object, where: str) -> Roof:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise BadInstances(f'{where} must be an object with a text "name".')
    obstacles = item.get("obstacles_mm", [])
    if not isinstance(obstacles, list):
        raise BadInstances(f"{where}: obstacles_mm must be a list of rings.")
    return Roof(
        item["name"],
        _ring(item.get("outer_mm"), f"{where}: outer_mm"),
        tuple(_ring(ring, f"{where}: obstacles_mm[{i}]") for i, ring in enumerate(obstacles)),
        _number(item, "setback_mm", where, least=0.0),
        _number(item, "obstacle_clearance_mm", where, least=0.0),
        _number(item, "rotation_deg", where, least=-MOST_MM),
    )


def _ring(points: object, where: str) -> Polygon:
    """Return a ring as a polygon.

    Raises:
        BadInstances: It is no list of points, a coordinate is not finite or too far away, or it crosses itself or has no area.
    """
    if not isinstance(points, list) or len(points) < 3:  # noqa: PLR2004 - corners of a triangle
        raise BadInstances(f"{where} must be a list of at least three points [x, y] in millimetres.")
    for i, point in enumerate(points):
        if not (isinstance(point, list) and len(point) == 2 and all(map(_finite, point))):  # noqa: PLR2004 - x and y
            raise BadInstances(f"{where}[{i}] must be a point [x, y] of finite millimetres, at most {MOST_MM:.0f}.")
    shape = Polygon(points)
    if not shape.is_valid or shape.area <= 0.0:
        raise BadInstances(f"{where} is no simple ring: {shapely.is_valid_reason(shape) if shape.area else 'it has no area'}.")
    return shape


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST_MM


def _number(item: dict[str, object], name: str, where: str, *, least: float) -> float:
    value = item.get(name)
    if not _finite(value) or float(value) < least:  # type: ignore[arg-type]
        raise BadInstances(f"{where}: {name} must be a finite number{' that is not negative' if least == 0.0 else ''}.")
    return float(value)  # type: ignore[arg-type]


def written(roof: Roof) -> dict[str, object]:
    """Return a roof in the form of the instance file."""
    return {
        "name": roof.name,
        "outer_mm": [[round(x), round(y)] for x, y in roof.outline.exterior.coords[:-1]],
        "obstacles_mm": [[[round(x), round(y)] for x, y in o.exterior.coords[:-1]] for o in roof.obstacles],
        "setback_mm": roof.setback_mm,
        "obstacle_clearance_mm": roof.clearance_mm,
        "rotation_deg": roof.rotation_deg,
    }


def to_world(roof: Roof) -> list[float]:
    """Return the affine map from local millimetres to world millimetres."""
    c, s = math.cos(math.radians(roof.rotation_deg)), math.sin(math.radians(roof.rotation_deg))
    return [c, -s, s, c, SHIFT_M[0] * 1000.0, SHIFT_M[1] * 1000.0]


def usable(outline: Polygon, things: tuple[Polygon, ...], setback_mm: float, clearance_mm: float) -> BaseGeometry:
    """Return where modules may stand: the roof minus its set-back, minus obstacles with their clearance; corners square."""
    taken = [o.buffer(clearance_mm, join_style="mitre") for o in things]
    return outline.buffer(-setback_mm, join_style="mitre").difference(shapely.union_all(taken))


def _frame(outline: BaseGeometry) -> tuple[float, float, float]:
    """Return the direction of the roof's walls by length-weighted votes, modulo a quarter turn, and a corner as zero-point."""
    points = shapely.get_coordinates(outline)
    steps = np.diff(points, axis=0)
    votes = np.hypot(steps[:, 0], steps[:, 1]) * np.exp(4j * np.arctan2(steps[:, 1], steps[:, 0]))
    return float(np.angle(votes.sum())) / 4.0, float(points[0, 0]), float(points[0, 1])


def prepared(outline: Polygon, things: tuple[Polygon, ...], setback_mm: float, clearance_mm: float) -> Prepared:
    """Turn a roof and its obstacles, in the world, into the frame of the roof's walls, whole millimetres."""
    angle, x, y = _frame(outline)
    c, s = math.cos(angle), math.sin(angle)
    inward = [c, s, -s, c, -(c * x + s * y), s * x - c * y]
    whole = snapped(affine_transform(outline, inward))
    shape = max((p for p in shapely.get_parts(whole) if isinstance(p, Polygon)), key=lambda p: p.area)
    own = tuple(affine_transform(o, inward) for o in things)
    return Prepared(shape, snapped(usable(shape, own, setback_mm, clearance_mm)), (c, -s, s, c, x, y))


def _outline(rng: random.Random) -> Polygon:
    """Return a rectangle, L, U, T, Z or stepped roof; sizes in steps of 100 mm."""
    length, depth = 100 * rng.randint(240, 900), 100 * rng.randint(85, 180)
    kind = rng.choice(("rectangle", "rectangle", "L", "U", "T", "Z", "stair"))
    wide, wing = 100 * rng.randint(85, 120), 100 * rng.randint(80, 260)
    far = depth + wing
    if kind == "rectangle" or length < 3 * wide:
        return box(0, 0, length, depth)
    half, third, high, top = length // 2, length // 3, depth + 3000, depth + 6000
    rings = {
        "L": [(0, 0), (length, 0), (length, depth), (wide, depth), (wide, far), (0, far)],
        "U": [(0, 0), (length, 0), (length, far), (length - wide, far), (length - wide, depth), (wide, depth), (wide, far), (0, far)],
        "T": [(0, 0), (length, 0), (length, depth), (2 * wide, depth), (2 * wide, far), (wide, far), (wide, depth), (0, depth)],
        "Z": [
            (0, 0),
            (half + wide, 0),
            (half + wide, depth),
            (length, depth),
            (length, 2 * depth),
            (half, 2 * depth),
            (half, depth),
            (0, depth),
        ],
        "stair": [(0, 0), (length, 0), (length, depth), (2 * third, depth), (2 * third, high), (third, high), (third, top), (0, top)],
    }
    return Polygon(rings[kind])


def random_roofs(count: int, seed: int) -> Iterator[Roof]:
    """Give seeded roofs of the same form as the reference cases: 0 to 6 obstacles, half of them turned."""
    rng = random.Random(seed)
    for i in range(count):
        outline = _outline(rng)
        _, _, far_u, far_v = outline.bounds
        things: list[Polygon] = []
        for _ in range(rng.choice((0, 0, 1, 2, 3, 4, 6))):
            du, dv = rng.choice(((800, 1200), (3000, 4000), (2400, 5300), (1000, 1000)))
            u, v = 100 * rng.randint(0, int(far_u - du) // 100), 100 * rng.randint(0, int(far_v - dv) // 100)
            thing = box(u, v, u + du, v + dv)
            if outline.contains(thing):
                things.append(thing)
        yield Roof(f"random{seed}-{i:03d}", outline, tuple(things), 500, 300, rng.choice((0.0, float(rng.randint(-90, 90)))))
