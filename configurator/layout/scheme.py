"""One scheme (support and access) solved on the whole roof: the best way to cut it, the best row in every piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Concept, NewCore
from catalogue.documents.options import Options
from configurator.host.building import HostBay, HostBuilding, HostObstacle
from configurator.layout.candidates import Candidate, best_of
from configurator.layout.menu import Menu
from configurator.layout.pieces import Decomposition, decompositions
from configurator.layout.placement import LengthAxis, Scheme
from configurator.layout.region import box, roof_sides, setback_mm, usable_regions
from configurator.layout.rows import double_rows
from configurator.layout.strip import NOTHING, GallerySide, Ground, Strip, best_strip, settled, strip_candidates
from configurator.layout.walls import BayRule

GALLERY_EDGE_MM = 1500.0
"""A gallery edge within this distance of a piece's side is that side's gallery."""
RAGGED_MM = 500.0
"""A gallery outside the roof is straight and the edge that it hangs over is not: it may lie over its own edge by at most this much."""
HEAD_MARGIN_MM = 300.0
"""A stair head sticks out of its bay by at most this much (walls, parapet)."""
QUICK_DECOMPOSITIONS = 8
"""With more ways to cut a roof than this they are compared by the widest module alone, unless the effort is thorough."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What one scheme gives: strips ordered by low v, then low u, and the ground that they stand on."""

    ground: Ground
    menu: Menu
    strips: tuple[Strip, ...]

    @property
    def weight(self) -> int:
        """Weight of all dwellings."""
        return sum(s.weight for s in self.strips)

    @property
    def usable_mm2(self) -> int:
        """Usable area of all dwellings."""
        return sum(level.offer.usable_mm2 for s in self.strips for c in s.columns for level in c.levels)

    @property
    def dwellings(self) -> int:
        """Number of dwellings."""
        return sum(c.homes for s in self.strips for c in s.columns)


def stair_bays(host: HostBuilding) -> tuple[HostBay, ...]:
    """Return the bays whose stair can go on upwards."""
    return tuple(bay for bay in host.bays if bay.use == "stair")


def replaced_heads(host: HostBuilding) -> tuple[HostObstacle, ...]:
    """Return the stair heads that give way when the stair of their bay goes on upwards."""
    bays = stair_bays(host)

    def in_a_bay(obstacle: HostObstacle) -> bool:
        low, _, high, _ = obstacle.outline_mm.bounds
        return any(low >= b.left.u_mm - HEAD_MARGIN_MM and high <= b.right.u_mm + HEAD_MARGIN_MM for b in bays)

    return tuple(o for o in host.obstacles if o.kind == "stair_head" and in_a_bay(o))


def overspanned_bays(host: HostBuilding, concept: Concept, scheme: Scheme) -> tuple[HostBay, ...]:
    """Return the bays that are wider than the connector can span, where it has to."""
    connector = concept.support.connector(scheme.support)
    most = None if connector is None or not scheme.carried.must_span else connector.max_span_mm
    return () if most is None else tuple(bay for bay in host.bays if bay.width_mm > most)


def _bay_box(bay: HostBay, beside_mm: int = 0) -> BaseGeometry:
    low, high = min(bay.left.v0_mm, bay.right.v0_mm), max(bay.left.v1_mm, bay.right.v1_mm)
    return box(bay.left.u_mm - beside_mm, low, bay.right.u_mm + beside_mm, high)


def _kept_free(host: HostBuilding, concept: Concept, scheme: Scheme) -> list[BaseGeometry]:
    if scheme.carried.on_lines:
        return []
    cores = [_bay_box(b, concept.module.joint_mm) for b in stair_bays(host)] if scheme.reached.beside_cores else []
    return cores + [_bay_box(b) for b in overspanned_bays(host, concept, scheme)]


def ground_of(
    host: HostBuilding, concept: Concept, options: Options, menu: Menu, scheme: Scheme, storeys: int, new_core: NewCore | None = None
) -> Ground:
    """Compile what every strip of a scheme needs to know."""
    stair, outside = scheme.reached.beside_cores, scheme.gallery_inside_roof is False
    gone = {o.id for o in replaced_heads(host)} if stair else set()
    kept_free = _kept_free(host, concept, scheme)
    bare = usable_regions(host, options, storeys, (), kept_free)
    obstacles = [o for o in host.obstacles if o.id not in gone]
    return Ground(
        scheme=scheme,
        regions=usable_regions(host, options, storeys, obstacles, kept_free) if obstacles else bare,
        bare=bare,
        lines=tuple(sorted(host.bearing_lines, key=lambda line: (line.u_mm, line.v0_mm, line.id))),
        cores=stair_bays(host) if stair else (),
        widths=menu.widths,
        joint_mm=concept.module.joint_mm,
        max_eccentricity_mm=concept.support.max_eccentricity_mm,
        gallery_width_mm=concept.access.gallery_width_mm,
        bay_rule=bay_rule(concept, menu.widths),
        around=_around(host, concept.access.gallery_width_mm) if outside else NOTHING,
        inner=_inner(host, options) if outside else NOTHING,
        new_core=new_core,
    )


def _around(host: HostBuilding, width_mm: int) -> BaseGeometry:
    """Return the roof and what a gallery of a width would reach beside it: its own building, and that of the neighbours at party walls."""
    reach = host.roof_outline_mm.buffer(width_mm, join_style="mitre")
    own = [outline.intersection(reach) for outline in host.beside_mm]
    party = [LineString([e.start_mm, e.end_mm]).buffer(-width_mm, single_sided=True) for e in host.edges if e.kind == "party"]
    return shapely.union_all([host.roof_outline_mm, *own, *party])


def _inner(host: HostBuilding, options: Options) -> BaseGeometry:
    """Return the roof farther from its edge than any set-back of the lowest new storey, and than a surveyed edge is from straight."""
    farthest = max((setback_mm(side, options, 0) for side in roof_sides(host)), default=0)
    return host.roof_outline_mm.buffer(-farthest - RAGGED_MM, join_style="mitre")


def bay_rule(concept: Concept, widths: tuple[int, ...]) -> BayRule:
    """Return how modules of these widths may stand between two lines: several in a bay where the concept's connector spans it."""
    connector = concept.support.connector("wall_on_wall")
    most, span_mm = (1, None) if connector is None else (connector.modules_per_bay, connector.max_span_mm)
    return BayRule(widths, concept.module.joint_mm, concept.support.max_eccentricity_mm, most, span_mm)


def gallery_sides(host: HostBuilding, options: Options, window: Polygon, axis: LengthAxis) -> tuple[GallerySide, ...]:
    """Return the sides of a piece on which the gallery may run: the option's, else the host's gallery side, else both."""
    if options.gallery.side != "auto":
        return (options.gallery.side,)
    across = 1 if axis == "u" else 0
    bounds = window.bounds
    low, high, b0, b1 = bounds[across], bounds[across + 2], bounds[1 - across], bounds[3 - across]
    found: set[GallerySide] = set()
    for edge in host.edges:
        if edge.kind != "gallery":
            continue
        a0, a1 = sorted((edge.start_mm[1 - across], edge.end_mm[1 - across]))
        at = [edge.start_mm[across], edge.end_mm[across]]
        if max(at) - min(at) > GALLERY_EDGE_MM or min(a1, b1) <= max(a0, b0):
            continue
        if abs(sum(at) / 2.0 - low) <= GALLERY_EDGE_MM:
            found.add("low")
        if abs(sum(at) / 2.0 - high) <= GALLERY_EDGE_MM:
            found.add("high")
    sides: tuple[GallerySide, ...] = ("low", "high")
    return tuple(s for s in sides if s in found) or sides


def strip_axes(scheme: Scheme, window: Polygon) -> tuple[LengthAxis, ...]:
    """Return the directions along which a piece may be filled: along v only on the transfer grid, without stair cores, in a long wing."""
    low_u, low_v, high_u, high_v = window.bounds
    free = not scheme.carried.on_lines and not scheme.reached.beside_cores
    return ("u", "v") if free and high_v - low_v > high_u - low_u else ("u",)


class _Pieces:
    """The best strip in each piece, remembered: many ways to cut a roof share their pieces."""

    def __init__(self, host: HostBuilding, options: Options, ground: Ground, menu: Menu) -> None:
        self._host, self._options, self._ground, self._menu = host, options, ground, menu
        self._known: dict[bytes, tuple[Strip, ...]] = {}
        self._ways: dict[bytes, tuple[Candidate[tuple[Strip, ...]], ...]] = {}

    def best(self, window: Polygon) -> tuple[Strip, ...]:
        """Return the best row in a piece, or two in a deep one, over axes, gallery sides and positions."""
        key = window.normalize().wkb
        if key not in self._known:
            self._known[key] = best_of(self._candidates(window), _rank) or ()
        return self._known[key]

    def most(self, window: Polygon) -> float:
        """Return no less than what a piece can hold."""
        return max(way.most for way in self._candidates(window))

    def cut(self, cut: Decomposition) -> Candidate[tuple[Strip, ...]]:
        """Return a way to cut the roof, not yet solved."""
        return Candidate(sum(self.most(w) for w in cut.pieces), lambda: self.all(cut.pieces))

    def _candidates(self, window: Polygon) -> tuple[Candidate[tuple[Strip, ...]], ...]:
        key = window.normalize().wkb
        if key not in self._ways:
            self._ways[key] = tuple(self._new_candidates(window))
        return self._ways[key]

    def _new_candidates(self, window: Polygon) -> Iterator[Candidate[tuple[Strip, ...]]]:
        ground, menu, options = self._ground, self._menu, self._options
        axes = strip_axes(ground.scheme, window)
        for axis in axes:
            yield _alone(best_strip(strip_candidates(ground, menu, window, axis, gallery_sides(self._host, options, window, axis))))
        # With storeys that step back, two rows below would compete with one above: a further storey must not change those below.
        steps = options.storey_setback_mm > 0
        if not steps and ground.rows_per_core > 1 and (ground.scheme.reached.passage != "beside" or options.gallery.side == "auto"):
            for axis in axes:
                yield from double_rows(ground, menu, window, axis, options.effort)

    def all(self, windows: Iterable[Polygon]) -> tuple[Strip, ...]:
        """Return the best strips of a way to cut the roof."""
        return tuple(strip for w in windows for strip in self.best(w))


def _alone(strip: Candidate[Strip]) -> Candidate[tuple[Strip, ...]]:
    return Candidate(strip.most, lambda: (strip.solve(),))


def _best_cut(host: HostBuilding, options: Options, ground: Ground, menu: Menu) -> tuple[Strip, ...]:
    cuts = decompositions(host.roof_outline_mm, ground.joint_mm)
    if len(cuts) > QUICK_DECOMPOSITIONS and options.effort == "fast" and options.module_width_mm is None:
        widest = Menu(menu.concept, options.model_copy(update={"module_width_mm": max(ground.widths)}), rooms=menu.rooms)
        quick = _Pieces(host, options, ground, widest)
        chosen = best_of([_numbered(quick.cut(cut), i) for i, cut in enumerate(cuts)], lambda found: _rank(found[1]))
        cuts = cuts if chosen is None else (cuts[chosen[0]],)
    pieces = _Pieces(host, options, ground, menu)
    return best_of([pieces.cut(cut) for cut in cuts], _rank_of_cut) or ()


def _numbered(cut: Candidate[tuple[Strip, ...]], number: int) -> Candidate[tuple[int, tuple[Strip, ...]]]:
    return Candidate(cut.most, lambda: (number, cut.solve()))


def _rank_of_cut(strips: Sequence[Strip]) -> tuple[int, int, int]:
    """Rank a way to cut the roof; where nothing fits, the reasons are clearest with as few pieces as possible."""
    return (*_rank(strips), 0 if any(s.columns for s in strips) else -len(strips))


def _rank(strips: Sequence[Strip]) -> tuple[int, int]:
    ranks = [s.rank for s in strips]
    return sum(weight for weight, _ in ranks), sum(even for _, even in ranks)


def solve(host: HostBuilding, options: Options, menu: Menu, ground: Ground) -> Solution:
    """Return the best layout of one scheme, with ties broken.

    Args:
        host: The host building.
        options: Gallery side and effort.
        menu: What the concept offers under the options.
        ground: What the strips of the scheme stand on; the gallery side is chosen per strip.
    """
    strips = _best_cut(host, options, ground, menu)
    return Solution(ground, menu, tuple(settled(ground, menu, s) for s in strips))
