"""What the modules of one strip have in common: how they are turned, what they stand on, and what their ids are."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.documents.concept import Concept
from catalogue.documents.identifiers import bay_slot, position_slot
from configurator.host.building import BearingLine, HostBay, HostBuilding
from configurator.layout.column import Column, Level
from configurator.layout.menu import OpenSide
from configurator.layout.placement import BEARING_EDGES, EdgeSupport, Quarter, Rectangle
from configurator.layout.scheme import Solution
from configurator.layout.strip import Strip
from configurator.layout.terraces import OpenRoof

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def strip_name(index: int) -> str:
    """Return the name of a strip by its place, from 0: a to z, then aa, ab and on."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, len(LETTERS))
        name, index = LETTERS[letter] + name, index - 1
    return name


@dataclass(frozen=True, slots=True)
class Site:
    """What the modules of one strip have in common."""

    host: HostBuilding
    concept: Concept
    solution: Solution
    strip: Strip
    letter: str
    lines: tuple[BearingLine, ...]
    roof_z_mm: int
    """Underside of the lowest modules above peil."""
    bay_numbers: Mapping[str, int]
    """By the id of the bay's left line."""
    open_roof: OpenRoof
    """The roof that nothing stands on."""

    def quarter(self, column: Column) -> Quarter:
        """Return the turn of the modules of a dwelling: across, their x axis points away from the gallery, else to higher v."""
        high, along_u = self.strip.pin.to == "high", self.strip.axis == "u"
        if column.behind:  # long_a faces the gallery
            return (2 if high else 0) if along_u else (1 if high else 3)
        return (3 if high else 1) if along_u else (2 if high else 0)

    def sides(self, column: Column) -> tuple[OpenSide, OpenSide]:
        """Return the long sides of a module towards the low and the high side: along the strip, or lengthwise across it."""
        swapped = self.strip.pin.to == "high" if column.behind else self.quarter(column) in (1, 2)
        return ("long_b", "long_a") if swapped else ("long_a", "long_b")

    def footprint(self, column: Column, i: int, level: Level) -> Rectangle:
        """Return the plan of one module of a dwelling on one storey."""
        if not column.behind:
            return self.rectangle(column.starts[i], level.t0, column.starts[i] + column.widths[i], level.t1)
        joint = self.solution.menu.joint_mm
        deep = (level.offer.length_mm - (column.behind - 1) * joint) // column.behind
        t0 = level.t0 + i * (deep + joint)
        return self.rectangle(column.s0, t0, column.s1, t0 + deep)

    def rectangle(self, s0: int, t0: int, s1: int, t1: int) -> Rectangle:
        """Turn strip axes into u and v."""
        return Rectangle(s0, t0, s1, t1) if self.strip.axis == "u" else Rectangle(t0, s0, t1, s1)

    def storey(self, level: int) -> int:
        """Return the number of a new storey, counted on from the host's."""
        return self.host.storeys_existing + level

    def z_mm(self, level: int) -> int:
        """Return the underside of the modules of a new storey."""
        return self.roof_z_mm + level * self.concept.module.height_mm

    def supports(self, column: Column, i: int, level: Level) -> tuple[EdgeSupport, ...]:
        """Return the lines under the bearing edges of a module: both, the outer one where several share a bay, none on a transfer grid."""
        if not self.solution.ground.scheme.carried.on_lines:
            return ()
        edges = (column.starts[i], column.starts[i] + column.widths[i])
        nearest = [_nearest_line(self.lines, edge, level) for edge in edges]
        reach = self.solution.ground.max_eccentricity_mm
        found = zip(nearest, edges, BEARING_EDGES, strict=True)
        return tuple(EdgeSupport(line.id, at - line.u_mm, edge) for line, at, edge in found if abs(at - line.u_mm) <= reach)

    def slots(self, column: Column) -> tuple[str, ...]:
        """Return the slot of each module of a dwelling: its first bay wall-on-wall, else its position along the strip."""
        if not self.solution.ground.scheme.carried.on_lines:
            places = [(i, column.s0) if column.behind else (0, column.starts[i]) for i in range(column.modules)]
            return tuple(position_slot(start - self.strip.origin_mm, place) for place, start in places)
        bays = [self._bay(column.levels[0], start) for start in column.starts]
        return tuple(bay_slot(bay, bays[:i].count(bay)) for i, bay in enumerate(bays))

    def _bay(self, lowest: Level, start: int) -> int:
        """Return the number of the bay in which a module begins, from the lines that run under all of it."""
        past = bisect.bisect_right(self.lines, start + self.solution.ground.max_eccentricity_mm, key=lambda line: line.u_mm)
        at = next(i for i in range(past - 1, -1, -1) if _runs_under(self.lines[i], lowest))
        return self.bay_numbers.get(self.lines[at].id, at + 1)


def _runs_under(line: BearingLine, level: Level) -> bool:
    return line.v0_mm <= level.t0 and line.v1_mm >= level.t1


def _nearest_line(lines: Sequence[BearingLine], edge_mm: int, level: Level) -> BearingLine:
    """Return the line nearest to a module's edge of those, ascending along u, that run under its whole length; by id among equals."""
    middle = bisect.bisect_left(lines, edge_mm, key=lambda line: line.u_mm)
    best: tuple[int, str, BearingLine] | None = None
    for side in (range(middle - 1, -1, -1), range(middle, len(lines))):
        for i in side:
            away = abs(lines[i].u_mm - edge_mm)
            if best is not None and away > best[0]:
                break
            if _runs_under(lines[i], level) and (best is None or (away, lines[i].id) < best[:2]):
                best = (away, lines[i].id, lines[i])
    if best is None:
        raise ValueError(f"no bearing line runs from {level.t0} to {level.t1} mm")
    return best[2]


def core_beside(solution: Solution, column: Column) -> tuple[HostBay, bool] | None:
    """Return the core that a dwelling stands beside, and whether it lies at the dwelling's low end; None without one."""
    reach = solution.ground.joint_mm + solution.ground.max_eccentricity_mm
    for bay in solution.ground.cores:
        if 0 <= column.s0 - bay.right.u_mm <= reach:
            return bay, True
        if 0 <= bay.left.u_mm - column.s1 <= reach:
            return bay, False
    return None
