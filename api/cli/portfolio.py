"""What `optop inspect` shows of a portfolio table: which columns were understood, each row, and what is wrong with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.tables import console, key_values, simple_table
from catalogue.documents.finding import finding_text

if TYPE_CHECKING:
    from configurator.host.readers.portfolio_table import PortfolioTable

SHOWN_ROWS = 40
SHOWN_COLUMNS = ("year_built", "storeys_existing", "dwellings_existing", "access", "ownership_share", "strategy")


def show_table(path: Path, *, as_json: bool, lang: str) -> None:
    """Print a portfolio table, or one JSON object of it. Raises UnreadableInput."""
    from configurator.host.readers.portfolio_table import read_table

    table = read_table(path)
    if as_json:
        rows = [
            {
                "row": row.number,
                "id": row.id,
                "facts": dict(row.facts),
                "knocked_out": row.knocked_out,
                "findings": [item.model_dump(mode="json") for item in row.findings],
            }
            for row in table.rows
        ]
        payload = {"columns": dict(table.columns), "ignored": list(table.ignored), "rows": rows}
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
        return
    _print(table, lang)


def _print(table: PortfolioTable, lang: str) -> None:
    out = console()
    out.print(key_values([*table.columns.items(), ("-", ", ".join(table.ignored) or "-")]))
    shown = simple_table("row", "id", *SHOWN_COLUMNS)
    for row in table.rows[:SHOWN_ROWS]:
        shown.add_row(
            str(row.number), row.id + ("  x" if row.knocked_out else ""), *(str(row.facts.get(name, "?")) for name in SHOWN_COLUMNS)
        )
    out.print(shown)
    out.print(f"{len(table.rows)} rows, {sum(row.knocked_out for row in table.rows)} knocked out", markup=False)
    for item in [item for row in table.rows for item in row.findings][:SHOWN_ROWS]:
        out.print(f"{item.code}: {finding_text(item, lang)}", markup=False)
