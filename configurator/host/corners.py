"""Where a slab turns a corner: an outline of one direction is cut into slabs that each run along their own length.

Walls of a corner block stand across each of its wings, not all the same way. What `split` leaves whole (an L has one direction, modulo
a quarter turn) is cut here from an inward corner straight on, wherever that leaves a slab that runs square to the rest. Steps in a
facade, stair towers and bay windows stay where they are: what they would cut off is no slab, or runs the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from configurator.host.building import FloatArray
from configurator.host.split import Chord, Piece, chord_end, first_hit, halves, inward_corners, piece_votes

LEAST_EDGE_M = 3.0
"""Both edges at the corner of two slabs are at least this long: less is a step or a niche."""

LEAST_DEPTH_M = 6.0
DEEPEST_SLAB_M = 16.0
"""A slab of homes is no less deep (a stair, a store room) and no deeper: gallery blocks are 10 to 12 m, corridor blocks up to 16 m."""

LEAST_ELONGATION = 1.25
"""A slab is longer than deep by this factor: less has no direction of its own."""

MOST_CORNERS = 16
"""An outline with more corners of slabs is none of slabs: a comb, a jagged court."""

MOST_CUTS_DEEP = 6
"""A block of more wings in a row stays whole beyond these."""

OFF_AXIS_RAD = math.radians(2.0)
"""An edge that lies further off the axes does not continue as a cut."""

ON_LINE_M = 0.005
"""A vertex within this of a cut's line is where the cut ends."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a piece reaches along both axes, metres."""

    u_m: float
    v_m: float

    @property
    def length_m(self) -> float:
        return max(self.u_m, self.v_m)

    def is_slab(self) -> bool:
        depth_m = min(self.u_m, self.v_m)
        return LEAST_DEPTH_M <= depth_m <= DEEPEST_SLAB_M and self.length_m >= LEAST_ELONGATION * depth_m

    def is_deep(self) -> bool:
        return min(self.u_m, self.v_m) > DEEPEST_SLAB_M

    def is_square_to(self, other: _Extent) -> bool:
        one_m, other_m = self.u_m - self.v_m, other.u_m - other.v_m
        return one_m * other_m < 0.0 and min(abs(one_m), abs(other_m)) > ON_LINE_M


@dataclass(frozen=True, slots=True)
class _SlabCut:
    """A cut that leaves a slab."""

    is_square: bool
    """Whether what it leaves runs square to each other."""
    order: tuple[float, float, float, int]
    """What reaches furthest first, then the shortest cut, then the most even halves, then the first corner of the outline."""
    halves: tuple[Piece, Piece]


def split_corners(piece: Piece, least_m2: float) -> tuple[Piece, ...]:
    """Return the slabs of a piece of one direction, the largest first; the piece itself where it turns no corner.

    Of the cuts that leave a slab square to the rest, the one that leaves what reaches furthest comes first, then the shortest cut.

    Args:
        piece: an outline with one direction, metres, and the cuts that it has already.
        least_m2: no slab is smaller.
    """
    slabs = _slabs(piece, piece_votes(piece).direction_rad, least_m2, MOST_CUTS_DEEP)
    return tuple(sorted(slabs, key=lambda one: (-round(one.outline_m.area, 3), one.outline_m.bounds)))


def _slabs(piece: Piece, direction_rad: float, least_m2: float, cuts_left: int) -> list[Piece]:
    """Cut a piece and what is left of it. A slab off a rest that still turns corners may lie any way, if slabs of both ways follow."""
    turning = cuts_left > 0 and _extent(piece.outline_m, direction_rad).is_deep()
    cuts = _cuts(piece, direction_rad, least_m2) if turning else []
    for square in (True, False):
        fitting = [cut for cut in cuts if cut.is_square is square]
        if fitting:
            best = min(fitting, key=lambda cut: cut.order)
            found = [slab for half in best.halves for slab in _slabs(half, direction_rad, least_m2, cuts_left - 1)]
            extents = [_extent(slab.outline_m, direction_rad) for slab in found]
            slabs = [extent for extent in extents if extent.is_slab()]
            if any(slabs[0].is_square_to(other) for other in slabs[1:]):
                return found
    return [piece]


def _cuts(piece: Piece, direction_rad: float, least_m2: float) -> list[_SlabCut]:
    """Return the cuts that leave two slabs square to each other, or a slab and a rest so deep that it turns corners itself."""
    ring = shapely.get_coordinates(shapely.orient_polygons(piece.outline_m).exterior)[:-1]
    found: list[_SlabCut] = []
    for chord in _chords(ring, direction_rad):
        both = halves(piece, ring, chord, least_m2)
        if both is None:
            continue
        extents = [_extent(part.outline_m, direction_rad) for part in both]
        square = extents[0].is_square_to(extents[1])
        slabs = [extent for extent in extents if extent.is_slab()]
        turning = [extent for extent in extents if extent.is_deep()]
        if (square and len(slabs) == len(extents)) or (slabs and turning):
            cut_m = math.dist(ring[chord.start], chord_end(ring, chord))
            evenness_m2 = min(part.outline_m.area for part in both)
            longest_m = max(extent.length_m for extent in extents)
            found.append(_SlabCut(square, (-round(longest_m, 3), round(cut_m, 3), -round(evenness_m2, 2), chord.start), both))
    return found


def _chords(ring: FloatArray, direction_rad: float) -> Iterator[Chord]:
    """Yield the straight continuations of both edges at every inward corner of slabs, to the other side of the outline."""
    edges = np.roll(ring, -1, axis=0) - ring
    before = np.roll(edges, 1, axis=0)
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    long = (lengths >= LEAST_EDGE_M) & (np.roll(lengths, 1) >= LEAST_EDGE_M)
    corners = [int(one) for one in inward_corners(edges) if long[one]]
    for corner in corners if len(corners) <= MOST_CORNERS else []:
        for own in (before[corner], -edges[corner]):
            ray = own / np.hypot(*own)
            off_axis = (math.atan2(ray[1], ray[0]) - direction_rad + math.pi / 4) % (math.pi / 2) - math.pi / 4
            chord = _chord(ring, edges, corner, ray) if abs(off_axis) <= OFF_AXIS_RAD else None
            if chord is not None:
                yield chord


def _chord(ring: FloatArray, edges: FloatArray, corner: int, ray: FloatArray) -> Chord | None:
    """Return the cut from a corner along a ray: to the vertex that lies on it, else to the edge that it hits; None where it leaves."""
    apart = ring - ring[corner]
    ahead = apart @ ray
    on_line = (np.abs(apart[:, 0] * ray[1] - apart[:, 1] * ray[0]) <= ON_LINE_M) & (ahead > ON_LINE_M)
    hit = first_hit(ring, edges, corner, ray)
    reached_m = math.inf if hit is None else math.dist(ring[corner], chord_end(ring, Chord(corner, *hit)))
    vertices = [int(one) for one in np.flatnonzero(on_line & (ahead <= reached_m + ON_LINE_M))]
    if vertices:
        return Chord(corner, min(vertices, key=lambda one: (float(ahead[one]), one)), 0.0)
    return None if hit is None else Chord(corner, *hit)


def _extent(part_m: Polygon, direction_rad: float) -> _Extent:
    ring = shapely.get_coordinates(part_m.exterior)
    c, s = math.cos(direction_rad), math.sin(direction_rad)
    u_m, v_m = np.ptp(ring @ np.array([[c, -s], [s, c]]), axis=0)
    return _Extent(float(u_m), float(v_m))
