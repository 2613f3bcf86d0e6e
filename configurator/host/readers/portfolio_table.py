"""Portfolio tables of corporations (CSV, XLSX): columns by alias, one row a building, what is wrong with a row as a finding.

The rows are for a screening: they carry facts, not roofs. Ids stay text (leading zeros count).
"""

from __future__ import annotations

import csv
import importlib.util
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.documents.finding import Finding, finding
from catalogue.documents.loading import check_file, read_text
from catalogue.errors import UnreadableInput
from configurator.host.readers.attributes import PAND_ID, UNKNOWN_YEARS, YEARS

MAX_TABLE_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 300

COLUMNS: dict[str, tuple[str, ...]] = {
    "complex_nr": ("complexnr", "complexnummer", "complex", "complexid"),
    "address": ("adres", "address", "straat", "straatnaam"),
    "bag_id": ("bagid", "pandid", "bagpandid", "pandbagpandid", "pand", "identificatie"),
    "year_built": ("bouwjaar", "year", "yearbuilt", "oorspronkelijkbouwjaar"),
    "storeys_existing": ("bouwlagen", "lagen", "aantalbouwlagen", "aantallagen", "verdiepingen", "layers", "storeys"),
    "dwellings_existing": ("woningen", "aantalwoningen", "vhe", "aantalvhe", "dwellings", "eenheden"),
    "access": ("ontsluiting", "ontsluitingswijze", "access", "woningtype", "type"),
    "system": ("bouwsysteem", "systeem", "system"),
    "roof_type": ("daktype", "dak", "rooftype"),
    "energy_label": ("energielabel", "label", "energylabel", "energieklasse", "pandenergieklasse"),
    "maintenance_year": ("onderhoudsjaar", "jaaronderhoud", "groot onderhoud", "grootonderhoud", "maintenanceyear"),
    "lift": ("lift", "liftaanwezig"),
    "ownership_share": ("eigendom", "aandeel", "aandeeleigendom", "bezitaandeel", "vve", "vvepercentage", "vveaandeel", "ownershipshare"),
    "strategy": ("strategie", "assetstrategie", "labeling", "bestemming", "strategy"),
    "family": ("familie", "optopfamilie", "family"),
}
"""Columns by what they mean; the names are compared in lower case without anything but letters and digits."""

STRATEGIES = {
    "sell": ("verkoop", "verkopen", "uitponden", "sell"),
    "demolish": ("sloop", "slopen", "sloopnieuwbouw", "demolish"),
    "renovate": ("renovatie", "renoveren", "groot onderhoud", "renovate"),
    "keep": ("doorexploiteren", "behoud", "behouden", "aanhouden", "keep"),
}
YES, NO = ("ja", "j", "yes", "y", "true", "1", "waar"), ("nee", "n", "no", "false", "0", "onwaar")
_WORD = re.compile(r"[^a-z0-9]+")
_INTEGERS = {"year_built": YEARS, "maintenance_year": YEARS, "storeys_existing": (1, 30), "dwellings_existing": (0, 5_000)}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One building of a portfolio: facts by name, and what is wrong or rules it out."""

    number: int
    """Row in the file, as a spreadsheet counts: the header is row 1."""
    id: str
    facts: Mapping[str, str | int | float | bool]
    findings: tuple[Finding, ...]

    @property
    def knocked_out(self) -> bool:
        """Whether the corporation's own plans rule the building out."""
        return any(item.status == "fail" for item in self.findings)


@dataclass(frozen=True, slots=True)
class PortfolioTable:
    """A portfolio as it was read."""

    columns: Mapping[str, str]
    """The file's column by what it means."""
    ignored: tuple[str, ...]
    """Columns that mean nothing here."""
    rows: tuple[TableRow, ...]


def is_table(path: Path) -> bool:
    """Return whether a file is a table by its suffix."""
    return path.suffix.lower() in (".csv", ".xlsx")


def _plain(name: object) -> str:
    return _WORD.sub("", str(name or "").lower())


def _csv_rows(path: Path) -> Iterator[Sequence[Any]]:
    text = read_text(path, MAX_TABLE_BYTES)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error:
        raise UnreadableInput(f"{path.name} is no readable table; save it again as CSV or XLSX.") from None


def _xlsx_rows(path: Path) -> Iterator[Sequence[Any]]:
    if importlib.util.find_spec("openpyxl") is None:
        raise UnreadableInput(f"{path.name} is a spreadsheet, which needs openpyxl; install it, or save the table as CSV.")
    import openpyxl

    library: Any = openpyxl
    check_file(path, MAX_TABLE_BYTES)
    try:
        book = library.load_workbook(path, read_only=True, data_only=True)
        rows = [tuple(row) for _, row in zip(range(MAX_ROWS + 1), book.worksheets[0].iter_rows(values_only=True), strict=False)]
        book.close()
    except Exception:  # noqa: BLE001 - a zip of XML can fail in any way; each way is the same sentence
        raise UnreadableInput(f"{path.name} is no readable spreadsheet; save it again as XLSX, or as CSV.") from None
    yield from rows


def _mapping(header: Sequence[Any]) -> dict[str, int]:
    """Return the column of each meaning, the first alias that is there."""
    names = [_plain(name) for name in header[:MAX_COLUMNS]]
    found: dict[str, int] = {}
    for meaning, aliases in COLUMNS.items():
        index = next((names.index(_plain(alias)) for alias in (meaning, *aliases) if _plain(alias) in names), None)
        if index is not None and index not in found.values():
            found[meaning] = index
    return found


def _number(text: str) -> float | None:
    """Return a number that may have a decimal comma, thousands in spaces, or a percent sign; None for anything else."""
    cleaned = text.replace("%", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        value = float(cleaned)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return value / 100.0 if "%" in text else value


def _share(text: str) -> float | None:
    value = _number(text)
    if value is None:
        return None
    share = value / 100.0 if value > 1.0 else value
    return share if 0.0 <= share <= 1.0 else None


def _value(meaning: str, text: str) -> str | int | float | bool | None:
    """Return the value of a cell, or None when it is not what its column holds."""
    if meaning in _INTEGERS:
        number, (low, high) = _number(text), _INTEGERS[meaning]
        whole = number is not None and number == int(number) and low <= number <= high and int(number) not in UNKNOWN_YEARS
        return int(number) if number is not None and whole else None
    if meaning == "ownership_share":
        return _share(text)
    if meaning == "lift":
        return True if text.lower() in YES else False if text.lower() in NO else None
    if meaning == "bag_id":
        digits = PAND_ID.search(text)
        return digits.group(1) if digits else None
    if meaning == "strategy":
        return next((kind for kind, words in STRATEGIES.items() if _plain(text) in {_plain(word) for word in words}), None)
    return text


def _knock_outs(facts: Mapping[str, Any], name: str) -> list[Finding]:
    """Return why the corporation's own plans rule a building out, or make it harder."""
    found = []
    if facts.get("strategy") in ("sell", "demolish"):
        found.append(finding("READ-TABLE-STRATEGY", subjects=(name,), strategy=str(facts["strategy"])))
    share = facts.get("ownership_share")
    if isinstance(share, float) and share < 1.0:
        found.append(finding("READ-TABLE-OWNERSHIP", subjects=(name,), percent=round(share * 100, 1)))
    return found


def _row(number: int, cells: Sequence[Any], columns: Mapping[str, int], seen: set[str]) -> TableRow:
    facts: dict[str, str | int | float | bool] = {}
    wrong: list[Finding] = []
    name = f"row-{number}"
    for meaning, index in columns.items():
        raw = cells[index] if index < len(cells) else None
        text = "" if raw is None else str(raw).strip()
        if not text:
            continue
        value = _value(meaning, text)
        if value is None:
            wrong.append(finding("READ-TABLE-CELL", subjects=(name,), row=number, column=meaning, value=text[:40]))
        else:
            facts[meaning] = value
    bag = facts.get("bag_id")
    if isinstance(bag, str):
        if bag in seen:
            wrong.append(finding("READ-TABLE-DOUBLE", subjects=(name,), row=number, bag_id=bag))
        seen.add(bag)
    return TableRow(number, str(bag or facts.get("address") or name), facts, (*wrong, *_knock_outs(facts, name)))


def read_table(path: Path) -> PortfolioTable:
    """Read a portfolio table. A cell that cannot be used is a finding of its row, never a reason to stop.

    Args:
        path: CSV (comma, semicolon or tab; UTF-8) or XLSX (the first sheet), at most 50 MB; the first row names the columns.

    Raises:
        UnreadableInput: no table, no column that is known, too many rows.
    """
    rows = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    numbered = ((number, cells) for number, cells in enumerate(rows, 1) if any(str(cell or "").strip() for cell in cells))
    _, header = next(numbered, (0, ()))
    columns = _mapping(header)
    if not columns:
        some = ", ".join(str(name)[:20] for name in header[:5])
        raise UnreadableInput(
            f"{path.name} has no column that is known (it has {some or 'none'}); name them, for example BAG-id, bouwjaar."
        )
    seen: set[str] = set()
    found: list[TableRow] = []
    for number, cells in numbered:
        if len(found) >= MAX_ROWS:
            raise UnreadableInput(f"{path.name} has more than {MAX_ROWS} rows; split it.")
        found.append(_row(number, cells, columns, seen))
    used = set(columns.values())
    ignored = tuple(str(name) for index, name in enumerate(header) if index not in used and str(name or "").strip())
    return PortfolioTable({meaning: str(header[index]) for meaning, index in columns.items()}, ignored, tuple(found))
