"""Dwellings as spaces with a body, a number, a name and areas."""

from __future__ import annotations

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc.properties import Property, Quantities, label
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.store import Entity, metres
from configurator.parts.model import DwellingSpace
from configurator.parts.solids import Body


def _dwelling_name(bundle: ResultBundle, space: DwellingSpace) -> str:
    kind = next((t for t in bundle.concept.dwelling_types if t.id == space.type_id), None)
    return kind.name.nl if kind is not None else space.type_id


def _write_space(sinks: Sinks, bundle: ResultBundle, space: DwellingSpace) -> Entity:
    place = sinks.places[space.storey]
    bodies = tuple(Body(prism.moved((0.0, 0.0, -place.z_mm)), "space") for prism in space.prisms)
    entity = sinks.store.root(
        "IfcSpace",
        (space.id, "space"),
        Name=space.id,
        LongName=_dwelling_name(bundle, space),
        ObjectType="Woning",
        ObjectPlacement=sinks.store.placement(place.placement),
        Representation=sinks.shapes.own(bodies),
        CompositionType="ELEMENT",
        PredefinedType="INTERNAL",
    )
    height = metres(space.height_mm)
    areas = (("GrossFloorArea", space.clear_area_m2), ("NetFloorArea", space.usable_area_m2))
    volumes = (("GrossVolume", space.volume_m3), ("NetVolume", space.volume_m3))
    sinks.properties.give_quantities(entity, space.id, Quantities("Qto_SpaceBaseQuantities", (("Height", height),), areas, volumes))
    planned = (
        Property("Reference", "IfcIdentifier", space.type_id),
        Property("IsExternal", "IfcBoolean", value=False),
        Property("NetPlannedArea", "IfcAreaMeasure", round(space.usable_area_m2, 3)),
    )
    sinks.properties.give(entity, space.id, "Pset_SpaceCommon", planned)
    factor = bundle.configuration.summary.area_basis == "factor"
    facts = (
        label("Dwelling", space.id),
        Property("UsableArea", "IfcAreaMeasure", round(space.usable_area_m2, 3)),
        Property("GrossFloorArea", "IfcAreaMeasure", round(space.gross_floor_area_m2, 3)),
        label("AreaBasis", "kengetal van het concept, geen meting" if factor else "getekende plattegrond"),
    )
    sinks.properties.give(entity, space.id, "Optop_Dwelling", facts)
    return entity


def write_spaces(sinks: Sinks, bundle: ResultBundle) -> None:
    """Write one space for each dwelling; the net floor areas add up to the usable area of the configuration."""
    by_storey: dict[int, list[Entity]] = {}
    for space in bundle.model.spaces:
        by_storey.setdefault(space.storey, []).append(_write_space(sinks, bundle, space))
    for storey, spaces in by_storey.items():
        place = sinks.places[storey]
        sinks.store.relate("IfcRelAggregates", (f"s{storey:02d}", "spaces"), ("RelatingObject", place.entity), ("RelatedObjects", spaces))
