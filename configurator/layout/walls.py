"""Dwelling positions wall-on-wall: a module stands in one bay, or spans several, with both long walls on bearing lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from configurator.host.building import BearingLine
from configurator.layout.chain import Arc
from configurator.layout.column import Column, Pin, levels_on
from configurator.layout.menu import Menu
from configurator.layout.space import Space


@dataclass(frozen=True, slots=True)
class Span:
    """A module between two bearing lines, centred between their axes."""

    left: int
    """Index of the line under its low edge."""
    right: int
    """Index of the line under its high edge."""
    s0: int
    width_mm: int


@dataclass(frozen=True, slots=True)
class BayFit:
    """How a module fits between two axes: its width, or None; and the gap by which it does not.

    `gap_mm` is what stays free beside the module at each edge, as far as that is more than permitted (positive), or what the
    narrowest module lacks (negative); 0 when it fits.
    """

    width_mm: int | None
    gap_mm: int
    margin_mm: int
    """Permitted eccentricity minus the real one, or the clear width minus what is needed; negative when it does not fit."""


def bay_fit(clear_mm: int, widths: Sequence[int], joint_mm: int, max_eccentricity_mm: int) -> BayFit:
    """Fit the widest module between two axes `clear_mm` apart: half a joint free at each edge, edges within the eccentricity."""
    fitting = [w for w in widths if w + joint_mm <= clear_mm]
    if not fitting:
        lack = clear_mm - joint_mm - min(widths)
        return BayFit(None, lack, lack)
    width = max(fitting)
    eccentricity = (clear_mm - width + 1) // 2
    margin = max_eccentricity_mm - eccentricity
    return BayFit(width, 0, margin) if margin >= 0 else BayFit(None, eccentricity, margin)


def spans_between(
    lines: Sequence[BearingLine], widths: Sequence[int], joint_mm: int, max_eccentricity_mm: int, kept_free: Collection[int] = ()
) -> tuple[Span, ...]:
    """Return every place where one module lands on two lines; `kept_free` has the left line's index of bays that hold a core."""
    spans: list[Span] = []
    reach = max(widths) + 2 * max_eccentricity_mm
    for i, left in enumerate(lines):
        for j in range(i + 1, len(lines)):
            clear = lines[j].u_mm - left.u_mm
            if clear > reach or j - 1 in kept_free:
                break
            width = bay_fit(clear, widths, joint_mm, max_eccentricity_mm).width_mm
            if width is not None:
                spans.append(Span(i, j, left.u_mm + (clear - width) // 2, width))
    return tuple(spans)


def _rows(by_left: dict[int, list[Span]], first: Span, counts: Collection[int]) -> Iterator[tuple[Span, ...]]:
    """Give every row of adjoining modules that begins with a span and has a permitted number of modules."""
    stack: list[tuple[Span, ...]] = [(first,)]
    while stack:
        row = stack.pop()
        if len(row) in counts:
            yield row
        if len(row) < max(counts):
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
    nodes: list[tuple[Arc, ...]] = []
    for i in range(len(lines)):
        arcs: list[Arc] = []
        for first in by_left.get(i, ()):
            for row in _rows(by_left, first, menu.counts) if menu.counts else ():
                if cores is not None and first.left - 1 not in cores and row[-1].right not in cores:
                    continue
                column = _column(space, menu, pin, lines, row)
                if column is not None:
                    arcs.append(Arc(row[-1].right, column.weight, column.evenness, column))
        nodes.append(tuple(arcs))
    return tuple(nodes)


def _column(space: Space, menu: Menu, pin: Pin, lines: Sequence[BearingLine], row: tuple[Span, ...]) -> Column | None:
    starts = tuple(s.s0 for s in row)
    widths = tuple(s.width_mm for s in row)
    under = space.interval(starts[0], starts[-1] + widths[-1])
    if under is None:
        return None
    carrying = [lines[i] for s in row for i in (s.left, s.right)]
    along = (max(line.v0_mm for line in carrying), min(line.v1_mm for line in carrying))
    levels = levels_on(space, under, menu.offers(widths), pin, along)
    return Column(starts, widths, levels) if levels else None
