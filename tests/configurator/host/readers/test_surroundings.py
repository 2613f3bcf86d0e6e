"""What stands near a building in its file: plain masses for the picture, without the roof that is built on."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry import Polygon

from api.inspection import Origin, Wanted, inspect_origin
from configurator.host.readers import Mass, list_buildings, read_building, surroundings
from configurator.host.readers.surroundings import MAX_MASSES
from configurator.host.rings import polygon_of
from tests.configurator.host.readers.test_rows import street
from tests.configurator.host.samples import Plain, written

X, Y = 155_000.0, 463_000.0
"""The samples' own corner, in RD."""


def outlines(*boxes: tuple[float, float, float, float, float | None]) -> Plain:
    """A GeoJSON street in RD: x0, y0, x1, y1 and the height above ground, which may be unknown; ids b0, b1, ..."""
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"id": f"b{number}", **({} if height is None else {"height_above_ground_m": height})},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[X + x, Y + y] for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))]],
                },
            }
            for number, (x0, y0, x1, y1, height) in enumerate(boxes)
        ],
    }


def around(folder: Path, file: Plain, name: str, building_id: str, within_m: float = 50.0) -> tuple[Mass, ...]:
    path = written(folder, name, file)
    return surroundings(path, read_building(path, building_id), within_m)


def test_a_tile_gives_what_is_near_and_not_its_own_row(tmp_path: Path) -> None:
    tile = street((0, 15, 13.0, 0), (15, 30, 13.0, 0), (40, 55, 9.0, 0), (120, 135, 9.0, 0))
    masses = around(tmp_path, tile, "tile.city.json", "P0")
    assert [(len(mass.outline_m), mass.height_m) for mass in masses] == [(4, 7.0)]  # 9 m above NAP on ground at 2 m
    assert Polygon(masses[0].outline_m).area == pytest.approx(150.0)
    assert len(around(tmp_path, tile, "tile.city.json", "P0", 100.0)) == 2
    assert around(tmp_path, tile, "tile.city.json", "P0", 0.0) == ()


def test_an_unknown_height_stays_unknown(tmp_path: Path) -> None:
    file = outlines((0, 0, 60, 10, 12.0), (0, 30, 20, 40, 7.5), (30, 30, 50, 40, None))
    masses = around(tmp_path, file, "street.geojson", "b0")
    assert [mass.height_m for mass in masses] == [7.5, None]


def test_slivers_and_overlaps_of_the_roof_are_no_neighbours(tmp_path: Path) -> None:
    file = outlines((0, 0, 60, 10, 12.0), (0, -4, 60, 0.05, 3.0), (60, 0, 60.2, 10, 12.0), (20, 2, 24, 6, 14.0))
    masses = around(tmp_path, file, "street.geojson", "b0")
    assert [mass.height_m for mass in masses] == [3.0]
    assert shapely.box(X, Y, X + 60, Y + 10).intersection(Polygon(masses[0].outline_m)).area == pytest.approx(0.0, abs=0.1)


def test_the_nearest_are_kept(tmp_path: Path) -> None:
    many = [(float(5 * i), 20.0 + j * 6, 5.0 * i + 4, 24.0 + j * 6, 3.0) for i in range(12) for j in range(8)]
    masses = around(tmp_path, outlines((0, 0, 60, 10, 12.0), *many), "street.geojson", "b0")
    assert len(masses) == MAX_MASSES
    away = [Polygon(mass.outline_m).distance(shapely.box(X, Y, X + 60, Y + 10)) for mass in masses]
    assert away == sorted(away)


def test_a_building_document_stands_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "street.geojson", outlines((0, 0, 60, 10, 12.0), (0, 30, 20, 40, 7.5)))
    document = tmp_path / "block.json"
    building = read_building(path, "b0")
    document.write_text(building.model_dump_json(), encoding="utf-8")
    assert surroundings(document, building, 50.0) == ()


def test_an_inspection_has_them_only_where_they_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "street.geojson", outlines((0, 0, 60, 10, 12.0), (0, 30, 20, 40, 7.5)))
    plain, asked = inspect_origin(Origin(file=path), Wanted("b0")), inspect_origin(Origin(file=path), Wanted("b0", around_m=50.0))
    assert "surroundings" not in plain
    assert [mass["height_m"] for mass in asked.pop("surroundings")] == [7.5]
    assert asked == plain


def test_a_real_tile_has_masses_that_leave_the_roof_free(shared_data: Path) -> None:
    path = shared_data / "3dbag" / "amersfoort_9-516-588.city.json"
    largest = max(list_buildings(path), key=lambda entry: entry.area_m2 or 0.0)
    building = read_building(path, largest.id)
    roof = polygon_of(building.roof.polygon, "roof", crs=building.site.crs)
    masses = surroundings(path, building, 50.0)
    assert 3 <= len(masses) <= MAX_MASSES
    for mass in masses:
        outline = Polygon(mass.outline_m)
        assert outline.is_valid
        assert outline.exterior.is_ccw
        assert outline.distance(roof) <= 51.0
        # outlines are simplified by a quarter of a metre and written in decimetres
        assert outline.intersection(roof).area <= 0.3 * outline.length
        assert mass.height_m is None or 0.0 < mass.height_m < 60.0
