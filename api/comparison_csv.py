"""A comparison as CSV."""

from __future__ import annotations

import csv
import io
from typing import Literal

from configurator.fit.comparison import Comparison


def comparison_csv(found: Comparison, lang: Literal["nl", "en"]) -> str:
    """Return one row a figure; what is unknown says so, in a word that no spreadsheet takes for zero or for forgotten."""
    unknown = "unknown" if lang == "en" else "onbekend"
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(["key", "figure" if lang == "en" else "gegeven", "unit" if lang == "en" else "eenheid", *found.concepts])
    for row in found.rows:
        rows.writerow([row.key, row.label.in_language(lang), row.unit, *(unknown if value is None else value for value in row.values)])
    return stream.getvalue()
