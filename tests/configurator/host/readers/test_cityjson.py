"""CityJSON in its forms, on hand-made files: versions, sequences, API answers, roof levels, obstacles, ground."""

from __future__ import annotations

import copy
import gc
import json
import math
import weakref
from pathlib import Path

import pytest
from shapely import Point, union_all

from catalogue.errors import IncompleteRequest, NotFound, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.content import read_content
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, box, cityjson, flat, written

X0, Y0 = 142_000.0, 455_000.0
GROUND = flat(box(0, 0, 40, 10), 2.0)
SLAB = cityjson([flat(box(0, 0, 40, 10), 13.2), GROUND], ["RoofSurface", "GroundSurface"])
WITH_HUT = cityjson(
    [
        flat(box(0, 0, 18, 10), 13.2),
        flat(box(22, 0, 40, 10), 13.3),
        flat(box(18, 0, 22, 4), 13.25),
        flat(box(18, 6, 22, 10), 13.15),
        flat(box(18, 4, 22, 6), 16.0),
        flat(box(40, 0, 60, 10), 8.0),
        GROUND,
    ],
    ["RoofSurface"] * 6 + ["GroundSurface"],
)
"""A slab in four pieces within 0.3 m, a hut in the middle that is a hole in it, and a lower wing of 200 m2."""


def changed(content: Plain, **members: Plain) -> Plain:
    return {**copy.deepcopy(content), **members}


def area(folder: Path, content: Plain, **options: Plain) -> float:
    read = read_building(written(folder, "tile.city.json", content), **options)
    return float(polygon_of(read.roof.polygon, "roof", crs=read.site.crs).area)


def test_a_flat_roof_with_its_evidence(tmp_path: Path) -> None:
    read = read_building(written(tmp_path, "tile.city.json", SLAB))
    assert sorted(read.roof.polygon.outer) == [(X0, Y0), (X0, Y0 + 10), (X0 + 40, Y0), (X0 + 40, Y0 + 10)]
    assert read.site.crs == "EPSG:7415"
    assert read.roof.level_nap_m is not None
    assert (read.roof.level_nap_m.value, read.roof.level_nap_m.basis, read.roof.level_nap_m.source) == (13.2, "observed", "cityjson")
    assert read.ground_nap_m is not None
    assert read.ground_nap_m.value == 2.0
    assert read.sources["cityjson-ground"].reference == "ground level: h_maaiveld"
    assert read.year_built is not None
    assert read.year_built.value == 1966
    assert read.roof.slope is not None
    assert (read.roof.slope.slope_deg, read.roof.slope.fall_m) == (0.0, 0.0)


def test_levels_are_the_largest_first_and_a_hut_is_an_obstacle_on_a_roof_without_a_hole(tmp_path: Path) -> None:
    path = written(tmp_path, "tile.city.json", WITH_HUT)
    upper = read_building(path)
    assert polygon_of(upper.roof.polygon, "roof", crs=upper.site.crs).area == pytest.approx(400.0, abs=0.01)
    assert upper.roof.polygon.holes == ()
    assert upper.roof.level_nap_m is not None
    # area-weighted: (180 x 13.2 + 180 x 13.3 + 16 x 13.25 + 16 x 13.15) / 392 = 13.2459 m
    assert upper.roof.level_nap_m.value == pytest.approx(13.2459, abs=0.0006)
    assert [item.kind for item in upper.obstacles] == ["unknown"]
    assert upper.obstacles[0].height_m == pytest.approx(16.0 - 13.2459, abs=0.0006)
    hut = polygon_of(upper.obstacles[0].polygon, "hut", crs="EPSG:7415")
    assert hut.bounds == (X0 + 18, Y0 + 4, X0 + 22, Y0 + 6)
    lower = read_building(path, roof_level="2")
    assert (lower.roof.level_id, lower.obstacles) == ("2", ())
    with pytest.raises(NotFound, match=r"no roof level '4'; it has 1 \(392 m2 at 13\.2 m NAP\), 2"):
        read_building(path, roof_level="4")
    (summary,) = list_buildings(path)
    assert (summary.id, summary.flat_levels, summary.area_m2, summary.year_built) == ("house", 3, 392.0, 1966)
    assert summary.height_m == pytest.approx(11.245, abs=0.01)


def test_a_hole_over_a_lower_roof_stays_a_hole(tmp_path: Path) -> None:
    around = [flat(box(0, 0, 40, 8), 13.2), flat(box(0, 12, 40, 20), 13.2), flat(box(0, 8, 10, 12), 13.2), flat(box(30, 8, 40, 12), 13.2)]
    court = cityjson([*around, flat(box(10, 8, 30, 12), 6.0), GROUND], ["RoofSurface"] * 5 + ["GroundSurface"])
    assert area(tmp_path, court) == pytest.approx(800.0 - 80.0, abs=0.01)


def test_a_plane_that_falls_metres_stays_in_the_list_with_its_slope(tmp_path: Path) -> None:
    falling: Plain = [[0, 0, 10], [80, 0, 16], [80, 12, 16], [0, 12, 10]]
    read = read_building(written(tmp_path, "t.city.json", cityjson([falling, flat(box(80, 0, 90, 12), 16.0)], ["RoofSurface"] * 2)))
    assert read.roof.slope is not None
    # atan(6 / 80) = 4.289 degrees
    assert read.roof.slope.slope_deg == pytest.approx(4.289, abs=0.001)
    assert read.roof.slope.fall_m == 6.0
    assert read.roof.level_nap_m is not None
    assert (read.roof.level_nap_m.value, read.roof.level_nap_m.low, read.roof.level_nap_m.high) == (13.0, 10.0, 16.0)


def test_a_pitched_roof_is_read_with_its_slope(tmp_path: Path) -> None:
    planes: Plain = [[[0, 0, 5], [10, 0, 5], [10, 4, 9], [0, 4, 9]], [[0, 4, 9], [10, 4, 9], [10, 8, 5], [0, 8, 5]]]
    read = read_building(written(tmp_path, "t.city.json", cityjson(planes, ["RoofSurface"] * 2)))
    assert read.roof.slope is not None
    assert read.roof.slope.slope_deg == pytest.approx(45.0)


def test_small_steps_do_not_chain_into_one_level(tmp_path: Path) -> None:
    steps = [flat(box(10 * i, 0, 10 * i + 10, 10 + (i == 0)), 10.0 + 0.25 * i) for i in range(5)]
    read = read_building(written(tmp_path, "t.city.json", cityjson(steps, ["RoofSurface"] * 5)))
    assert polygon_of(read.roof.polygon, "roof", crs=read.site.crs).area == pytest.approx(210.0, abs=0.01)


def test_a_roof_with_very_many_vertices_is_simplified_and_only_loses_area(tmp_path: Path) -> None:
    circle = [(30 + 20 * math.cos(t * math.tau / 900), 30 + 20 * math.sin(t * math.tau / 900)) for t in range(900)]
    read = read_building(written(tmp_path, "t.city.json", cityjson([flat(circle, 12.0)], ["RoofSurface"])))
    outline = polygon_of(read.roof.polygon, "roof", crs=read.site.crs)
    assert len(read.roof.polygon.outer) <= 500
    assert Point(X0 + 30, Y0 + 30).distance(outline.exterior) >= 19.8
    assert Point(X0 + 30, Y0 + 30).hausdorff_distance(outline) <= 20.001


def test_very_many_obstacles_are_taken_together_and_none_is_lost(tmp_path: Path) -> None:
    huts = [flat(box(4 * i + 1, 4 * j + 1, 4 * i + 2, 4 * j + 2), 15.0) for i in range(20) for j in range(15)]
    roof = flat(box(0, 0, 80, 60), 12.0)
    read = read_building(written(tmp_path, "t.city.json", cityjson([roof, *huts], ["RoofSurface"] * 301)))
    assert len(read.obstacles) <= 200
    covered = union_all([polygon_of(item.polygon, "hut", crs="EPSG:7415") for item in read.obstacles])
    assert all(covered.covers(Point(X0 + hut[0][0] + 0.5, Y0 + hut[0][1] + 0.5)) for hut in huts)


def test_without_semantics_faces_that_look_up_are_roof(tmp_path: Path) -> None:
    bare = changed(SLAB)
    geometry = bare["CityObjects"]["house"]["geometry"][0]
    del geometry["semantics"]
    bare["CityObjects"]["house"]["geometry"][0]["boundaries"][1][0].reverse()  # the ground looks down
    assert area(tmp_path, bare) == pytest.approx(400.0)


def test_ground_is_the_lowest_point_when_no_attribute_says_it(tmp_path: Path) -> None:
    bare = changed(SLAB)
    bare["CityObjects"]["house"]["attributes"] = {}
    read = read_building(written(tmp_path, "t.city.json", bare))
    assert read.ground_nap_m is not None
    assert read.ground_nap_m.value == 2.0
    assert "lowest point" in read.sources["cityjson-ground"].reference


@pytest.mark.parametrize(
    ("attributes", "ground", "year"),
    [
        ({"b3_h_maaiveld": 1.5, "oorspronkelijkbouwjaar": 1970}, 1.5, 1970),
        ({"B3_H_MAAIVELD": "1.5", "OORSPRONKELIJKBOUWJAAR": "1970"}, 1.5, 1970),
        ({"TerrainHeight": -4.2, "bouwjaar": 9999}, -4.2, None),
        ({"AbsoluteEavesHeight": 14.0, "RelativeEavesHeight": 12.5, "bouwjaar": 1005}, 1.5, None),
        ({"h_maaiveld": None, "bouwjaar": None}, 2.0, None),
        ({"h_maaiveld": 99_999, "bouwjaar": "unknown"}, 2.0, None),
    ],
)
def test_attributes_go_by_many_names(tmp_path: Path, attributes: Plain, ground: float, year: int | None) -> None:
    other = changed(SLAB)
    other["CityObjects"]["house"]["attributes"] = attributes
    read = read_building(written(tmp_path, "t.city.json", other))
    assert read.ground_nap_m is not None
    assert read.ground_nap_m.value == pytest.approx(ground)
    assert (None if read.year_built is None else read.year_built.value) == year


def as_version_1_0(content: Plain) -> Plain:
    old = changed(content, version="1.0", metadata={"referenceSystem": "urn:ogc:def:crs:EPSG::7415"})
    old["vertices"] = [[x / 1000 + X0, y / 1000 + Y0, z / 1000] for x, y, z in old["vertices"]]
    del old["transform"]
    for item in old["CityObjects"].values():
        for geometry in item["geometry"]:
            geometry["lod"] = 2
    return old


def as_solid(content: Plain) -> Plain:
    solid = changed(content)
    geometry = solid["CityObjects"]["house"]["geometry"][0]
    geometry.update(type="Solid", boundaries=[geometry["boundaries"]])
    geometry["semantics"]["values"] = [geometry["semantics"]["values"]]
    return solid


def as_part(content: Plain) -> Plain:
    parts = changed(content)
    house = parts["CityObjects"]["house"]
    parts["CityObjects"]["house-0"] = {"type": "BuildingPart", "parents": ["house"], "geometry": house.pop("geometry"), "attributes": {}}
    house.update(type="+BuildingZ", children=["house-0", "gone"])
    return {"+member": 1, **parts}


@pytest.mark.parametrize("form", [as_version_1_0, as_solid, as_part])
def test_the_same_roof_in_other_forms(tmp_path: Path, form: Plain) -> None:
    assert area(tmp_path, form(SLAB)) == pytest.approx(400.0)
    path = written(tmp_path, "bom.city.json", "\ufeff" + json.dumps(form(SLAB)))
    assert read_building(path).id == "house"


def features(content: Plain) -> tuple[Plain, Plain]:
    header = {name: value for name, value in content.items() if name != "vertices"} | {"CityObjects": {}, "vertices": []}
    return header, {"type": "CityJSONFeature", "id": "house", "CityObjects": content["CityObjects"], "vertices": content["vertices"]}


def test_a_sequence_has_its_transform_on_the_first_line(tmp_path: Path) -> None:
    header, feature = features(SLAB)
    other = json.loads(json.dumps(feature).replace('"house"', '"barn"'))
    path = written(tmp_path, "tile.city.jsonl", "\n".join(json.dumps(line) for line in (header, feature, other)) + "\n")
    with pytest.raises(IncompleteRequest, match=r"2 buildings.*house, barn"):
        read_building(path)
    assert read_building(path, "barn").id == "barn"


def test_a_lone_feature_takes_its_transform_from_the_metadata_file_beside_it(tmp_path: Path) -> None:
    header, feature = features(SLAB)
    path = written(tmp_path, "house.city.jsonl", feature)
    with pytest.raises(UnreadableInput, match="transform"):
        read_building(path)
    written(tmp_path, "tile.city.json", header)
    assert read_building(path).roof.polygon.outer[0][0] >= X0
    written(tmp_path, "other.city.json", header)
    with pytest.raises(UnreadableInput, match="there are 2"):
        read_building(path)


@pytest.mark.parametrize("name", ["feature", "features"])
def test_an_answer_of_the_3dbag_api(tmp_path: Path, name: str) -> None:
    _, feature = features(SLAB)
    answer = {"metadata": {"version": "2.0", "transform": SLAB["transform"]}, name: feature if name == "feature" else [feature]}
    assert area(tmp_path, answer) == pytest.approx(400.0)


def broken(what: str) -> Plain:
    content = changed(SLAB)
    house = content["CityObjects"]["house"]
    if what == "index":
        house["geometry"][0]["boundaries"][0] = [[0, 1, 99_999]]
    elif what == "negative":
        house["geometry"][0]["boundaries"][0] = [[0, 1, -1]]
    elif what == "text":
        house["geometry"][0]["boundaries"][0] = [["a", "b", "c"]]
    elif what == "vertices":
        content["vertices"] = [[1, 2]]
    elif what == "objects":
        content["CityObjects"] = {"house": 7}
    elif what == "geometry":
        house["geometry"] = 7
    return content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (features(SLAB)[0], "metadata file without buildings"),
        (changed(SLAB, version="3.0"), "3.0"),
        (changed(SLAB, metadata={}), "names no coordinate system"),
        (changed(SLAB, metadata={"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/4326"}), "only RD"),
        (changed(SLAB, transform={"scale": [1e-6, 1e-6, 1], "translate": [5.38, 52.15, 0]}), "these are degrees"),
        (changed(SLAB, transform={"scale": [0.001] * 3, "translate": [0, 0, 0]}), "outside the Netherlands"),
        (cityjson([GROUND], ["GroundSurface"], CityObjects={"tree": {"type": "SolitaryVegetationObject"}}), "no buildings"),
        (cityjson([flat(box(0, 0, 9, 9), 5.0)], ["WallSurface"]) | {"CityObjects": {"house": {"type": "Building"}}}, "has no roof"),
        *[
            (broken(what), "broken|no usable vertices|no CityObjects")
            for what in ("index", "negative", "text", "vertices", "objects", "geometry")
        ],
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, content: Plain, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_building(written(tmp_path, "tile.city.json", content))
    assert "\n" not in caught.value.message


def test_an_unknown_building_is_named_with_some_that_exist(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no building 'nowhere'; it holds 1, for example house"):
        read_building(written(tmp_path, "tile.city.json", SLAB), "nowhere")


def test_the_caller_may_name_the_coordinate_system_that_a_file_leaves_out(tmp_path: Path) -> None:
    assert area(tmp_path, changed(SLAB, metadata={}), crs="EPSG:7415") == pytest.approx(400.0)


def test_one_content_serves_every_building_and_a_broken_neighbour_costs_only_itself(tmp_path: Path) -> None:
    content = cityjson([flat(box(x, 0, x + 20, 10), 10.0) for x in (0, 20, 100)], ["RoofSurface"] * 3)
    (whole,) = content["CityObjects"].values()
    (geometry,) = whole["geometry"]
    one = {
        name: whole
        | {"geometry": [geometry | {"boundaries": [shell], "semantics": {"surfaces": [{"type": "RoofSurface"}], "values": [0]}}]}
        for name, shell in zip("ABC", geometry["boundaries"], strict=True)
    }
    content["CityObjects"] = one | {"C": one["C"] | {"geometry": 7}}
    path = written(tmp_path, "tile.city.json", content)
    opened = read_content(path)
    # reading from one content, in either order, gives what reading the file anew gives
    assert [read_building(opened, name) for name in "BA"] == [read_building(path, name) for name in "BA"]
    row = read_building(opened, "A").roof.polygon
    assert polygon_of(row, "roof", crs="EPSG:7415").area == pytest.approx(400.0, rel=1e-3)
    with pytest.raises(UnreadableInput, match="building C is broken"):
        read_building(opened, "C")
    kept = weakref.ref(opened)
    del opened
    gc.collect()
    assert kept() is None  # what was made of a file is forgotten with it
