"""Why a stretch of roof stays empty: the rule that failed first, and by how many millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, FindingGeometry, Parameter, finding
from catalogue.matching.bays import best_bay_fit
from configurator.host.building import BearingLine, HostBuilding
from configurator.layout.fixes import Fixes
from configurator.layout.grid import templates
from configurator.layout.placement import Rectangle, Stretch
from configurator.layout.probe import Probe, Shortfall, shortfall
from configurator.layout.rooms import RoomFailure
from configurator.layout.scheme import Solution, overspanned_bays
from configurator.layout.site import core_beside
from configurator.layout.stacks import piles
from configurator.layout.strip import Strip, core_indices, lines_under, wall_spans
from configurator.layout.walls import Span

LEAST_STRETCH_MM = 300
"""Shorter stretches are joints and tolerances, not room that anybody misses."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty stretch of one strip on one new storey (0 is the lowest new one)."""

    level: int
    s0: int
    s1: int


class Reasons:
    """Explains the gaps of one strip."""

    def __init__(self, host: HostBuilding, concept: Concept, solution: Solution, strip: Strip) -> None:
        self._host, self._concept, self._solution, self._strip = host, concept, solution, strip
        self._menu = solution.menu
        self._probe = Probe(host, solution.ground, strip)
        self._fixes = Fixes(solution.menu, solution.ground)
        self._lines = lines_under(solution.ground, strip.window)
        self._spans: tuple[Span, ...] = wall_spans(solution.ground, self._lines) if self._on_walls else ()
        self._rows = () if self._on_walls else templates(solution.menu, solution.ground.widths)

    @property
    def _on_walls(self) -> bool:
        return self._solution.ground.scheme.carried.on_lines

    def stretches(self) -> Iterator[Stretch]:
        """Give every empty stretch of the strip on every new storey, each with its reason."""
        base: dict[tuple[int, int], Finding] = {}
        for level in range(self._strip.space.storeys):
            for gap in self._gaps(level):
                if not self._probe.has_roof(gap.s0, gap.s1, LEAST_STRETCH_MM):
                    continue
                reason = base.get((gap.s0, gap.s1)) or self._reason(gap)
                if level == 0:
                    base[gap.s0, gap.s1] = reason
                yield self._stretch(gap, reason)

    def _stretch(self, gap: Gap, reason: Finding) -> Stretch:
        low, high = self._probe.across(gap.level, gap.s0, gap.s1)
        box = (gap.s0, low, gap.s1, high)
        area = Rectangle(*box) if self._strip.axis == "u" else Rectangle(box[1], box[0], box[3], box[2])
        corners = tuple((float(u), float(v)) for u, v in area.corners_mm())
        located = reason.model_copy(update={"geometry": FindingGeometry(kind="polygon", points_mm=corners)})
        return Stretch(self._host.storeys_existing + gap.level, area.u0_mm, area.u1_mm, area.v0_mm, area.v1_mm, located)

    def _covered(self, level: int) -> list[tuple[int, int]]:
        columns = self._strip.columns
        return [(c.s0, c.s1) for c in columns if len(c.levels) > level] + self._used_cores(level)

    def _used_cores(self, level: int) -> list[tuple[int, int]]:
        """Return the cores at which a dwelling of a storey is entered."""
        beside = (core_beside(self._solution, c) for c in self._strip.columns if len(c.levels) > level)
        return [(found[0].left.u_mm, found[0].right.u_mm) for found in beside if found is not None]

    def _gaps(self, level: int) -> Iterator[Gap]:
        low, high = self._probe.extent
        covered = self._covered(level)
        if self._on_walls:
            inner = [line.u_mm for line in self._lines]
            marks = sorted({min(low, *inner), *inner, max(high, *inner)}) if inner else [low, high]
            for a, b in pairwise(marks):
                beside = min(b, high) - max(a, low) <= LEAST_STRETCH_MM
                if b - a > LEAST_STRETCH_MM and not beside and not any(s0 <= (a + b) // 2 <= s1 for s0, s1 in covered):
                    yield Gap(level, a, b)
            return
        at = low
        for s0, s1 in sorted([*covered, (high, high)]):
            if s0 - at > LEAST_STRETCH_MM:
                yield Gap(level, at, s0)
            at = max(at, s1)

    def _reason(self, gap: Gap) -> Finding:
        if self._menu.stacks and not self._pileable(gap.level, self._strip.space.storeys):
            return self._unstacked(gap)
        return self._wall_reason(gap) if self._on_walls else self._grid_reason(gap)

    def _pileable(self, level: int, storeys: int) -> bool:
        """Return whether the stacking rules let any dwelling lie on a new storey when there are so many."""
        return any(sum(t.storeys for t in pile) > level for pile in piles(self._menu.types, storeys))

    def _unstacked(self, gap: Gap) -> Finding:
        """Say that no dwelling may stand on a storey, and how many storeys would change that."""
        storeys = self._strip.space.storeys
        enough = next((n for n in range(storeys + 1, self._concept.max_storeys + 1) if self._pileable(gap.level, n)), None)
        fewer = next((n for n in range(storeys - 1, 0, -1) if self._pileable(n - 1, n)), None)
        wanted = enough or fewer
        fix = self._fixes.storeys(wanted)
        types = ", ".join(t.id for t in self._menu.types)
        return self._say("LAY-STACKING", gap, fix=fix, storey=self._host.storeys_existing + gap.level, types=types, storeys=storeys)

    def _wall_reason(self, gap: Gap) -> Finding:
        bay = self._bay_lines(gap)
        if bay is None:
            short = gap.s1 - gap.s0 - self._solution.ground.joint_mm - min(self._solution.ground.widths)
            return self._say("LAY-OUTSIDE-LINES", gap, margin_mm=short if short < 0 else None, fix=self._fixes.support())
        left, right = bay
        index = self._lines.index(left)
        if index in core_indices(self._lines, self._solution.ground.cores):
            return self._say("LAY-CORE-UNUSED", gap, subjects=(left.id, right.id), fix=self._fixes.without_cores())
        covering = [s for s in self._spans if s.left <= index and s.right > index]
        if not covering:
            return self._refused_bay(gap, left, right)
        span = min(covering, key=lambda s: (s.right - s.left, s.left))
        carrying = (self._lines[span.left], self._lines[span.right])
        along = min(line.v1_mm for line in carrying) - max(line.v0_mm for line in carrying)
        if along < min(self._menu.lengths):
            lack = along - min(self._menu.lengths)
            return self._say(
                "LAY-LINE-TOO-SHORT", gap, subjects=(left.id, right.id), margin_mm=lack, fix=self._fixes.support(), missing_mm=-lack
            )
        inside = Gap(gap.level, span.s0, span.starts[-1] + span.width_mm)
        found = self._room_reason(inside, (span.width_mm,))
        if found is not None:
            return found
        return self._few_bays(gap) or self._say("LAY-NOT-CHOSEN", gap)

    def _bay_lines(self, gap: Gap) -> tuple[BearingLine, BearingLine] | None:
        left = next((line for line in self._lines if line.u_mm == gap.s0), None)
        right = next((line for line in self._lines if line.u_mm == gap.s1), None)
        return None if left is None or right is None else (left, right)

    def _refused_bay(self, gap: Gap, left: BearingLine, right: BearingLine) -> Finding:
        ground = self._solution.ground
        clear = right.u_mm - left.u_mm
        fit, count = best_bay_fit(self._concept, clear, ground.widths)
        fix = self._fixes.support()
        code = ("LAY-BAY-TOO-NARROW" if fit.gap_mm < 0 else "LAY-BAY-TOO-WIDE") + ("" if fix else "-NO-GRID")
        widest = max((w for w in ground.widths if count * (w + ground.joint_mm) <= clear), default=min(ground.widths))
        return self._say(
            code,
            gap,
            subjects=(left.id, right.id),
            margin_mm=fit.margin_mm,
            fix=fix,
            gap_mm=(fit.gap_mm + 1) // 2 if fit.gap_mm > 0 else fit.gap_mm,
            bay_mm=clear,
            width_mm=widest,
            joint_mm=ground.joint_mm,
            permitted_mm=ground.max_eccentricity_mm,
            missing_mm=-fit.margin_mm,
        )

    def _few_bays(self, gap: Gap) -> Finding | None:
        """Return the reason when a bay and its free neighbours are too few for the smallest dwelling, or no core is beside them."""
        ground = self._solution.ground
        if ground.scheme.reached.beside_cores:
            return self._no_core(gap)
        least = min(self._menu.counts, default=1)
        return self._say("LAY-TOO-FEW-BAYS", gap, fix=self._fixes.support(), modules=least) if least > 1 else None

    def _no_core(self, gap: Gap) -> Finding:
        """Say that no core lies beside a stretch, and how far the nearest one is."""
        away = [max(bay.left.u_mm - gap.s1, gap.s0 - bay.right.u_mm, 0) for bay in self._solution.ground.cores]
        return self._say("LAY-NO-CORE-BESIDE", gap, margin_mm=-min(away, default=0) or None, fix=self._fixes.without_cores())

    def _grid_reason(self, gap: Gap) -> Finding:
        for bay in overspanned_bays(self._host, self._concept, self._solution.ground.scheme):
            if self._strip.axis == "u" and bay.left.u_mm < gap.s1 and bay.right.u_mm > gap.s0:
                return self._overspanned(gap, bay.width_mm, (bay.left.id, bay.right.id))
        depth = self._probe.room(gap.level, gap.s0, gap.s1, min(self._solution.ground.widths)).bare_mm
        deep_enough = [row for row in self._rows if self._menu.offers(row).within(depth) is not None] or self._rows
        least = min((self._menu.span_mm(row) for row in deep_enough), default=0)
        margin = gap.s1 - gap.s0 - self._neighbours(gap) * self._menu.joint_mm - least
        if margin < 0 and not self._probe.obstacles(gap.s0, gap.s1):
            at_end = gap.s0 == self._probe.extent[0] or gap.s1 == self._probe.extent[1]
            fix = self._fixes.length(-margin) if at_end and self._strip.axis == "u" else None
            return self._say("LAY-REMAINDER-TOO-SMALL", gap, margin_mm=margin, fix=fix, missing_mm=-margin, needed_mm=least)
        found = self._room_reason(gap, self._solution.ground.widths)
        if found is not None:
            return found
        if self._solution.ground.scheme.reached.beside_cores:
            return self._no_core(gap)
        return self._say("LAY-NOT-CHOSEN", gap)

    def _neighbours(self, gap: Gap) -> int:
        ends = [e for c in self._strip.columns if len(c.levels) > gap.level for e in (c.s0, c.s1)]
        return (gap.s0 in ends) + (gap.s1 in ends)

    def _overspanned(self, gap: Gap, bay_mm: int, lines: tuple[str, str]) -> Finding:
        connector = self._concept.support.connector(self._solution.ground.scheme.support)
        most = (connector.max_span_mm if connector else None) or 0
        return self._say(
            "LAY-SPAN-TOO-LARGE",
            gap,
            subjects=lines,
            margin_mm=most - bay_mm,
            fix=self._fixes.on_walls(),
            bay_mm=bay_mm,
            most_mm=most,
            missing_mm=bay_mm - most,
        )

    def _room_reason(self, gap: Gap, widths: tuple[int, ...]) -> Finding | None:
        """Return the first of depth, set-back, room rules, least area and obstacle that fails over a stretch; None when all hold."""
        least = min(self._menu.lengths)
        room = self._probe.room(gap.level, gap.s0, gap.s1, 0 if self._on_walls else min(widths, default=0))
        if room.roof_mm < least:
            return self._too_shallow(gap, room.roof_mm, least)
        if room.bare_mm < least:
            beyond = self._probe.beyond(gap.s0, gap.s1)
            lack = -beyond or room.bare_mm - least
            fix = self._fixes.length(beyond) if beyond else self._fixes.depth(-lack, gap.level)
            return self._say("LAY-SETBACK", gap, margin_mm=lack, fix=fix, missing_mm=-lack)
        if self._probe.gallery_over_roof(gap.level, gap.s0, gap.s1):
            return self._say("LAY-GALLERY-OVER-ROOF", gap, fix={"gallery.inside_roof": True})
        failing = self._menu.failing_rooms(widths, room.bare_mm)
        if failing is not None:
            return self._rooms_too_small(gap, failing)
        short = shortfall(self._menu, widths, room.bare_mm)
        if short is not None:
            return self._area_too_small(gap, short)
        short = shortfall(self._menu, widths, room.free_mm)
        if room.free_mm < least or short is not None:
            needed = least if short is None or short.lacking_mm is None else room.free_mm + short.lacking_mm
            return self._obstructed(gap, room.free_mm, needed)
        return None

    def _too_shallow(self, gap: Gap, depth_mm: int, least_mm: int) -> Finding:
        lack, gallery = depth_mm - least_mm, self._solution.ground.gallery_depth_mm
        return self._say(
            "LAY-DEPTH-TOO-SHALLOW",
            gap,
            margin_mm=lack,
            fix=self._fixes.depth(-lack, gap.level) if self._cantilevers(-lack) else None,
            missing_mm=-lack,
            depth_mm=depth_mm + gallery,
            gallery_mm=gallery,
            needed_mm=least_mm,
        )

    def _rooms_too_small(self, gap: Gap, failing: RoomFailure) -> Finding:
        return self._say(
            "LAY-ROOM-RULE",
            gap,
            margin_mm=failing.margin_mm,
            fix={"room_rules": "report"},
            rule=failing.rule,
            measured=round(failing.measured, 2),
            needed=failing.needed,
            unit=failing.unit,
        )

    def _area_too_small(self, gap: Gap, short: Shortfall) -> Finding:
        return self._say(
            "LAY-AREA-BELOW-MINIMUM",
            gap,
            subjects=(short.dwelling.id,),
            margin_mm=None if short.lacking_mm is None else -short.lacking_mm,
            fix=None if short.lacking_mm is None else self._fixes.depth(short.lacking_mm, gap.level),
            dwelling=short.dwelling.id,
            usable_m2=round(short.usable_mm2 / 1e6, 2),
            needed_m2=short.dwelling.min_usable_area_m2,
            missing_m2=round(short.lacking_m2, 2),
            missing_mm=short.lacking_mm,
        )

    def _obstructed(self, gap: Gap, depth_mm: int, needed_mm: int) -> Finding:
        obstacles = self._probe.obstacles(gap.s0, gap.s1)
        ids = tuple(o.id for o in obstacles)
        return self._say(
            "LAY-OBSTACLE",
            gap,
            subjects=ids,
            margin_mm=depth_mm - needed_mm,
            fix=self._fixes.around(obstacles, needed_mm - depth_mm),
            obstacles=", ".join(ids) or "-",
            depth_mm=depth_mm,
            needed_mm=needed_mm,
        )

    def _cantilevers(self, missing_mm: int) -> bool:
        """Return whether a gallery outside the roof would give back enough depth: without set-backs nothing else can."""
        return missing_mm <= self._solution.ground.gallery_depth_mm

    def _say(
        self,
        code: str,
        gap: Gap,
        *,
        subjects: tuple[str, ...] = (),
        margin_mm: float | None = None,
        fix: dict[str, Parameter] | None = None,
        **parameters: Parameter,
    ) -> Finding:
        """Make the finding of a gap: where it is goes with the parameters of its text."""
        start, end = round(gap.s0 / 1000.0, 2), round(gap.s1 / 1000.0, 2)
        return finding(
            code,
            status=None,
            subjects=subjects,
            margin_mm=margin_mm,
            geometry=None,
            fix=fix,
            start_m=start,
            end_m=end,
            axis=self._strip.axis,
            **parameters,
        )


def empty_stretches(host: HostBuilding, concept: Concept, solution: Solution) -> tuple[Stretch, ...]:
    """Return every stretch of roof, longer and deeper than LEAST_STRETCH_MM, on which no module stands, by storey and position."""
    found = [s for strip in solution.strips for s in Reasons(host, concept, solution, strip).stretches() if not _sliver(s)]
    return tuple(sorted(found, key=lambda s: (s.storey, s.v0_mm, s.u0_mm, s.u1_mm, s.reason.code)))


def _sliver(stretch: Stretch) -> bool:
    """Return whether a stretch is a sliver that a survey leaves along an edge: nobody misses it either."""
    return min(stretch.u1_mm - stretch.u0_mm, stretch.v1_mm - stretch.v0_mm) <= LEAST_STRETCH_MM


def largest(stretches: Sequence[Stretch]) -> Stretch | None:
    """Return the largest empty stretch, or None."""
    return max(stretches, key=lambda s: ((s.u1_mm - s.u0_mm) * (s.v1_mm - s.v0_mm), -s.storey, -s.u0_mm), default=None)
