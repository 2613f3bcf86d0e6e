"""What stands near a building in the file that it came from, as plain masses: for the picture, never for the computation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon

from configurator.host.readers.levels import Level
from configurator.host.readers.rows import Box, Shape

MAX_MASSES = 60
"""More than this is a quarter and no longer the surroundings of one block; the nearest are kept."""

MIN_MASS_M2 = 6.0
"""A smaller one (a bin store, a sliver between two outlines) says nothing at the scale of a street."""

MIN_STEP_M = 0.8
"""Roof levels of one building that differ less are one mass."""

MAX_STEPS = 4
SIMPLER_M = 0.25
OWN_M = 0.1
"""This much around the roof that is built on belongs to it: two surveys of one wall differ by a decimetre."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One building of a file as it stands there."""

    box: Box
    shape: Callable[[], Shape | None]
    """Gives levels and faces; None without a usable shape. Only asked of near buildings."""
    ground_m: Callable[[], float | None]
    """Gives the height of the ground in the heights of its levels; None where the height of the building is not known."""


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass to draw: its outline in the coordinates of the file's buildings (RD), and how high it is above its own ground."""

    outline_m: tuple[tuple[float, float], ...]
    """Counter-clockwise, not closed, whole decimetres."""
    height_m: float | None
    """None where the file does not say it: then only the outline is known."""


def _away_m(one: Box, other: Box) -> float:
    """Return how far two boxes are apart."""
    beside = max(other[0] - one[2], one[0] - other[2], 0.0)
    above = max(other[1] - one[3], one[1] - other[3], 0.0)
    return float((beside**2 + above**2) ** 0.5)


def _steps(levels: Sequence[Level], faces: Sequence[shapely.Geometry]) -> Iterator[tuple[shapely.Geometry, float]]:
    """Yield a building from the ground up: all of it as high as its lowest level, then every level that stands higher."""
    large = sorted((level for level in levels if level.area_m2 >= MIN_MASS_M2), key=lambda level: (level.z_m, -level.area_m2))
    if not large:
        return
    whole = shapely.union_all(list(faces) or [level.plan_m for level in levels])
    yield whole, large[0].z_m
    reached = large[0].z_m
    for level in large[1:][-MAX_STEPS:]:
        if level.z_m >= reached + MIN_STEP_M:
            yield level.plan_m, level.z_m


def _pieces(plan: shapely.Geometry, without: Polygon) -> Iterator[Polygon]:
    """Yield the simplified parts of a plan that are worth drawing, outside the roof that is built on."""
    left = shapely.simplify(shapely.difference(shapely.make_valid(plan), without), SIMPLER_M)
    for piece in shapely.get_parts(left):
        if isinstance(piece, Polygon) and piece.area >= MIN_MASS_M2:
            yield piece


def _mass(piece: Polygon, height_m: float | None) -> Mass:
    ring = shapely.get_coordinates(shapely.geometry.polygon.orient(piece).exterior)[:-1]
    outline = tuple((round(float(x), 1), round(float(y), 1)) for x, y in ring)
    return Mass(outline, None if height_m is None else round(height_m, 1))


def masses_around(standing: Iterable[Standing], roof_m: Polygon, within_m: float) -> tuple[Mass, ...]:
    """Return what stands within a distance of a roof, the nearest first; other parts of the same building as well, its own roof not.

    Args:
        standing: every building of the file; a broken one is left out.
        roof_m: the roof that is built on.
        within_m: how far around it, from outline to outline.
    """
    own, found = roof_m.buffer(OWN_M), list[tuple[float, Mass]]()
    for one in standing:
        if _away_m(one.box, roof_m.bounds) > within_m:
            continue
        shape = one.shape()
        if shape is None:
            continue
        levels, faces = shape
        ground = one.ground_m()
        for plan, z_m in _steps(levels, [face.plan_m for face in faces]):
            height = None if ground is None else z_m - ground
            if height is not None and height <= 0.0:
                continue
            found.extend(
                (piece.distance(roof_m), _mass(piece, height)) for piece in _pieces(plan, own) if piece.distance(roof_m) <= within_m
            )
    found.sort(key=lambda entry: (round(entry[0], 2), entry[1].outline_m))
    return tuple(mass for _, mass in found[:MAX_MASSES])
