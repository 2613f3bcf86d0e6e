"""How much of a long table fits the pages that it gets: estimated heights of rows, what goes in, and how many do not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import shorten
from typing import TypeVar

Row = TypeVar("Row")
CHARACTER_MM, LINE_MM, INSET_MM = 1.3, 3.45, 2.5
"""Average advance of a character of a table's text (8.5 pt), the distance of its lines, and what a row has above and below them."""
LONGEST_VALUE = 96
"""Characters of a value in a table; a list of twenty bays has more."""


def row_height_mm(cells: Sequence[tuple[str, float]], extra_lines: float = 0.0) -> float:
    """Return the height of a row from its cells, each with the width of its column in mm; `extra_lines` stand under the first cell."""
    lines = [math.ceil(max(1.0, len(text)) * CHARACTER_MM / width_mm) for text, width_mm in cells]
    lines[0] += math.ceil(extra_lines)
    return max(lines) * LINE_MM + INSET_MM


def first_that_fit(rows: Sequence[tuple[Row, float]], room_mm: float) -> tuple[list[Row], int]:
    """Return the first rows whose heights fit a room, and how many are left."""
    fitting: list[Row] = []
    left = room_mm
    for row, height_mm in rows:
        left -= height_mm
        if left < 0.0:
            break
        fitting.append(row)
    return fitting, len(rows) - len(fitting)


def shortened(text: str) -> str:
    """Return a value short enough for a table."""
    return shorten(text, LONGEST_VALUE, placeholder=" …")
