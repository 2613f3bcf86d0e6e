"""What `optop inspect` shows of a portfolio table: which columns were understood, each row with its family, and what is wrong with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.tables import console, key_values, simple_table
from api.cli.words import word
from catalogue.documents.finding import finding_text

if TYPE_CHECKING:
    from configurator.host.readers.portfolio_table import PortfolioTable, TableRow

SHOWN_ROWS = 40
SHOWN_COLUMNS = ("year_built", "storeys_existing", "dwellings_existing", "access_existing", "ownership_share", "asset_strategy")


def show_table(path: Path, *, as_json: bool, lang: str) -> None:
    """Print a portfolio table, or one JSON object of it. Raises UnreadableInput."""
    from api.inspection import table_of
    from configurator.host.readers.portfolio_table import read_table

    table = read_table(path)
    if as_json:
        sys.stdout.write(json.dumps(table_of(table), ensure_ascii=False, indent=2) + "\n")
        return
    _print(table, lang)


def _family_words(row: TableRow) -> str:
    from api.inspection import likely_families

    named = row.facts.get("family")
    return str(named) if named else ", ".join(f"{one.family} {one.odds:.0%}" for one in likely_families(row)) or "?"


def _print(table: PortfolioTable, lang: str) -> None:
    out = console()
    out.print(key_values([*table.columns.items(), ("-", ", ".join(table.ignored[:SHOWN_ROWS]) or "-")]))
    shown = simple_table(word("row", lang), "id", *SHOWN_COLUMNS, word("family", lang))
    for row in table.rows[:SHOWN_ROWS]:
        facts = (str(row.facts.get(name, "?")) for name in SHOWN_COLUMNS)
        shown.add_row(str(row.number), row.id + ("  x" if row.knocked_out else ""), *facts, _family_words(row))
    out.print(shown)
    out.print(word("rows_knocked_out", lang).format(rows=len(table.rows), out=sum(row.knocked_out for row in table.rows)), markup=False)
    found = [item for row in table.rows for item in row.findings]
    for item in found[:SHOWN_ROWS]:
        out.print(f"{item.code}: {finding_text(item, lang)}", markup=False)
    if len(found) > SHOWN_ROWS:
        out.print(word("more_json", lang).format(count=len(found) - SHOWN_ROWS), markup=False)
