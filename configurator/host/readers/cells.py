"""The cells of a table, CSV or XLSX, as plain values; and what a cell says, in the ways that Dutch people and programs write it."""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from catalogue.documents.loading import check_file
from catalogue.errors import UnreadableInput
from configurator.host.readers.isolation import run_isolated

MAX_TABLE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 300_000_000
"""An XLSX is a zip: this is what it may unpack to."""

MAX_MERGED_BYTES = 60_000_000
"""Merged cells are looked up in spreadsheets that unpack to at most this; larger ones are exports, which merge nothing."""

MAX_ROWS = 200_000
MAX_COLUMNS = 300
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
YES, NO = ("ja", "j", "yes", "y", "true", "1", "waar", "x"), ("nee", "n", "no", "false", "0", "onwaar", "geen")

Cell: TypeAlias = str | int | float | bool | None
Cells: TypeAlias = tuple[Cell, ...]

_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$")
_DATE = re.compile(r"^(?:(\d{4})-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}))(?:[ T].*)?$")
_MONEY = re.compile(r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro)$|,-+$")


def _text(path: Path) -> str:
    """Return a table's text: UTF-8, UTF-16 with its mark, or else what Excel writes by default in the Netherlands (Windows-1252)."""
    check_file(path, MAX_TABLE_BYTES)
    data = path.read_bytes()
    named = next((codec for mark, codec in BOMS.items() if data.startswith(mark)), None)
    for codec in (named,) if named else ("utf-8", "cp1252"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UnreadableInput("table-encoding", file=path.name)


def csv_cells(path: Path) -> Iterator[Cells]:
    """Yield the rows of a CSV: comma, semicolon or tab, whichever its first line has most of, or names (`sep=;`)."""
    text = _text(path)
    first, _, rest = text.partition("\n")
    named = re.match(r"^sep=(.)\s*$", first)
    delimiter, text = (named.group(1), rest) if named else (max(";,\t", key=first.count), text)
    try:
        yield from (tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise UnreadableInput("table-broken", file=path.name) from None


def xlsx_cells(path: Path) -> Iterator[Cells]:
    """Yield the rows of the first sheet of a spreadsheet. It is unpacked in a child process with limits."""
    if importlib.util.find_spec("openpyxl") is None:
        raise UnreadableInput("table-needs-openpyxl", file=path.name)
    check_file(path, MAX_TABLE_BYTES)
    yield from (tuple(row) for row in run_isolated(_xlsx_in_child, str(path), where=path.name))


def _xlsx_in_child(path: str) -> list[list[Cell]]:
    """Return the cells of the first sheet as JSON values; a merged cell's value stands in all of its rows and columns."""
    import openpyxl

    library: Any = openpyxl
    refused = UnreadableInput("table-spreadsheet-broken", file=Path(path).name)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise refused from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableInput("table-unpacks-large", file=Path(path).name, unpacked_mb=unpacked / 1000000.0)
    try:
        book = library.load_workbook(path, read_only=unpacked > MAX_MERGED_BYTES, data_only=True)
        sheet = book.worksheets[0]
        wide = min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)
        # a sheet in memory makes every cell that is asked for, so no more rows are asked for than it has
        long = min(sheet.max_row or MAX_ROWS + 2, MAX_ROWS + 2)
        wanted = sheet.iter_rows(max_row=long, max_col=wide, values_only=True)
        rows = [[_plain(value) for value in row] for row in wanted]
        _fill_merged(rows, [area.bounds for area in getattr(sheet, "merged_cells", None) or ()])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a zip of XML can fail in any way; each way is the same sentence
        raise refused from None
    return rows


def _fill_merged(rows: list[list[Cell]], areas: list[tuple[int, int, int, int]]) -> None:
    """Write the value of each merged area into all of its cells; areas are low column, low row, high column, high row, from 1."""
    for left, top, right, bottom in areas:
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [value] * (min(right, len(row)) - left + 1)


def _plain(value: object) -> Cell:
    """Return a cell's value as JSON can carry it: dates as ISO text."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def number_in(text: str) -> float | None:
    """Return a number with a decimal comma or point, thousands in points or spaces, or a percent sign; None for anything else."""
    cleaned = text.replace("%", "").replace("\u00a0", "").replace(" ", "")
    if _THOUSANDS.match(cleaned):
        cleaned = cleaned.replace(".", "")
    if not re.fullmatch(r"[+-]?\d{1,15}([.,]\d*)?", cleaned):
        return None
    value = float(cleaned.replace(",", "."))
    return value / 100.0 if "%" in text else value


def year_in(text: str) -> float | None:
    """Return a year, also out of a date."""
    date = _DATE.match(text)
    return float(date.group(1) or date.group(2)) if date else number_in(text)


def cents_in(text: str) -> int | None:
    """Return an amount in euros as whole cents; None for anything else."""
    cleaned = text.strip().lower()
    for _ in range(2):
        cleaned = _MONEY.sub("", cleaned).strip()
    value = number_in(cleaned)
    return None if value is None or value < 0.0 else round(value * 100.0)


def flag_in(text: str) -> bool | None:
    """Return yes or no; None for anything else."""
    word = text.strip().lower()
    return True if word in YES else False if word in NO else None
