"""Modules: typed assemblies without geometry of their own; typed parts with shared maps; holes and what fills them."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.buildup import GRAVITY_M_PER_S2
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc.loads import LoadSets
from configurator.outputs.ifc.naming import MODULE_CODE, PART_MATERIALS, PART_NAMES, part_code
from configurator.outputs.ifc.properties import Properties, Property, Quantities, common, label
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.store import Entity, metres
from configurator.parts.model import CutOpening, ModuleOccurrence, ModuleType, Part, PartKind
from configurator.parts.placing import module_axis
from configurator.parts.solids import Vector

CLASSES: dict[PartKind, tuple[str, str, str]] = {
    "floor": ("IfcSlab", "FLOOR", "Slab"),
    "ceiling": ("IfcSlab", "FLOOR", "Slab"),
    "roof": ("IfcSlab", "ROOF", "Slab"),
    "long_wall": ("IfcWall", "ELEMENTEDWALL", "Wall"),
    "end_wall": ("IfcWall", "ELEMENTEDWALL", "Wall"),
    "partition": ("IfcWall", "PARTITIONING", "Wall"),
    "window": ("IfcWindow", "WINDOW", "Window"),
    "door": ("IfcDoor", "DOOR", "Door"),
    "glazed_door": ("IfcDoor", "DOOR", "Door"),
}
"""Class, predefined type of the type object, and the name inside Pset_<>Common and Qto_<>BaseQuantities.

The lid of a module stays a slab under the same id when a storey comes on top of it: roof before, part of the floor construction after.
"""

FILLINGS: frozenset[PartKind] = frozenset(("window", "door", "glazed_door"))


@dataclass(slots=True)
class _PartType:
    part: Part
    entity: Entity
    type_map: Entity
    quantities: Quantities
    occurrences: list[Entity] = field(default_factory=list)


def _type_attributes(part: Part) -> dict[str, str]:
    if part.kind == "window":
        return {"PartitioningType": "SINGLE_PANEL"}
    if part.kind in ("door", "glazed_door"):
        return {"OperationType": "SINGLE_SWING_LEFT"}
    return {}


def _quantities(part: Part) -> Quantities:
    length, thick, height = (metres(v) for v in (part.length_mm, part.thickness_mm, part.height_mm))
    name = f"Qto_{CLASSES[part.kind][2]}BaseQuantities"
    gross, net, volume = part.gross_area_m2, part.net_area_m2, part.volume_m3
    if part.kind in FILLINGS:
        return Quantities(name, (("Width", length), ("Height", height), ("Perimeter", 2.0 * (length + height))), (("Area", gross),))
    volumes = (("GrossVolume", gross * thick), ("NetVolume", volume))
    if part.kind in ("floor", "roof", "ceiling"):
        sizes = (("Width", thick), ("Perimeter", 2.0 * (length + height)))
        return Quantities(name, sizes, (("GrossArea", gross), ("NetArea", net)), volumes)
    return Quantities(
        name, (("Length", length), ("Width", thick), ("Height", height)), (("GrossSideArea", gross), ("NetSideArea", net)), volumes
    )


def _is_external(part: Part, module: ModuleOccurrence) -> bool:
    """Return whether a part is in the outer skin: roof, end walls, what fills them, and a long wall that nothing stands against."""
    if part.side is not None:
        return part.side in module.external_sides or part.side.startswith("end")
    return part.kind == "roof"


def _common(part: Part, *, external: bool) -> tuple[Property, ...]:
    more = []
    if external and part.u_value_w_per_m2k is not None:
        more.append(Property("ThermalTransmittance", "IfcThermalTransmittanceMeasure", round(part.u_value_w_per_m2k, 3)))
    if part.fire_resistance_min is not None:
        more.append(label("FireRating", f"{part.fire_resistance_min:.0f}"))
    structural = part.kind not in FILLINGS
    return common(part.build_up or part.kind, "new", external=external, load_bearing=part.load_bearing if structural else None, more=more)


class ModuleWriter:
    """Writes all modules of a bundle into one file."""

    def __init__(self, sinks: Sinks, bundle: ResultBundle) -> None:
        """Keep where to write and what."""
        self.sinks = sinks
        self.bundle = bundle
        self._mass_kg = {m.id: m.mass_kg for m in bundle.configuration.modules}
        self._loads = LoadSets(bundle.configuration)
        self._module_types = {t.id: t for t in bundle.model.module_types}
        self._assembly_types: dict[str, tuple[Entity, list[Entity]]] = {}
        self._part_types: dict[tuple[str, str], _PartType] = {}
        self._holes: dict[tuple[str, str], Entity] = {}

    def write(self) -> None:
        """Write types, modules with their parts, and the relations between them."""
        model = self.bundle.model
        for module_type in model.module_types:
            self._write_types(module_type)
        by_storey: dict[int, list[Entity]] = {}
        for module in model.modules:
            by_storey.setdefault(module.storey, []).append(self._write_module(module, self._module_types[module.type_id]))
        for storey, assemblies in by_storey.items():
            self.sinks.contain(storey, assemblies)
        store = self.sinks.store
        for type_id, (entity, occurrences) in self._assembly_types.items():
            store.relate("IfcRelDefinesByType", (type_id, "typed"), ("RelatingType", entity), ("RelatedObjects", occurrences))
        for (type_id, part_key), made in self._part_types.items():
            key = (type_id, f"{part_key} typed")
            store.relate("IfcRelDefinesByType", key, ("RelatingType", made.entity), ("RelatedObjects", made.occurrences))

    def _write_types(self, module_type: ModuleType) -> None:
        store, concept = self.sinks.store, self.bundle.concept
        entity = store.root(
            "IfcElementAssemblyType",
            (module_type.id, "type"),
            Name=f"{concept.id}_module_{module_type.id}",
            ElementType="MODULE",
            PredefinedType="USERDEFINED",
        )
        self._assembly_types[module_type.id] = (entity, [])
        maker = store.root(
            "IfcPropertySet",
            (module_type.id, "maker"),
            Name="Pset_ManufacturerTypeInformation",
            HasProperties=tuple(
                store.add("IfcPropertySingleValue", name, None, store.add("IfcLabel", value), None)
                for name, value in (
                    ("ModelReference", self.bundle.concept_label),
                    ("ModelLabel", concept.name.nl),
                    ("Manufacturer", concept.organisation),
                )
            ),
        )
        entity.HasPropertySets = (maker,)
        for part in module_type.parts:
            ifc_class, predefined, _ = CLASSES[part.kind]
            type_map = self.sinks.shapes.type_map(part.bodies)
            part_type = store.root(
                f"{ifc_class}Type",
                (module_type.id, part.key),
                Name=f"{concept.id}_{part.build_up or part.kind}_{module_type.id}_{part.key}",
                RepresentationMaps=(type_map,),
                PredefinedType=predefined,
                **_type_attributes(part),
            )
            self._part_types[module_type.id, part.key] = _PartType(part, part_type, type_map, _quantities(part))
            self._give_material(part_type, part)

    def _give_material(self, product: Entity, part: Part) -> None:
        if part.build_up is not None:
            self.sinks.materials.use_build_up(product, part.build_up)
        else:
            self.sinks.materials.use_material(product, PART_MATERIALS[part.kind])

    def _write_module(self, module: ModuleOccurrence, module_type: ModuleType) -> Entity:
        store = self.sinks.store
        place = self.sinks.places[module.storey]
        u, v, z = module.origin_mm
        x_axis: Vector = (*module_axis(module), 0.0)
        placement = store.placement(place.placement, (u, v, z - place.z_mm), x_axis)
        assembly = store.root(
            "IfcElementAssembly",
            (module.id, "module"),
            Name=f"Module {module.id}",
            Tag=module.id,
            ObjectPlacement=placement,
            AssemblyPlace="FACTORY",
        )
        self._assembly_types[module.type_id][1].append(assembly)
        self.sinks.classification.use(assembly, MODULE_CODE)
        self._describe_module(assembly, module)
        written = {part.key: self._write_part(part, module, placement) for part in module_type.parts}
        parts = tuple(entity for entity, _ in written.values())
        store.relate("IfcRelAggregates", (module.id, "parts"), ("RelatingObject", assembly), ("RelatedObjects", parts))
        for part in module_type.parts:
            for opening in part.openings:
                self._write_opening(module, part, opening, written[part.key], written[opening.key][0])
        return assembly

    def _describe_module(self, assembly: Entity, module: ModuleOccurrence) -> None:
        properties: Properties = self.sinks.properties
        properties.give(assembly, "Pset_ElementAssemblyCommon", common(module.type_id, "new")[1:])
        mass = self._mass_kg.get(module.id)
        facts = [label("Dwelling", module.dwelling_id)]
        if mass is not None:
            facts.append(Property("Mass", "IfcMassMeasure", mass))
            facts.append(Property("SelfWeight", "IfcForceMeasure", round(mass * GRAVITY_M_PER_S2 / 1000.0, 4)))
        facts.extend(self._loads.of_module(module.id))
        properties.give(assembly, "Optop_LoadEstimate", tuple(facts))

    def _write_part(self, part: Part, module: ModuleOccurrence, assembly_placement: Entity) -> tuple[Entity, Entity]:
        """Write one part; return it with its placement."""
        store = self.sinks.store
        made = self._part_types[module.type_id, part.key]
        placement = store.placement(assembly_placement, part.origin_mm)
        sizes = {}
        if part.kind in FILLINGS:
            sizes = {"OverallHeight": metres(part.height_mm), "OverallWidth": metres(part.length_mm)}
        entity = store.root(
            CLASSES[part.kind][0],
            (module.id, part.key),
            Name=PART_NAMES[part.kind],
            Tag=f"{module.id}/{part.key}",
            ObjectPlacement=placement,
            Representation=self.sinks.shapes.mapped(made.type_map),
            **sizes,
        )
        made.occurrences.append(entity)
        external = _is_external(part, module)
        self.sinks.properties.give(entity, f"Pset_{CLASSES[part.kind][2]}Common", _common(part, external=external))
        self.sinks.properties.give_quantities(entity, made.quantities)
        self.sinks.classification.use(entity, part_code(part, external=external))
        self._give_material(entity, part)
        return entity, placement

    def _hole(self, type_id: str, opening: CutOpening) -> Entity:
        """Return the shape of an opening; equal openings of a module type share it (IfcProductDefinitionShape.ShapeOfProduct)."""
        key = (type_id, opening.key)
        if key not in self._holes:
            self._holes[key] = self.sinks.shapes.hole(opening.body)
        return self._holes[key]

    def _write_opening(
        self, module: ModuleOccurrence, wall: Part, opening: CutOpening, host: tuple[Entity, Entity], filling: Entity
    ) -> None:
        store = self.sinks.store
        wall_entity, wall_placement = host
        hole = store.root(
            "IfcOpeningElement",
            (module.id, f"{opening.key} hole"),
            Name=f"Sparing {wall.key}",
            ObjectPlacement=store.placement(wall_placement),
            Representation=self._hole(module.type_id, opening),
            PredefinedType="OPENING",
        )
        key = (module.id, opening.key)
        store.root("IfcRelVoidsElement", (*key, "voids"), RelatingBuildingElement=wall_entity, RelatedOpeningElement=hole)
        store.root("IfcRelFillsElement", (*key, "fills"), RelatingOpeningElement=hole, RelatedBuildingElement=filling)
