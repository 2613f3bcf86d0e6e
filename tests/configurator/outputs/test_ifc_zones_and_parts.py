"""Zones, wet cells, the grid and the split file of an IFC, as another reader finds them."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from shapely.geometry import box
from shapely.ops import unary_union

from configurator.outputs.ifc import ifc_bytes
from tests.configurator.outputs.ifc_reader import Ifc, Solid, opened, origin, psets, solids
from tests.configurator.outputs.samples import AXES_MM, DEPTH_MM, sample_bundle


@functools.cache
def whole() -> tuple[Ifc, dict[str, Solid]]:
    file = opened(ifc_bytes(sample_bundle()))
    return file, solids(file)


def test_a_zone_for_each_dwelling_holds_its_rooms() -> None:  # nr 24
    file, _ = whole()
    zones = {z.Name: z for z in file.by_type("IfcZone")}
    assert sorted(zones) == ["s04/a/d01", "s04/a/d05", "s05/a/d01", "s05/a/d05"]
    for name, zone in zones.items():
        assert zone.ObjectType == "Bouwnummer"
        (members,) = zone.IsGroupedBy
        assert sorted(s.Name for s in members.RelatedObjects) == [name, f"{name}/wet1"]


def test_areas_of_nen_2580_are_those_of_the_drawn_plan() -> None:
    """By hand: two modules of 3.98 m and 9.0 m, a joint of 20 mm between them, and half a joint to no neighbour."""
    file, shapes = whole()
    zone = next(z for z in file.by_type("IfcZone") if z.Name == "s04/a/d01")
    facts = psets(zone)["Optop_Dwelling"]
    assert facts["BVO NEN 2580 (getekende plattegrond)"] == pytest.approx((2 * 3.98 + 0.02) * 9.0, abs=1e-3)
    assert facts["GO NEN 2580 (getekende plattegrond)"] == pytest.approx(2 * 8.4 * 3.68 + 4.5 * 0.32, abs=1e-3)
    assert facts["AreaBasis"].startswith("kengetal"), "the usable area itself is by a factor, so it does not bear the norm's name"
    assert facts["UsableArea"] == 58.9
    walls = [s for s in shapes.values() if s.product.Name == "Wand natte cel" and s.product.Tag.startswith("s04/a/m01/")]
    partitions = unary_union([box(*s.low[:2], *s.high[:2]) for s in walls]).area
    rooms = sum(psets(s)["Qto_SpaceBaseQuantities"]["GrossFloorArea"] for s in zone.IsGroupedBy[0].RelatedObjects)
    assert rooms + partitions == pytest.approx(facts["GO NEN 2580 (getekende plattegrond)"], abs=1e-3)


def test_no_room_lies_in_a_wall() -> None:
    file, shapes = whole()
    rooms = [shapes[s.GlobalId] for s in file.by_type("IfcSpace") if s.Name == "s04/a/d01/wet1"]
    walls = [s for s in shapes.values() if s.product.is_a("IfcWall") and (s.product.Tag or "").startswith("s04/a/m01/")]
    assert len(walls) == 4 + 3, "four sides, and three partitions against the closed side"
    for room in rooms:
        for wall in walls:
            depths = [min(room.high[i], wall.high[i]) - max(room.low[i], wall.low[i]) for i in range(3)]
            if wall.product.Name == "Wand natte cel":
                assert min(depths) < 1e-6


def test_the_wet_cell_has_an_inner_door() -> None:
    file, _ = whole()
    doors = [d for d in file.by_type("IfcDoor") if d.Tag.endswith("wet/o1")]
    assert len(doors) == 4
    for door in doors:
        codes = [r.RelatingClassification.Identification for r in door.HasAssociations if r.is_a("IfcRelAssociatesClassification")]
        assert codes == ["32.31"]
        assert door.FillsVoids[0].RelatingOpeningElement.VoidsElements[0].RelatingBuildingElement.Name == "Wand natte cel"
        assert psets(door)["Pset_DoorCommon"]["IsExternal"] is False


def test_the_grid_has_the_bearing_lines_where_they_are() -> None:
    file, _ = whole()
    (grid,) = file.by_type("IfcGrid")
    lines = {axis.AxisTag: axis.AxisCurve.Points for axis in grid.UAxes}
    assert sorted(lines) == [f"w{i + 1:02d}" for i in range(len(AXES_MM))]
    for i, u in enumerate(AXES_MM):
        start, end = lines[f"w{i + 1:02d}"]
        assert start.Coordinates[0] == end.Coordinates[0] == pytest.approx(u / 1000.0)
        assert start.Coordinates[1] < 0.0 < DEPTH_MM / 1000.0 < end.Coordinates[1]
    assert [axis.AxisTag for axis in grid.VAxes] == ["A", "B"]
    assert origin(grid)[2] == pytest.approx(0.0), "drawn at peil"
    assert grid.ContainedInStructure[0].RelatingStructure.Name == "00 begane grond"


def test_the_existing_block_can_come_as_a_file_of_its_own() -> None:
    """Together the two files hold what the whole holds, under the same ids; only the zero-point and the spatial tree are in both.

    The hole that the new stair makes in the existing roof is in neither: the one shows the roof as it is, the other has no roof.
    """
    bundle = sample_bundle(access="stair")
    every, old, new = (opened(ifc_bytes(bundle, contents)) for contents in ("all", "existing", "new"))
    ids = [{e.GlobalId for e in file.by_type("IfcElement")} for file in (every, old, new)]
    shared = ids[1] & ids[2]
    through = {hole.GlobalId for hole in every.by_type("IfcOpeningElement") if hole.VoidsElements[0].RelatingBuildingElement.Tag == "roof"}
    assert len(through) == 1
    assert ids[0] == ids[1] | ids[2] | through
    assert {every.by_guid(i).Name for i in shared} == {"nulpunt"}
    assert {s.Name for s in old.by_type("IfcBuildingStorey")} < {s.Name for s in new.by_type("IfcBuildingStorey")}
    assert not old.by_type("IfcSpace")
    status = {psets(e)["Pset_WallCommon"]["Status"][0] for e in old.by_type("IfcWall")}
    assert status == {"EXISTING"}
    assert {psets(e)["Pset_WallCommon"]["Status"][0] for e in new.by_type("IfcWall")} == {"NEW"}
    assert old.header.file_name.name == "proefblok_BWK_Bestaand.ifc"


def test_a_lid_is_a_slab_below_and_above() -> None:
    file, _ = whole()
    lids = [s for s in file.by_type("IfcSlab") if (s.Tag or "").endswith("/overhead")]
    kinds = {s.Tag[:3]: s.IsTypedBy[0].RelatingType.PredefinedType for s in lids}
    assert kinds == {"s04": "FLOOR", "s05": "ROOF"}


def test_the_name_of_the_classification_is_the_receivers() -> None:
    file = opened(ifc_bytes(replace(sample_bundle(storeys=0), classification="NL-SfB")))
    assert [c.Name for c in file.by_type("IfcClassification")] == ["NL-SfB"]
