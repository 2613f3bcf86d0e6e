"""GeoPackage, GeoParquet, DXF and JSON-FG: the same outline in every form, and what is refused."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import ezdxf
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from catalogue.documents.building import Building
from catalogue.errors import IncompleteRequest, NotFound, OptopError, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.content import Choice, read_content
from configurator.host.readers.dxf import read_dxf
from configurator.host.readers.geoparquet import read_geoparquet
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, box, written

X0, Y0 = 155_000.0, 463_000.0
RING = [(X0 + x, Y0 + y) for x, y in box(0, 0, 40, 10)]


def area(building: Building) -> float:
    return float(polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area)


def blob(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A GeoPackage geometry without envelope: `GP`, version 0, little endian, EPSG:28992, then well-known binary."""
    return b"GP\x00\x01" + (28_992).to_bytes(4, "little") + bytes(shapely.to_wkb(shapely.box(X0 + x0, Y0 + y0, X0 + x1, Y0 + y1)))


def geopackage(folder: Path, layers: dict[str, list[dict[str, Plain]]], srs: int = 28_992) -> Path:
    path = folder / "data.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
        for name, rows in layers.items():
            database.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", (name,))
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (name, srs))
            database.execute(f"CREATE TABLE {name} ({', '.join(rows[0])})")
            for row in rows:
                database.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    database.close()
    return path


PANDEN = [
    {"identificatie": "NL.IMBAG.Pand.0000000000000001", "oorspronkelijkbouwjaar": 1966, "b3_h_maaiveld": 2.0, "geom": blob(0, 0, 41, 10)},
    {"identificatie": "NL.IMBAG.Pand.0000000000000002", "oorspronkelijkbouwjaar": 1950, "b3_h_maaiveld": 2.0, "geom": blob(50, 0, 60, 10)},
]
PARTS = [
    {"identificatie": "NL.IMBAG.Pand.0000000000000001", "b3_h_dak_50p": 14.0, "b3_hellingshoek": 0.2, "geom": blob(0, 0, 40, 10)},
    {"identificatie": "NL.IMBAG.Pand.0000000000000001", "b3_h_dak_50p": 17.0, "b3_hellingshoek": 0.0, "geom": blob(10, 2, 14, 5)},
    {"identificatie": "NL.IMBAG.Pand.0000000000000002", "b3_h_dak_50p": 9.0, "b3_hellingshoek": 0.0, "geom": blob(50, 0, 60, 10)},
]


def test_the_two_layers_of_3dbag_give_levels_and_obstacles(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"lod22_2d": PARTS, "pand": PANDEN})
    building = read_building(path, "NL.IMBAG.Pand.0000000000000001")
    assert area(building) == pytest.approx(400.0)
    assert building.roof.level_nap_m is not None
    assert building.roof.level_nap_m.value == 14.0
    assert building.ground_nap_m is not None
    assert building.ground_nap_m.value == 2.0
    assert building.year_built is not None
    assert building.year_built.value == 1966
    assert building.bag_ids == ("0000000000000001",)
    assert [item.height_m for item in building.obstacles] == [3.0]
    assert [entry.year_built for entry in list_buildings(path)] == [1966, 1950]
    with pytest.raises(IncompleteRequest, match="2 outlines"):
        read_building(path)
    with pytest.raises(NotFound):
        read_building(path, "0000000000000009")


def test_a_plain_layer_of_polygons_gives_its_outline(tmp_path: Path) -> None:
    building = read_building(geopackage(tmp_path, {"daken": [{"fid": 7, "storeys_existing": 4, "geom": blob(0, 0, 40, 10)}]}))
    assert area(building) == pytest.approx(400.0)
    assert (building.id, building.roof.level_nap_m is None) == ("7", True)
    assert building.storeys_existing is not None
    assert building.storeys_existing.value == 4


@pytest.mark.parametrize(
    ("rows", "srs"),
    [
        ([{"fid": 1, "geom": b"GP\x00\x01"}], 28_992),
        ([{"fid": 1, "geom": b"nothing"}], 28_992),
        ([{"fid": 1, "geom": None}], 28_992),
        ([{"fid": 1, "geom": blob(0, 0, 40, 10)}], 3857),
        ([{"fid": 1, "geom": blob(0, 0, 40, 10)}], 4326),
        ([{"fid": 1, "geom": blob(0, 0, 0, 0)}], 28_992),
    ],
)
def test_a_geopackage_that_cannot_be_used_is_refused(tmp_path: Path, rows: list[dict[str, Plain]], srs: int) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_building(geopackage(tmp_path, {"daken": rows}, srs))
    assert "\n" not in caught.value.message


def test_a_cut_geopackage_is_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"pand": PANDEN, "lod22_2d": PARTS})
    data = path.read_bytes()
    for length in (16, 100, 1000, len(data) // 2):
        path.write_bytes(data[:length])
        with pytest.raises(OptopError):
            read_building(path, str(PANDEN[0]["identificatie"]))


def feature_fg(**members: Plain) -> Plain:
    place = {"type": "Polygon", "coordinates": [[list(point) for point in [*RING, RING[0]]]]}
    degrees = {"type": "Polygon", "coordinates": [[[5.387, 52.155], [5.388, 52.155], [5.388, 52.156], [5.387, 52.155]]]}
    return {"type": "Feature", "id": "a", "place": place, "geometry": degrees, "properties": {}, **members}


@pytest.mark.parametrize("prism", [False, True])
def test_the_place_of_json_fg_wins_over_its_geometry_in_degrees(tmp_path: Path, prism: bool) -> None:
    feature = feature_fg()
    if prism:
        feature["place"] = {"type": "Prism", "base": feature["place"], "lower": 0, "upper": 12}
    content = {"type": "FeatureCollection", "coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/28992", "features": [feature]}
    building = read_building(written(tmp_path, "roof.json", content))
    assert area(building) == pytest.approx(400.0)
    assert building.site.crs == "EPSG:28992"
    with pytest.raises(UnreadableInput):
        read_building(written(tmp_path, "roof.json", content | {"coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/3857"}))


def test_a_drawing_gives_its_closed_polylines(tmp_path: Path) -> None:
    for unit, scale, origin, crs in ((4, 1000.0, 0.0, None), (6, 1.0, 1.0, "EPSG:28992")):
        drawing: Plain = ezdxf.new("R2013")
        drawing.header["$INSUNITS"] = unit
        space = drawing.modelspace()
        for corner in ((0, 0, 40, 10), (50, 0, 55, 5)):
            points = [((x + origin * X0) * scale, (y + origin * Y0) * scale) for x, y in box(*corner)]
            space.add_lwpolyline(points, close=True, dxfattribs={"layer": "DAK"})
        space.add_lwpolyline([(0, 0), (1, 1)], close=False)
        path = tmp_path / "roof.dxf"
        drawing.saveas(path)
        assert [entry.area_m2 for entry in list_buildings(path)] == [400.0, 25.0]
        building = read_building(path, "DAK-1")
        assert building.site.crs == crs
        assert area(building) == pytest.approx(400.0)
        with pytest.raises(IncompleteRequest, match="2 closed polylines"):
            read_building(path)
    drawing.header["$INSUNITS"] = 0
    drawing.saveas(path)
    with pytest.raises(UnreadableInput, match="unit"):
        read_building(path, "DAK-1")
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(UnreadableInput):
        read_building(path, "DAK-1")


def test_geoparquet_in_rd_and_in_degrees(tmp_path: Path) -> None:
    path = tmp_path / "roofs.parquet"
    columns = {"geometry": {"encoding": "WKB", "crs": {"id": {"authority": "EPSG", "code": 28992}}}}
    table = pa.table({"id": ["a", "b"], "bouwjaar": [1966, 9999], "geometry": [shapely.to_wkb(shapely.Polygon(RING))] * 2})
    geo = json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": columns})
    parquet.write_table(table.replace_schema_metadata({"geo": geo}), path)
    assert area(read_building(path, "a")) == pytest.approx(400.0)
    assert [entry.year_built for entry in list_buildings(path)] == [1966, None]
    parquet.write_table(table, path)
    with pytest.raises(UnreadableInput, match="GeoParquet"):
        read_building(path, "a")
    path.write_bytes(b"PAR1" + b"\0" * 100)
    with pytest.raises(UnreadableInput):
        read_building(path, "a")


@pytest.mark.parametrize(("name", "missing", "read"), [("a.parquet", "pyarrow", read_geoparquet), ("a.dxf", "ezdxf", read_dxf)])
def test_without_its_library_a_format_says_which_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, missing: str, read: Plain
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda wanted: None)
    with pytest.raises(UnreadableInput, match=missing):
        read(read_content(written(tmp_path, name, "0")), Choice())
