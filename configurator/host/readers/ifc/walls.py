"""Candidates for bearing walls: upright, thick or declared load-bearing, across the building, reaching the roof."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from configurator.host.building import FloatArray, Frame

MIN_THICKNESS_M = 0.15
MIN_LENGTH_M = 2.0
MIN_SHARE = 0.4
"""The pieces of one line together cover this share of the building's depth."""

REACHES_M = 0.8
"""The wall's top lies within this below the roof surface (slab and build-up)."""

SAME_LINE_M = 0.25
ACROSS = 0.05
"""Largest part of a wall's length that it runs along the building."""

SPACING_M = (1.8, 9.0)
"""Distances between two bearing walls that a floor spans."""

END_M = 1.0
_MIN_HEIGHT_M = 1.8


@dataclass(frozen=True, slots=True)
class _Wall:
    u_m: float
    v0_m: float
    v1_m: float
    thickness_m: float
    low_m: float
    high_m: float
    declared: bool | None


@dataclass(frozen=True, slots=True)
class WallLine:
    """One candidate for a bearing line, local metres of the roof's frame."""

    u_m: float
    v0_m: float
    v1_m: float
    thickness_m: float
    declared: bool | None
    """True when every piece is declared load-bearing, False when one is declared not to be, None when nobody says."""
    continues: bool
    """True when a wall stands under it on every storey."""
    kind: str


def load_bearing(element: Any) -> bool | None:  # noqa: ANN401 - an entity of a foreign library
    """Return whether an author declares a wall load-bearing; None when nobody says."""
    for relation in getattr(element, "IsDefinedBy", ()) or ():
        definition = getattr(relation, "RelatingPropertyDefinition", None)
        for item in getattr(definition, "HasProperties", None) or ():
            if item.Name == "LoadBearing" and item.is_a("IfcPropertySingleValue") and item.NominalValue is not None:
                value = item.NominalValue.wrappedValue
                return value if isinstance(value, bool) else None
    return None


def _wall(points_m: FloatArray, frame: Frame, declared: bool | None) -> _Wall | None:
    """Return a wall that stands across the building, or None."""
    plan = frame.to_local_mm(points_m[:, :2]) / 1000.0
    low, high = plan.min(axis=0), plan.max(axis=0)
    thickness, length = float(high[0] - low[0]), float(high[1] - low[1])
    z0, z1 = float(points_m[:, 2].min()), float(points_m[:, 2].max())
    across = thickness <= 1.0 and thickness < length * (0.5 + ACROSS)
    if not across or z1 - z0 < _MIN_HEIGHT_M or thickness < MIN_THICKNESS_M:
        return None
    return _Wall(float(low[0] + high[0]) / 2.0, float(low[1]), float(high[1]), thickness, z0, z1, declared)


def _joined_m(walls: list[_Wall]) -> float:
    """Return how much of the depth walls cover together, metres."""
    total, end = 0.0, -np.inf
    for wall in sorted(walls, key=lambda wall: wall.v0_m):
        total += max(0.0, wall.v1_m - max(end, wall.v0_m))
        end = max(end, wall.v1_m)
    return float(total)


def _declared(walls: list[_Wall]) -> bool | None:
    said = {wall.declared for wall in walls}
    return False if False in said else None if None in said else True


def _bearing(walls: list[_Wall]) -> list[_Wall]:
    """Return the walls that may bear: those not declared to bear are left out where an author declares others to.

    Drawing programs write LoadBearing = FALSE for every wall until somebody says otherwise: when no wall is declared to bear, the
    declaration says nothing.
    """
    declared = any(wall.declared is True for wall in walls)
    return [wall for wall in walls if wall.declared is not False or not declared]


def _apart(lines: list[WallLine]) -> list[WallLine]:
    """Return lines of which none stands nearer to another than a bay is wide: the shorter one gives way, the later of two equal ones."""
    kept: list[WallLine] = []
    for line in sorted(lines, key=lambda line: (line.kind != "end", -(line.v1_m - line.v0_m), line.u_m)):
        if all(abs(line.u_m - other.u_m) >= SPACING_M[0] for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: line.u_m)


def _line(walls: list[_Wall], below: list[_Wall], floors_m: tuple[float, ...], extent_m: tuple[float, float]) -> WallLine:
    """Return one line of the pieces that stand on it."""
    lengths = np.array([wall.v1_m - wall.v0_m for wall in walls])
    u = float(np.average([wall.u_m for wall in walls], weights=lengths))
    under = [wall for wall in below if abs(wall.u_m - u) <= SAME_LINE_M]
    levels = [any(wall.low_m <= floor + 1.0 <= wall.high_m for wall in under) for floor in floors_m]
    at_end = min(u - extent_m[0], extent_m[1] - u) <= END_M
    return WallLine(
        u_m=u,
        v0_m=min(wall.v0_m for wall in walls),
        v1_m=max(wall.v1_m for wall in walls),
        thickness_m=float(np.average([wall.thickness_m for wall in walls], weights=lengths)),
        declared=_declared(walls),
        continues=bool(levels) and all(levels),
        kind="end" if at_end else "inner",
    )


def wall_lines(
    walls: list[tuple[FloatArray, bool | None]],
    frame: Frame,
    extent_m: tuple[float, float, float],
    roof_m: float,
    floors_m: tuple[float, ...],
) -> tuple[WallLine, ...]:
    """Return the candidates for bearing lines, from low to high u; empty when they do not make bays that a floor can span.

    Args:
        walls: world positions of each wall's corners, shape (n, 3), and whether it is declared load-bearing.
        frame: the roof's local frame.
        extent_m: the roof's low u, high u and depth, local metres.
        roof_m: height of the roof surface, world metres.
        floors_m: heights of the floors, world metres.
    """
    found = [wall for points, declared in walls if (wall := _wall(points, frame, declared)) is not None]
    reach = [wall for wall in found if roof_m - REACHES_M <= wall.high_m and wall.v1_m - wall.v0_m >= 0.3]  # noqa: PLR2004 - a pier
    reach = [wall for wall in reach if extent_m[0] - 0.5 <= wall.u_m <= extent_m[1] + 0.5]
    reach = _bearing(reach)
    groups: list[list[_Wall]] = []
    for wall in sorted(reach, key=lambda wall: (wall.u_m, wall.v0_m)):
        if groups and wall.u_m - groups[-1][0].u_m <= SAME_LINE_M:
            groups[-1].append(wall)
        else:
            groups.append([wall])
    needed = max(MIN_LENGTH_M, MIN_SHARE * extent_m[2])
    lines = _apart([_line(group, found, floors_m, extent_m[:2]) for group in groups if _joined_m(group) >= needed])
    gaps = [b.u_m - a.u_m for a, b in pairwise(lines)]
    if not gaps or not all(SPACING_M[0] <= gap <= SPACING_M[1] for gap in gaps):
        return ()
    return tuple(lines)


def corners_of(element_index: int, element: npt.NDArray[np.int64], corners_m: FloatArray) -> FloatArray:
    """Return all corners of one element, shape (n, 3)."""
    points: FloatArray = corners_m[element == element_index].reshape(-1, 3)
    return points
