"""New stair cores on a host whose stairs do not come up to the roof: which bays they take, by the rule of the concept.

A new core takes a whole bay, so that its walls stand on walls. Between two cores stand at most two dwellings a row, each against its
core; the bays are those with which the dwellings of one row along the whole roof weigh most, and among equals the fewest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from configurator.host.building import HostBay, HostBuilding
from configurator.layout.arrangement import Arrangement
from configurator.layout.column import CENTRED, levels_on
from configurator.layout.menu import Menu
from configurator.layout.region import box
from configurator.layout.space import Space
from configurator.layout.strip import Ground, space_in, wall_spans
from configurator.layout.walls import wall_arcs

Reach = tuple[tuple[int, int], ...]
"""Dwellings against one side of a bay: where each ends farthest from the core, and its weight."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """What can stand against either side of a bay if it becomes a core."""

    before: Reach
    after: Reach


def with_new_cores(host: HostBuilding, ground: Ground, menu: Menu) -> HostBuilding:
    """Return the host with the bays that become cores marked as stair bays; the same host where none can.

    Args:
        host: A host without stair bays.
        ground: The ground of a scheme with stair access on that host, still without cores.
        menu: What the concept offers.
    """
    rule = menu.concept.access.new_core
    wide = [bay for bay in host.bays if rule is not None and rule.width_mm <= bay.width_mm <= rule.max_bay_mm]
    if not wide:
        return host
    window = box(*host.roof_outline_mm.bounds)
    space = space_in(ground.regions, window, "u")
    sides = _on_walls(ground, menu, space, wide) if ground.scheme.carried.on_lines else _anywhere(ground, menu, space, wide)
    chosen = _best(wide, sides, ground.between_mm)
    return replace(host, bays=tuple(replace(bay, use="stair") if bay.number in chosen else bay for bay in host.bays))


def _on_walls(ground: Ground, menu: Menu, space: Space, bays: Sequence[HostBay]) -> dict[int, _Sides]:
    lines = ground.lines
    arcs = wall_arcs(space, menu, CENTRED, lines, wall_spans(ground, lines))
    index = {line.id: i for i, line in enumerate(lines)}
    found = {}
    for bay in bays:
        left, right = index[bay.left.id], index[bay.right.id]
        before = tuple((lines[i].u_mm, arc.weight) for i, own in enumerate(arcs) for arc in own if arc.to == left)
        found[bay.number] = _Sides(before, tuple((lines[arc.to].u_mm, arc.weight) for arc in arcs[right]))
    return found


def _anywhere(ground: Ground, menu: Menu, space: Space, bays: Sequence[HostBay]) -> dict[int, _Sides]:
    def weight(row: Arrangement, s0: int) -> int:
        under = space.interval(s0, s0 + menu.span_mm(row))
        return 0 if under is None else sum(level.offer.weight for level in levels_on(space, under, menu.offers(row), CENTRED))

    rows, joint, found = ground.rows(menu), menu.joint_mm, {}
    for bay in bays:
        before = ((bay.left.u_mm - joint - menu.span_mm(row), row) for row in rows)
        after = ((bay.right.u_mm + joint, row) for row in rows)
        found[bay.number] = _Sides(
            tuple((s0, w) for s0, row in before if (w := weight(row, s0))),
            tuple((s0 + menu.span_mm(row), w) for s0, row in after if (w := weight(row, s0))),
        )
    return found


def _between(after: Reach, before: Reach, from_mm: int, to_mm: int, joint_mm: int) -> int:
    """Return the largest weight between two cores: a dwelling against each, a joint apart, or one of them."""
    alone = [w for end, w in after if end <= to_mm] + [w for start, w in before if start >= from_mm]
    both = [a + b for end, a in after for start, b in before if end + joint_mm <= start]
    return max([0, *alone, *both])


def _best(bays: Sequence[HostBay], sides: Mapping[int, _Sides], joint_mm: int) -> frozenset[int]:
    """Return the numbers of the bays that become cores: the longest path from core to core."""
    value: list[tuple[int, int, frozenset[int]]] = []
    for j, bay in enumerate(bays):
        own = sides[bay.number]
        best = (max((w for _, w in own.before), default=0), -1, frozenset({bay.number}))
        for i, other in enumerate(bays[:j]):
            if other.right.u_mm > bay.left.u_mm:
                continue
            gain = _between(sides[other.number].after, own.before, other.right.u_mm, bay.left.u_mm, joint_mm)
            chain = (value[i][0] + gain, value[i][1] - 1, value[i][2] | {bay.number})
            best = max(best, chain, key=lambda c: c[:2])
        value.append(best)
    ends = [
        (v + max((w for _, w in sides[bay.number].after), default=0), count, chosen)
        for bay, (v, count, chosen) in zip(bays, value, strict=True)
    ]
    weight, _, chosen = max(ends, key=lambda e: e[:2])
    return chosen if weight else frozenset()
