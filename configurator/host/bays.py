"""A bay sequence laid along a building: how many bays, where their axes lie, and what happens with the length left over.

All positions are whole millimetres from the axis of the low-u end wall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.building import Bay, BaySequence, BayUse


@dataclass(frozen=True, slots=True)
class LaidBays:
    """Bays along a length. `axes_mm` has one entry more than `uses`; the first is 0, the last is the length."""

    axes_mm: tuple[int, ...]
    uses: tuple[BayUse, ...]
    remainder_mm: float
    """What was left over after the nominal bays; negative when they had to shrink."""
    stretch: float
    """Factor on the nominal widths; 1 when the remainder became bays of its own."""


def _width(bays: Sequence[Bay]) -> float:
    return sum(bay.width_mm for bay in bays)


def _whole_sequences(sequence: BaySequence, length_mm: float) -> list[Bay]:
    """Return the bays of as many whole sequences as fit; once when the sequence does not repeat."""
    times = int(length_mm / _width(sequence.bays) + 1e-9) if sequence.repeat else 1
    return list(sequence.bays) * times


def _filled(sequence: BaySequence, length_mm: float, ends: int) -> list[Bay]:
    """Return whole sequences and then further bays of the sequence, until what is left at each end is no wider than its widest bay."""
    bays = _whole_sequences(sequence, length_mm)
    if not sequence.repeat:
        return bays
    nominal, widest = sequence.bays, max(bay.width_mm for bay in sequence.bays)
    both_ways = ends > 1 and sequence.anchor == "centre"
    extra = 0
    while (length_mm - _width(bays)) / ends > widest:
        bays.append(nominal[extra % len(nominal)])
        if both_ways:
            bays.insert(0, nominal[-1 - extra % len(nominal)])
        extra += 1
    return bays


def _stretched(sequence: BaySequence, length_mm: float) -> list[Bay]:
    """Return bay after bay of the sequence while they fit, at least one: the fewest millimetres are left to stretch over."""
    if not sequence.repeat:
        return list(sequence.bays)
    bays = _whole_sequences(sequence, length_mm)
    while True:
        following = sequence.bays[len(bays) % len(sequence.bays)]
        if bays and _width(bays) + following.width_mm > length_mm + 1e-6:
            return bays
        bays.append(following)


def _axes(widths_mm: Sequence[float], length_mm: int) -> tuple[int, ...]:
    """Return the running sum of widths as whole millimetres that ends exactly at the length."""
    total, position, axes = sum(widths_mm), 0.0, [0]
    for width in widths_mm[:-1]:
        position += width
        axes.append(round(position * length_mm / total))
    return (*axes, length_mm)


def _with_ends(sequence: BaySequence, length_mm: int) -> LaidBays | None:
    """Lay nominal bays with the remainder as one or two bays at the ends; None when it is too small to be a bay."""
    ends = 2 if sequence.remainder == "end_bays" else 1
    bays = _filled(sequence, length_mm, ends)
    left_over = length_mm - _width(bays)
    if abs(left_over) < 0.5:  # noqa: PLR2004 - half a millimetre
        ends = 0
    elif left_over < 0 or left_over / ends < sequence.min_bay_mm:
        return None
    first = math.floor(left_over / ends) if ends else 0.0
    before: list[float] = [first] if ends > 1 else []
    after = [left_over - first * len(before)] if ends else []
    end: BayUse = "dwelling"
    uses = [end] * len(before) + [bay.use for bay in bays] + [end] * len(after)
    widths = [*before, *(bay.width_mm for bay in bays), *after]
    return LaidBays(axes_mm=_axes(widths, length_mm), uses=tuple(uses), remainder_mm=left_over, stretch=1.0)


def _mirrored(laid: LaidBays, length_mm: int) -> LaidBays:
    """Return the same bays counted from the other end."""
    axes = tuple(length_mm - axis for axis in reversed(laid.axes_mm))
    return LaidBays(axes_mm=axes, uses=tuple(reversed(laid.uses)), remainder_mm=laid.remainder_mm, stretch=laid.stretch)


def lay_bays(sequence: BaySequence, length_mm: int) -> LaidBays:
    """Lay a bay sequence between the axes of two end walls.

    Whole sequences come first. The remainder rule then decides: `stretch` takes bay after bay while they fit and stretches all of
    them; `end_bay` and `end_bays` keep every bay at its nominal width and make one bay at the far end, or two equal ones, of what is
    left. An end bay is never wider than the widest bay of the sequence (further bays of the sequence are laid first) and never
    narrower than `min_bay_mm` (then all bays stretch). A sequence that is longer than the building shrinks to it.

    With anchor `end` the last bay of the sequence stands at the high-u wall and the far end is the low-u one. With anchor `centre`
    and two end bays the whole sequences stand in the middle; one end bay lies at the high-u end.

    Args:
        sequence: nominal bays and rules.
        length_mm: distance between the axes of the end walls, larger than 0.
    """
    if length_mm <= 0:
        raise ValueError(f"bays are laid along a positive length, not {length_mm} mm")
    ordered = sequence.model_copy(update={"bays": tuple(reversed(sequence.bays))}) if sequence.anchor == "end" else sequence
    laid = None if sequence.remainder == "stretch" else _with_ends(ordered, length_mm)
    if laid is None:
        bays = _stretched(ordered, length_mm)
        total = _width(bays)
        laid = LaidBays(
            axes_mm=_axes([bay.width_mm for bay in bays], length_mm),
            uses=tuple(bay.use for bay in bays),
            remainder_mm=length_mm - total,
            stretch=length_mm / total,
        )
    return _mirrored(laid, length_mm) if sequence.anchor == "end" else laid
