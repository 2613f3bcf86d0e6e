"""Portfolio tables of corporations (CSV, XLSX): columns by alias, one row a building, what is wrong with a row as a finding.

The rows carry facts, not roofs: for a screening, or to be laid over a building that was read from a file. Ids stay text (leading
zeros count).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from catalogue.documents.building import MAX_STOREYS
from catalogue.documents.finding import Finding, finding
from catalogue.errors import Phrase, UnreadableInput
from configurator.host.families import Clues
from configurator.host.readers.attributes import ACCESS_KINDS, DWELLING_TYPES, MAX_DWELLINGS, UNKNOWN_YEARS, YEARS, kind_of
from configurator.host.readers.cells import MAX_COLUMNS, MAX_ROWS, Cell, Cells, cents_in, csv_cells, flag_in, number_in, xlsx_cells, year_in

HEADER_ROWS = 20
"""The names of the columns stand in one of the first rows that are not empty: exports begin with a title or a date."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "complex_nr": ("complexnr", "complexnummer", "complex", "complexid"),
    "address": ("adres", "address", "straat", "straatnaam"),
    "bag_id": ("bagid", "bagpandid", "pandid", "bagidpand", "pandbagpandid", "bagpand", "pandidentificatie", "pand", "identificatie"),
    "year_built": ("bouwjaar", "year", "yearbuilt", "oorspronkelijkbouwjaar", "jaarvanbouw"),
    "storeys_existing": ("bouwlagen", "lagen", "aantalbouwlagen", "aantallagen", "verdiepingen", "layers", "storeys"),
    "dwellings_existing": (
        "woningen",
        "aantalwoningen",
        "vhe",
        "aantalvhe",
        "dwellings",
        "eenheden",
        "aantaleenheden",
        "aantalverblijfsobjecten",
    ),
    "access_existing": ("ontsluiting", "ontsluitingswijze", "access", "toegang"),
    "dwelling_type_existing": ("woningtype", "pandgebouwtype", "gebouwtype", "type", "typewoning", "dwellingtype"),
    "system": ("bouwsysteem", "systeem", "system", "bouwwijze"),
    "roof_type": ("daktype", "dak", "rooftype"),
    "energy_label": ("energielabel", "label", "energylabel", "energieklasse", "pandenergieklasse"),
    "maintenance_year": ("onderhoudsjaar", "jaaronderhoud", "groot onderhoud", "grootonderhoudjaar", "planjaar", "maintenanceyear"),
    "lift_existing": ("lift", "liftaanwezig", "liftjn"),
    "woz_cents": ("woz", "wozwaarde", "wozgemiddeld"),
    "rent_cents_per_month": ("huur", "nettohuur", "kalehuur", "huurprijs", "rent"),
    "ownership_share": (
        "eigendom",
        "aandeel",
        "aandeeleigendom",
        "bezitaandeel",
        "vve",
        "vvepercentage",
        "vveaandeel",
        "eigendomvve",
        "ownershipshare",
    ),
    "asset_strategy": ("strategie", "assetstrategie", "complexstrategie", "labeling", "bestemming", "strategy"),
    "demolition_planned": (
        "sloop",
        "slopen",
        "teslopen",
        "sloopvoorgenomen",
        "voorgenomensloop",
        "sloopplan",
        "sloopjn",
        "sloopjaar",
        "demolition",
    ),
    "sale_planned": (
        "verkoop",
        "teverkopen",
        "verkoopvoorgenomen",
        "voorgenomenverkoop",
        "verkoopvijver",
        "verkooplabel",
        "verkoopjn",
        "sale",
    ),
    "heritage": ("monument", "heritage", "rijksmonument"),
    "family": ("familie", "optopfamilie", "family"),
}
"""Columns by what they mean; the names are compared in lower case without anything but letters and digits."""

STRATEGIES = {
    "demolish": ("sloop", "slopen", "amover", "demolish"),
    "sell": ("verkoop", "verkopen", "uitpond", "sell"),
    "renovate": ("renovatie", "renover", "groot onderhoud", "verduurzam", "renovate"),
    "keep": ("doorexploit", "behoud", "aanhouden", "exploitatie", "keep"),
}
"""Plans by a part of the words for them; the one that rules most out comes first."""

PLANS = {"demolition_planned": "demolish", "sale_planned": "sell"}
"""Columns that say yes, no or in which year to one plan, and the plan; the one that rules most out comes first."""

_DENIED = re.compile(r"\b(geen|niet|no|not)\b")
_WORD = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\d{13,16}")
_PAND_DIGITS = 16
_DWELLING_CODE = "01"
"""Digits 5 and 6 of an id of the BAG for an address (verblijfsobject); a pand has 10."""

_INTEGERS = {
    "year_built": YEARS,
    "maintenance_year": YEARS,
    "storeys_existing": (1, MAX_STOREYS),
    "dwellings_existing": (0, MAX_DWELLINGS),
}
_EXACT_INTEGERS = 10**15
"""A spreadsheet keeps 15 digits of a number: a longer id has lost its last ones."""

FactValue: TypeAlias = str | int | float | bool

IN_BUILDING = (
    "year_built",
    "storeys_existing",
    "dwellings_existing",
    "access_existing",
    "dwelling_type_existing",
    "lift_existing",
    "ownership_share",
    "asset_strategy",
    "maintenance_year",
    "heritage",
    "family",
    "complex_nr",
)
"""Facts of a row that are fields of a building document."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One building of a portfolio: facts by name, and what is wrong or rules it out."""

    number: int
    """Row in the file, as a spreadsheet counts: from 1, titles and empty rows included."""
    id: str
    facts: Mapping[str, FactValue]
    bag_ids: tuple[str, ...]
    """Panden of the row; a cell may name several."""
    findings: tuple[Finding, ...]

    @property
    def knocked_out(self) -> bool:
        """Whether the corporation's own plans rule the building out."""
        return any(item.status == "fail" for item in self.findings)

    def building_facts(self) -> dict[str, FactValue]:
        """Return the facts that are fields of a building document, to lay over a building."""
        return {name: self.facts[name] for name in IN_BUILDING if name in self.facts}

    def clues(self) -> Clues:
        """Return what tells families apart in this row; dwellings count only where it names its panden."""
        known: dict[str, Any] = {name: self.facts.get(name) for name in ("year_built", "dwelling_type_existing", "access_existing")}
        dwellings = self.facts.get("dwellings_existing")
        each = dwellings / len(self.bag_ids) if isinstance(dwellings, int) and self.bag_ids else None
        storeys = self.facts.get("storeys_existing")
        return Clues(**known, storeys=storeys if isinstance(storeys, int) else None, dwellings_per_pand=each)


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


def _mapping(header: Sequence[Cell]) -> dict[str, int]:
    """Return the column of each meaning, the first alias that is there."""
    names = [_plain(name) for name in header[:MAX_COLUMNS]]
    found: dict[str, int] = {}
    for meaning, aliases in COLUMNS.items():
        index = next((names.index(_plain(alias)) for alias in (meaning, *aliases) if _plain(alias) in names), None)
        if index is not None and index not in found.values():
            found[meaning] = index
    return found


def _share(text: str, header: str) -> float | None:
    """Return a share as a fraction: a number above 1, or below a column in percent, is a percentage; `nee` to a VvE is all of it."""
    if flag_in(text) is False and text.strip() != "0":
        return 1.0
    value = number_in(text)
    percent = "%" not in text and ("%" in header or "percentage" in header.lower() or (value is not None and value > 1.0))
    share = None if value is None else value / 100.0 if percent else value
    return share if share is not None and 0.0 <= share <= 1.0 else None


def _strategy(text: str) -> str | None:
    word = text.lower()
    if _DENIED.search(word):
        return None
    return next((kind for kind, parts in STRATEGIES.items() if any(part in word for part in parts)), None)


def _panden(raw: Cell, text: str) -> tuple[str, ...]:
    """Return the BAG panden in a cell; zeros that a spreadsheet took from the front are put back, addresses are none."""
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        text = str(int(raw)) if float(raw) == int(raw) and abs(raw) < _EXACT_INTEGERS else ""
    ids = [digits.zfill(_PAND_DIGITS) for digits in _DIGITS.findall(text)]
    return tuple(dict.fromkeys(one for one in ids if one[4:6] != _DWELLING_CODE))


def _value(meaning: str, text: str, header: str) -> FactValue | None:
    """Return the value of a cell, or None when it is not what its column holds."""
    if meaning in _INTEGERS:
        number, (low, high) = year_in(text) if meaning.endswith(("year", "year_built")) else number_in(text), _INTEGERS[meaning]
        whole = number is not None and number == int(number) and low <= number <= high and int(number) not in UNKNOWN_YEARS
        return int(number) if number is not None and whole else None
    readers: dict[str, FactValue | None] = {}
    if meaning in PLANS:
        readers[meaning] = True if year_in(text) is not None else flag_in(text)
    elif meaning in ("woz_cents", "rent_cents_per_month"):
        readers[meaning] = cents_in(text)
    elif meaning == "ownership_share":
        readers[meaning] = _share(text, header)
    elif meaning in ("lift_existing", "heritage"):
        readers[meaning] = flag_in(text)
    elif meaning == "asset_strategy":
        readers[meaning] = _strategy(text)
    elif meaning == "access_existing":
        readers[meaning] = kind_of(text, ACCESS_KINDS)
    elif meaning == "dwelling_type_existing":
        readers[meaning] = kind_of(text, DWELLING_TYPES)
    return readers.get(meaning, text)


def _knock_outs(facts: Mapping[str, Any], name: str) -> list[Finding]:
    """Return why the corporation's own plans rule a building out, or make it harder."""
    found = []
    if facts.get("asset_strategy") in ("sell", "demolish"):
        found.append(finding("READ-TABLE-STRATEGY", subjects=(name,), strategy=str(facts["asset_strategy"])))
    share = facts.get("ownership_share")
    if share == 0.0:
        found.append(finding("READ-TABLE-NOT-OWNED", subjects=(name,)))
    elif isinstance(share, float) and share < 1.0:
        found.append(finding("READ-TABLE-OWNERSHIP", subjects=(name,), percent=round(share * 100, 1)))
    return found


def _row(number: int, cells: Cells, columns: Mapping[str, int], header: Cells, seen: dict[str, int]) -> TableRow:
    facts: dict[str, FactValue] = {}
    panden: tuple[str, ...] = ()
    wrong: list[Finding] = []
    name = f"row-{number}"
    for meaning, index in columns.items():
        raw = cells[index] if index < len(cells) else None
        text = "" if raw is None else str(raw).strip()
        if not text:
            continue
        if meaning == "bag_id":
            panden = _panden(raw, text)
        value = next(iter(panden), None) if meaning == "bag_id" else _value(meaning, text, str(header[index]))
        if value is not None:
            facts[meaning] = value
        elif meaning == "ownership_share" and flag_in(text):
            wrong.append(finding("READ-TABLE-VVE", subjects=(name,), row=number))
        else:
            wrong.append(finding("READ-TABLE-CELL", subjects=(name,), row=number, column=str(header[index])[:40], value=text[:40]))
    planned = next((plan for meaning, plan in PLANS.items() if facts.get(meaning) is True), None)
    if planned is not None:
        facts["asset_strategy"] = planned
    for bag in panden:
        if bag in seen:
            wrong.append(finding("READ-TABLE-DOUBLE", subjects=(name,), row=number, bag_id=bag, first=seen[bag]))
        seen.setdefault(bag, number)
    return TableRow(number, str(facts.get("bag_id") or facts.get("address") or name), facts, panden, (*wrong, *_knock_outs(facts, name)))


def _header(rows: Sequence[tuple[int, Cells]], where: str) -> tuple[int, Cells, dict[str, int]]:
    """Return number and cells of the row that names the columns (of the first rows the one with most known names), and what they mean."""
    number, header = max(rows, key=lambda row: (len(_mapping(row[1])), -row[0]), default=(0, ()))
    columns = _mapping(header)
    if not columns:
        some = tuple(str(name)[:20] for name in (rows[0][1] if rows else ())[:5])
        raise UnreadableInput("table-columns", where=where, some=some or Phrase("none"))
    return number, header, columns


def read_table(path: Path) -> PortfolioTable:
    """Read a portfolio table. A cell that cannot be used is a finding of its row, never a reason to stop.

    Args:
        path: CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or XLSX (the first sheet), at most 50 MB; one of the first
            rows names the columns.

    Raises:
        UnreadableInput: no table, no column that is known, too many rows.
    """
    cells = xlsx_cells(path) if path.suffix.lower() == ".xlsx" else csv_cells(path)
    filled = ((number, row) for number, row in enumerate(cells, 1) if any(str(cell or "").strip() for cell in row))
    first = list(islice(filled, HEADER_ROWS))
    at, header, mapped = _header(first, path.name)
    seen: dict[str, int] = {}
    found: list[TableRow] = []
    for number, row in (*((number, row) for number, row in first if number > at), *filled):
        if len(found) >= MAX_ROWS:
            raise UnreadableInput("table-rows", file=path.name, most=MAX_ROWS)
        found.append(_row(number, row, mapped, header, seen))
    used = set(mapped.values())
    ignored = tuple(str(name) for index, name in enumerate(header[:MAX_COLUMNS]) if index not in used and str(name or "").strip())
    return PortfolioTable({meaning: str(header[index]) for meaning, index in mapped.items()}, ignored, tuple(found))


def row_of(table: PortfolioTable, building_ids: Sequence[str]) -> TableRow | None:
    """Return the first row of a table that names one of some panden (16 digits) or is called so; None when there is none."""
    wanted = set(building_ids)
    return next((row for row in table.rows if wanted & {row.id, *row.bag_ids}), None)
