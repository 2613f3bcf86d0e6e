"""What a stretch of roof lacks to hold a module: depth, room beside set-backs, rooms and area large enough, room beside obstacles."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.documents.finding import Finding, Parameter, finding
from configurator.layout.arrangement import Arrangement
from configurator.layout.fixes import Fixes
from configurator.layout.gaps import Gap
from configurator.layout.menu import Menu
from configurator.layout.probe import Probe, Shortfall, shortfall
from configurator.layout.rooms import RoomFailure
from configurator.layout.strip import Ground


def about(
    gap: Gap,
    code: str,
    *,
    subjects: tuple[str, ...] = (),
    margin_mm: float | None = None,
    fix: dict[str, Parameter] | None = None,
    **parameters: Parameter,
) -> Finding:
    """Make the finding of a stretch of a strip: where it is goes with the parameters of its text."""
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
        axis=gap.axis,
        **parameters,
    )


class RoomReasons:
    """Measures the stretches of one strip against what modules need."""

    def __init__(self, menu: Menu, ground: Ground, probe: Probe, fixes: Fixes) -> None:
        self._menu, self._ground, self._probe, self._fixes = menu, ground, probe, fixes

    def first_failing(self, gap: Gap, widths: tuple[int, ...]) -> Finding | None:
        """Return the first of depth, set-back, room rules, least area and obstacle that fails over a stretch; None when all hold."""
        least = min(self._menu.lengths)
        room = self._probe.room(gap.level, gap.s0, gap.s1, 0 if self._ground.scheme.carried.on_lines else min(widths, default=0))
        if room.roof_mm < least:
            return self._too_shallow(gap, room.roof_mm, least)
        if room.bare_mm < least:
            beyond = self._probe.beyond(gap.s0, gap.s1)
            lack = -beyond or room.bare_mm - least
            fix = self._fixes.length(beyond) if beyond else self._fixes.depth(-lack, gap.level)
            return about(gap, "LAY-SETBACK", margin_mm=lack, fix=fix, missing_mm=-lack)
        over = self._probe.gallery_over_roof_mm(gap.level, gap.s0, gap.s1)
        if over:
            return about(gap, "LAY-GALLERY-OVER-ROOF", margin_mm=-over, fix={"gallery.inside_roof": True}, over_mm=over)
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

    def nearest(self, gap: Gap, rows: Sequence[Arrangement], joints_mm: int, cores: Sequence[int]) -> Finding | None:
        """Return what the dwelling that comes nearest to standing in a stretch lacks in depth; None when one would stand there.

        Unlike `first_failing` it measures every dwelling over its own width: room for the narrowest module is no room for a home. With
        ends of the stretch at a core (`cores`) it stands a joint beside one.
        """
        found: list[tuple[int, int, int]] = []
        for row in rows:
            span, lengths = self._menu.span_mm(row), self._menu.offers(row).lengths
            if lengths and span <= gap.s1 - gap.s0 - joints_mm:
                free = self._deepest_mm(gap, span, cores)
                found.append((lengths[0] - free, free, lengths[0]))
        lack, free, needed = min(found, default=(0, 0, 0))
        if lack <= 0:
            return None
        return self._obstructed(gap, free, needed) if self._probe.obstacles(gap.s0, gap.s1) else self._too_shallow(gap, free, needed)

    def _deepest_mm(self, gap: Gap, span_mm: int, cores: Sequence[int]) -> int:
        if not cores:
            return self._probe.room(gap.level, gap.s0, gap.s1, span_mm).free_mm
        joint = self._menu.joint_mm
        starts = [gap.s0 + joint if at == gap.s0 else gap.s1 - joint - span_mm for at in cores]
        return max(self._probe.room(gap.level, start, start + span_mm).free_mm for start in starts)

    def _too_shallow(self, gap: Gap, depth_mm: int, least_mm: int) -> Finding:
        lack, gallery = depth_mm - least_mm, self._ground.gallery_depth_mm
        return about(
            gap,
            "LAY-DEPTH-TOO-SHALLOW",
            margin_mm=lack,
            fix=self._fixes.depth(-lack, gap.level) if self._cantilevers(-lack) else None,
            missing_mm=-lack,
            depth_mm=depth_mm + gallery,
            gallery_mm=gallery,
            needed_mm=least_mm,
        )

    def _rooms_too_small(self, gap: Gap, failing: RoomFailure) -> Finding:
        return about(
            gap,
            "LAY-ROOM-RULE",
            margin_mm=failing.margin_mm,
            fix={"room_rules": "report"},
            rule=failing.rule,
            measured=round(failing.measured, 2),
            needed=failing.needed,
            unit=failing.unit,
        )

    def _area_too_small(self, gap: Gap, short: Shortfall) -> Finding:
        return about(
            gap,
            "LAY-AREA-BELOW-MINIMUM",
            subjects=(short.dwelling.id,),
            margin_mm=None if short.lacking_mm is None else -short.lacking_mm,
            fix=None if short.lacking_mm is None else self._fixes.depth(short.lacking_mm, gap.level),
            dwelling=short.dwelling.id,
            dwelling_nl=short.dwelling.name.nl,
            dwelling_en=short.dwelling.name.en,
            usable_m2=round(short.usable_mm2 / 1e6, 2),
            needed_m2=short.dwelling.min_usable_area_m2,
            missing_m2=round(short.lacking_m2, 2),
            missing_mm=short.lacking_mm,
        )

    def _obstructed(self, gap: Gap, depth_mm: int, needed_mm: int) -> Finding:
        obstacles = self._probe.obstacles(gap.s0, gap.s1)
        ids = tuple(o.id for o in obstacles)
        return about(
            gap,
            "LAY-OBSTACLE",
            subjects=ids,
            margin_mm=depth_mm - needed_mm,
            fix=self._fixes.around(obstacles, needed_mm - depth_mm),
            obstacles=", ".join(ids) or "-",
            depth_mm=depth_mm,
            needed_mm=needed_mm,
        )

    def _cantilevers(self, missing_mm: int) -> bool:
        """Return whether a gallery outside the roof would give back enough depth: without set-backs nothing else can."""
        return missing_mm <= self._ground.gallery_depth_mm
