"""Where the axis of a roof changes: its outline is cut into pieces that each have one direction.

Every edge votes with its length for a direction modulo a quarter turn, as in `frame`. The agreement of a stretch of outline is the
length of its summed vote: all of its length where every edge runs along or across one axis, less where axes differ. A cut is worth
what the agreement of both pieces together is more than that of the whole. Cuts start at a corner where the roof turns inwards; cut
edges have no vote, so that a mitre between two slabs tilts neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon

from configurator.host.building import FloatArray
from configurator.host.frame import Axis, Votes, votes_of

LEAST_GAIN = 0.01
"""Share of the outline by which the agreement has to grow: two equal slabs with a bend of 4 degrees (1 - cos 8 degrees)."""

CUT_PRICE = 0.05
"""Of two cuts that are worth the same, the shorter: what a metre of cut costs in metres of agreement."""

MAX_PIECES = 12
MAX_TRIALS = 60
"""Cuts that are tried for one piece, the best first; a valid one is nearly always among the first few."""

INWARDS_RAD = 0.03
"""A corner turns inwards when it turns more than this: a survey leaves smaller bends along straight walls."""

ON_CUT_M = 1e-6
_REACH_M = 1e-5

Cut = tuple[tuple[float, float], tuple[float, float]]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a roof outline with one direction, metres, and the cuts that made it."""

    outline_m: Polygon
    cuts_m: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class Chord:
    """A possible cut: from a vertex of the ring to a place on one of its edges, a share of 0 being the vertex where that starts."""

    start: int
    edge: int
    share: float
    part: complex = 0.0
    """Vote of the outline from the start to the end, where directions are weighed."""


@dataclass(frozen=True, slots=True)
class RoofPart:
    """The part of a roof level that one host stands for: its outline in metres, how its axes lie, the joints with other wings."""

    outline_m: Polygon
    axis: Axis
    cuts_m: tuple[Cut, ...] = ()


def _unit_votes(ring: FloatArray, cuts: Sequence[Cut]) -> tuple[FloatArray, npt.NDArray[np.complex128]]:
    """Return the edges of an open ring, shape (n, 2), and the vote of each; a cut edge has none."""
    edges = np.roll(ring, -1, axis=0) - ring
    votes = votes_of(edges)
    middles = shapely.points(ring + edges / 2.0)
    for cut in cuts:
        votes[shapely.distance(middles, LineString(cut)) <= ON_CUT_M] = 0.0
    return edges, votes


def piece_votes(piece: Piece) -> Votes:
    """Return what the edges of a piece agree on."""
    edges, votes = _unit_votes(shapely.get_coordinates(piece.outline_m.exterior)[:-1], piece.cuts_m)
    counted = np.abs(votes) > 0.0
    return Votes(complex(votes.sum()), float(np.abs(votes).sum()), edges[counted])


def inward_corners(edges: FloatArray) -> IntArray:
    """Return the vertices at which a counter-clockwise ring turns to the right."""
    before = np.roll(edges, 1, axis=0)
    turn = np.arctan2(before[:, 0] * edges[:, 1] - before[:, 1] * edges[:, 0], (before * edges).sum(axis=1))
    return np.flatnonzero(turn < -INWARDS_RAD)


def _ray_chords(
    ring: FloatArray, edges: FloatArray, votes: npt.NDArray[np.complex128], along: npt.NDArray[np.complex128], corners: IntArray
) -> list[Chord]:
    """Return the cuts from inward corners straight on and square to the edges that meet there, to the first edge that they hit."""
    whole = complex(votes.sum())
    found: list[Chord] = []
    for corner in (int(one) for one in corners):
        for own in (edges[corner - 1], edges[corner]):
            unit = own / np.hypot(*own)
            for ray in (unit, -unit, np.array([-unit[1], unit[0]]), np.array([unit[1], -unit[0]])):
                hit = first_hit(ring, edges, corner, ray)
                if hit is not None:
                    edge, share = hit
                    part = complex(along[edge] + share * votes[edge] - along[corner])
                    found.append(Chord(corner, edge, share, part + whole if edge < corner else part))
    return found


def first_hit(ring: FloatArray, edges: FloatArray, corner: int, ray: FloatArray) -> tuple[int, float] | None:
    """Return the edge that a ray from a corner hits first, and how far along it; None for a ray that leaves the roof at once."""
    n = len(ring)
    cross = ray[0] * edges[:, 1] - ray[1] * edges[:, 0]
    apart = ring - ring[corner]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (apart[:, 0] * edges[:, 1] - apart[:, 1] * edges[:, 0]) / cross
        share = (apart[:, 0] * ray[1] - apart[:, 1] * ray[0]) / cross
    usable = np.isfinite(far) & (far > _REACH_M) & (share > 0.0) & (share < 1.0)
    usable[[corner, (corner - 1) % n]] = False
    found = np.flatnonzero(usable)
    if not len(found):
        return None
    edge = int(found[np.argmin(far[found])])
    return edge, float(share[edge])


def _vertex_chords(along: npt.NDArray[np.complex128], whole: complex, corners: IntArray) -> list[Chord]:
    """Return the cuts from inward corners to other vertices."""
    n = len(along)
    return [
        Chord(i, j, 0.0, complex(along[j] - along[i]) + (whole if j < i else 0.0))
        for i in (int(one) for one in corners)
        for j in range(n)
        if 1 < abs(i - j) < n - 1
    ]


def _ordered_chords(ring: FloatArray, cuts: Sequence[Cut]) -> list[Chord]:
    """Return the cuts of a counter-clockwise ring that are worth making, the best first."""
    edges, votes = _unit_votes(ring, cuts)
    corners = inward_corners(edges)
    length, whole = float(np.abs(votes).sum()), complex(votes.sum())
    if not len(corners) or length - abs(whole) < LEAST_GAIN * length:
        return []
    along = np.concatenate([[0.0], np.cumsum(votes)])[:-1]
    chords = [*_vertex_chords(along, whole, corners), *_ray_chords(ring, edges, votes, along, corners)]
    part = np.array([chord.part for chord in chords])
    starts = ring[[chord.start for chord in chords]]
    ends = np.array([chord_end(ring, chord) for chord in chords]).reshape(-1, 2)
    gain = np.abs(part) + np.abs(whole - part) - abs(whole)
    worth = np.round(gain - CUT_PRICE * np.hypot(*(ends - starts).T), 6)
    order = np.lexsort((ends[:, 1], ends[:, 0], starts[:, 1], starts[:, 0], -worth))
    return [chords[k] for k in order if gain[k] >= LEAST_GAIN * length][:MAX_TRIALS]


def chord_end(ring: FloatArray, chord: Chord) -> FloatArray:
    """Return where a cut ends, in the plane of the ring, shape (2,)."""
    following: FloatArray = ring[(chord.edge + 1) % len(ring)]
    end: FloatArray = ring[chord.edge] + chord.share * (following - ring[chord.edge])
    return end


def halves(piece: Piece, ring: FloatArray, chord: Chord, least_m2: float) -> tuple[Piece, Piece] | None:
    """Return both sides of a cut; None when it leaves the roof, or one side is too small to build on."""
    start, end = ring[chord.start], chord_end(ring, chord)
    if not piece.outline_m.buffer(_REACH_M, join_style="mitre").covers(LineString([start, end])):
        return None
    turned = np.roll(ring, -chord.start, axis=0)
    last = (chord.edge - chord.start) % len(ring)
    between, rest = turned[1 : last + (chord.share > 0.0)], turned[last + 1 :]
    rings = ([start, *between, end], [end, *rest, start])
    holes = [Polygon(hole) for hole in piece.outline_m.interiors]
    sides = [Polygon(points) for points in rings]
    whole = [Polygon(side.exterior, [hole.exterior for hole in holes if side.covers(hole.representative_point())]) for side in sides]
    if not all(part.is_valid and part.area >= least_m2 for part in whole):
        return None
    cuts = (*piece.cuts_m, ((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))))
    return Piece(whole[0], cuts), Piece(whole[1], cuts)


def _cut_in_two(piece: Piece, least_m2: float) -> tuple[Piece, Piece] | None:
    """Return a piece cut where that is worth most; None where it has one direction or cannot be cut."""
    ring = shapely.get_coordinates(shapely.orient_polygons(piece.outline_m).exterior)[:-1]
    trials = (halves(piece, ring, chord, least_m2) for chord in _ordered_chords(ring, piece.cuts_m))
    return next((both for both in trials if both is not None), None)


def directed_parts(piece: Piece, along_rad: float | None = None) -> tuple[RoofPart, ...]:
    """Return a piece in the direction that its edges agree on and, where they hardly agree, in a second one too.

    The u axis points within a quarter turn of `along_rad`, so that drawings of several wings read the same way.
    """
    directions = piece_votes(piece).directions_rad()
    return tuple(RoofPart(piece.outline_m, Axis(direction, along_rad), piece.cuts_m) for direction in directions)


def split_outline(outline_m: Polygon, least_m2: float) -> tuple[Piece, ...]:
    """Return the pieces of a roof outline, the largest first; one piece where the outline has one direction.

    The pieces cover the outline and do not overlap. Positions are kept, except where a cut ends within an edge.

    Args:
        outline_m: roof outline, metres.
        least_m2: no piece is smaller.
    """
    origin = np.round(shapely.get_coordinates(outline_m)[0])
    queue = [Piece(shapely.transform(outline_m, lambda points: points - origin))]
    done: list[Piece] = []
    while queue:
        piece = queue.pop(0)
        room = len(done) + len(queue) + 1 < MAX_PIECES and piece.outline_m.area >= 2.0 * least_m2
        both = _cut_in_two(piece, least_m2) if room else None
        if both is None:
            done.append(piece)
        else:
            queue.extend(both)
    if len(done) == 1:
        return (Piece(outline_m),)
    moved = [_moved(piece, origin) for piece in done]
    return tuple(sorted(moved, key=lambda piece: (-round(piece.outline_m.area, 3), piece.outline_m.bounds)))


def _moved(piece: Piece, by: FloatArray) -> Piece:
    cuts = tuple(tuple((x + float(by[0]), y + float(by[1])) for x, y in cut) for cut in piece.cuts_m)
    return Piece(shapely.transform(piece.outline_m, lambda points: points + by), tuple((cut[0], cut[1]) for cut in cuts))
