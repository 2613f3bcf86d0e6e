"""Portfolio tables as corporations keep them."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.portfolio import show_table
from catalogue.errors import NotFound, UnreadableInput
from configurator.host.readers import read_building
from configurator.host.readers.cells import xlsx_cells
from configurator.host.readers.portfolio_table import read_table, row_of
from tests.configurator.host.readers.test_rows import street
from tests.configurator.host.samples import Plain, written

CSV = (
    "Complexnr.;Adres;BAG-id;Bouwjaar;Aantal bouwlagen;Woningen;Lift;Eigendom;Strategie;Kleur\n"
    "C12;Dorpsstraat 1;0355100000741774;1966;4;24;nee;100%;doorexploiteren;rood\n"
    "C12;Dorpsstraat 2;NL.IMBAG.Pand.0355100000717702;9999;vier;24;ja;80,5%;doorexploiteren;\n"
    ";;;;;;;;;\n"
    "C13;Dorpsstraat 3;0355100000741774;1971;5;30;nee;1;Sloop;\n"
    "C14;Dorpsstraat 4;12;1971;5\n"
)


def test_columns_go_by_many_names_and_rows_keep_what_is_wrong_with_them(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "bezit.csv", CSV))
    assert table.columns["bag_id"] == "BAG-id"
    assert table.columns["storeys_existing"] == "Aantal bouwlagen"
    assert table.ignored == ("Kleur",)
    assert [row.number for row in table.rows] == [2, 3, 5, 6]
    first, second, third, fourth = table.rows
    assert first.facts["bag_id"] == "0355100000741774"
    assert (first.facts["year_built"], first.facts["lift_existing"], first.facts["ownership_share"]) == (1966, False, 1.0)
    assert first.findings == ()
    assert [item.code for item in second.findings] == ["READ-TABLE-CELL", "READ-TABLE-CELL", "READ-TABLE-OWNERSHIP"]
    assert second.facts["ownership_share"] == pytest.approx(0.805)
    assert [item.code for item in third.findings] == ["READ-TABLE-DOUBLE", "READ-TABLE-STRATEGY"]
    assert [row.knocked_out for row in table.rows] == [False, False, True, False]
    assert [item.parameters["column"] for item in fourth.findings] == ["BAG-id"]


@pytest.mark.parametrize(
    ("column", "cell", "strategy"),
    [
        ("Sloop voorgenomen", "ja", "demolish"),
        ("Sloop voorgenomen", "nee", None),
        ("Sloopjaar", "2031", "demolish"),
        ("Verkoop", "J", "sell"),
        ("Verkoop (j/n)", "N", None),
    ],
)
def test_a_plan_in_a_column_of_its_own_knocks_out(tmp_path: Path, column: str, cell: str, strategy: str | None) -> None:
    (row,) = read_table(written(tmp_path, "bezit.csv", f"BAG-id;Bouwjaar;{column}\n0355100000741774;1966;{cell}\n")).rows
    assert row.facts.get("asset_strategy") == strategy
    assert row.knocked_out == (strategy is not None)
    assert [item.code for item in row.findings] == (["READ-TABLE-STRATEGY"] if strategy else [])


def test_the_plan_that_rules_most_out_counts_and_an_unclear_one_is_said(tmp_path: Path) -> None:
    text = "BAG-id;Strategie;Sloop;Verkoop\n0355100000741774;behoud;ja;ja\n0355100000717702;behoud;misschien;nee\n"
    first, second = read_table(written(tmp_path, "bezit.csv", text)).rows
    assert first.facts["asset_strategy"] == "demolish"
    assert second.facts["asset_strategy"] == "keep"
    assert [item.code for item in second.findings] == ["READ-TABLE-CELL"]


@pytest.mark.parametrize("name", ["bezit.csv", "bezit.xlsx"])
def test_a_table_where_a_roof_is_needed_says_where_it_belongs(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInput, match="--table"):
        read_building(written(tmp_path, name, CSV))


def test_a_spreadsheet_gives_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in CSV.splitlines():
        book.active.append(line.split(";"))
    path = tmp_path / "bezit.xlsx"
    book.save(path)
    assert read_table(path).rows == read_table(written(tmp_path, "bezit.csv", CSV)).rows
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(UnreadableInput):
        read_table(path)


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", "\n\n", "kleur\nrood\n"])
def test_a_table_without_a_known_column_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableInput):
        read_table(written(tmp_path, "bezit.csv", content))


def test_the_listing_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "bezit.csv", CSV)
    show_table(path, as_json=False, lang="en")
    assert "4 rows, 1 knocked out" in capsys.readouterr().out
    show_table(path, as_json=True, lang="en")
    assert '"knocked_out": true' in capsys.readouterr().out


REGISTER = [
    ["Overzicht bezit per 1-1-2026", "", "", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", "", ""],
    ["Complexnr.", "Straat", "BAG-pand", "Bouwjaar", "VHE", "Woningtype", "VvE %", "WOZ-waarde", "Kale huur", "Complexstrategie"],
]


def register(rows: int) -> list[list[str]]:
    """A table as a corporation exports it: a title above, Dutch numbers, dates, words of its own, and every tenth row its own mistake."""
    made = [list(row) for row in REGISTER]
    for n in range(rows):
        good = [f"C{n // 8}", f"Café laan {n}", f"0363100{n:09d}", "01-07-1966", "1.008" if n == 0 else "8"]
        good += [("Portiekwoning", "Galerijwoning")[n % 2], "100,0", "€ 245.000,-", "€ 612,35", "Doorexploiteren"]
        mistakes = {
            1: (3, "onbekend"),
            2: (2, f"0363010{n:09d}"),
            3: (9, "Sloop/nieuwbouw 2029"),
            4: (6, "62,5"),
            5: (9, "verkoop bij mutatie"),
        }
        if n % 10 in mistakes:
            column, value = mistakes[n % 10]
            good[column] = value
        if n % 10 == 6 and n > 10:
            good[2] = f"0363100{n - 6:09d}"
        made.append(good)
    return made


def written_as(folder: Path, how: str) -> Path:
    rows = register(500)
    path = folder / ("bezit.xlsx" if how == "xlsx" else "bezit.csv")
    if how == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for start in range(4, 4 + 500, 8):
            book.active.merge_cells(start_row=start, end_row=min(start + 7, 503), start_column=1, end_column=1)
        book.save(path)
        return path
    delimiter, codec = {"bom": (";", "utf-8-sig"), "excel": (";", "cp1252"), "tabs": ("\t", "utf-16")}[how]
    with path.open("w", encoding=codec, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize("how", ["bom", "excel", "tabs", "xlsx"])
def test_a_portfolio_of_500_rows_as_corporations_keep_it(tmp_path: Path, how: str) -> None:
    table = read_table(written_as(tmp_path, how))
    assert (len(table.rows), table.ignored) == (500, ())
    first = table.rows[0]
    assert first.number == 4
    assert dict(first.facts) == {
        "complex_nr": "C0",
        "address": "Café laan 0",
        "bag_id": "0363100000000000",
        "year_built": 1966,
        "dwellings_existing": 1008,
        "dwelling_type_existing": "portiek",
        "woz_cents": 24_500_000,
        "rent_cents_per_month": 61_235,
        "ownership_share": 1.0,
        "asset_strategy": "keep",
    }
    assert table.rows[7].facts["complex_nr"] == "C0"  # also where the cells of a complex are merged
    assert table.rows[8].facts["complex_nr"] == "C1"
    said = Counter(item.code for row in table.rows for item in row.findings)
    # rows 1 and 2 of every ten: a year and an address id that are none; 3 and 5 demolition and sale; 4 a share; 6 a pand that was there
    assert said == {"READ-TABLE-CELL": 100, "READ-TABLE-STRATEGY": 100, "READ-TABLE-OWNERSHIP": 50, "READ-TABLE-DOUBLE": 49}
    assert sum(row.knocked_out for row in table.rows) == 100


@pytest.mark.parametrize(
    ("header", "cell", "name", "value"),
    [
        ("Bouwjaar", "1966-03-01", "year_built", 1966),
        ("Bouwjaar", "1966,0", "year_built", 1966),
        ("Bouwjaar", "1966-1968", "year_built", None),
        ("Bouwjaar", "9999", "year_built", None),
        ("VHE", "12,5", "dwellings_existing", None),
        ("VHE", "1_0", "dwellings_existing", None),
        ("VvE", "62,5%", "ownership_share", 0.625),
        ("VvE", "0,625", "ownership_share", 0.625),
        ("VvE %", "1", "ownership_share", 0.01),
        ("VvE", "nee", "ownership_share", 1.0),
        ("VvE", "ja", "ownership_share", None),
        ("VvE", "120", "ownership_share", None),
        ("Ontsluiting", "Portiek zonder lift", "access_existing", "stair"),
        ("Ontsluiting", "galerij", "access_existing", "gallery"),
        ("Ontsluiting", "kabelbaan", "access_existing", None),
        ("Woningtype", "Flatwoning (overig)", "dwelling_type_existing", "flat"),
        ("Strategie", "geen sloop", "asset_strategy", None),
        ("Strategie", "Amoveren", "asset_strategy", "demolish"),
        ("Huur", "-5", "rent_cents_per_month", None),
        ("BAG-id", "NL.IMBAG.Pand.0363100012345678", "bag_id", "0363100012345678"),
        ("BAG-id", "363100012345678", "bag_id", "0363100012345678"),
        ("BAG-id", "3,63E+14", "bag_id", None),
        ("BAG-id", "0363010012345678", "bag_id", None),
    ],
)
def test_a_cell_is_what_it_says_or_a_finding(tmp_path: Path, header: str, cell: str, name: str, value: Plain) -> None:
    row = read_table(written(tmp_path, "bezit.csv", f"Adres;{header}\nDorpsstraat 1;{cell}\n")).rows[0]
    assert row.facts.get(name) == value
    assert bool({"READ-TABLE-CELL", "READ-TABLE-VVE"} & {item.code for item in row.findings}) == (value is None)


def test_numbers_that_a_spreadsheet_has_spoiled_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["BAG-id", "Bouwjaar"], [363100012345678, dt.date(1966, 5, 1)], [1680100012345678, 1966.0], [float(10**300), True]):
        book.active.append(line)
    book.save(tmp_path / "bezit.xlsx")
    first, spoiled, worse = read_table(tmp_path / "bezit.xlsx").rows
    assert (first.facts["bag_id"], first.facts["year_built"]) == ("0363100012345678", 1966)
    assert [item.code for item in (*spoiled.findings, *worse.findings)] == ["READ-TABLE-CELL"] * 3
    assert spoiled.facts == {"year_built": 1966}


def test_a_row_of_several_panden_names_them_all(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "bezit.csv", "BAG-id;VHE\n0363100000000001, 0363100000000002;16\n0363100000000002;8\n"))
    assert [row.bag_ids for row in table.rows] == [("0363100000000001", "0363100000000002"), ("0363100000000002",)]
    assert table.rows[0].clues().dwellings_per_pand == 8.0
    assert [item.code for item in table.rows[1].findings] == ["READ-TABLE-DOUBLE"]
    assert row_of(table, ("0363100000000002",)) == table.rows[0]
    assert row_of(table, ("0363100000000009",)) is None


def test_the_row_of_a_building_is_laid_over_what_its_file_says(tmp_path: Path) -> None:
    tile = written(tmp_path, "tile.city.json", street((0, 15, 13.0, 0)))
    rows = "BAG-id;Bouwjaar;Lagen;Woningtype;VvE %\n0000000000000000;1958;4;Portiekwoning;80\n"
    words = ["inspect", str(tile), "--table", str(written(tmp_path, "bezit.csv", rows)), "--json"]
    result = CliRunner().invoke(app, words)
    building = json.loads(result.stdout)["building"]
    assert {name: building[name]["value"] for name in ("year_built", "storeys_existing", "dwelling_type_existing", "ownership_share")} == {
        "year_built": 1958,
        "storeys_existing": 4,
        "dwelling_type_existing": "portiek",
        "ownership_share": 0.8,
    }
    assert building["storeys_existing"]["source"] == "portfolio"
    assert building["sources"]["portfolio"]["reference"] == "bezit.csv, row 2"
    assert "READ-TABLE-OWNERSHIP" in [item["code"] for item in building["findings"]]
    user = json.loads(CliRunner().invoke(app, [*words, "--storeys-existing", "3"]).stdout)["building"]["storeys_existing"]
    assert (user["value"], user["source"]) == (3, "user")
    other = CliRunner().invoke(app, [*words[:3], str(written(tmp_path, "leeg.csv", "BAG-id\n0363100000000001\n"))])
    assert isinstance(other.exception, NotFound)


def test_a_row_gets_its_families_from_what_it_says(tmp_path: Path) -> None:
    path = written(tmp_path, "bezit.csv", "Adres;Bouwjaar;Lagen;Woningtype\nA;1968;4;Portiekwoning\nB;1970;8;Galerijwoning\nC;;;\n")
    rows = json.loads(CliRunner().invoke(app, ["inspect", str(path), "--json"]).stdout)["rows"]
    assert [row["families"][0]["family"] if row["families"] else None for row in rows] == ["F05", "F09", None]
    assert all(row["families"][0]["evidence"] for row in rows[:2])


def test_a_spreadsheet_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(31):
            sheet.write(b"\0" * 10_000_000)
    with pytest.raises(UnreadableInput, match="310 MB"):
        read_table(path)


def test_a_quote_that_is_not_closed_swallows_no_rows(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="quote"):
        read_table(written(tmp_path, "bezit.csv", 'BAG-id;Bouwjaar\n"0363100000000001;1966\n0363100000000002;1967\n'))


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("bouwjaar,bag-id\n" + text, encoding="utf-8")
    with contextlib.suppress(UnreadableInput):
        assert all(isinstance(row.id, str) for row in read_table(path).rows)


def test_a_spreadsheet_gives_the_rows_that_it_has_and_no_more(tmp_path: Path) -> None:
    book: Plain = openpyxl.Workbook()
    for row in (["bouwjaar", "bouwlagen"], [1966, 4], [1971, 5]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    assert list(xlsx_cells(tmp_path / "table.xlsx")) == [("bouwjaar", "bouwlagen"), (1966, 4), (1971, 5)]
