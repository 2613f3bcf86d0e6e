"""Project, units, position on the map, and the spatial tree: site, building, storeys."""

from __future__ import annotations

import math
from dataclasses import dataclass

from configurator.host.building import Frame
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc import impact
from configurator.outputs.ifc.naming import storey_name
from configurator.outputs.ifc.properties import Properties, Property, label
from configurator.outputs.ifc.store import Entity, Store, metres
from configurator.parts.model import StoreyLevel

STAMP = "2000-01-01T00:00:00"
"""Fixed time of the header: the bytes depend on the request alone."""
MODEL_USE = "Massastudie en voorlopig ontwerp, indicatief, geen grondslag voor uitvoering"
"""What the model may be used for; letters and commas only, since header checkers are strict."""


@dataclass(frozen=True, slots=True)
class Place:
    """One storey in the file."""

    entity: Entity
    placement: Entity
    z_mm: float


@dataclass(frozen=True, slots=True)
class Project:
    """The fixed part of a file."""

    project: Entity
    building: Entity
    body: Entity
    reference: Entity
    footprint: Entity
    places: dict[int, Place]


def _units(store: Store) -> Entity:
    add = store.add

    def si(kind: str, name: str, prefix: str | None = None) -> Entity:
        return add("IfcSIUnit", None, kind, prefix, name)

    metre, newton, watt, kelvin = (
        si("LENGTHUNIT", "METRE"), si("FORCEUNIT", "NEWTON", "KILO"), si("POWERUNIT", "WATT"), si("THERMODYNAMICTEMPERATUREUNIT", "KELVIN"),
    )  # fmt: skip

    def derived(kind: str, *elements: tuple[Entity, int]) -> Entity:
        return add("IfcDerivedUnit", tuple(add("IfcDerivedUnitElement", u, e) for u, e in elements), kind, None)

    return add(
        "IfcUnitAssignment",
        (
            metre,
            si("AREAUNIT", "SQUARE_METRE"),
            si("VOLUMEUNIT", "CUBIC_METRE"),
            si("PLANEANGLEUNIT", "RADIAN"),
            si("MASSUNIT", "GRAM", "KILO"),
            newton,
            watt,
            kelvin,
            derived("LINEARFORCEUNIT", (newton, 1), (metre, -1)),
            derived("THERMALTRANSMITTANCEUNIT", (watt, 1), (metre, -2), (kelvin, -1)),
        ),
    )


def _map_conversion(store: Store, frame: Frame, context: Entity) -> None:
    """Write where local (0, 0, 0) lies in RD and NAP; without a location nothing is written.

    With an unknown NAP height the target is RD alone and the height stays zero: it says nothing about NAP.
    """
    if frame.crs is None:
        return
    metre = store.add("IfcSIUnit", None, "LENGTHUNIT", None, "METRE")
    if frame.peil_nap_m is None:
        name, text, vertical = "EPSG:28992", "Amersfoort / RD New", None
    else:
        name, text, vertical = "EPSG:7415", "Amersfoort / RD New + NAP height", "EPSG:5709"
    crs = store.add("IfcProjectedCRS", name, text, "EPSG:4289", vertical, "Oblique Stereographic", None, metre)
    store.add(
        "IfcMapConversion",
        context,
        crs,
        float(frame.origin_m[0]),
        float(frame.origin_m[1]),
        float(frame.peil_nap_m or 0.0),
        math.cos(frame.rotation_rad),
        math.sin(frame.rotation_rad),
        1.0,
    )


def _contexts(store: Store) -> tuple[Entity, dict[str, Entity]]:
    """Write the model context and what is drawn in it: bodies, opening references, and the footprint of the grid."""
    model = store.add("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, store.axes(), None)

    def sub(name: str) -> Entity:
        return store.add(
            "IfcGeometricRepresentationSubContext",
            ContextIdentifier=name,
            ContextType="Model",
            ParentContext=model,
            TargetView="MODEL_VIEW",
        )

    return model, {name: sub(name) for name in ("Body", "Reference", "FootPrint")}


def _storey(store: Store, properties: Properties, level: StoreyLevel, parent: Entity) -> Place:
    z = (0.0, 0.0, level.floor_z_mm)
    placement = store.placement(parent, z)
    entity = store.root(
        "IfcBuildingStorey",
        (level.id, "storey"),
        Name=storey_name(level.index),
        ObjectPlacement=placement,
        LongName=storey_name(level.index).partition(" ")[2],
        CompositionType="ELEMENT",
        Elevation=metres(level.floor_z_mm),
    )
    ground = level.index == 0
    facts = (Property("EntranceLevel", "IfcBoolean", ground), Property("AboveGround", "IfcLogical", value=True))
    properties.give(entity, "Pset_BuildingStoreyCommon", facts)
    return Place(entity, placement, level.floor_z_mm)


def _building_facts(bundle: ResultBundle) -> tuple[Property, ...]:
    request = bundle.configuration.request.building
    facts = [Property("NumberOfStoreys", "IfcInteger", len(bundle.model.storeys))]
    if request.year_built is not None:
        facts.append(label("YearOfConstruction", str(request.year_built.value)))
    return tuple(facts)


def _use_statement(bundle: ResultBundle) -> tuple[Property, ...]:
    result = bundle.configuration
    return (
        label("ModelUse", MODEL_USE),
        label("Concept", bundle.concept_label),
        label("ConfigurationDigest", result.digest),
        label("Engine", f"{result.engine.name} {result.engine.version}"),
        label("Verdict", result.summary.verdict),
        Property("Disclaimer", "IfcText", result.disclaimer),
    )


def open_project(store: Store, properties: Properties, bundle: ResultBundle, *, with_new: bool) -> Project:
    """Write project, units, map conversion, site, building and storeys, the new ones where they are asked for."""
    model = bundle.model
    context, views = _contexts(store)
    project = store.root(
        "IfcProject",
        ("project", ""),
        Name=bundle.project_key,
        LongName=f"Optopping {model.name}",
        Phase="massastudie / VO, indicatief",
        RepresentationContexts=(context,),
        UnitsInContext=_units(store),
    )
    _map_conversion(store, model.frame, context)
    site_place = store.placement(None)
    site = store.root("IfcSite", ("site", ""), Name="Terrein", ObjectPlacement=site_place, CompositionType="ELEMENT")
    building_place = store.placement(site_place)
    ground = bundle.host.ground_z_mm
    building = store.root(
        "IfcBuilding",
        ("building", ""),
        Name=model.host_id,
        LongName=model.name,
        ObjectPlacement=building_place,
        CompositionType="ELEMENT",
        ElevationOfTerrain=None if ground is None else metres(ground),
    )
    written = [level for level in model.storeys if with_new or level.stands or not level.new]
    places = {level.index: _storey(store, properties, level, building_place) for level in written}
    store.relate("IfcRelAggregates", ("project", "parts"), ("RelatingObject", project), ("RelatedObjects", (site,)))
    store.relate("IfcRelAggregates", ("site", "parts"), ("RelatingObject", site), ("RelatedObjects", (building,)))
    storeys = tuple(place.entity for place in places.values())
    store.relate("IfcRelAggregates", ("building", "parts"), ("RelatingObject", building), ("RelatedObjects", storeys))
    properties.give(building, "Pset_BuildingCommon", _building_facts(bundle))
    properties.give(building, "Optop_Configuration", _use_statement(bundle))
    if with_new:
        properties.give(building, impact.SET, impact.impact_properties(bundle.configuration))
    return Project(project, building, views["Body"], views["Reference"], views["FootPrint"], places)


def write_header(store: Store, bundle: ResultBundle, name: str) -> None:
    """Fill the header: view definition, file name, author, software; the time stamp is fixed."""
    header = store.file.header
    header.file_description.description = ("ViewDefinition [ReferenceView_V1.2]", f"Comment [{MODEL_USE}]")
    engine = bundle.configuration.engine
    stamp = header.file_name
    stamp.name = name
    stamp.time_stamp = STAMP
    stamp.author = (engine.name,)
    stamp.organization = (bundle.concept.organisation,)
    stamp.preprocessor_version = f"{engine.name} {engine.version}"
    stamp.originating_system = f"{engine.name} - {engine.name} configurator - {engine.version}"
    stamp.authorization = MODEL_USE
