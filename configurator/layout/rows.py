"""Two rows of dwellings in one deep piece of roof: back to back with a gallery along each facade, or with a corridor between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from shapely.geometry import Polygon

from configurator.layout.candidates import Candidate
from configurator.layout.column import Pin
from configurator.layout.menu import Menu
from configurator.layout.placement import LengthAxis
from configurator.layout.region import box
from configurator.layout.strip import Ground, Strip, best_strip, strip_candidates, strip_with

Effort = Literal["fast", "thorough"]


def _part(window: Polygon, axis: LengthAxis, low: int, high: int) -> Polygon | None:
    """Return the part of a piece between two levels across it, or None when it is not one whole piece."""
    u0, v0, u1, v1 = window.bounds
    part = window.intersection(box(u0, low, u1, high) if axis == "u" else box(low, v0, high, v1))
    return part if isinstance(part, Polygon) and not part.is_empty else None


def _first_lengths(ground: Ground, menu: Menu, depth_mm: int, effort: Effort) -> tuple[int, ...]:
    """Return the module lengths to try for the lower row: all, or the longest, the even half, and what leaves most to the upper row."""
    if not menu.lengths:
        return ()
    between = ground.gallery_depth_mm if ground.scheme.reached.passage == "between" else 2 * ground.gallery_depth_mm + ground.joint_mm
    left = depth_mm - between
    least, most = menu.lengths[0], menu.lengths[-1]
    likely = {min(most, left - least), left // 2, max(least, left - most)}
    # What lies lengthwise has other depths than the lengths of modules: an even half may be the best.
    wanted = likely if effort == "fast" else {*menu.lengths, *(likely if menu.lengthwise else ())}
    return tuple(sorted(n for n in wanted if n >= least and left - n >= least))


def double_rows(ground: Ground, menu: Menu, window: Polygon, axis: LengthAxis, effort: Effort) -> Iterator[Candidate[tuple[Strip, ...]]]:
    """Give ways to fill a piece with two rows; none in a piece that is too shallow for them.

    With a gallery each row has its own along its facade; with a corridor both share the one between them; with stair access both
    rows stand beside the same cores. Thorough tries every module length for the lower row.
    """
    inside = ground.regions[0].intersection(window)
    if inside.is_empty:
        return
    across = 1 if axis == "u" else 0
    low, high = round(inside.bounds[across]), round(inside.bounds[across + 2])
    outer = window.bounds[across], window.bounds[across + 2]
    gallery = ground.gallery_depth_mm
    for length in _first_lengths(ground, menu, high - low, effort):
        if ground.scheme.reached.passage == "between":
            at = low + length
            lower, upper = _part(window, axis, round(outer[0]), at + gallery), _part(window, axis, at, round(outer[1]))
            pins = Pin("high", (at + gallery,) * len(ground.regions), gallery), Pin("low", (at,) * len(ground.regions), gallery)
            if lower is not None and upper is not None:
                yield _pair(strip_with(ground, menu, lower, axis, pins[0]), strip_with(ground, menu, upper, axis, pins[1]))
            continue
        at = low + gallery + length
        lower, upper = _part(window, axis, round(outer[0]), at), _part(window, axis, at + ground.joint_mm, round(outer[1]))
        if lower is not None and upper is not None:
            rows = strip_candidates(ground, menu, lower, axis, ("low",)), strip_candidates(ground, menu, upper, axis, ("high",))
            yield _pair(best_strip(rows[0]), best_strip(rows[1]))


def _pair(lower: Candidate[Strip], upper: Candidate[Strip]) -> Candidate[tuple[Strip, ...]]:
    return Candidate(lower.most + upper.most, lambda: (lower.solve(), upper.solve()))
