"""Dwelling positions wall-on-wall: modules stand in one bay, or one spans several, with the outer long walls on bearing lines.

Several modules share a bay only on a connector that spans it; the walls between them then stand on the connector.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.matching.bays import bay_fit
from configurator.host.building import BearingLine
from configurator.layout.chain import Arc
from configurator.layout.column import Column, Level, Pin, levels_on
from configurator.layout.menu import Menu
from configurator.layout.space import Run, Runs, Space


@dataclass(frozen=True, slots=True)
class BayRule:
    """How modules may stand between two bearing lines."""

    widths: tuple[int, ...]
    joint_mm: int
    max_eccentricity_mm: int
    per_bay: int = 1
    """Most modules side by side in one bay: more than one on a connector that spans it."""
    per_bay_span_mm: int | None = None
    """Widest bay in which several stand; None is no limit."""

    def counts(self, clear_mm: int) -> range:
        """Return the numbers of modules that may share a bay."""
        wide = self.per_bay_span_mm is not None and clear_mm > self.per_bay_span_mm
        return range(1, 1 + (1 if wide else self.per_bay))


@dataclass(frozen=True, slots=True)
class Span:
    """Equal modules, a joint apart, between two bearing lines, centred between their axes: one, or several in one bay."""

    left: int
    """Index of the line under the low edge of the first."""
    right: int
    """Index of the line under the high edge of the last."""
    s0: int
    width_mm: int
    count: int = 1
    joint_mm: int = 0

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each module begins along the strip."""
        return tuple(self.s0 + i * (self.width_mm + self.joint_mm) for i in range(self.count))


MOST_LINES = 256
"""Sets of bearing lines, under one rule each, whose spans are kept."""


def spans_between(lines: Sequence[BearingLine], rule: BayRule, kept_free: Collection[int] = ()) -> tuple[Span, ...]:
    """Return every place where modules land on two lines; `kept_free` has the left line's index of bays that hold a core."""
    return _spans(tuple(lines), rule, frozenset(kept_free))


@lru_cache(maxsize=MOST_LINES)
def _spans(lines: tuple[BearingLine, ...], rule: BayRule, kept_free: frozenset[int]) -> tuple[Span, ...]:
    """Find the spans by value: strips, bound, reasons and remarks of one layout ask for the same ones."""
    spans: list[Span] = []
    reach = max(rule.widths) + 2 * rule.max_eccentricity_mm
    for i, left in enumerate(lines):
        for j in range(i + 1, len(lines)):
            clear = lines[j].u_mm - left.u_mm
            several = j == i + 1 and rule.per_bay > 1
            if (clear > reach and not several) or j - 1 in kept_free:
                break
            for count in rule.counts(clear) if several else (1,):
                width = bay_fit(clear, rule.widths, rule.joint_mm, rule.max_eccentricity_mm, count).width_mm
                if width is not None:
                    total = count * width + (count - 1) * rule.joint_mm
                    spans.append(Span(i, j, left.u_mm + (clear - total) // 2, width, count, rule.joint_mm))
    return tuple(spans)


def _rows(by_left: dict[int, list[Span]], first: Span, counts: Collection[int]) -> Iterator[tuple[Span, ...]]:
    """Give every row of adjoining modules that begins with a span and has a permitted number of modules."""
    stack: list[tuple[Span, ...]] = [(first,)]
    while stack:
        row = stack.pop()
        modules = sum(span.count for span in row)
        if modules in counts:
            yield row
        if modules < max(counts):
            stack.extend((*row, following) for following in reversed(by_left.get(row[-1].right, ())))


def wall_arcs(
    space: Space, menu: Menu, pin: Pin, lines: Sequence[BearingLine], spans: Sequence[Span], cores: Collection[int] | None = None
) -> tuple[tuple[Arc, ...], ...]:
    """Return every dwelling position wall-on-wall as arcs; node i is bearing line i.

    Args:
        space: The free space of the strip, along u.
        menu: What the concept offers.
        pin: Where dwellings stand across the strip.
        lines: The bearing lines, ascending.
        spans: Where one module lands on two lines.
        cores: With stair access the left line's index of every bay with a core: each dwelling then stands beside one.
    """
    by_left: dict[int, list[Span]] = {}
    for span in spans:
        by_left.setdefault(span.left, []).append(span)
    known: _Known = {}
    nodes: list[tuple[Arc, ...]] = []
    for i in range(len(lines)):
        arcs: list[Arc] = []
        for first in by_left.get(i, ()):
            for row in _rows(by_left, first, menu.counts) if menu.counts else ():
                if cores is not None and first.left - 1 not in cores and row[-1].right not in cores:
                    continue
                column = _column(space, menu, pin, lines, row, known)
                if column is not None:
                    arcs.append(Arc(row[-1].right, column.weight, column.evenness, column))
        nodes.append(tuple(arcs))
    return tuple(nodes)


_Known = dict[tuple[tuple[int, ...], Run, tuple[Runs, ...]], tuple[Level, ...]]
"""Storeys of dwellings by the widths of their modules, the extent of the lines and the free runs of each storey: most bays are alike."""


def _column(space: Space, menu: Menu, pin: Pin, lines: Sequence[BearingLine], row: tuple[Span, ...], known: _Known) -> Column | None:
    starts = tuple(start for s in row for start in s.starts)
    widths = tuple(s.width_mm for s in row for _ in range(s.count))
    under = space.interval(starts[0], starts[-1] + widths[-1])
    if under is None:
        return None
    carrying = [lines[i] for s in row for i in (s.left, s.right)]
    along = (max(line.v0_mm for line in carrying), min(line.v1_mm for line in carrying))
    key = (widths, along, tuple(space.window(storey, *under) for storey in range(space.storeys)))
    levels = known.get(key)
    if levels is None:
        known[key] = levels = levels_on(space, under, menu.offers(widths), pin, along)
    return Column(starts, widths, levels) if levels else None
