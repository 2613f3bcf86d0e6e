"""Building rows: which panden make one roof, and that the user can split and join them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.building import Building
from catalogue.errors import NotFound, UnreadableInput
from configurator.host.readers import read_building
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, box, cityjson, flat, written


def street(*panden: tuple[float, float, float, float]) -> Plain:
    """Panden of 10 m deep side by side: start, end, roof height, shift across; ids P0, P1, ..."""
    faces = [flat(box(x0, y, x1, y + 10), z) for x0, x1, z, y in panden]
    tile = cityjson([*faces, flat(box(0, 0, 1, 1), 2.0)], ["RoofSurface"] * len(faces) + ["GroundSurface"])
    objects = tile["CityObjects"]
    whole = next(iter(objects.values()))
    geometry = whole["geometry"][0]
    tile["CityObjects"] = {}
    for number in range(len(panden)):
        one = {**geometry, "boundaries": [geometry["boundaries"][number]], "semantics": {**geometry["semantics"], "values": [0]}}
        attributes = {**whole["attributes"], "identificatie": f"NL.IMBAG.Pand.{number:016d}", "oorspronkelijkbouwjaar": 1960 + number // 2}
        tile["CityObjects"][f"P{number}"] = {**whole, "attributes": attributes, "geometry": [one]}
    return tile


def read(folder: Path, tile: Plain, **options: Plain) -> Building:
    return read_building(written(folder, "tile.city.json", tile), **{"building_id": "P0", **options})


def area(building: Building) -> float:
    return float(polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area)


ROW = ((0, 15, 13.0, 0), (15, 30, 13.2, 0), (30.1, 45, 12.9, 0), (45, 60, 13.6, 0), (62, 77, 13.0, 0))
"""Three equal roofs, the third 0.1 m off, then one that is 0.6 m higher, then one beyond a gap of 2 m."""


def test_adjoining_panden_of_equal_height_are_one_roof(tmp_path: Path) -> None:
    building = read(tmp_path, street(*ROW))
    assert area(building) == pytest.approx(450.0, abs=0.5)
    assert building.bag_ids == tuple(f"{n:016d}" for n in range(3))
    assert [item.code for item in building.findings] == ["READ-ROW-MERGED"]
    assert building.findings[0].parameters["count"] == 3
    assert building.roof.level_nap_m is not None
    # area-weighted over 150, 150 and 149 m2
    assert building.roof.level_nap_m.value == pytest.approx((150 * 13.0 + 150 * 13.2 + 149 * 12.9) / 449, abs=0.001)
    assert (building.roof.level_nap_m.low, building.roof.level_nap_m.high) == (12.9, 13.2)
    assert building.year_built is not None
    assert (building.year_built.value, building.year_built.low, building.year_built.high) == (1960, 1960.0, 1961.0)


def test_a_row_is_split_and_joined_by_the_user(tmp_path: Path) -> None:
    alone = read(tmp_path, street(*ROW), row="alone")
    assert area(alone) == pytest.approx(150.0)
    assert [(item.code, item.parameters["count"]) for item in alone.findings] == [("READ-ROW-SPLIT", 2)]
    assert len(alone.bag_ids) == 1
    two = read(tmp_path, street(*ROW), joined_ids=("P1",))
    assert area(two) == pytest.approx(300.0)
    assert two.bag_ids == tuple(f"{n:016d}" for n in range(2))
    with pytest.raises(UnreadableInput, match="do not adjoin"):
        read(tmp_path, street(*ROW), joined_ids=("P2",))
    with pytest.raises(UnreadableInput, match=r"differ 0\.60 m in height"):
        read(tmp_path, street(*ROW), joined_ids=("P3",))
    with pytest.raises(NotFound):
        read(tmp_path, street(*ROW), joined_ids=("P9",))


@pytest.mark.parametrize(
    "tile",
    [
        street((0, 15, 13.0, 0)),
        street((0, 15, 13.0, 0), (15, 30, 13.4, 0)),
        street((0, 15, 13.0, 0), (15.3, 30, 13.0, 0)),
        street((0, 15, 13.0, 0), (15, 30, 13.0, 9)),
        street((0, 15, 13.0, 0), (15, 16, 13.0, 0)),
    ],
    ids=["nobody", "higher", "gap", "corner", "shed"],
)
def test_other_neighbours_change_nothing(tmp_path: Path, tile: Plain) -> None:
    building = read(tmp_path, tile)
    assert building == read(tmp_path, tile, row="alone")
    assert building.findings == ()
    assert area(building) == pytest.approx(150.0)


def test_a_row_does_not_climb_along_small_steps(tmp_path: Path) -> None:
    building = read(tmp_path, street(*((15.0 * n, 15.0 * (n + 1), 13.0 + 0.2 * n, 0) for n in range(6))))
    assert building.findings[0].parameters["count"] == 2


@given(heights=st.lists(st.sampled_from([13.0, 13.1, 14.0]), min_size=1, max_size=6))
def test_a_row_is_the_unbroken_run_of_equal_heights(tmp_path_factory: pytest.TempPathFactory, heights: list[float]) -> None:
    tile = street(*((15.0 * n, 15.0 * (n + 1), z, 0.0) for n, z in enumerate(heights)))
    run = next((n for n, z in enumerate(heights) if abs(z - heights[0]) > 0.3), len(heights))
    building = read(tmp_path_factory.mktemp("row"), tile)
    assert len(building.bag_ids) == run
    assert area(building) == pytest.approx(150.0 * run, abs=0.2)


def test_a_row_of_a_real_tile(shared_data: Path) -> None:
    tile = shared_data / "3dbag" / "3dbag_5910.json"
    row = read_building(tile, "NL.IMBAG.Pand.0503100000021171")
    alone = read_building(tile, "NL.IMBAG.Pand.0503100000021171", row="alone")
    assert (len(row.bag_ids), len(alone.bag_ids)) == (6, 1)
    assert 80.0 < area(alone) < 100.0
    assert area(row) > 1_000.0


def test_the_slab_without_an_equal_neighbour_stays_what_it_was(shared_data: Path) -> None:
    tile, name = shared_data / "3dbag" / "amersfoort_9-516-588.city.json", "NL.IMBAG.Pand.0355100000741774"
    assert read_building(tile, name) == read_building(tile, name, row="alone")
