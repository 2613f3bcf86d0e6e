"""The IFC4 Reference View writer: one pass over the model, relations written once at the end."""

from __future__ import annotations

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc.catalogue import Classification, Materials
from configurator.outputs.ifc.elements import ElementWriter
from configurator.outputs.ifc.grid import write_grids
from configurator.outputs.ifc.modules import ModuleWriter
from configurator.outputs.ifc.naming import Contents, file_name
from configurator.outputs.ifc.project import Project, open_project, write_header
from configurator.outputs.ifc.properties import Properties, common
from configurator.outputs.ifc.shapes import Shapes
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.spaces import write_spaces
from configurator.outputs.ifc.store import Store
from configurator.parts.solids import Body, block

ZERO_POINT_MM = 50.0


def _write_zero_point(sinks: Sinks, project: Project) -> None:
    """Write the one object that marks local (0, 0, 0), as BIM basis ILS v2, 3.2 asks: a small cube over peil."""
    place = project.places[0]
    body = Body(block((0.0, 0.0, 0.0), (ZERO_POINT_MM, ZERO_POINT_MM, ZERO_POINT_MM)), "door")
    type_map = sinks.shapes.type_map((body,))
    kind = sinks.store.root(
        "IfcBuildingElementProxyType",
        ("nulpunt", "type"),
        Name="nulpunt",
        ElementType="NULPUNT",
        RepresentationMaps=(type_map,),
        PredefinedType="USERDEFINED",
    )
    entity = sinks.store.root(
        "IfcBuildingElementProxy",
        ("nulpunt", ""),
        Name="nulpunt",
        ObjectPlacement=sinks.store.placement(place.placement, (0.0, 0.0, -place.z_mm)),
        Representation=sinks.shapes.mapped(type_map),
    )
    sinks.store.relate("IfcRelDefinesByType", ("nulpunt", "typed"), ("RelatingType", kind), ("RelatedObjects", (entity,)))
    sinks.properties.give(entity, "Pset_BuildingElementProxyCommon", common("nulpunt", "new"))
    sinks.materials.use_material(entity, "onbekend_onbekend_nulpunt")
    sinks.classification.use(entity, "90.10")
    sinks.contain(0, (entity,))


def ifc_bytes(bundle: ResultBundle, contents: Contents = "all") -> bytes:
    """Return the configuration, or its existing or its new part, as an IFC4 Reference View file; the same bundle gives the same bytes.

    Local millimetres of the model become metres; the file's zero is the host's local zero, which the map conversion ties to RD and
    NAP when the host has a location. The parts share ids, zero-point and storeys, so that they fall together.
    """
    store = Store(bundle.project_key)
    write_header(store, bundle, file_name(bundle.model.host_id, contents))
    properties = Properties(store)
    project = open_project(store, properties, bundle, with_new=contents != "existing")
    sinks = Sinks(
        store=store,
        shapes=Shapes(store, project.body, project.reference),
        properties=properties,
        materials=Materials(store, bundle.concept),
        classification=Classification(store, bundle.classification),
        places=project.places,
    )
    if project.places:
        _write_zero_point(sinks, project)
    write_grids(sinks, project, bundle.model.grids)
    ElementWriter(sinks, bundle).write(contents)
    if contents != "existing":
        ModuleWriter(sinks, bundle).write()
        write_spaces(sinks, bundle)
    sinks.write_containment()
    sinks.materials.write()
    sinks.classification.write(project.project)
    properties.write()
    return store.to_bytes()
