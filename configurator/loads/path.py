"""Load path: how what stands on the roof reaches the bearing lines. Exact equilibrium of force and moment.

A burden is a load with a plan extent. Along u it reaches the axes of the bearing lines by the lever rule, or one given line; along v it
stands on the wall under it. Where it is longer than the wall it is gathered on the part that the wall has; where there is no wall
under it at all, on the nearest stretch of the same length at the wall's end. No load ever lands off a bearing line. Between roof and
foundation a line load goes straight down: it is not spread along the wall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from configurator.host.building import BearingLine, FloatArray
from configurator.loads.beam import beam_reactions
from configurator.loads.norm_tables import constant

AddedInput = Literal[
    "new_floor",
    "new_overhead",
    "new_walls",
    "new_partitions",
    "connector",
    "access",
    "removal",
    "roof_extras",
    "grid_continuity",
    "lift_shaft",
]
ADDED_INPUTS: tuple[AddedInput, ...] = get_args(AddedInput)
"""Uncertain inputs of the added permanent load, in the order of every array of added loads.

`grid_continuity` is no weight: what a line takes more where a transfer grid runs through than by the lever rule. Its low and nominal
values are 0, so that the nominal loads stay in equilibrium; its high value makes the envelope of both."""
MODULE_INPUTS = slice(0, 4)
CONNECTOR_INPUT = ADDED_INPUTS.index("connector")
ACCESS_INPUT = ADDED_INPUTS.index("access")
REMOVAL_INPUT = ADDED_INPUTS.index("removal")
EXTRAS_INPUT = ADDED_INPUTS.index("roof_extras")
CONTINUITY_INPUT = ADDED_INPUTS.index("grid_continuity")
LIFT_INPUT = ADDED_INPUTS.index("lift_shaft")
CONTINUITY_OWNER = "grid_continuity"

_COVERED_SHARE = 0.5
"""A burden of which less than this share has a wall under it is moved to the wall's end instead of being gathered."""
_SMALLEST_SHARE = 0.005
"""A share of a running grid that differs less than this from the lever rule is left out of the envelope."""
_NOMINAL, _HIGH = 1, 2


@dataclass(frozen=True, slots=True)
class Burden:
    """Something that presses on the roof: `u0_mm == u1_mm` is a line along v, else it is spread evenly over its plan extent."""

    owner: str
    """Module or access id, or `connector`."""
    storey: int
    u0_mm: float
    u1_mm: float
    v0_mm: int
    v1_mm: int
    line_id: str | None
    """The bearing line that it stands on directly; None is the lever rule."""
    g_kn: FloatArray
    """Permanent load, shape (inputs, 3): by added input; low, nominal, high."""
    q_kn: float
    """Imposed load, unreduced."""


@dataclass(frozen=True, slots=True)
class LineLoad:
    """The part of a burden that one bearing line takes, even over its stretch."""

    owner: str
    storey: int
    line: int
    """Index of the bearing line."""
    u_mm: float
    """Where it acts: the edge of a burden that stands on the line, else the axis."""
    v0_mm: int
    v1_mm: int
    g_kn: FloatArray
    """As in `Burden`."""
    q_kn: float
    overshoot_mm: int
    """By how much the burden is longer than the wall under it."""
    moved_mm: float = 0.0
    """How far along the wall the load acts from where its burden does, because there is no wall there."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Bearing lines gathered by their position along u."""

    u_mm: FloatArray
    """Distinct positions, ascending, shape (n,)."""
    members: tuple[tuple[int, ...], ...]
    """Indices of the lines on each axis, by v."""


def axes_of(lines: Sequence[BearingLine]) -> Axes:
    """Gather bearing lines by axis: an interrupted wall is several lines on one axis."""
    members: dict[int, list[int]] = {}
    for index in sorted(range(len(lines)), key=lambda i: (lines[i].u_mm, lines[i].v0_mm)):
        members.setdefault(lines[index].u_mm, []).append(index)
    return Axes(u_mm=np.array([*members], dtype=np.float64), members=tuple(tuple(own) for own in members.values()))


def lever_shares(axes_mm: npt.ArrayLike, u0_mm: npt.ArrayLike, u1_mm: npt.ArrayLike) -> FloatArray:
    """Return the share of each load that each axis takes by the lever rule, shape (k, n).

    `axes_mm` (n,) is ascending with n >= 2; each of the k loads is even over [u0, u1], or a point where these are equal. Between two axes
    the load splits by its distance to them; beyond the outer axes it cantilevers, so that the inner one of the last bay takes a
    negative share. Each row sums to 1 and its moment about u = 0 is that of the load. Raises ValueError for fewer than 2 axes.
    """
    x = np.asarray(axes_mm, dtype=np.float64)
    if x.size < 2:  # noqa: PLR2004 - the lever rule needs a bay
        raise ValueError(f"the lever rule needs at least 2 axes, not {x.size}")
    lo = np.atleast_1d(np.asarray(u0_mm, dtype=np.float64))[:, np.newaxis]
    hi = np.atleast_1d(np.asarray(u1_mm, dtype=np.float64))[:, np.newaxis]
    bay_lo = np.concatenate([[-np.inf], x[1:-1]])
    bay_hi = np.concatenate([x[1:-1], [np.inf]])
    piece_lo, piece_hi = np.maximum(lo, bay_lo), np.minimum(hi, bay_hi)
    length = np.maximum(piece_hi - piece_lo, 0.0)
    whole = hi - lo
    is_point = whole <= 0.0
    inside = (lo >= bay_lo) & (lo < bay_hi)
    weight = np.where(is_point, inside, length / np.where(is_point, 1.0, whole))
    centre = np.where(weight > 0.0, np.where(is_point, lo, (piece_lo + piece_hi) / 2.0), x[:-1])
    to_right = weight * (centre - x[:-1]) / np.diff(x)
    shares = np.zeros((weight.shape[0], x.size))
    shares[:, 1:] += to_right
    shares[:, :-1] += weight - to_right
    return shares


def post_shares(e_x_m: npt.ArrayLike, e_y_m: npt.ArrayLike, length_m: npt.ArrayLike, width_m: npt.ArrayLike) -> FloatArray:
    """Return the shares of a module's weight on its four corner posts, (1/2 -+ e_x/L)(1/2 -+ e_y/B): shape (..., 2, 2).

    `e_x_m` and `e_y_m` are the offsets of the centre of gravity from the centre along length and width. First index: the post at the low
    and high end of the length; second: of the width. The shares sum to 1; one is negative where the centre lies outside the kern.
    """
    along = np.asarray(e_x_m, dtype=np.float64) / np.asarray(length_m, dtype=np.float64)
    across = np.asarray(e_y_m, dtype=np.float64) / np.asarray(width_m, dtype=np.float64)
    by_length, by_width = (np.stack([0.5 - offset, 0.5 + offset], axis=-1) for offset in (along, across))
    shares: FloatArray = by_length[..., :, np.newaxis] * by_width[..., np.newaxis, :]
    return shares


def spread_length_mm(plate_mm: float, depth_mm: float) -> float:
    """Return over which length of wall a post load is spread at a depth below its plate: b + 2 z tan 30 degrees, EN 1996-1-1 6.1.3(6)."""
    return plate_mm + 2.0 * depth_mm * math.tan(math.radians(constant("spread/angle")))


def continuity_loads(burdens: Sequence[Burden], lines: Sequence[BearingLine], axes: Axes) -> tuple[LineLoad, ...]:
    """Return by how much a running grid on rigid lines loads each line more (or less) than the lever rule, G + Q, as `grid_continuity`.

    Differences, signed, with nominal value 0: what remains above zero after adding up is the high end of a line's added load.
    """
    spread = [burden for burden in burdens if burden.line_id is None and float(burden.g_kn[:, _NOMINAL].sum()) > 0.0]
    if not spread or axes.u_mm.size <= 2:  # noqa: PLR2004 - a single bay has nothing to run through to
        return ()
    u0_mm, u1_mm = np.array([b.u0_mm for b in spread]), np.array([b.u1_mm for b in spread])
    lever = lever_shares(axes.u_mm, u0_mm, u1_mm)
    running = beam_reactions(axes.u_mm / 1000.0, u0_mm / 1000.0, u1_mm / 1000.0, np.ones(len(spread)))
    footings = _Footings(lines, axes)
    loads: list[LineLoad] = []
    for burden, more in zip(spread, running - lever, strict=True):
        g_kn = np.zeros((len(ADDED_INPUTS), 3))
        g_kn[CONTINUITY_INPUT, _HIGH] = float(burden.g_kn[:, _NOMINAL].sum()) + burden.q_kn
        extra = replace(burden, owner=CONTINUITY_OWNER, g_kn=g_kn, q_kn=0.0)
        for axis in np.flatnonzero(np.abs(more) >= _SMALLEST_SHARE):
            footing = footings.under(int(axis), burden.v0_mm, burden.v1_mm)
            loads.extend(_on_axis(extra, float(more[axis]), float(axes.u_mm[axis]), footing))
    return tuple(loads)


def stretches_on_axis(lines: Sequence[BearingLine], members: Sequence[int], v0_mm: int, v1_mm: int) -> list[tuple[int, float, int, int]]:
    """Return `(line, share, start, end)` for a burden over [v0, v1] on the walls of one axis; the shares sum to 1."""
    pieces = [(i, max(v0_mm, lines[i].v0_mm), min(v1_mm, lines[i].v1_mm)) for i in members]
    covered = sum(max(0, end - start) for _, start, end in pieces)
    if covered >= _COVERED_SHARE * (v1_mm - v0_mm):
        return [(i, (end - start) / covered, start, end) for i, start, end in pieces if end > start]
    nearest, _, _ = min(pieces, key=lambda piece: (piece[1] - piece[2], piece[0]))
    wall = lines[nearest]
    length = min(v1_mm - v0_mm, wall.v1_mm - wall.v0_mm)
    start = min(max(v0_mm, wall.v0_mm), wall.v1_mm - length)
    return [(nearest, 1.0, start, start + length)]


def line_loads(burdens: Sequence[Burden], lines: Sequence[BearingLine], axes: Axes) -> tuple[LineLoad, ...]:
    """Bring every burden to the bearing lines. Raises ValueError for a burden on a line that is not there."""
    if not burdens:
        return ()
    spread = [burden for burden in burdens if burden.line_id is None]
    shares = iter(lever_shares(axes.u_mm, [b.u0_mm for b in spread], [b.u1_mm for b in spread]))
    axis_of_line = {lines[i].id: axis for axis, members in enumerate(axes.members) for i in members}
    footings = _Footings(lines, axes)
    loads: list[LineLoad] = []
    for burden in burdens:
        if burden.line_id is None:
            lever = next(shares)
            on_axes = [(int(axis), float(lever[axis])) for axis in np.flatnonzero(lever)]
        elif burden.line_id in axis_of_line:
            on_axes = [(axis_of_line[burden.line_id], 1.0)]
        else:
            raise ValueError(f"{burden.owner} stands on bearing line {burden.line_id!r}, which the host does not have")
        for axis, share in on_axes:
            u_mm = float(axes.u_mm[axis]) if burden.line_id is None else burden.u0_mm
            loads.extend(_on_axis(burden, share, u_mm, footings.under(axis, burden.v0_mm, burden.v1_mm)))
    return tuple(loads)


@dataclass(frozen=True, slots=True)
class _Footing:
    """Where the walls of one axis take what stands on them over a stretch."""

    stretches: tuple[tuple[int, float, int, int], ...]
    """`(line, share, start, end)`; the shares sum to 1."""
    overshoot_mm: int
    moved_mm: float


@dataclass(frozen=True, slots=True)
class _Footings:
    """The footings of some walls, each found once: modules of one strip stand over the same stretch of every wall."""

    lines: Sequence[BearingLine]
    axes: Axes
    known: dict[tuple[int, int, int], _Footing] = field(default_factory=dict)

    def under(self, axis: int, v0_mm: int, v1_mm: int) -> _Footing:
        """Return the footing of what stands on an axis over [v0, v1]."""
        key = (axis, v0_mm, v1_mm)
        if key not in self.known:
            self.known[key] = self._found(self.axes.members[axis], v0_mm, v1_mm)
        return self.known[key]

    def _found(self, members: Sequence[int], v0_mm: int, v1_mm: int) -> _Footing:
        stretches = stretches_on_axis(self.lines, members, v0_mm, v1_mm)
        under = sum(max(0, min(v1_mm, self.lines[i].v1_mm) - max(v0_mm, self.lines[i].v0_mm)) for i in members)
        centre = sum(part * (start + end) / 2.0 for _, part, start, end in stretches)
        return _Footing(tuple(stretches), v1_mm - v0_mm - under, abs(centre - (v0_mm + v1_mm) / 2.0))


def _on_axis(burden: Burden, share: float, u_mm: float, footing: _Footing) -> list[LineLoad]:
    return [
        LineLoad(
            owner=burden.owner,
            storey=burden.storey,
            line=line,
            u_mm=u_mm,
            v0_mm=start,
            v1_mm=end,
            g_kn=burden.g_kn * (share * part),
            q_kn=burden.q_kn * share * part,
            overshoot_mm=footing.overshoot_mm,
            moved_mm=footing.moved_mm,
        )
        for line, part, start, end in footing.stretches
    ]
