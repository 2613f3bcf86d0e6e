"""Twenty-four single defects, each put into a sound file; the list is that of the study behind the product's requirements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Ifc = Any
Defect = Callable[[Ifc], None]


def modules_of(file: Ifc) -> list[Ifc]:
    return [a for a in file.by_type("IfcElementAssembly") if a.IsDecomposedBy]


def move(file: Ifc, element: Ifc, shift: tuple[float, float, float]) -> None:
    """Give an element a placement of its own, shifted in its parent's frame."""
    old = element.ObjectPlacement.RelativePlacement
    point = file.create_entity("IfcCartesianPoint", tuple(a + b for a, b in zip(old.Location.Coordinates, shift, strict=True)))
    element.ObjectPlacement.RelativePlacement = file.create_entity("IfcAxis2Placement3D", point, old.Axis, old.RefDirection)


def _quantity(element: Ifc, name: str) -> Ifc:
    sets = [r.RelatingPropertyDefinition for r in element.IsDefinedBy]
    return next(q for s in sets if s.is_a("IfcElementQuantity") for q in s.Quantities if q.Name == name)


def _pset(element: Ifc, name: str) -> Ifc:
    return next(r.RelatingPropertyDefinition for r in element.IsDefinedBy if r.RelatingPropertyDefinition.Name == name)


def duplicate_guid(file: Ifc) -> None:
    walls = file.by_type("IfcWall")
    walls[1].GlobalId = walls[0].GlobalId


def malformed_guid(file: Ifc) -> None:
    file.by_type("IfcWall")[0].GlobalId = "not-a-guid"


def userdefined_without_element_type(file: Ifc) -> None:
    next(t for t in file.by_type("IfcElementAssemblyType") if t.ElementType == "MODULE").ElementType = None


def no_crs(file: Ifc) -> None:
    crs = file.by_type("IfcProjectedCRS")[0]
    file.remove(file.by_type("IfcMapConversion")[0])
    file.remove(crs)


def bad_epsg(file: Ifc) -> None:
    file.by_type("IfcProjectedCRS")[0].Name = "EPSG:4326"


def scale_of_millimetres(file: Ifc) -> None:
    file.by_type("IfcMapConversion")[0].Scale = 0.001


def element_in_two_storeys(file: Ifc) -> None:
    wall = next(w for w in file.by_type("IfcWall") if w.ContainedInStructure)
    other = next(r for r in file.by_type("IfcRelContainedInSpatialStructure") if wall not in r.RelatedElements)
    other.RelatedElements = (*other.RelatedElements, wall)


def part_not_relative_to_its_assembly(file: Ifc) -> None:
    part = modules_of(file)[0].IsDecomposedBy[0].RelatedObjects[0]
    part.ObjectPlacement.PlacementRelTo = part.ObjectPlacement.PlacementRelTo.PlacementRelTo


def property_name_typo(file: Ifc) -> None:
    prop = next(p for p in _pset(file.by_type("IfcWall")[0], "Pset_WallCommon").HasProperties if p.Name == "IsExternal")
    prop.Name = "IsExtern"


def wrong_value_type(file: Ifc) -> None:
    prop = next(p for p in _pset(file.by_type("IfcWall")[0], "Pset_WallCommon").HasProperties if p.Name == "IsExternal")
    prop.NominalValue = file.create_entity("IfcLabel", "ja")


def quantity_doubled(file: Ifc) -> None:
    wall = next(w for w in file.by_type("IfcWall") if w.Name == "Kopgevel module")
    quantity = _quantity(wall, "NetVolume")
    quantity.VolumeValue *= 2.0


def layers_thicker_than_the_wall(file: Ifc) -> None:
    for layer in file.by_type("IfcMaterialLayerSet")[0].MaterialLayers:
        layer.LayerThickness *= 1.5


def window_out_of_its_opening(file: Ifc) -> None:
    move(file, file.by_type("IfcWindow")[0], (0.0, 1.0, 0.0))


def modules_overlap(file: Ifc) -> None:
    move(file, modules_of(file)[0], (0.1, 0.0, 0.0))


def modules_float(file: Ifc) -> None:
    for module in modules_of(file):
        move(file, module, (0.0, 0.0, 0.8))


def rd_coordinates_in_placements(file: Ifc) -> None:
    site = file.by_type("IfcSite")[0]
    move(file, site, (121_000.0, 487_000.0, 0.0))


def classification_missing(file: Ifc) -> None:
    for relation in file.by_type("IfcRelAssociatesClassification"):
        file.remove(relation)


def storey_called_level(file: Ifc) -> None:
    file.by_type("IfcBuildingStorey")[2].Name = "Level 2"


def no_material(file: Ifc) -> None:
    for relation in file.by_type("IfcRelAssociatesMaterial"):
        file.remove(relation)


def negative_extrusion(file: Ifc) -> None:
    file.by_type("IfcExtrudedAreaSolid")[0].Depth = -1.0


def space_not_in_a_storey(file: Ifc) -> None:
    space = file.by_type("IfcSpace")[0]
    relation = space.Decomposes[0]
    relation.RelatedObjects = tuple(s for s in relation.RelatedObjects if s != space)


def no_styles(file: Ifc) -> None:
    for item in file.by_type("IfcStyledItem"):
        file.remove(item)


def vertical_datum_nap(file: Ifc) -> None:
    file.by_type("IfcProjectedCRS")[0].VerticalDatum = "NAP"


def window_fills_nothing(file: Ifc) -> None:
    file.remove(file.by_type("IfcWindow")[0].FillsVoids[0])


DEFECTS: dict[str, tuple[Defect, str]] = {
    name: (defect, check)
    for name, defect, check in (
        ("duplicate guid", duplicate_guid, "IFC-SCHEMA"),
        ("malformed guid", malformed_guid, "IFC-SCHEMA"),
        ("userdefined without element type", userdefined_without_element_type, "IFC-RULES"),
        ("no crs", no_crs, "OPTOP-GEO-01"),
        ("bad epsg", bad_epsg, "OPTOP-GEO-01"),
        ("scale of millimetres", scale_of_millimetres, "IFC-GEOREFERENCE"),
        ("element in two storeys", element_in_two_storeys, "IFC-SCHEMA"),
        ("part not relative to its assembly", part_not_relative_to_its_assembly, "IFC-PLACEMENT"),
        ("property name typo", property_name_typo, "IFC-PROPERTIES"),
        ("wrong value type", wrong_value_type, "IFC-PROPERTIES"),
        ("quantity doubled", quantity_doubled, "GEO-QUANTITY"),
        ("layers thicker than the wall", layers_thicker_than_the_wall, "GEO-LAYERS"),
        ("window out of its opening", window_out_of_its_opening, "GEO-FILLING"),
        ("modules overlap", modules_overlap, "GEO-OVERLAP"),
        ("modules float", modules_float, "GEO-FLOATING"),
        ("rd coordinates in placements", rd_coordinates_in_placements, "GEO-ORIGIN"),
        ("classification missing", classification_missing, "OPTOP-ILS-3.6"),
        ("storey called level", storey_called_level, "OPTOP-ILS-3.3a"),
        ("no material", no_material, "OPTOP-ILS-4.7"),
        ("negative extrusion", negative_extrusion, "IFC-RULES"),
        ("space not in a storey", space_not_in_a_storey, "IFC-RULES"),
        ("no styles", no_styles, "IFC-STYLE"),
        ("vertical datum nap", vertical_datum_nap, "OPTOP-GEO-01"),
        ("window fills nothing", window_fills_nothing, "GEO-FILLING"),
    )
}
"""Name -> what it does to a file, and the id of the check that should catch it."""
