"""The same street in every form that holds several buildings: the same row, split and joined by the user in the same way."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from catalogue.documents.building import Building
from catalogue.errors import NotFound, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.rings import polygon_of
from tests.configurator.host.readers.test_formats import blob, geopackage
from tests.configurator.host.readers.test_rows import street
from tests.configurator.host.samples import Plain, box, written

X0, Y0 = 155_000.0, 463_000.0
PANDEN = ((0.0, 15.0, 13.0), (15.0, 30.0, 13.2), (30.1, 45.0, 12.9), (45.0, 60.0, 13.6), (62.0, 77.0, 13.0))
"""Start, end and roof height of five panden 10 m deep: three make a row, the fourth is 0.6 m higher, the fifth stands apart."""

IDS = tuple(f"NL.IMBAG.Pand.{number:016d}" for number in range(len(PANDEN)))
DWELLINGS = (8, 8, 6, 8, 8)


def properties(number: int, **more: Plain) -> dict[str, Plain]:
    return {
        "identificatie": IDS[number],
        "bouwjaar": 1960 + number // 2,
        "b3_h_maaiveld": 2.0,
        "woningen": DWELLINGS[number],
        **more,
    }


def geojson(folder: Path, heights: bool) -> Path:
    features = []
    for number, (x0, x1, z) in enumerate(PANDEN):
        ring = [[X0 + x, Y0 + y] for x, y in [*box(x0, 0, x1, 10), (x0, 0)]]
        features.append(
            {
                "type": "Feature",
                "properties": properties(number, **({"dakhoogte_nap": z} if heights else {})),
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    crs = {"type": "name", "properties": {"name": "EPSG:28992"}}
    return written(folder, "street.geojson", {"type": "FeatureCollection", "crs": crs, "features": features})


def cityjson_seq(folder: Path) -> Path:
    tile = street(*((x0, x1, z, 0.0) for x0, x1, z in PANDEN))
    header = {name: value for name, value in tile.items() if name not in ("CityObjects", "vertices")}
    lines = [header | {"CityObjects": {}, "vertices": []}]
    for name, item in tile["CityObjects"].items():
        lines.append({"type": "CityJSONFeature", "id": name, "CityObjects": {name: item}, "vertices": tile["vertices"]})
    return written(folder, "street.city.jsonl", "\n".join(json.dumps(line) for line in lines))


def package(folder: Path) -> Path:
    panden = [properties(number, geom=blob(x0, 0, x1, 10)) for number, (x0, x1, _) in enumerate(PANDEN)]
    parts = [
        {"identificatie": IDS[number], "b3_h_50p": z, "b3_hellingshoek": 0.0, "geom": blob(x0, 0, x1, 10)}
        for number, (x0, x1, z) in enumerate(PANDEN)
    ]
    parts.append({"identificatie": IDS[1], "b3_h_50p": 16.0, "b3_hellingshoek": 0.0, "geom": blob(20, 2, 23, 5)})
    return geopackage(folder, {"lod22_2d": parts, "pand": panden})


def geoparquet(folder: Path) -> Path:
    rows = [
        properties(number, dakhoogte_nap=z, geometry=shapely.to_wkb(shapely.box(X0 + x0, Y0, X0 + x1, Y0 + 10)))
        for number, (x0, x1, z) in enumerate(PANDEN)
    ]
    columns = {"geometry": {"encoding": "WKB", "crs": {"id": {"authority": "EPSG", "code": 28992}}}}
    geo = json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": columns})
    path = folder / "street.parquet"
    parquet.write_table(pa.Table.from_pylist(rows).replace_schema_metadata({"geo": geo}), path)
    return path


MADE = {
    "cityjson": lambda folder: written(folder, "street.city.json", street(*((x0, x1, z, 0.0) for x0, x1, z in PANDEN))),
    "cityjson-seq": cityjson_seq,
    "geopackage": package,
    "geojson": lambda folder: geojson(folder, heights=True),
    "geoparquet": geoparquet,
}


def area(building: Building) -> float:
    return float(polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area)


@pytest.fixture(params=sorted(MADE))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return MADE[request.param](tmp_path)


def test_the_same_row_is_found_split_and_joined(path: Path) -> None:
    assert [entry.id for entry in list_buildings(path)] == list(IDS)
    row = read_building(path, IDS[0])
    # 15 + 15 + 14.9 m of roof and the gap of 0.1 m, 10 m deep
    assert area(row) == pytest.approx(450.0, abs=0.5)
    assert row.bag_ids == tuple(name[-16:] for name in IDS[:3])
    assert [(item.code, item.parameters["count"]) for item in row.findings] == [("READ-ROW-MERGED", 3)]
    assert row.roof.level_nap_m is not None
    assert row.roof.level_nap_m.value == pytest.approx((150 * 13.0 + 150 * 13.2 + 149 * 12.9) / 449, abs=0.001)
    assert row.year_built is not None
    assert (row.year_built.value, row.year_built.low, row.year_built.high) == (1960, 1960.0, 1961.0)
    alone = read_building(path, IDS[0], row="alone")
    assert area(alone) == pytest.approx(150.0)
    assert alone.bag_ids == (IDS[0][-16:],)
    assert [(item.code, item.parameters["count"]) for item in alone.findings] == [("READ-ROW-SPLIT", 2)]
    two = read_building(path, IDS[0], joined_ids=(IDS[1][-16:],))
    assert area(two) == pytest.approx(300.0, abs=0.2)
    assert len(two.bag_ids) == 2
    for wrong, words in (((IDS[2],), "do not adjoin"), ((IDS[3],), r"differ 0\.60 m in height")):
        with pytest.raises(UnreadableInput, match=words):
            read_building(path, IDS[0], joined_ids=wrong)
    with pytest.raises(NotFound):
        read_building(path, IDS[0], joined_ids=("0000000000000099",))


def test_what_stands_on_the_roof_of_a_neighbour_stands_on_the_row(tmp_path: Path) -> None:
    row = read_building(package(tmp_path), IDS[0])
    # the stair head at 16.0 m NAP stands on the second pand; the row's roof lies at 13.034 m
    assert [item.height_m for item in row.obstacles] == [pytest.approx(2.966, abs=0.002)]


def test_dwellings_of_a_row_are_those_of_all_its_panden(tmp_path: Path) -> None:
    row = read_building(geojson(tmp_path, heights=True), IDS[0])
    assert row.dwellings_existing is not None
    assert row.dwellings_existing.value == 8 + 8 + 6


def test_without_heights_a_row_is_only_possible_until_the_user_joins_it(tmp_path: Path) -> None:
    path = geojson(tmp_path, heights=False)
    said = read_building(path, IDS[1])
    assert area(said) == pytest.approx(150.0)
    assert said.roof.level_nap_m is None
    assert [(item.code, item.parameters["panden"]) for item in said.findings] == [("READ-ROW-POSSIBLE", f"{IDS[0]}, {IDS[2]}")]
    assert read_building(path, IDS[1], row="alone").findings == ()
    joined = read_building(path, IDS[1], joined_ids=(IDS[0], IDS[2], IDS[3]))
    assert area(joined) == pytest.approx(600.0, abs=0.5)
    assert joined.roof.level_nap_m is None
