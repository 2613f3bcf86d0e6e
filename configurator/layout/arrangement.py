"""How the modules of one dwelling stand at their place in a row: side by side, each across the row, or lengthwise, one behind the other.

Lengthwise a module lies with its long side along the row: shallow where modules across the row do not fit, and with its long sides as
facades. Only on a transfer grid: wall-on-wall its bearing walls would run across the bearing lines (cross-bay).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LENGTHWISE_STEP_MM = {"fast": 1200, "thorough": 600}
"""Lengths of lengthwise modules that are tried are this far apart; the longest and the shortest always are."""


@dataclass(frozen=True, slots=True)
class Lengthwise:
    """A dwelling of equal modules with their long sides along the row, one behind the other, a joint apart."""

    length_mm: int
    width_mm: int
    count: int

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of its modules, from the low side of the strip."""
        return (self.width_mm,) * self.count

    def deep_mm(self, joint_mm: int) -> int:
        """Return how much it takes across the row."""
        return self.count * self.width_mm + (self.count - 1) * joint_mm


Arrangement = tuple[int, ...] | Lengthwise
"""Widths of modules side by side, each across the row and as long as its place is deep; or modules lengthwise."""


def modules_in(row: Arrangement) -> int:
    """Return the number of modules of a dwelling on one storey."""
    return row.count if isinstance(row, Lengthwise) else len(row)


def starts_in(row: Arrangement, joint_mm: int) -> tuple[int, ...]:
    """Return where modules begin along the row, from where the dwelling begins; those one behind the other begin together."""
    return (0,) if isinstance(row, Lengthwise) else tuple(sum(row[:i]) + i * joint_mm for i in range(len(row)))


def tried(rows: Sequence[Lengthwise], effort: str) -> tuple[Lengthwise, ...]:
    """Return which of otherwise equal dwellings, ascending by length, are tried: the longest, down from there in steps, the shortest."""
    found: list[Lengthwise] = []
    for row in reversed(rows):
        if not found or row is rows[0] or found[-1].length_mm - row.length_mm >= LENGTHWISE_STEP_MM[effort]:
            found.append(row)
    return tuple(reversed(found))
