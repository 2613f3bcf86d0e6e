"""Portfolio tables as corporations keep them."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.portfolio import show_table
from catalogue.errors import UnreadableInput
from configurator.host.readers.portfolio_table import read_table
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
    assert (first.facts["year_built"], first.facts["lift"], first.facts["ownership_share"]) == (1966, False, 1.0)
    assert first.findings == ()
    assert [item.code for item in second.findings] == ["READ-TABLE-CELL", "READ-TABLE-CELL", "READ-TABLE-OWNERSHIP"]
    assert second.facts["ownership_share"] == pytest.approx(0.805)
    assert [item.code for item in third.findings] == ["READ-TABLE-DOUBLE", "READ-TABLE-STRATEGY"]
    assert [row.knocked_out for row in table.rows] == [False, False, True, False]
    assert [item.parameters["column"] for item in fourth.findings] == ["bag_id"]


def test_a_spreadsheet_gives_the_same(tmp_path: Path) -> None:
    openpyxl: Plain = pytest.importorskip("openpyxl", reason="openpyxl is not installed: spreadsheets are not tested")
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


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("bouwjaar,bag-id\n" + text, encoding="utf-8")
    with contextlib.suppress(UnreadableInput):
        assert all(isinstance(row.id, str) for row in read_table(path).rows)
