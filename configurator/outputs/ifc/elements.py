"""Everything that is not a module: the existing block, obstacles, connector, galleries and stair cores."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from catalogue.documents.building import ObstacleKind
from configurator.host.building import FactOrigin, HostBuilding
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc.loads import LoadSets, levels_of, lowest_walls
from configurator.outputs.ifc.naming import ELEMENT_CODES, ELEMENT_MATERIALS, ELEMENT_NAMES, Contents, element_name
from configurator.outputs.ifc.properties import Property, Quantities, common, label
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.store import Entity, metres
from configurator.parts.existing import type_id_of
from configurator.parts.model import CutOpening, Element, ElementKind


@dataclass(frozen=True, slots=True)
class _Class:
    """Class of the occurrence, predefined type of its type, the common property set, and which of its properties apply."""

    name: str
    predefined: str
    common: str
    external: bool | None = None
    load_bearing: bool | None = None
    element_type: str | None = None


CLASSES: dict[ElementKind, _Class] = {
    "existing_floor": _Class("IfcSlab", "FLOOR", "Pset_SlabCommon", external=False, load_bearing=True),
    "existing_roof": _Class("IfcSlab", "ROOF", "Pset_SlabCommon", external=True, load_bearing=True),
    "existing_wall": _Class("IfcWall", "SOLIDWALL", "Pset_WallCommon", external=False, load_bearing=True),
    "existing_facade": _Class("IfcWall", "SOLIDWALL", "Pset_WallCommon", external=True, load_bearing=False),
    "bearer": _Class("IfcBeam", "BEAM", "Pset_BeamCommon", external=True, load_bearing=True),
    "beam": _Class("IfcBeam", "BEAM", "Pset_BeamCommon", external=True, load_bearing=True),
    "gallery": _Class("IfcSlab", "FLOOR", "Pset_SlabCommon", external=True, load_bearing=True),
    "railing": _Class("IfcRailing", "BALUSTRADE", "Pset_RailingCommon", external=True),
    "core_wall": _Class("IfcWall", "SOLIDWALL", "Pset_WallCommon", external=True, load_bearing=True),
    "core_landing": _Class("IfcSlab", "LANDING", "Pset_SlabCommon", external=False, load_bearing=True),
    "core_flight": _Class("IfcStairFlight", "STRAIGHT", "Pset_StairFlightCommon"),
    "internal_stair": _Class("IfcStairFlight", "STRAIGHT", "Pset_StairFlightCommon"),
    "core_roof": _Class("IfcSlab", "ROOF", "Pset_SlabCommon", external=True, load_bearing=True),
    "lift_shaft": _Class("IfcWall", "SOLIDWALL", "Pset_WallCommon", external=True, load_bearing=True),
    "lift_roof": _Class("IfcSlab", "ROOF", "Pset_SlabCommon", external=True, load_bearing=True),
    "lift_car": _Class("IfcTransportElement", "ELEVATOR", "Pset_TransportElementCommon"),
}
OBSTACLE = _Class("IfcElementAssembly", "USERDEFINED", "Pset_ElementAssemblyCommon", element_type="DAKOPSTAND")
OBSTACLE_CLASSES: dict[ObstacleKind, _Class] = {
    "chimney": _Class("IfcChimney", "USERDEFINED", "Pset_ChimneyCommon", external=True, element_type="SCHOORSTEEN"),
    "antenna": _Class("IfcCommunicationsAppliance", "ANTENNA", "Pset_CommunicationsApplianceTypeCommon"),
    "solar_panel": _Class("IfcSolarDevice", "SOLARPANEL", "Pset_SolarDeviceTypeCommon"),
    "plant": _Class("IfcUnitaryEquipment", "USERDEFINED", "Pset_UnitaryEquipmentTypeCommon", element_type="INSTALLATIE"),
}
"""A stair head, lift housing, shaft or skylight is a body of unknown make-up: an assembly, never a proxy."""

FACT_POINTERS: dict[ElementKind, tuple[str, ...]] = {
    "existing_floor": ("/storey_heights_m", "/storeys_existing"),
    "existing_roof": ("/roof/level_nap_m", "/roof/height_above_ground_m", "/roof/polygon", "/roof"),
    "existing_wall": ("/bay_sequence", "/bearing_lines"),
    "existing_facade": ("/roof/polygon", "/roof"),
    "obstacle": ("/obstacles",),
}
"""Facts of the building document that an existing element rests on; the first one that is known counts."""


def class_of(element: Element) -> _Class:
    """Return how an element is written."""
    if element.kind == "obstacle":
        return OBSTACLE if element.obstacle_kind is None else OBSTACLE_CLASSES.get(element.obstacle_kind, OBSTACLE)
    return CLASSES[element.kind]


def _quantities(element: Element) -> Quantities | None:
    name = class_of(element).name
    length, width, height = (metres(v) for v in (element.length_mm, element.width_mm, element.height_mm))
    area, volume = element.plan_area_m2, element.volume_m3
    cut = sum(opening.body.volume_m3 for opening in element.openings)
    cut_area = sum(opening.body.profile_area_m2 for opening in element.openings)
    volumes = (("GrossVolume", volume + cut), ("NetVolume", volume))
    if name == "IfcSlab":
        perimeter = sum(float(b.prism.polygon.exterior.length) for b in element.bodies) / 1000.0
        areas = (("GrossArea", area + cut_area), ("NetArea", area))
        return Quantities("Qto_SlabBaseQuantities", (("Width", height), ("Perimeter", perimeter)), areas, volumes)
    if name == "IfcWall":
        sizes = (("Length", length), ("Width", width), ("Height", height)) if element.kind == "existing_wall" else (("Height", height),)
        return Quantities("Qto_WallBaseQuantities", sizes, (("GrossFootprintArea", area), ("NetFootprintArea", area)), volumes)
    if name == "IfcBeam":
        return Quantities("Qto_BeamBaseQuantities", (("Length", length),), (("CrossSectionArea", width * height),), volumes)
    if name == "IfcStairFlight":
        return Quantities("Qto_StairFlightBaseQuantities", (("Length", length),), (), volumes)
    if name == "IfcRailing":
        return Quantities("Qto_RailingBaseQuantities", (("Length", length),))
    return None


def _steps(element: Element) -> tuple[Property, ...]:
    """Return the steps of a flight; its last riser is at the floor that it reaches."""
    treads = element.risers - 1
    steps = [Property("NumberOfRiser", "IfcCountMeasure", element.risers), Property("NumberOfTreads", "IfcCountMeasure", treads)]
    steps.append(Property("RiserHeight", "IfcPositiveLengthMeasure", metres(element.height_mm / element.risers)))
    if treads:
        steps.append(Property("TreadLength", "IfcPositiveLengthMeasure", metres(element.length_mm / treads)))
    return tuple(steps)


def provenance(host: HostBuilding, element: Element) -> tuple[Property, ...]:
    """Return where an existing element comes from: source, basis, status, family and odds."""
    facts = host.facts
    origin: FactOrigin | None = next((facts[p] for p in FACT_POINTERS.get(element.kind, ()) if p in facts), None)
    found = [
        label("Source", "tekenafspraak van optop" if origin is None else origin.source),
        label("Basis", "assumed" if origin is None else origin.basis),
        label("VerificationStatus", "unverified" if origin is None else origin.status),
        Property("Assumed", "IfcBoolean", element.assumed),
    ]
    if host.family_id is not None:
        found.append(label("Family", host.family_id))
    if host.family_odds is not None:
        found.append(Property("FamilyOdds", "IfcRatioMeasure", float(host.family_odds)))
    return tuple(found)


def _uncut(element: Element) -> Element:
    """Return an existing element as it is before the new work: the file of the existing block shows no holes for what comes."""
    if not element.openings:
        return element
    return replace(element, bodies=element.uncut, openings=(), uncut=(), type_id=type_id_of(element.kind, element.uncut))


@dataclass(slots=True)
class _Typed:
    entity: Entity
    type_map: Entity
    occurrences: list[Entity] = field(default_factory=list)


class ElementWriter:
    """Writes all elements of a bundle into one file."""

    def __init__(self, sinks: Sinks, bundle: ResultBundle) -> None:
        """Keep where to write and what."""
        self.sinks = sinks
        self.bundle = bundle
        self._types: dict[str, _Typed] = {}
        self._lowest = lowest_walls(bundle.model)
        self._loads = LoadSets(bundle.configuration)

    def write(self, contents: Contents) -> None:
        """Write types, elements and the relations between them."""
        for element in self.bundle.model.elements:
            if contents != "all" and (element.status == "new") != (contents == "new"):
                continue
            drawn = _uncut(element) if contents == "existing" else element
            self.sinks.contain(drawn.storey, (self._write(drawn),))
        for type_id, made in self._types.items():
            key = (type_id, "typed")
            self.sinks.store.relate("IfcRelDefinesByType", key, ("RelatingType", made.entity), ("RelatedObjects", made.occurrences))

    def _type(self, element: Element) -> _Typed:
        written = class_of(element)
        type_id = f"{element.type_id} {written.name}"
        if type_id not in self._types:
            type_map = self.sinks.shapes.type_map(element.bodies)
            entity = self.sinks.store.root(
                f"{written.name}Type",
                (type_id, "type"),
                Name=f"{ELEMENT_NAMES[element.kind]} {element.type_id.rpartition('-')[2]}",
                RepresentationMaps=(type_map,),
                PredefinedType=written.predefined,
                ElementType=written.element_type,
            )
            self._types[type_id] = _Typed(entity, type_map)
            self._give_material(entity, element)
        return self._types[type_id]

    def _give_material(self, product: Entity, element: Element) -> None:
        name = ELEMENT_MATERIALS.get(element.kind)
        if name is None:
            scheme = self.bundle.wing(element.wing).layout.scheme
            connector = None if scheme is None else self.bundle.concept.support.connector(scheme.support)
            name = "hout_onbekend_ligger" if connector is None else connector.member_material
        self.sinks.materials.use_material(product, name)

    def _write(self, element: Element) -> Entity:
        store, place = self.sinks.store, self.sinks.places[element.storey]
        made = self._type(element)
        u, v, z = element.origin_mm
        entity = store.root(
            class_of(element).name,
            (element.id, element.kind),
            Name=element_name(element),
            Tag=element.id,
            ObjectPlacement=store.placement(place.placement, (u, v, z - place.z_mm), (*element.axis, 0.0)),
            Representation=self.sinks.shapes.mapped(made.type_map),
        )
        made.occurrences.append(entity)
        self._describe(entity, element)
        for opening in element.openings:
            self._write_opening(element, opening, entity)
        return entity

    def _write_opening(self, element: Element, opening: CutOpening, host: Entity) -> None:
        """Write a hole that the new work makes: its solid as a Reference shape, for the bodies have it already."""
        store = self.sinks.store
        hole = store.root(
            "IfcOpeningElement",
            (element.id, f"{opening.key} hole"),
            Name=f"Sparing {opening.key}",
            ObjectPlacement=store.placement(host.ObjectPlacement),
            Representation=self.sinks.shapes.hole(opening.body),
            PredefinedType="OPENING",
        )
        store.root("IfcRelVoidsElement", (element.id, opening.key, "voids"), RelatingBuildingElement=host, RelatedOpeningElement=hole)

    def _describe(self, entity: Entity, element: Element) -> None:
        sinks, written = self.sinks, class_of(element)
        plain = written.name == "IfcElementAssembly"
        facts = common(element.type_id, element.status, external=written.external, load_bearing=written.load_bearing)
        if element.risers:
            facts = (*facts, *_steps(element))
        sinks.properties.give(entity, written.common, facts[1:] if plain else facts)
        quantities = _quantities(element)
        if quantities is not None:
            sinks.properties.give_quantities(entity, quantities)
        sinks.classification.use(entity, ELEMENT_CODES[element.kind])
        self._give_material(entity, element)
        if element.status != "new":
            sinks.properties.give(entity, "Optop_Provenance", provenance(self.bundle.wing(element.wing).host, element))
        if element.kind == "existing_wall":
            for name, level in levels_of(element, self._lowest).items():
                loads = self._loads.of_wall(element.subject, level)
                if loads:
                    sinks.properties.give(entity, name, loads)
