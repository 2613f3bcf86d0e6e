"""CSV tables, and how files come into a folder."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from catalogue.documents.configuration import AddedParts, Configuration, LoadLine
from catalogue.errors import NotFound, UnreadableInput
from configurator.outputs import writers
from configurator.outputs.tables import loads_csv, modules_csv
from configurator.outputs.writers import WRITERS, write_outputs, write_whole
from tests.configurator.outputs.samples import sample_bundle, sample_loads


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_the_load_table_has_a_row_for_each_line_level_and_stretch() -> None:
    found = rows(loads_csv(sample_bundle()))
    assert [(r["id"], r["level"], r["start_m"]) for r in found[:4]] == [
        ("w01", "foundation", "0.0"), ("w02", "foundation", "0.0"), ("w02", "foundation", "1.3"), ("w02", "s03", "0.0"),
    ]  # fmt: skip
    expected = sum(r.added_g_kn_per_m * (r.end_m - r.start_m) for r in sample_loads().lines)
    assert sum(float(r["added_g_kn_per_m"]) * (float(r["end_m"]) - float(r["start_m"])) for r in found) == pytest.approx(expected)


def test_every_field_of_a_load_line_is_a_column_with_its_unit() -> None:
    header = set(rows(loads_csv(sample_bundle()))[0])
    plain = set(LoadLine.model_fields) - {"added_g_parts"}
    assert all(name in header or f"{name}_ratio" in header for name in plain)
    assert {f"added_g_{part}_kn_per_m" for part in AddedParts.model_fields} <= header
    words = {"id", "level", "governing", "band", "line_band", "disclaimer"}
    assert all(name in words or name.endswith(("_kn_per_m", "_m", "_ratio")) for name in header)


def test_an_unknown_value_is_an_empty_cell() -> None:
    assert rows(loads_csv(sample_bundle()))[0]["r_wind_end_ratio"] == ""


def test_the_module_table_lists_supports() -> None:
    found = rows(modules_csv(sample_bundle()))
    assert [r["id"] for r in found] == sorted(m.id for m in sample_bundle().layout.modules)
    assert found[0]["supports"] == "w01:10 w02:-10"
    assert rows(modules_csv(sample_bundle("transfer_grid")))[0]["supports"] == ""


def test_all_formats_are_written_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    paths = write_outputs(sample_bundle(storeys=1), list(WRITERS), folder)
    assert [p.name for p in paths] == [
        "configuration.json",
        "proefblok_BWK_Optopping.ifc",
        "proefblok_BWK_Bestaand.ifc",
        "proefblok_BWK_Nieuwbouw.ifc",
        "optopping.glb",
        "belasting.glb",
        "plattegrond.svg",
        "doorsnede.svg",
        "opleggingen.svg",
        "lastafdracht.svg",
        "beeld.svg",
        "beeld.png",
        "optopping.obj",
        "optopping.mtl",
        "optopping.stl",
        "optopping.dxf",
        "verkenning.pdf",
        "optopping.xlsx",
        "belasting.csv",
        "modules.csv",
        "kosten_koolstof.csv",
        "uitgangspunten.csv",
        "uitgangspunten.md",
        "normcontrole.csv",
        "normcontrole.yaml",
        "normcontrole.md",
    ]
    assert sorted(folder.iterdir()) == sorted(paths)
    assert all(p.stat().st_size > 100 for p in paths)
    read_back = Configuration.model_validate(json.loads(paths[0].read_bytes()))
    assert read_back == sample_bundle(storeys=1).configuration


def test_a_format_that_is_asked_twice_is_written_once(tmp_path: Path) -> None:
    assert len(write_outputs(sample_bundle(storeys=0), ["json", "json"], tmp_path)) == 1


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"'dwg' is unknown; known are json, ifc, ifc-split, .*glb"):
        write_outputs(sample_bundle(storeys=0), ["json", "dwg"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(UnreadableInput, match="cannot be written to"):
        write_outputs(sample_bundle(storeys=0), ["json"], tmp_path / "out")


def test_a_writer_that_fails_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_outputs(sample_bundle(storeys=0), ["csv"], tmp_path)
    before = (tmp_path / "modules.csv").read_bytes()

    def broken(_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setitem(writers.WRITERS, "csv", (("modules.csv", broken),))
    with pytest.raises(ZeroDivisionError):
        write_outputs(sample_bundle(storeys=0), ["csv"], tmp_path)
    assert (tmp_path / "modules.csv").read_bytes() == before


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    with pytest.raises(OSError, match="target"):
        write_whole(tmp_path / "target", b"content")
    assert [p.name for p in tmp_path.iterdir()] == ["target"]
