"""IFC of any author: hand-made files with every number known, real ones where they are there, and 24 ways to be broken."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest
from shapely.geometry import Polygon

from catalogue.documents.building import Building
from catalogue.errors import IncompleteRequest, NotFound, OptopError, UnreadableInput
from catalogue.resolve import resolve_assumptions
from configurator.host.compile import compile_host
from configurator.host.overlay import overlay
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.isolation import Limits, run_isolated
from configurator.host.rings import polygon_of
from tests.configurator.host.readers.ifc_block import MALFORMED, Block, ifc_text
from tests.configurator.host.samples import turned


def read(tmp_path: Path, block: Block, building_id: str | None = None) -> Building:
    path = tmp_path / "block.ifc"
    path.write_text(ifc_text(block))
    return read_building(path, building_id)


def codes(building: Building) -> list[str]:
    return [item.code for item in building.findings]


@pytest.mark.parametrize(
    "block",
    [
        Block(),
        Block(schema="IFC2X3", millimetres=False),
        Block(context="Plan", roof_class="FLOOR"),
        Block(storeys=3, bays_m=(3.9,) * 6, parapet_m=0.0, hut_m=None),
    ],
)
def test_a_block_is_read_as_it_was_drawn(tmp_path: Path, block: Block) -> None:
    building = read(tmp_path, block)
    plan = polygon_of(building.roof.polygon, "roof", crs=None)
    assert plan.area == pytest.approx(block.length_m * block.depth_m, rel=1e-3)
    assert building.storeys_existing is not None
    assert building.storeys_existing.value == block.storeys
    assert building.storey_heights_m is not None
    assert sum(building.storey_heights_m.value) == pytest.approx(block.roof_m, abs=0.001)
    assert [round(item.height_m or 0.0, 3) for item in building.obstacles] == ([] if block.hut_m is None else [block.hut_m[4]])
    assert building.bearing_lines is not None
    axes = [line.x_mm for line in building.bearing_lines.value]
    gaps = [(b - a) / 1000.0 for a, b in pairwise(axes)]
    assert gaps == pytest.approx(list(block.bays_m), abs=0.002)
    assert {line.thickness_mm for line in building.bearing_lines.value} == {180}
    assert {line.continuous_to_foundation for line in building.bearing_lines.value} == {"yes"}
    assert building.bearing_lines.basis == "assumed"
    assert ("READ-IFC-PARAPET" in codes(building)) == (block.parapet_m > 0)
    assert ("READ-IFC-NO-ROOF-CLASS" in codes(building)) == (block.roof_class != "ROOF")
    assert "READ-IFC-NO-LOCATION" in codes(building)


def test_what_was_read_becomes_a_host_and_says_what_it_took_for_granted(tmp_path: Path) -> None:
    structure = {"floor_kn_per_m2": 4.4, "partitions_kn_per_m2": 0.8, "roof_kn_per_m2": 4.9, "wall_kn_per_m2": 4.3}
    building = overlay(read(tmp_path, Block(load_bearing=True)), {"structure": structure, "ground_floor_on_walls": True})
    host = compile_host(building, None, resolve_assumptions())
    assert len(host.bays) == 5
    assert host.storeys_existing == 4
    assert host.roof_z_mm == 11_400
    assert not any(line.assumed for line in host.bearing_lines)
    assert {item.code for item in host.findings} >= set(codes(building))


def test_what_the_user_knows_wins_over_what_was_presumed(tmp_path: Path) -> None:
    drawn = read(tmp_path, Block())
    bays = overlay(drawn, {"bay_sequence": {"bays": [{"width_mm": 6000}]}})
    assert bays.bearing_lines is None
    assert "READ-IFC-WALLS-CANDIDATES" not in codes(bays)
    five = overlay(drawn, {"storeys_existing": 5})
    assert five.storey_heights_m is None
    assert overlay(drawn, {"storeys_existing": 4}).storey_heights_m == drawn.storey_heights_m
    more = overlay(drawn, {"roof.ballast": "gravel", "foundation": {"type": "pile", "material": "concrete"}, "edges": []})
    assert codes(more) == codes(drawn)
    shaft = {"kind": "shaft", "polygon": {"outer": [[1, 1], [2, 1], [2, 2]]}, "height_m": 1.0}
    assert len(overlay(drawn, {"obstacles": [shaft]}).obstacles) == len(drawn.obstacles) + 1


def test_walls_that_are_declared_not_to_bear_are_left_out_where_others_are_declared_to(tmp_path: Path) -> None:
    building = read(tmp_path, Block(load_bearing=(True, True, True, False, True, True)))
    assert building.bearing_lines is not None
    axes = [line.x_mm for line in building.bearing_lines.value]
    assert [round((b - a) / 100) / 10 for a, b in pairwise(axes)] == [3.6, 4.2, 6.6, 3.6]
    assert building.bearing_lines.basis == "observed"
    assert "READ-IFC-WALLS-DENIED" not in codes(building)


def test_a_model_that_calls_no_wall_bearing_says_nothing_about_walls(tmp_path: Path) -> None:
    building = read(tmp_path, Block(load_bearing=False))
    assert building.bearing_lines is not None
    assert (len(building.bearing_lines.value), building.bearing_lines.basis) == (6, "assumed")
    denied = next(item for item in building.findings if item.code == "READ-IFC-WALLS-DENIED")
    assert denied.parameters["count"] == 6


def test_a_wall_beside_another_makes_no_bay(tmp_path: Path) -> None:
    building = read(tmp_path, Block(bays_m=(3.6, 1.0, 3.2, 3.6)))
    assert building.bearing_lines is not None
    axes = [line.x_mm for line in building.bearing_lines.value]
    assert [round((b - a) / 100) / 10 for a, b in pairwise(axes)] == [3.6, 4.2, 3.6]


@pytest.mark.parametrize("facades", [False, True])
def test_a_model_without_a_roof_gives_the_outline_of_its_top_storey(tmp_path: Path, facades: bool) -> None:
    block = Block(roof_class="", facades=facades)
    building = read(tmp_path, block)
    assert "READ-IFC-NO-ROOF" in codes(building)
    assert polygon_of(building.roof.polygon, "roof", crs=None).area == pytest.approx(block.length_m * block.depth_m, rel=0.001)
    assert building.storey_heights_m is not None
    # the walls of the fourth storey end at 4 x 2.8 m
    assert sum(building.storey_heights_m.value) == pytest.approx(11.2, abs=0.001)
    assert building.obstacles == ()
    assert building.bearing_lines is not None


@pytest.mark.parametrize(
    ("axis", "degrees"), [((1.0, 0.0), 0.0), ((0.0, 1.0), 90.0), ((-1.0, 0.0), 180.0), ((0.6, 0.8), 53.13010235), ((3.0, -3.0), -45.0)]
)
@pytest.mark.parametrize("scale", [None, 0.001, 1.0, 0.9999])
def test_the_x_axis_and_scale_of_the_location_turn_and_stretch_the_roof(
    tmp_path: Path, axis: tuple[float, float], degrees: float, scale: float | None
) -> None:
    block = Block(map_conversion=("EPSG:7415", 155_000.0, 463_000.0, 1.2), x_axis=axis, map_scale=scale, hut_m=None, parapet_m=0.0)
    building = read(tmp_path, block)
    stretch = 0.9999 if scale == 0.9999 else 1.0
    size = (block.length_m * stretch, block.depth_m * stretch)
    expected = turned([(0.0, 0.0), (size[0], 0.0), size, (0.0, size[1])], degrees, (155_000.0, 463_000.0))
    found = polygon_of(building.roof.polygon, "roof", crs="EPSG:7415")
    assert found.symmetric_difference(Polygon(expected)).area < 0.05
    assert [code for code in codes(building) if "LOCATION" in code or "SCALE" in code] == []


def test_a_scale_that_fits_nothing_is_not_used_and_said(tmp_path: Path) -> None:
    building = read(tmp_path, Block(map_conversion=("EPSG:7415", 155_000.0, 463_000.0, 1.2), map_scale=7.0))
    assert polygon_of(building.roof.polygon, "roof", crs="EPSG:7415").area == pytest.approx(Block().length_m * 10.0, rel=1e-3)
    assert "READ-IFC-SCALE-IGNORED" in codes(building)


@pytest.mark.parametrize(
    ("conversion", "nap_m", "code"),
    [
        (("EPSG:28992", 155_000.0, 463_000.0, 1.2), 12.6, None),
        (("EPSG:7415", 155_000_000.0, 463_000_000.0, 1_200.0), 12.6, "READ-IFC-LOCATION-SCALED"),
        (("EPSG:28992", 0.0, 0.0, 0.0), None, "READ-IFC-LOCATION-REFUSED"),
        (("EPSG:32631", 700_000.0, 5_700_000.0, 0.0), None, "READ-IFC-LOCATION-REFUSED"),
    ],
)
def test_a_location_is_used_only_when_it_is_plausible(
    tmp_path: Path, conversion: tuple[str, float, float, float], nap_m: float | None, code: str | None
) -> None:
    building = read(tmp_path, Block(map_conversion=conversion))
    assert (building.site.crs == "EPSG:7415") == (nap_m is not None)
    level = building.roof.level_nap_m
    assert (None if level is None else level.value) == (None if nap_m is None else pytest.approx(nap_m, abs=0.001))
    assert [item for item in codes(building) if "LOCATION-" in item] == ([] if code is None else [code])
    if nap_m is not None:
        assert building.peil_nap_m is not None
        assert building.peil_nap_m.value == pytest.approx(1.2)
        assert building.roof.polygon.outer[0] == pytest.approx((155_000.0, 463_000.0), abs=25.0)


def test_storeys_stand_where_they_are_placed(tmp_path: Path) -> None:
    building = read(tmp_path, Block(elevation_error_m=0.5))
    assert building.storey_heights_m is not None
    assert building.storey_heights_m.value == pytest.approx((2.8, 2.8, 2.8, 3.0))


def test_one_of_several_buildings_is_chosen(tmp_path: Path) -> None:
    with pytest.raises(IncompleteRequest, match="blok-0, blok-1"):
        read(tmp_path, Block(buildings=2))
    with pytest.raises(NotFound, match="blok-7"):
        read(tmp_path, Block(buildings=2), "blok-7")
    assert read(tmp_path, Block(buildings=2), "blok-1").id == "blok-1"
    listed = list_buildings(tmp_path / "block.ifc")
    assert [(entry.id, entry.flat_levels, entry.height_m) for entry in listed] == [("blok-0", 1, 11.4), ("blok-1", 1, 11.4)]


@pytest.mark.parametrize("kind", [*MALFORMED, "long-string"])
def test_a_broken_file_costs_one_sentence(tmp_path: Path, kind: str) -> None:
    good = ifc_text(Block()).encode()
    path = tmp_path / f"{kind}.ifc"
    path.write_bytes(good.replace(b"'m5'", b"'" + b"A" * 50_000_000 + b"'", 1) if kind == "long-string" else MALFORMED[kind](good))
    start = time.perf_counter()
    if kind == "long-string":
        assert read_building(path).storeys_existing is not None
    else:
        with pytest.raises(UnreadableInput) as caught:
            read_building(path)
        assert "\n" not in caught.value.message
        assert path.name in caught.value.message
        with pytest.raises(UnreadableInput):
            list_buildings(path)
    assert time.perf_counter() - start < 20.0


def test_every_kind_of_damage_is_another_file() -> None:
    good = ifc_text(Block()).encode()
    made = [damage(good) for damage in MALFORMED.values()]
    assert len({*made, good}) == len(MALFORMED) + 1 == 24


def test_a_child_that_dies_hangs_or_grabs_costs_one_sentence_and_the_next_one_works() -> None:
    with pytest.raises(UnreadableInput, match="SIGABRT"):
        run_isolated(os.abort, where="x.ifc")
    with pytest.raises(UnreadableInput, match="exit code 3"):
        run_isolated(os._exit, 3, where="x.ifc")
    with pytest.raises(UnreadableInput, match=r"0\.3 s"):
        run_isolated(time.sleep, 30, where="x.ifc", limits=Limits(wall_s=0.3))
    with pytest.raises(UnreadableInput, match="more than 1 s"):
        run_isolated(sum, range(10**12), where="x.ifc", limits=Limits(cpu_s=1))
    with pytest.raises(UnreadableInput, match="memory"):
        run_isolated(bytearray, 8 << 30, where="x.ifc")
    with pytest.raises(UnreadableInput, match="ZeroDivisionError"):
        run_isolated(divmod, 1, 0, where="x.ifc")
    assert run_isolated(max, 1, 2, where="x.ifc") == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "area_m2", "roof_m"),
    [("TallBuilding.ifc", 67.2, 16.4), ("LargeBuilding.ifc", 154.4, 4.4), ("duplex.ifc", 152.0, 6.45)],
)
def test_real_files_give_their_roof(shared_data: Path, name: str, area_m2: float, roof_m: float) -> None:
    building = read_building(shared_data / "ifc" / name)
    assert polygon_of(building.roof.polygon, "roof", crs=None).area == pytest.approx(area_m2, rel=0.04)
    assert building.storey_heights_m is not None
    assert sum(building.storey_heights_m.value) == pytest.approx(roof_m, abs=0.02)
    assert "READ-IFC-NO-LOCATION" in codes(building)


@pytest.mark.slow
def test_a_roof_slab_without_classes_storeys_or_the_usual_context_is_still_seen(shared_data: Path) -> None:
    path = shared_data / "ifc" / "S1_Dakvloer_NL.ifc"
    building = read_building(path)
    # Slabs with a joint of 0.2 m between them, closed; an independent reading on a grid of 0.1 m finds 308 m2.
    assert polygon_of(building.roof.polygon, "roof", crs=None).area == pytest.approx(308.0, rel=0.07)
    assert building.storeys_existing is None
    assert {"READ-IFC-NO-ROOF-CLASS", "READ-IFC-NO-STOREYS", "READ-IFC-NO-WALLS"} <= set(codes(building))


@pytest.mark.slow
def test_real_files_cut_anywhere_are_refused(shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "ifc" / "TallBuilding.ifc").read_bytes()
    for share in (0.01, 0.3, 0.9, 0.999):
        path = tmp_path / "cut.ifc"
        path.write_bytes(data[: int(len(data) * share)] + b"\nENDSEC;\nEND-ISO-10303-21;\n")
        with pytest.raises(OptopError):
            read_building(path)
