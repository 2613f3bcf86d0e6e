"""Real files of 3DBAG (read in place): every file, the buildings that the first issue names, and every roof level to a millimetre.

Expected levels, areas and slopes were measured in the source files by a separate study; heights are compared with the faces' own
vertices, taken straight from the JSON here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from catalogue.documents.building import Building
from catalogue.errors import IncompleteRequest, UnreadableInput
from catalogue.resolve import resolve_assumptions, resolve_family
from configurator.host.building import HostBuilding
from configurator.host.compile import compile_host
from configurator.host.overlay import overlay
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.cityjson import city_model
from configurator.host.readers.content import read_content
from configurator.host.readers.pand import building_of, panden, shape_of
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain

ZEIST, DELFT = "amersfoort_9-516-588.city.json", "3dbag_5910.json"
SLAB_1970 = "NL.IMBAG.Pand.0355100000741774"
SLAB_1973 = "NL.IMBAG.Pand.0355100000717702"
SLOPING = "NL.IMBAG.Pand.0503100000032799"
LOW = "NL.IMBAG.Pand.0503100000021165"


@pytest.fixture(scope="module")
def bag(shared_data: Path) -> Path:
    return shared_data / "3dbag"


def host(described: Building, **facts: Plain) -> HostBuilding:
    described = overlay(described, {"family": "F09", **facts})
    return compile_host(described, resolve_family("F09"), resolve_assumptions())


def roof_heights(path: Path, pand: str) -> list[float]:
    """Heights of all LoD 2.2 roof vertices of a pand in a tile, straight from the JSON."""
    tile = json.loads(path.read_text(encoding="utf-8"))
    geometry = next(g for g in tile["CityObjects"][f"{pand}-0"]["geometry"] if str(g["lod"]) == "2.2")
    kinds = [surface["type"] for surface in geometry["semantics"]["surfaces"]]
    shell, values = geometry["boundaries"][0], geometry["semantics"]["values"][0]
    used = [v for rings, value in zip(shell, values, strict=True) if kinds[value] == "RoofSurface" for ring in rings for v in ring]
    scale, shift = tile["transform"]["scale"][2], tile["transform"]["translate"][2]
    return [tile["vertices"][v][2] * scale + shift for v in used]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        (DELFT, 432),
        (ZEIST, 800),
        ("nextbk_2b.city.json", 2),
        ("cjseq_3dbag_b2.city.jsonl", 2),
        ("cjdb_5870_ext.jsonl", 55),
        ("tyler_3dbag_feature_x71.city.jsonl", 1),
    ],
)
def test_every_file_is_read(bag: Path, name: str, count: int) -> None:
    found = list_buildings(bag / name)
    assert len(found) == count
    assert sum(summary.flat_levels > 0 for summary in found) > 0
    if count > 1:
        with pytest.raises(IncompleteRequest, match=f"{count} buildings"):
            read_building(bag / name)
    best = max(found, key=lambda summary: (summary.flat_levels > 0, summary.area_m2 or 0.0))
    assert read_building(bag / name, best.id).bag_ids[0] in best.id or name.startswith("tyler")


def test_a_metadata_file_says_that_it_is_one(bag: Path) -> None:
    with pytest.raises(UnreadableInput, match="metadata file without buildings"):
        read_building(bag / "tyler_3dbag_x00.city.json")


@pytest.mark.parametrize(
    ("pand", "level", "area_m2", "length_m", "depth_m", "height_m"),
    [
        (SLAB_1970, "1", 621.7, 64.4, 11.5, 17.2),
        (SLAB_1970, "2", 456.0, None, None, 22.8),
        (SLAB_1973, "1", 682.4, None, None, 22.7),
    ],
)
def test_the_slabs_of_zeist(
    bag: Path, pand: str, level: str, area_m2: float, length_m: float | None, depth_m: float | None, height_m: float
) -> None:
    read = read_building(bag / ZEIST, pand, roof_level=level)
    compiled = host(read, storeys_existing=6 if height_m < 20 else 8)
    assert compiled.roof_outline_mm.area / 1e6 == pytest.approx(area_m2, abs=0.1)
    low_u, low_v, high_u, high_v = compiled.roof_outline_mm.bounds
    if length_m is not None and depth_m is not None:
        assert (high_u - low_u) / 1000 == pytest.approx(length_m, abs=0.1)
        assert (high_v - low_v) / 1000 == pytest.approx(depth_m, abs=0.1)
    assert compiled.roof_z_mm / 1000 == pytest.approx(height_m, abs=0.05)
    assert compiled.buildable()
    assert not {"HOST-STOREYS-IMPLAUSIBLE", "HOST-STOREYS-ASSUMED"} & {f.code for f in compiled.findings}
    assert len(compiled.bearing_lines) > 10


def test_the_roof_lies_within_a_millimetre_of_the_level_in_the_file(bag: Path) -> None:
    read = read_building(bag / ZEIST, SLAB_1970)
    compiled = host(read, storeys_existing=6)
    assert compiled.frame.peil_nap_m is not None
    roof_nap_m = compiled.frame.peil_nap_m + compiled.roof_z_mm / 1000.0
    assert read.roof.level_nap_m is not None
    assert roof_nap_m == pytest.approx(read.roof.level_nap_m.value, abs=0.0006)
    low, high = read.roof.level_nap_m.low, read.roof.level_nap_m.high
    assert low is not None
    assert high is not None
    near = [z for z in roof_heights(bag / ZEIST, SLAB_1970) if low - 0.001 <= z <= high + 0.001]
    assert min(near) <= roof_nap_m <= max(near)
    assert max(near) - min(near) < 0.02


def test_a_plane_of_nearly_five_degrees_is_refused_for_its_fall(bag: Path) -> None:
    compiled = host(read_building(bag / DELFT, SLOPING), storeys_existing=5)
    found = next(f for f in compiled.findings if f.code == "HOST-ROOF-NOT-FLAT")
    assert found.status == "fail"
    assert found.parameters["slope_deg"] == pytest.approx(4.8, abs=0.05)
    assert found.parameters["fall_m"] == pytest.approx(6.0, abs=0.1)
    assert found.parameters["extent_m"] == pytest.approx(86, abs=0.6)
    assert not compiled.buildable()


def test_five_storeys_in_eight_metres_are_implausible(bag: Path) -> None:
    compiled = host(read_building(bag / DELFT, "0503100000021165"), storeys_existing=5)
    assert compiled.id == LOW
    found = next(f for f in compiled.findings if f.code == "HOST-STOREYS-IMPLAUSIBLE")
    assert found.parameters["roof_m"] == pytest.approx(8.4, abs=0.1)


def test_one_building_of_a_tile_costs_little_more_than_to_read_its_file(bag: Path) -> None:
    def seconds(reads: Callable[[], object]) -> float:
        took = []
        for _ in range(3):
            start = time.process_time()
            reads()
            took.append(time.process_time() - start)
        return min(took)

    file = seconds(lambda: city_model(read_content(bag / ZEIST)))
    assert seconds(lambda: read_building(bag / ZEIST, SLAB_1970)) < 4 * file


@pytest.mark.parametrize("name", ["nextbk_2b.city.json", "cjdb_5870_ext.jsonl", ZEIST, DELFT])
def test_every_level_of_every_building_compiles_to_a_millimetre(bag: Path, name: str) -> None:
    model = city_model(read_content(bag / name))
    compiled = 0
    for pand in panden(model)[:250]:
        shape = shape_of(pand, name)
        for number in range(1, 1 + min(3, 0 if shape is None else len(shape.levels))):
            read = building_of(model, pand, str(number))
            result = host(read)
            rings = [result.roof_outline_mm.exterior, *result.roof_outline_mm.interiors]
            world = [result.frame.to_world_m(shapely.get_coordinates(ring)) for ring in rings]
            outline = polygon_of(read.roof.polygon, "roof", crs=read.site.crs)
            assert outline.buffer(0.001).covers(shapely.Polygon(world[0], world[1:]))
            assert outline.area - result.roof_outline_mm.area / 1e6 < 0.1
            assert np.array_equal(shapely.get_coordinates(result.roof_outline_mm), np.rint(shapely.get_coordinates(result.roof_outline_mm)))
            compiled += 1
    assert compiled > 0
