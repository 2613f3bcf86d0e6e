"""Files made to hang, crash or swell a reader: each is read or refused in one sentence, in every format."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
import zipfile
from pathlib import Path

import ezdxf
import pytest

from catalogue.documents.building import Building
from catalogue.errors import OptopError, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.portfolio_table import read_table
from configurator.host.rings import polygon_of
from tests.configurator.host.readers.ifc_block import Block, ifc_text
from tests.configurator.host.readers.test_formats import PANDEN, PARTS, geopackage
from tests.configurator.host.samples import Plain, box, cityjson, flat, written

SUFFIXES = ("json", "geojson", "yaml", "city.jsonl", "ifc", "gpkg", "dxf", "parquet", "csv", "xlsx")
ROOF = {"type": "Polygon", "coordinates": [[[5.1, 52.1], [5.101, 52.1], [5.101, 52.101], [5.1, 52.1]]]}
TILE = cityjson([flat(box(0, 0, 40, 10), 13.0), flat(box(0, 0, 40, 10), 2.0)], ["RoofSurface", "GroundSurface"])


def refused(path: Path) -> None:
    """Every way to read it ends in one sentence."""
    calls: tuple[Plain, ...] = (read_table,) if path.suffix in (".csv", ".xlsx") else (read_building, list_buildings)
    for call in calls:
        with pytest.raises(OptopError) as caught:
            call(path)
        assert "\n" not in caught.value.message


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path, suffix: str) -> None:
    pipe, device, loop, folder = (tmp_path / f"{kind}.{suffix}" for kind in ("pipe", "device", "loop", "folder"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    loop.symlink_to(loop)
    folder.mkdir()
    start = time.perf_counter()
    for path in (pipe, device, loop, folder, tmp_path / f"missing.{suffix}", tmp_path / f"nul\0.{suffix}"):
        refused(path)
    assert time.perf_counter() - start < 20.0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_empty_and_foreign_content_is_refused(tmp_path: Path, suffix: str) -> None:
    for number, data in enumerate((b"", b"\0" * 5000, b"PK\x03\x04" + random.Random(1).randbytes(3000), b"\xff\xfe{\x00}\x00")):
        path = tmp_path / f"{number}.{suffix}"
        path.write_bytes(data)
        refused(path)


def changed(**members: Plain) -> str:
    return json.dumps(TILE | members)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        json.dumps(ROOF).replace("5.101", "1e308"),
        json.dumps(ROOF).replace("5.101", "1" + "0" * 5000),
        json.dumps(ROOF).encode("utf-8").decode("utf-8") + "\0",
        '{"type": ["Feature"]}',
        '{"type": "FeatureCollection", "features": [null]}',
        '{"type": "FeatureCollection", "features": {"a": 1}}',
        '{"type": "GeometryCollection", "geometries": []}',
        '{"metadata": {}, "features": [{"CityObjects": 5}]}',
        changed(transform={"scale": [1e300] * 3, "translate": [0.0] * 3}),
        changed(transform={"scale": [0.0] * 3, "translate": [142_000.0, 455_000.0, 0.0]}),
        changed(vertices=["1 2"]),
        changed(vertices=[[[1, 2, 3]]]),
        changed(CityObjects={"a": {"type": "Building", "geometry": 5}}),
        changed(CityObjects={"a": {"type": 7}}),
    ],
)
def test_json_that_is_made_to_break_a_reader(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "x.json", text)
    with pytest.raises(OptopError) as caught:
        read_building(path)
    assert "\n" not in caught.value.message


def test_a_building_of_too_many_faces_is_refused_in_time(tmp_path: Path) -> None:
    side = 110
    vertices = [[x * 1000, y * 1000, 13_000] for x in range(side) for y in range(side)]
    faces = [
        [[x * side + y, (x + 1) * side + y, (x + 1) * side + y + 1, x * side + y + 1]] for x in range(side - 1) for y in range(side - 1)
    ]
    objects = {"a": {"type": "Building", "geometry": [{"type": "MultiSurface", "lod": "2.2", "boundaries": faces}]}}
    with pytest.raises(UnreadableInput, match="10000 roof faces"):
        read_building(written(tmp_path, "x.city.json", changed(CityObjects=objects, vertices=vertices)))


def test_buildings_beside_a_header_of_a_sequence_are_not_lost(tmp_path: Path) -> None:
    second = json.dumps(TILE).replace('"house"', '"shed"')
    listed = list_buildings(written(tmp_path, "x.city.jsonl", json.dumps(TILE) + "\n" + second))
    assert [entry.id for entry in listed] == ["house", "shed"]


def made_package(folder: Path, script: str) -> Path:
    path = folder / "x.gpkg"
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id);"
            "INSERT INTO gpkg_contents VALUES ('pand', 'features');"
            "INSERT INTO gpkg_geometry_columns VALUES ('pand', 'geom', 28992);" + script
        )
    database.close()
    return path


NESTED = "4750000140710000" + "010700000001000000" * 20_000
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


@pytest.mark.parametrize(
    "script",
    [
        f"CREATE TABLE pand (fid, geom); INSERT INTO pand VALUES (1, x'{NESTED}');",
        f"CREATE VIEW pand AS {ENDLESS} SELECT max(x) AS fid, NULL AS geom FROM c;",
        f"CREATE VIEW pand AS {ENDLESS} SELECT x AS fid, NULL AS geom FROM c;",
        "CREATE VIEW pand AS SELECT 1 AS fid, zeroblob(900000000) AS geom;",
        "CREATE TABLE pand (fid, geom); INSERT INTO pand VALUES (1, x'47500001407100000103000000FFFFFFFF');",
        "CREATE TABLE pand (fid, n, geom); INSERT INTO pand VALUES (1, CAST(x'ff00fe' AS TEXT), NULL);",
        "UPDATE gpkg_geometry_columns SET srs_id = 'x'; CREATE TABLE pand (fid, geom);",
        "UPDATE gpkg_contents SET table_name = 'a\"; DROP TABLE x'; UPDATE gpkg_geometry_columns SET table_name = 'a\"; DROP TABLE x';",
    ],
    ids=["nested", "endless", "rows", "zeros", "count", "text", "system", "name"],
)
def test_a_geopackage_that_is_made_to_break_a_reader(tmp_path: Path, script: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableInput) as caught:
        read_building(made_package(tmp_path, script))
    assert "\n" not in caught.value.message
    assert time.perf_counter() - start < 60.0


def drawing(folder: Path) -> bytes:
    made: Plain = ezdxf.new("R2013")
    made.header["$INSUNITS"] = 6
    made.modelspace().add_lwpolyline(box(0, 0, 40, 10), close=True, dxfattribs={"layer": "DAK"})
    path = folder / "good.dxf"
    made.saveas(path)
    return path.read_bytes()


def flipped(data: bytes, seed: int, flips: int) -> bytes:
    source, copied = random.Random(seed), bytearray(data)
    for _ in range(flips):
        copied[source.randrange(len(copied))] = source.randrange(256)
    return bytes(copied)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["ifc", "dxf", "gpkg"])
@pytest.mark.parametrize("flips", [1, 8, 64])
def test_flipped_bytes_are_read_as_a_building_or_refused(tmp_path: Path, suffix: str, flips: int) -> None:
    """A flip may change a number, so what is read may differ from what was written; it is still a proper building."""
    good = {
        "ifc": lambda: ifc_text(Block()).encode(),
        "dxf": lambda: drawing(tmp_path),
        "gpkg": lambda: geopackage(tmp_path, {"pand": PANDEN, "lod22_2d": PARTS}).read_bytes(),
    }[suffix]()
    refusals, read, files = list[OptopError](), list[Building](), {"dxf": 4}.get(suffix, 12)  # each DXF costs a child that loads ezdxf
    for seed in range(files):
        path = tmp_path / f"flipped.{suffix}"
        path.write_bytes(flipped(good, seed, flips))
        try:
            read.append(read_building(path, str(PANDEN[0]["identificatie"]) if suffix == "gpkg" else None))
        except OptopError as error:
            refusals.append(error)
    assert all("\n" not in error.message for error in refusals)
    assert all(polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area > 0.0 for building in read)
    assert len(refusals) + len(read) == files


def test_a_zip_with_a_lie_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 24] ^= 0xFF
    path.write_bytes(bytes(data))
    refused(path)
