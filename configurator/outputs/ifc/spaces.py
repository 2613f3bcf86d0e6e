"""Dwellings as spaces with a body and areas, their wet cells as spaces of their own, and a zone for each dwelling that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc.properties import Property, Quantities, label
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.store import Entity, metres
from configurator.parts.model import DwellingSpace
from configurator.parts.solids import Body, Prism


@dataclass(frozen=True, slots=True)
class _Room:
    """One space: its id, what it is, and its areas in m2."""

    id: str
    name: str
    object_type: str
    reference: str
    prisms: tuple[Prism, ...]
    net_area_m2: float


def _dwelling_name(bundle: ResultBundle, space: DwellingSpace) -> str:
    kind = next((t for t in bundle.concept.dwelling_types if t.id == space.type_id), None)
    return kind.name.nl if kind is not None else space.type_id


def _area_m2(prisms: Sequence[Prism]) -> float:
    return sum(prism.profile_area_m2 for prism in prisms)


def _rooms(bundle: ResultBundle, space: DwellingSpace) -> list[_Room]:
    """Return the rooms of a dwelling; their net areas add up to its usable area, so the wet cell's is taken from the rest."""
    wet_m2 = _area_m2(space.wet_cells)
    name = _dwelling_name(bundle, space)
    rooms = [_Room(space.id, name, "Woning", space.type_id, space.prisms, space.usable_area_m2 - wet_m2)]
    rooms.extend(
        _Room(f"{space.id}/wet{number}", f"Badruimte {name}", "Badruimte", "badruimte", (prism,), prism.profile_area_m2)
        for number, prism in enumerate(space.wet_cells, start=1)
    )
    return rooms


def _write_room(sinks: Sinks, space: DwellingSpace, room: _Room) -> Entity:
    place = sinks.places[space.storey]
    bodies = tuple(Body(prism.moved((0.0, 0.0, -place.z_mm)), "space") for prism in room.prisms)
    entity = sinks.store.root(
        "IfcSpace",
        (room.id, "space"),
        Name=room.id,
        LongName=room.name,
        ObjectType=room.object_type,
        ObjectPlacement=sinks.store.placement(place.placement),
        Representation=sinks.shapes.own(bodies),
        CompositionType="ELEMENT",
        PredefinedType="INTERNAL",
    )
    volume = sum(prism.volume_m3 for prism in room.prisms)
    areas = (("GrossFloorArea", _area_m2(room.prisms)), ("NetFloorArea", room.net_area_m2))
    volumes = (("GrossVolume", volume), ("NetVolume", volume))
    heights = (("Height", metres(space.height_mm)),)
    sinks.properties.give_quantities(entity, Quantities("Qto_SpaceBaseQuantities", heights, areas, volumes))
    planned = (
        Property("Reference", "IfcIdentifier", room.reference),
        Property("IsExternal", "IfcBoolean", value=False),
        Property("NetPlannedArea", "IfcAreaMeasure", round(room.net_area_m2, 3)),
    )
    sinks.properties.give(entity, "Pset_SpaceCommon", planned)
    return entity


def _write_zone(sinks: Sinks, bundle: ResultBundle, spaces: Sequence[DwellingSpace], rooms: Sequence[Entity]) -> None:
    """Write the zone of one dwelling (bouwnummer) over all its storeys: the areas by the concept's factor, and those of the drawn plan."""
    key, store = spaces[0].dwelling_id, sinks.store
    zone = store.root("IfcZone", (key, "zone"), Name=key, LongName=f"Bouwnummer {key}", ObjectType="Bouwnummer")
    store.relate("IfcRelAssignsToGroup", (key, "zone members"), ("RelatingGroup", zone), ("RelatedObjects", rooms))
    gross_m2, usable_m2 = sum(s.gross_floor_area_m2 for s in spaces), sum(s.usable_area_m2 for s in spaces)
    planned = (
        Property("Reference", "IfcIdentifier", spaces[0].type_id),
        Property("IsExternal", "IfcBoolean", value=False),
        Property("GrossPlannedArea", "IfcAreaMeasure", round(gross_m2, 3)),
        Property("NetPlannedArea", "IfcAreaMeasure", round(usable_m2, 3)),
    )
    sinks.properties.give(zone, "Pset_ZoneCommon", planned)
    factor = bundle.configuration.summary.area_basis == "factor"
    facts = (
        Property("UsableArea", "IfcAreaMeasure", round(usable_m2, 3)),
        Property("GrossFloorArea", "IfcAreaMeasure", round(gross_m2, 3)),
        label("AreaBasis", "kengetal van het concept, geen meting" if factor else "getekende plattegrond"),
        Property("GO NEN 2580 (getekende plattegrond)", "IfcAreaMeasure", round(sum(s.clear_area_m2 for s in spaces), 3)),
        Property("BVO NEN 2580 (getekende plattegrond)", "IfcAreaMeasure", round(sum(s.drawn_gross_area_m2 for s in spaces), 3)),
    )
    sinks.properties.give(zone, "Optop_Dwelling", facts)


def write_spaces(sinks: Sinks, bundle: ResultBundle) -> None:
    """Write the rooms and the zone of each dwelling; the net floor areas add up to the usable area of the configuration."""
    by_storey: dict[int, list[Entity]] = {}
    by_dwelling: dict[str, list[tuple[DwellingSpace, list[Entity]]]] = {}
    for space in bundle.model.spaces:
        rooms = [_write_room(sinks, space, room) for room in _rooms(bundle, space)]
        by_storey.setdefault(space.storey, []).extend(rooms)
        by_dwelling.setdefault(space.dwelling_id, []).append((space, rooms))
    for parts in by_dwelling.values():
        _write_zone(sinks, bundle, [space for space, _ in parts], [room for _, rooms in parts for room in rooms])
    for storey, spaces in by_storey.items():
        place = sinks.places[storey]
        sinks.store.relate("IfcRelAggregates", (f"s{storey:02d}", "spaces"), ("RelatingObject", place.entity), ("RelatedObjects", spaces))
