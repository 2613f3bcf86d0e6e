"""Conventions that schema and IDS cannot express: placement of parts, types, standard property sets, colours, storeys, georeference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from configurator.ifc_check.solids import name_of
from configurator.ifc_check.verdicts import CheckResult, judged

if TYPE_CHECKING:
    import ifcopenshell

LEVEL_M = 1e-3
SCALE_SHARE = 1e-6
RD_EAST_M = (0.0, 300_000.0)
RD_NORTH_M = (300_000.0, 630_000.0)
"""Where the Netherlands lies in RD New (EPSG:28992)."""


def _elements(model: ifcopenshell.file) -> list[Any]:
    every: list[Any] = list(model.by_type("IfcElement"))
    return [e for e in every if not e.is_a("IfcFeatureElement")]


def check_part_placement(model: ifcopenshell.file) -> CheckResult:
    """Parts of an element are placed relative to it, so that they move with it."""
    checked, wrong = 0, []
    for relation in model.by_type("IfcRelAggregates"):
        whole = relation.RelatingObject
        if not whole.is_a("IfcElement") or whole.ObjectPlacement is None:
            continue
        for part in relation.RelatedObjects:
            checked += 1
            placement = part.ObjectPlacement
            if placement is None or getattr(placement, "PlacementRelTo", None) != whole.ObjectPlacement:
                wrong.append(f"{name_of(part)}: not placed relative to {name_of(whole)}")
    return judged("IFC-PLACEMENT", "convention", checked, wrong)


def _type_of(element: Any) -> Any:  # noqa: ANN401 - an entity of a foreign library
    for relation in getattr(element, "IsTypedBy", None) or getattr(element, "IsDefinedBy", None) or ():
        if relation.is_a("IfcRelDefinesByType"):
            return relation.RelatingType
    return None


def check_types(model: ifcopenshell.file) -> CheckResult:
    """Every element has a type, and its predefined type stands in one place: on the type."""
    wrong = []
    elements = _elements(model)
    for element in elements:
        kind = _type_of(element)
        if kind is None:
            wrong.append(f"{name_of(element)}: has no type")
        elif getattr(element, "PredefinedType", None) and getattr(kind, "PredefinedType", None) not in (None, "NOTDEFINED"):
            wrong.append(f"{name_of(element)}: PredefinedType on the element and on its type")
    return judged("IFC-TYPE", "convention", len(elements), wrong)


def _members(definition: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple((definition.HasProperties if definition.is_a("IfcPropertySet") else definition.Quantities) or ())


def _kind_of(member: Any) -> str:  # noqa: ANN401
    """Return the measure of a single value, the word for an enumerated one, or the class."""
    if member.is_a("IfcPropertySingleValue"):
        return str(member.NominalValue.is_a()) if member.NominalValue is not None else ""
    return str(member.is_a())


def _expected(template: Any) -> str:  # noqa: ANN401
    return {"P_SINGLEVALUE": str(template.PrimaryMeasureType), "P_ENUMERATEDVALUE": "IfcPropertyEnumeratedValue"}.get(
        str(template.TemplateType), ""
    )


def _property_faults(definition: Any, template: Any) -> Iterator[str]:  # noqa: ANN401
    known = {p.Name: p for p in template.HasPropertyTemplates}
    for member in _members(definition):
        if member.Name not in known:
            yield f"{definition.Name}.{member.Name}: not a standard property"
        elif definition.is_a("IfcPropertySet"):
            found, wanted = _kind_of(member), _expected(known[member.Name])
            if found and wanted and found != wanted:
                yield f"{definition.Name}.{member.Name}: {found}, should be {wanted}"


def check_properties(model: ifcopenshell.file) -> CheckResult:
    """Sets named Pset_ and Qto_ are the standard ones, with their own properties in their own kind of value."""
    import ifcopenshell.util.pset

    schema = str(model.schema)
    library: Any = ifcopenshell.util.pset
    templates = library.get_template(schema) if schema in ("IFC2X3", "IFC4", "IFC4X3") else None
    every: list[Any] = [d for c in ("IfcPropertySet", "IfcElementQuantity") for d in model.by_type(c)]
    sets = [d for d in every if str(d.Name).startswith(("Pset_", "Qto_"))]
    if templates is None:
        return judged("IFC-PROPERTIES", "convention", 0, ())
    wrong: list[str] = []
    for definition in sets:
        template = templates.get_by_name(definition.Name)
        if template is None:
            wrong.append(f"{definition.Name}: not a standard set")
            continue
        wrong.extend(_property_faults(definition, template))
        if definition.is_a("IfcElementQuantity") and not definition.MethodOfMeasurement:
            wrong.append(f"{definition.Name}: MethodOfMeasurement is empty")
    return judged("IFC-PROPERTIES", "convention", len(sets), wrong)


def _items(shape: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the geometric items of a representation, those inside maps included."""
    for item in shape.Items:
        yield item
        if item.is_a("IfcMappedItem"):
            yield from _items(item.MappingSource.MappedRepresentation)


def _has_material_style(product: Any) -> bool:  # noqa: ANN401
    import ifcopenshell.util.element

    materials: list[Any] = ifcopenshell.util.element.get_materials(product)
    return any(m.HasRepresentation for m in materials if m.is_a("IfcMaterial"))


def check_styles(model: ifcopenshell.file) -> CheckResult:
    """Every body has a colour: on an item, inside its map, or through its material."""
    checked, wrong = 0, []
    for element in _elements(model):
        shapes = element.Representation.Representations if element.Representation else ()
        bodies = [item for shape in shapes if shape.RepresentationIdentifier in ("Body", None) for item in _items(shape)]
        if not bodies:
            continue
        checked += 1
        if not any(item.StyledByItem for item in bodies) and not _has_material_style(element):
            wrong.append(f"{name_of(element)}: has no colour")
    return judged("IFC-STYLE", "convention", checked, wrong)


def check_storeys(model: ifcopenshell.file) -> CheckResult:
    """The elevation of a storey is where it is placed, against the building's own zero-point."""
    import ifcopenshell.util.placement
    import ifcopenshell.util.unit

    scale = float(ifcopenshell.util.unit.calculate_unit_scale(model))
    checked, wrong = 0, []
    for storey in model.by_type("IfcBuildingStorey"):
        if storey.Elevation is None or storey.ObjectPlacement is None:
            continue
        checked += 1
        placement: Any = storey.ObjectPlacement.RelativePlacement
        level = placement.Location.Coordinates[2] if placement is not None else 0.0
        if abs(level - storey.Elevation) * scale > LEVEL_M:
            wrong.append(f"{storey.Name}: elevation {storey.Elevation * scale:.3f} m, placed at {level * scale:.3f} m")
    return judged("IFC-STOREY", "convention", checked, wrong)


def _map_faults(model: ifcopenshell.file, conversion: Any) -> Iterator[str]:  # noqa: ANN401
    import ifcopenshell.util.unit

    file_unit = float(ifcopenshell.util.unit.calculate_unit_scale(model))
    unit = getattr(conversion.TargetCRS, "MapUnit", None)
    converted = ifcopenshell.util.unit.convert(1.0, getattr(unit, "Prefix", None), unit.Name, None, "METRE") if unit is not None else 1.0
    map_unit = float(converted)
    wanted = file_unit / map_unit
    if abs((conversion.Scale or 1.0) / wanted - 1.0) > SCALE_SHARE:
        yield f"Scale is {conversion.Scale or 1.0:g}, and the units of file and map ask for {wanted:g}"
    name = str(conversion.TargetCRS.Name).upper()
    east, north = conversion.Eastings * map_unit, conversion.Northings * map_unit
    inside = RD_EAST_M[0] < east < RD_EAST_M[1] and RD_NORTH_M[0] < north < RD_NORTH_M[1]
    if name in ("EPSG:7415", "EPSG:28992") and not inside:
        yield f"{east:.0f}, {north:.0f} m does not lie in the Netherlands (RD New)"


def check_georeference(model: ifcopenshell.file) -> CheckResult:
    """The map conversion's scale fits the units, and RD coordinates lie in the Netherlands; unknown without a map conversion."""
    conversions = model.by_type("IfcMapConversion") if model.schema != "IFC2X3" else []
    return judged("IFC-GEOREFERENCE", "convention", len(conversions), [f for c in conversions for f in _map_faults(model, c)])
