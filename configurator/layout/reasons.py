"""Why a stretch of roof stays empty: the rule that failed first, and by how many millimetres."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, FindingGeometry
from catalogue.matching.bays import best_bay_fit
from configurator.host.building import BearingLine, HostBuilding
from configurator.layout.fixes import Fixes
from configurator.layout.gaps import LEAST_STRETCH_MM, Gap, gaps_of
from configurator.layout.grid import templates
from configurator.layout.placement import Rectangle, Stretch
from configurator.layout.probe import Probe
from configurator.layout.room_reasons import RoomReasons, about
from configurator.layout.scheme import Solution, overspanned_bays
from configurator.layout.stacks import piles
from configurator.layout.strip import Strip, core_runs, lines_under, wall_spans
from configurator.layout.walls import Span

WITHOUT_MARGIN: Mapping[str, str] = {
    "LAY-CORE-UNUSED": "no dwelling is missing beside the core: its neighbours are entered elsewhere",
    "LAY-NO-CORE-BESIDE": "there is no core at all",
    "LAY-OUTSIDE-LINES": "a module would be wide enough, but no wall is known on one of its sides",
    "LAY-TOO-FEW-BAYS": "bays are counted, not measured",
    "LAY-STACKING": "storeys are counted, not measured",
    "LAY-AREA-BELOW-MINIMUM": "no length that is made would be enough; what is missing is an area",
    "LAY-NOT-CHOSEN": "nothing falls short: the wished mix is better served without",
}
"""Reasons that may come without millimetres, and why then no length falls short. Every other reason has them."""


class Reasons:
    """Explains the gaps of one strip."""

    def __init__(self, host: HostBuilding, concept: Concept, solution: Solution, strip: Strip) -> None:
        self._host, self._concept, self._solution, self._strip = host, concept, solution, strip
        self._menu = solution.menu
        self._probe = Probe(host, solution.ground, strip)
        self._fixes = Fixes(solution.menu, solution.ground)
        self._room = RoomReasons(solution.menu, solution.ground, self._probe, self._fixes)
        self._lines = lines_under(solution.ground, strip.window)
        self._cores = core_runs(self._lines, solution.ground.cores)
        self._spans: tuple[Span, ...] = wall_spans(solution.ground, self._lines) if self._on_walls else ()
        self._rows = () if self._on_walls else templates(solution.menu, solution.ground.widths)

    @property
    def _on_walls(self) -> bool:
        return self._solution.ground.scheme.carried.on_lines

    def stretches(self) -> Iterator[Stretch]:
        """Give every empty stretch of the strip on every new storey, each with its reason."""
        base: dict[tuple[int, int], Finding] = {}
        for level in range(self._strip.space.storeys):
            for gap in gaps_of(self._solution, self._strip, self._probe, level):
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

    def _reason(self, gap: Gap) -> Finding:
        if self._menu.stacks and not self._pileable(gap.level, self._strip.space.storeys):
            return self._unstacked(gap)
        if (gap.s0, gap.s1) in self._cores:
            return self._core_unused(gap)
        reason = self._free_reason(gap)
        turned = self._fixes.lengthwise(self._strip, gap) if reason.fix is None else None
        return reason if turned is None else reason.model_copy(update={"fix": turned})

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
        return about(
            gap,
            "LAY-STACKING",
            fix=fix,
            storey=self._host.storeys_existing + gap.level,
            types=", ".join(t.id for t in self._menu.types),
            types_nl=", ".join(t.name.nl for t in self._menu.types),
            types_en=", ".join(t.name.en for t in self._menu.types),
            storeys=storeys,
        )

    def _wall_reason(self, gap: Gap) -> Finding:
        bay = self._bay_lines(gap)
        if bay is None:
            short = gap.s1 - gap.s0 - self._solution.ground.joint_mm - min(self._solution.ground.widths)
            return about(gap, "LAY-OUTSIDE-LINES", margin_mm=short if short < 0 else None, fix=self._fixes.support())
        left, right = bay
        index = self._lines.index(left)
        covering = [s for s in self._spans if s.left <= index and s.right > index]
        if not covering:
            return self._refused_bay(gap, left, right)
        span = min(covering, key=lambda s: (s.right - s.left, s.left))
        carrying = (self._lines[span.left], self._lines[span.right])
        along = min(line.v1_mm for line in carrying) - max(line.v0_mm for line in carrying)
        if along < min(self._menu.lengths):
            lack = along - min(self._menu.lengths)
            return about(
                gap,
                "LAY-LINE-TOO-SHORT",
                subjects=(left.id, right.id),
                margin_mm=lack,
                fix=self._fixes.support(),
                missing_mm=-lack,
            )
        inside = replace(gap, s0=span.s0, s1=span.starts[-1] + span.width_mm)
        found = self._room.first_failing(inside, (span.width_mm,))
        if found is not None:
            return found
        return self._few_bays(gap) or about(gap, "LAY-NOT-CHOSEN")

    def _free_reason(self, gap: Gap) -> Finding:
        return self._wall_reason(gap) if self._on_walls else self._grid_reason(gap)

    def _core_unused(self, gap: Gap) -> Finding:
        """Say that no dwelling stands beside a core, and what kept the nearer one of its neighbours away."""
        gaps = gaps_of(self._solution, self._strip, self._probe, gap.level)
        beside = [g for g in gaps if (gap.s0 == g.s1 or gap.s1 == g.s0) and (g.s0, g.s1) not in self._cores]
        reasons = [self._free_reason(g) for g in beside]
        nearest = max(reasons, key=lambda r: -math.inf if r.margin_mm is None else r.margin_mm, default=None)
        return about(
            gap,
            "LAY-CORE-UNUSED",
            subjects=tuple(line.id for line in self._lines if line.u_mm in (gap.s0, gap.s1)),
            margin_mm=None if nearest is None else nearest.margin_mm,
            fix=self._fixes.without_cores(),
            beside="-" if nearest is None else nearest.code,
        )

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
        return about(
            gap,
            code,
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
        least = min(self._menu.counts, default=1)
        too_few = about(gap, "LAY-TOO-FEW-BAYS", fix=self._fixes.support(), modules=least) if least > 1 else None
        return self._no_core(gap) or too_few

    def _no_core(self, gap: Gap) -> Finding | None:
        """Return the reason when no core lies beside a stretch, with how far the nearest one is; None where cores are not asked for."""
        if not self._solution.ground.scheme.reached.beside_cores:
            return None
        away = [max(bay.left.u_mm - gap.s1, gap.s0 - bay.right.u_mm, 0) for bay in self._solution.ground.cores]
        nearest = min(away, default=None)
        if nearest == 0:
            return None
        return about(gap, "LAY-NO-CORE-BESIDE", margin_mm=None if nearest is None else -nearest, fix=self._fixes.without_cores())

    def _grid_reason(self, gap: Gap) -> Finding:
        for bay in overspanned_bays(self._host, self._concept, self._solution.ground.scheme):
            if self._strip.axis == "u" and bay.left.u_mm < gap.s1 and bay.right.u_mm > gap.s0:
                return self._overspanned(gap, bay.width_mm, (bay.left.id, bay.right.id))
        depth = self._probe.room(gap.level, gap.s0, gap.s1, min(self._solution.ground.widths)).bare_mm
        deep_enough = [row for row in self._rows if self._menu.offers(row).within(depth) is not None] or self._rows
        least = min((self._menu.span_mm(row) for row in deep_enough), default=0)
        joints = self._neighbours(gap) * self._menu.joint_mm
        margin = gap.s1 - gap.s0 - joints - least
        obstacles = self._probe.obstacles(gap.s0, gap.s1)
        found = None if margin < 0 and not obstacles else self._room.first_failing(gap, self._solution.ground.widths)
        if found is not None:
            return found
        if margin < 0:
            at_end = gap.s0 == self._probe.extent[0] or gap.s1 == self._probe.extent[1]
            fix = self._fixes.length(-margin) if at_end and self._strip.axis == "u" else None
            ids = tuple(o.id for o in obstacles)
            return about(gap, "LAY-REMAINDER-TOO-SMALL", subjects=ids, margin_mm=margin, fix=fix, missing_mm=-margin, needed_mm=least)
        at = [edge for run in self._cores for edge in run if edge in (gap.s0, gap.s1)]
        return self._no_core(gap) or self._room.nearest(gap, self._rows, joints, at) or about(gap, "LAY-NOT-CHOSEN")

    def _neighbours(self, gap: Gap) -> int:
        ends = [e for c in self._strip.columns if len(c.levels) > gap.level for e in (c.s0, c.s1)]
        ends += [e for run in self._cores for e in run]
        return (gap.s0 in ends) + (gap.s1 in ends)

    def _overspanned(self, gap: Gap, bay_mm: int, lines: tuple[str, str]) -> Finding:
        connector = self._concept.support.connector(self._solution.ground.scheme.support)
        most = (connector.max_span_mm if connector else None) or 0
        return about(
            gap,
            "LAY-SPAN-TOO-LARGE",
            subjects=lines,
            margin_mm=most - bay_mm,
            fix=self._fixes.on_walls(),
            bay_mm=bay_mm,
            most_mm=most,
            missing_mm=bay_mm - most,
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
