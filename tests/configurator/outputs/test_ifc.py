"""The IFC as another reader finds it. Requirement numbers are those of the product's list of what a BIM manager accepts."""

from __future__ import annotations

import functools
import itertools
import json
import math
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import ifcopenshell.util.element as element_util
import ifcopenshell.util.pset as pset_util
import numpy as np
import pytest
from ifcopenshell.util.geolocation import auto_xyz2enh
from ifcopenshell.util.unit import calculate_unit_scale
from shapely.geometry import Polygon

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.outputs.ifc_reader import Ifc, Solid, is_inside, opened, origin, psets, solids
from tests.configurator.outputs.samples import (
    ORIGIN_M,
    PEIL_NAP_M,
    ROOF_Z_MM,
    ROTATION_RAD,
    Way,
    sample_bundle,
    sample_host,
    sample_loads,
)  # fmt: skip

QUANTITY_TOLERANCE = 1e-3
SCHEMES = [("wall_on_wall", 2, "gallery"), ("transfer_grid", 1, "gallery"), ("wall_on_wall", 0, "stair")]


@functools.cache
def content(way: Way = "wall_on_wall", storeys: int = 2, access: str = "gallery") -> bytes:
    return ifc_bytes(sample_bundle(way, storeys, access="gallery" if access == "gallery" else "stair"))


@functools.cache
def read(way: Way = "wall_on_wall", access: str = "gallery") -> tuple[Ifc, dict[str, Solid]]:
    file = opened(content(way, access=access))
    return file, solids(file)


def elements(file: Ifc) -> list[Any]:
    return [e for e in file.by_type("IfcElement") if not e.is_a("IfcOpeningElement")]


def container(element: Ifc) -> Ifc:
    return element_util.get_container(element)


def type_of(element: Ifc) -> Ifc:
    return element_util.get_type(element)


def validation_errors(path: Path) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-m", "ifcopenshell.validate", "--rules", "--json", str(path)], capture_output=True, text=True, check=False
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")] if done.returncode else []


def test_schema_and_rules_have_nothing_to_say(tmp_path: Path) -> None:  # nr 1
    path = tmp_path / "sample.ifc"
    path.write_bytes(ifc_bytes(sample_bundle("transfer_grid", access="stair")))
    assert validation_errors(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("located", [True, False])
@pytest.mark.parametrize(
    ("way", "storeys", "access"), [("wall_on_wall", 2, "gallery"), ("transfer_grid", 1, "gallery"), ("wall_on_wall", 0, "stair")]
)
def test_schema_and_rules_over_all_schemes(tmp_path: Path, way: Way, storeys: int, access: str, *, located: bool) -> None:
    path = tmp_path / "sample.ifc"
    path.write_bytes(ifc_bytes(sample_bundle(way, storeys, access="gallery" if access == "gallery" else "stair", located=located)))
    assert validation_errors(path) == []


def test_a_broken_file_does_not_pass_the_same_check(tmp_path: Path) -> None:
    path = tmp_path / "broken.ifc"
    path.write_bytes(content().replace(b".FACTORY.", b".SOMEWHERE."))
    done = subprocess.run([sys.executable, "-m", "ifcopenshell.validate", "--rules", str(path)], capture_output=True, check=False)
    assert done.returncode != 0


def test_two_exports_have_the_same_bytes_in_any_process() -> None:  # nr 5
    script = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "from tests.configurator.outputs.samples import sample_bundle;"
        "from configurator.outputs.ifc import ifc_bytes; from configurator.outputs.glb import glb_bytes;"
        "from configurator.outputs.svg import plan_svg;"
        "b = sample_bundle(); print([hashlib.sha256(f(b)).hexdigest() for f in (ifc_bytes, glb_bytes, plan_svg)])"
    )
    root = Path(__file__).resolve().parents[3]
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))
    }
    assert len(runs) == 1


def test_ids_are_unique_and_differ_between_projects() -> None:  # nr 6
    ids = [e.GlobalId for e in read()[0].by_type("IfcRoot")]
    other = [e.GlobalId for e in opened(ifc_bytes(sample_bundle(project_key="proef-2"))).by_type("IfcRoot")]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(other)


@pytest.mark.parametrize("way", ["wall_on_wall", "transfer_grid"])
def test_adding_a_storey_keeps_the_id_of_every_product_below(way: Way) -> None:
    one, two = opened(content(way, 1)), opened(content(way, 2))
    below = {p.GlobalId: (p.is_a(), p.Name, getattr(p, "Tag", None)) for p in one.by_type("IfcProduct")}
    above = {p.GlobalId: (p.is_a(), p.Name, getattr(p, "Tag", None)) for p in two.by_type("IfcProduct")}
    assert set(below) <= set(above)
    assert all(below[i][0] == above[i][0] for i in below), "nothing changes class under its id"
    changed = {below[i][2] for i in below if below[i] != above[i]}
    assert changed <= {f"s04/a/m{n}/overhead" for n in ("01", "02", "05", "06")}, "only the roof became a ceiling"


def test_the_position_in_rd_and_nap() -> None:  # nr 7, 8
    file, shapes = read()
    assert calculate_unit_scale(file) == 1.0
    (conversion,) = file.by_type("IfcMapConversion")
    assert conversion.TargetCRS.Name == "EPSG:7415"
    assert (conversion.TargetCRS.VerticalDatum, conversion.Scale) == ("EPSG:5709", 1.0)
    assert (conversion.XAxisAbscissa, conversion.XAxisOrdinate) == pytest.approx((math.cos(ROTATION_RAD), math.sin(ROTATION_RAD)))
    assert all(abs(c) < 1_000.0 for s in shapes.values() for c in (*s.low, *s.high)), "nothing lies a kilometre off"
    (roof,) = [s for s in shapes.values() if s.product.is_a("IfcSlab") and s.product.Tag == "roof"]
    corners = [(0.0, 0.0), (22.4, 0.0), (22.4, 10.5), (0.0, 10.5)]
    expected = sample_host().frame.to_world_m([(u * 1000.0, v * 1000.0) for u, v in corners])
    for (u, v), (x, y) in zip(corners, expected, strict=True):
        found = auto_xyz2enh(file, u, v, float(roof.high[2]))
        assert found == pytest.approx((x, y, PEIL_NAP_M + ROOF_Z_MM / 1000.0), abs=0.001)
    assert auto_xyz2enh(file, 0.0, 0.0, 0.0) == pytest.approx((*ORIGIN_M, PEIL_NAP_M), abs=1e-6)


def test_without_a_location_there_is_no_map_conversion() -> None:
    file = opened(ifc_bytes(sample_bundle(located=False)))
    assert not file.by_type("IfcMapConversion")
    assert not file.by_type("IfcProjectedCRS")


def test_storeys_are_named_the_dutch_way_at_the_top_of_their_floors() -> None:  # nr 9
    file, shapes = read()
    storeys = file.by_type("IfcBuildingStorey")
    assert [s.Name for s in storeys] == [
        "00 begane grond", "01 eerste verdieping", "02 tweede verdieping", "03 derde verdieping",
        "04 vierde verdieping", "05 vijfde verdieping",
    ]  # fmt: skip
    assert [s.Elevation for s in storeys] == pytest.approx([0.0, 2.8, 5.6, 8.4, 11.65, 14.85])
    assert [origin(s)[2] for s in storeys] == pytest.approx([s.Elevation for s in storeys])
    floors = [s for s in shapes.values() if s.product.Name == "Modulevloer"]
    assert sorted({round(float(s.high[2]), 6) for s in floors}) == [11.65, 14.85]


def test_every_element_is_in_exactly_one_storey() -> None:  # nr 10
    file, _ = read()
    for element in elements(file):
        parts = element.Decomposes
        holders = element.ContainedInStructure
        assert (len(parts), len(holders)) in ((1, 0), (0, 1)), element
        assert container(element).is_a("IfcBuildingStorey")


def test_a_module_is_a_typed_assembly_without_geometry_of_its_own() -> None:  # nr 11
    file, _ = read()
    modules = [a for a in file.by_type("IfcElementAssembly") if a.Name.startswith("Module")]
    assert len(modules) == 8
    for module in modules:
        assert module.AssemblyPlace == "FACTORY"
        assert module.Representation is None
        assert type_of(module).is_a("IfcElementAssemblyType")
        for part in module.IsDecomposedBy[0].RelatedObjects:
            assert part.ObjectPlacement.PlacementRelTo == module.ObjectPlacement


def test_every_element_is_typed_and_shares_the_map_of_its_type() -> None:  # nr 12
    file, _ = read()
    for element in elements(file):
        kind = type_of(element)
        assert kind is not None, element
        if element.Representation is not None:
            (item,) = element.Representation.Representations[0].Items
            assert item.is_a("IfcMappedItem")
            assert item.MappingSource in kind.RepresentationMaps
        assert getattr(element, "PredefinedType", None) is None, "the type has it"


def test_there_is_no_proxy_but_the_zero_point() -> None:  # nr 13
    file, shapes = read()
    (zero,) = file.by_type("IfcBuildingElementProxy")
    assert zero.Name == "nulpunt"
    assert shapes[zero.GlobalId].low == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_every_element_has_a_four_digit_nl_sfb_code() -> None:  # nr 14
    file, _ = read(access="stair")
    for element in elements(file):
        (code,) = [r.RelatingClassification for r in element.HasAssociations if r.is_a("IfcRelAssociatesClassification")]
        assert len(code.Identification) == 5
        assert code.ReferencedSource.Name == "NL-SfB tabel 1"


def test_every_part_has_material_and_its_layers_add_up_to_its_thickness() -> None:  # nr 15
    file, shapes = read()
    for element in elements(file):
        if element.Representation is None:
            continue
        material: Ifc = element_util.get_material(element)
        assert material is not None, element
        names = [layer.Material.Name for layer in material.MaterialLayers] if material.is_a("IfcMaterialLayerSet") else [material.Name]
        assert all(len(name.split("_")) == 3 for name in names), "NAA.K.T."
        if material.is_a("IfcMaterialLayerSet"):
            total = sum(layer.LayerThickness for layer in material.MaterialLayers)
            sizes = shapes[element.GlobalId].high - shapes[element.GlobalId].low
            assert min(abs(sizes - total)) < 1e-6, element


def test_property_sets_are_the_standard_ones_with_their_own_properties() -> None:  # nr 16
    templates = pset_util.get_template("IFC4")
    file, _ = read()
    names = Counter[str]()
    for definition in (*file.by_type("IfcPropertySet"), *file.by_type("IfcElementQuantity")):
        if not definition.Name.startswith(("Pset_", "Qto_")):
            assert definition.Name.startswith("Optop_")
            continue
        template = templates.get_by_name(definition.Name)
        assert template is not None, definition.Name
        known = {p.Name for p in template.HasPropertyTemplates}
        members = definition.HasProperties if definition.is_a("IfcPropertySet") else definition.Quantities
        assert {m.Name for m in members} <= known, definition.Name
        names[definition.Name] += 1
    assert {"Pset_WallCommon", "Pset_SlabCommon", "Pset_WindowCommon", "Pset_DoorCommon", "Pset_ManufacturerTypeInformation"} <= set(names)
    assert all(q.MethodOfMeasurement == "BaseQuantities" for q in file.by_type("IfcElementQuantity"))


def test_status_says_what_exists_and_what_is_new() -> None:  # nr 16, 26
    file, _ = read(access="stair")
    found = Counter[str]()
    for element in elements(file):
        sets = psets(element)
        status = [v["Status"] for name, v in sets.items() if name.startswith("Pset_") and "Status" in v]
        assert len(status) == 1, element
        assert status[0] in (["NEW"], ["EXISTING"], ["DEMOLISH"])
        found[status[0][0]] += 1
    assert found["DEMOLISH"] == 1, "the shaft under the new stair"
    assert found["EXISTING"] == 7 * 5 + 4 + 5 + 1, "walls, floors, facades with plinth, roof"
    assert all(v.EnumerationReference.Name == "PEnum_ElementStatus" for v in file.by_type("IfcPropertyEnumeratedValue"))


@pytest.mark.parametrize(("way", "access"), [("wall_on_wall", "gallery"), ("transfer_grid", "stair")])
def test_quantities_are_those_of_the_meshes(way: Way, access: str) -> None:  # nr 17, 21
    file, shapes = read(way, access)
    checked = 0
    for solid in shapes.values():
        assert solid.mesh.is_watertight, solid.product
        assert solid.mesh.volume > 0.0
        for name, values in psets(solid.product).items():
            if name.startswith("Qto_") and "NetVolume" in values:
                assert values["NetVolume"] == pytest.approx(solid.mesh.volume, rel=QUANTITY_TOLERANCE), solid.product
                checked += 1
            if name == "Qto_SlabBaseQuantities":
                assert values["NetArea"] * values["Width"] == pytest.approx(solid.mesh.volume, rel=QUANTITY_TOLERANCE)
            if name == "Qto_CoveringBaseQuantities":
                assert values["NetArea"] * values["Width"] == pytest.approx(solid.mesh.volume, rel=QUANTITY_TOLERANCE)
    assert checked > len(file.by_type("IfcWall"))


def test_windows_and_doors_fill_an_opening_and_lie_inside_it() -> None:  # nr 18
    file, shapes = read()
    fillings = [*file.by_type("IfcWindow"), *file.by_type("IfcDoor")]
    assert len(fillings) == 8 * 3 + 4 + 4, "per storey two entrances, each with a front door and the door of a wet cell"
    for filling in fillings:
        (relation,) = filling.FillsVoids
        opening = relation.RelatingOpeningElement
        (shape,) = opening.Representation.Representations
        assert shape.RepresentationIdentifier == "Reference"
        wall = shapes[opening.VoidsElements[0].RelatingBuildingElement.GlobalId]
        solid = shapes[filling.GlobalId]
        assert all(solid.low >= wall.low - 1e-6)
        assert all(solid.high <= wall.high + 1e-6)
        width = max(solid.high[0] - solid.low[0], solid.high[1] - solid.low[1])
        assert (width, solid.high[2] - solid.low[2]) == pytest.approx((filling.OverallWidth, filling.OverallHeight), abs=1e-6)
        middle = (solid.low + solid.high) / 2.0
        assert not is_inside(wall, middle), "the wall has a hole where the window stands"


@pytest.mark.parametrize("way", ["wall_on_wall", "transfer_grid"])
def test_modules_do_not_overlap_and_stand_on_the_connector(way: Way) -> None:  # nr 19, 20
    file, shapes = read(way)
    boxes: list[tuple[list[float], list[float]]] = []
    for module in (a for a in file.by_type("IfcElementAssembly") if a.IsDecomposedBy):
        parts = [shapes[p.GlobalId] for p in module.IsDecomposedBy[0].RelatedObjects]
        lows, highs = np.array([p.low for p in parts]), np.array([p.high for p in parts])
        boxes.append((lows.min(axis=0).tolist(), highs.max(axis=0).tolist()))
    assert len(boxes) == 8
    for (a0, a1), (b0, b1) in itertools.combinations(boxes, 2):
        assert min(min(a1[i], b1[i]) - max(a0[i], b0[i]) for i in range(3)) <= 0.001
    top = max(float(s.high[2]) for s in shapes.values() if s.product.is_a("IfcBeam"))
    assert min(low[2] for low, _ in boxes) == pytest.approx(top, abs=1e-6)
    roof = next(s for s in shapes.values() if s.product.Tag == "roof")
    assert {round(float(s.low[2]), 6) for s in shapes.values() if s.product.is_a("IfcBeam")} == {round(float(roof.high[2]), 6)}


def test_every_body_has_its_colour_inside_the_map_and_glass_is_transparent() -> None:  # nr 22
    file, _ = read()
    solids_in_maps = [item for m in file.by_type("IfcRepresentationMap") for item in m.MappedRepresentation.Items]
    styles = [item.StyledByItem[0].Styles[0] for item in solids_in_maps]
    assert len({s.Name for s in styles}) >= 5
    glass = next(s for s in styles if s.Name == "glas")
    assert glass.Styles[0].Transparency > 0.3


def test_spaces_have_a_body_and_their_areas_add_up() -> None:  # nr 23
    file, shapes = read()
    spaces = file.by_type("IfcSpace")
    assert [s.LongName for s in spaces] == ["Woning van twee dozen", "Badruimte Woning van twee dozen"] * 4
    for space in spaces:
        assert space.PredefinedType
        assert shapes[space.GlobalId].mesh.volume == pytest.approx(
            psets(space)["Qto_SpaceBaseQuantities"]["NetVolume"], rel=QUANTITY_TOLERANCE
        )
        assert space.Decomposes[0].RelatingObject.is_a("IfcBuildingStorey")
    total = sum(psets(s)["Qto_SpaceBaseQuantities"]["NetFloorArea"] for s in spaces)
    assert total == pytest.approx(sample_bundle().configuration.summary.usable_area_m2)


def test_the_loads_at_the_foundation_add_up_to_those_of_the_configuration() -> None:  # nr 25
    file, _ = read()
    walls = [w for w in file.by_type("IfcWall") if "Optop_LoadEstimate" in psets(w)]
    at_foundation = [psets(w)["Optop_LoadEstimate"] for w in walls if psets(w)["Optop_LoadEstimate"]["Level"] == "foundation"]
    assert len(at_foundation) == 7
    rows = [r for r in sample_loads().lines if r.level == "foundation"]
    assert sum(p["AddedGTotal"] for p in at_foundation) == pytest.approx(
        sum(r.added_g_kn_per_m * (r.end_m - r.start_m) for r in rows), abs=1e-3
    )
    second = next(psets(w)["Optop_LoadEstimate"] for w in walls if w.Tag == "w02/plinth")
    assert second["AddedG"] == [6.0, 24.25]
    assert second["StretchEnd"] == [1.3, 10.5]
    assert (second["RatioNP50"], second["LineBand"]) == (pytest.approx(0.1 + 24.25 / 1e4), "C")
    top = next(psets(w)["Optop_LoadEstimate"] for w in walls if w.Tag == "w02/s03")
    assert (top["Level"], top["AddedG"]) == ("s03", 22.0)


def test_line_loads_are_in_kn_per_m_through_the_unit_assignment() -> None:
    file, _ = read()
    (assignment,) = file.by_type("IfcUnitAssignment")
    (unit,) = [u for u in assignment.Units if u.UnitType == "LINEARFORCEUNIT"]
    parts = {(e.Unit.Prefix, e.Unit.Name, e.Exponent) for e in unit.Elements}
    assert parts == {("KILO", "NEWTON", 1), (None, "METRE", -1)}
    properties = [p for p in file.by_type("IfcPropertySingleValue") if p.NominalValue.is_a("IfcLinearForceMeasure")]
    assert properties


def test_a_module_carries_its_mass_and_weight() -> None:
    file, _ = read()
    sets = [psets(a)["Optop_LoadEstimate"] for a in file.by_type("IfcElementAssembly") if "Optop_LoadEstimate" in psets(a)]
    assert len(sets) == 8
    assert sum(s["Mass"] for s in sets) == pytest.approx(4 * 9_004.0 + 4 * 9_005.0)
    assert sets[0]["SelfWeight"] == pytest.approx(sets[0]["Mass"] * 9.81 / 1000.0, abs=1e-3)


def test_assumed_walls_say_so_with_source_family_and_odds_and_have_their_own_colour() -> None:
    file, _ = read()
    walls = [w for w in file.by_type("IfcWall") if w.Name.startswith("Bestaande dragende wand")]
    assert len(walls) == 35
    assert all(w.Name.endswith("AANGENOMEN") for w in walls)
    facts = psets(walls[0])["Optop_Provenance"]
    assert (facts["Source"], facts["Basis"], facts["Family"], facts["FamilyOdds"], facts["Assumed"]) == (
        "F05",
        "assumed",
        "F05",
        0.82,
        True,
    )
    known = opened(ifc_bytes(sample_bundle(assumed=False)))
    assert not [w for w in known.by_type("IfcWall") if w.Name.startswith("Bestaande dragende wand") and "AANGENOMEN" in w.Name]

    def colours(file: Ifc) -> set[str]:
        return {s.Name for s in file.by_type("IfcSurfaceStyle")}

    assert colours(file) - colours(known) == {"bestaand, aangenomen"}


def test_types_name_maker_and_concept_version() -> None:  # nr 27
    file, _ = read()
    for kind in file.by_type("IfcElementAssemblyType"):
        if kind.ElementType == "MODULE":
            assert element_util.get_psets(kind)["Pset_ManufacturerTypeInformation"]["ModelReference"] == "T1@1.0.0"


def test_the_header_names_view_software_and_file() -> None:  # nr 28
    header = read()[0].header
    view, use = header.file_description.description
    assert view == "ViewDefinition [ReferenceView_V1.2]"
    assert "indicatief" in use
    assert header.file_name.name == "proefblok_BWK_Optopping.ifc"
    assert header.file_name.originating_system == "optop - optop configurator - 0.1.0"
    assert header.file_name.time_stamp == "2000-01-01T00:00:00"


def test_without_modules_the_existing_block_stands_alone() -> None:
    file = opened(ifc_bytes(sample_bundle(storeys=0)))
    assert len(file.by_type("IfcBuildingStorey")) == 4
    assert not file.by_type("IfcSpace")
    assert len(file.by_type("IfcWall")) == 35 + 5


def test_quantities_hold_on_a_slanting_outline_with_a_spike() -> None:
    """Survey outlines are like that: hair-thin necks made one reader see half of a facade."""
    outline = Polygon(
        [(40, 90), (22_400, 0), (22_410, 3_700), (30_000, 3_760), (29_996, 3_880), (22_380, 3_875), (22_390, 10_520), (0, 10_500)]
    )
    bundle = sample_bundle(storeys=1)
    host = replace(bundle.host, roof_outline_mm=outline)
    file = opened(ifc_bytes(ResultBundle("p", host, bundle.concept, bundle.layout, bundle.configuration)))
    facades = [s for s in solids(file).values() if s.product.Name.startswith("Bestaande gevel")]
    assert len(facades) == 5
    for solid in facades:
        assert psets(solid.product)["Qto_WallBaseQuantities"]["NetVolume"] == pytest.approx(solid.mesh.volume, rel=QUANTITY_TOLERANCE)
