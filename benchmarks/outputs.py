"""IFC and GLB: time, size and growth of ours, against a baseline for each.

The baseline of the IFC is a frozen subset of the model written with `ifcopenshell.api`, call by call as its documentation shows: modules
with typed parts that share a shape, one property and one quantity set each, material, storey. Ours writes all of it, loads, spaces,
existing block and all. The baseline of the GLB is a trimesh scene with a mesh for every body in its place.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import Any, TypeVar

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.context
import ifcopenshell.api.geometry
import ifcopenshell.api.material
import ifcopenshell.api.project
import ifcopenshell.api.pset
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.type
import ifcopenshell.api.unit
import numpy as np
import trimesh
from ifcopenshell.util.shape_builder import ShapeBuilder

from api.outputs import bundle_of as whole_bundle
from benchmarks.configure import slab
from catalogue.documents.building import Building
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.glb import glb_bytes
from configurator.outputs.ifc import ifc_bytes
from configurator.outputs.meshes import prism_mesh
from configurator.parts.model import ModuleType, Part
from configurator.parts.placing import QUARTER_AXES
from configurator.parts.solids import FloatArray, Prism, Vector

T = TypeVar("T")
LENGTHS_M = (150.0, 300.0, 1500.0)
"""Slabs of some 60, 120 and 600 modules on two storeys."""
BASELINE_LENGTH_M = 150.0
SLABS, APART_M = 5, 25.0
"""Slabs of the largest model, and the distance between them."""
CLASSES = {"floor": "IfcSlab", "ceiling": "IfcSlab", "roof": "IfcSlab", "window": "IfcWindow", "door": "IfcDoor", "glazed_door": "IfcDoor"}


def bundle_of(length_m: float) -> ResultBundle:
    """Return a configured slab: wide boxes on two storeys along a gallery."""
    concept, family, assumptions = resolve_concept("A3"), resolve_family("F05"), resolve_assumptions()
    options = Options.model_validate({"access": "gallery", "storeys_added": 2})
    computed = configure(make_inputs("bench", slab(length_m), concept, options, assumptions, family))
    return ResultBundle("bench", computed.host, concept, computed.layout, computed.configuration)


def timed(job: Callable[[], T]) -> tuple[float, T]:
    """Return the processor time of a job in seconds, and its result."""
    started = time.process_time()
    result = job()
    return time.process_time() - started, result


class ApiModel:
    """The frozen subset, through `ifcopenshell.api`."""

    def __init__(self) -> None:
        """Open a project with one body context."""
        self.api: Any = ifcopenshell.api
        self.file: Any = self.api.project.create_file()
        self.project = self.api.root.create_entity(self.file, ifc_class="IfcProject", name="baseline")
        self.api.unit.assign_unit(self.file, length={"is_metric": True, "raw": "METERS"})
        model = self.api.context.add_context(self.file, context_type="Model")
        self.body = self.api.context.add_context(
            self.file, context_type="Model", context_identifier="Body", target_view="MODEL_VIEW", parent=model
        )
        self.builder: Any = ShapeBuilder(self.file)
        self.storeys: dict[int, Any] = {}
        self.types: dict[tuple[str, str], Any] = {}
        self.materials: dict[str, Any] = {}

    def storey(self, index: int) -> Any:  # noqa: ANN401
        """Return a storey, made on first use."""
        if index not in self.storeys:
            made = self.api.root.create_entity(self.file, ifc_class="IfcBuildingStorey", name=f"{index:02d}")
            self.api.aggregate.assign_object(self.file, products=[made], relating_object=self.project)
            self.storeys[index] = made
        return self.storeys[index]

    def _solid(self, prism: Prism) -> Any:  # noqa: ANN401
        outer = self.builder.polyline([(x / 1000.0, y / 1000.0) for x, y in prism.outer_mm], closed=True)
        inner = [self.builder.polyline([(x / 1000.0, y / 1000.0) for x, y in ring], closed=True) for ring in prism.holes_mm]
        profile = self.builder.profile(outer, inner_curves=inner)
        return self.builder.extrude(
            profile,
            prism.depth_mm / 1000.0,
            position=np.asarray(prism.origin_mm) / 1000.0,
            position_z_axis=prism.axis_z,
            position_x_axis=prism.axis_x,
        )

    def type_of(self, module_type: ModuleType, part: Part) -> Any:  # noqa: ANN401
        """Return the type of a part with its shape and material, made on first use."""
        key = (module_type.id, part.key)
        if key not in self.types:
            ifc_class = CLASSES.get(part.kind, "IfcWall")
            made = self.api.root.create_entity(self.file, ifc_class=f"{ifc_class}Type", name=part.key)
            items = [self._solid(b.prism) for b in part.bodies]
            shape = self.builder.get_representation(self.body, items)
            self.api.geometry.assign_representation(self.file, product=made, representation=shape)
            self.types[key] = made
        return self.types[key]

    def material(self, name: str) -> Any:  # noqa: ANN401
        """Return a material, made on first use."""
        if name not in self.materials:
            self.materials[name] = self.api.material.add_material(self.file, name=name)
        return self.materials[name]

    def part(self, module_type: ModuleType, part: Part, place: FloatArray) -> Any:  # noqa: ANN401
        """Write one part."""
        made = self.api.root.create_entity(self.file, ifc_class=CLASSES.get(part.kind, "IfcWall"), name=part.key)
        self.api.type.assign_type(self.file, related_objects=[made], relating_type=self.type_of(module_type, part))
        matrix = np.eye(4)
        matrix[:3, 3] = np.asarray(part.origin_mm) / 1000.0
        self.api.geometry.edit_object_placement(self.file, product=made, matrix=place @ matrix)
        name = CLASSES.get(part.kind, "IfcWall").removeprefix("Ifc")
        common = self.api.pset.add_pset(self.file, product=made, name=f"Pset_{name}Common")
        self.api.pset.edit_pset(self.file, pset=common, properties={"Reference": part.key, "IsExternal": part.side is not None})
        quantities = self.api.pset.add_qto(self.file, product=made, name=f"Qto_{name}BaseQuantities")
        self.api.pset.edit_qto(self.file, qto=quantities, properties={"NetVolume": part.volume_m3})
        material = self.material(part.build_up or part.kind)
        self.api.material.assign_material(self.file, products=[made], type="IfcMaterial", material=material)
        return made


def api_bytes(bundle: ResultBundle) -> bytes:
    """Return the frozen subset of a model, written with `ifcopenshell.api`."""
    made = ApiModel()
    for module in bundle.model.modules:
        module_type = bundle.model.type_of(module)
        c, s = QUARTER_AXES[module.quarter]
        place = np.array([[c, -s, 0.0, 0.0], [s, c, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
        place[:3, 3] = np.asarray(module.origin_mm) / 1000.0
        assembly = made.api.root.create_entity(made.file, ifc_class="IfcElementAssembly", name=module.id)
        made.api.geometry.edit_object_placement(made.file, product=assembly, matrix=place)
        made.api.spatial.assign_container(made.file, products=[assembly], relating_structure=made.storey(module.storey))
        parts = [made.part(module_type, part, place) for part in module_type.parts]
        made.api.aggregate.assign_object(made.file, products=parts, relating_object=assembly)
    return str(made.file.to_string()).encode()


def naive_glb(bundle: ResultBundle) -> bytes:
    """Return the model as a trimesh scene with a mesh of its own for every body in its place, as its documentation shows."""
    scene: Any = trimesh.Scene()

    def add(name: str, prism: Prism, axis: tuple[int, int], origin_mm: Vector) -> None:
        c, s = axis
        points, faces = prism_mesh(prism)
        turned = points @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]) + np.asarray(origin_mm)
        scene.add_geometry(trimesh.Trimesh(turned / 1000.0, faces), node_name=name, geom_name=name)

    for module in bundle.model.modules:
        for part in bundle.model.type_of(module).parts:
            for number, body in enumerate(part.bodies):
                prism = body.prism.moved(part.origin_mm)
                add(f"{module.id}/{part.key}/{number}", prism, QUARTER_AXES[module.quarter], module.origin_mm)
    for element in bundle.model.elements:
        for number, body in enumerate(element.bodies):
            add(f"{element.id}/{number}", body.prism, (1, 0), element.origin_mm)
    return bytes(scene.export(file_type="glb"))


def portfolio_bundle() -> ResultBundle:
    """Return five slabs beside each other as one building: some 3,000 modules, more than one slab may be long."""
    plain = slab(LENGTHS_M[-1]).model_dump(mode="json", exclude_none=True)
    ring = plain["roof"]["polygon"]["outer"]
    plain["further_levels"] = [
        {"roof": {"polygon": {"outer": [(x, y + APART_M * n) for x, y in ring]}, "level_id": str(n + 1), "height_above_ground_m": 11.2}}
        for n in range(1, SLABS)
    ]
    options = Options.model_validate({"access": "gallery", "storeys_added": 2})
    family, assumptions = resolve_family("F05"), resolve_assumptions()
    inputs = make_inputs("bench", Building.model_validate(plain), resolve_concept("A3"), options, assumptions, family)
    return whole_bundle(configure(inputs))


def full() -> None:
    """Print the same, and size, growth and sameness of 3,000 modules."""
    report()
    bundle, alone = portfolio_bundle(), bundle_of(LENGTHS_M[-1])
    modules, few = len(bundle.model.modules), len(alone.model.modules)
    seconds, ifc = timed(lambda: ifc_bytes(bundle))
    again, same = timed(lambda: ifc_bytes(bundle))
    one_seconds, _ = timed(lambda: ifc_bytes(alone))
    growth, more = min(seconds, again) / one_seconds, modules / few
    packed = len(gzip.compress(ifc)) / 1e6
    print(f"\n{modules} modules\n  ifc {len(ifc) / 1e6:.2f} MB ({packed:.2f} MB gzip)  {seconds:.2f} s, x{growth:.2f} for x{more:.2f}")
    print(f"  the same bytes twice: {ifc == same}")
    glb_seconds, glb = timed(lambda: glb_bytes(bundle))
    print(f"  glb {len(glb) / 1e6:.2f} MB  {glb_seconds:.2f} s; the same bytes twice: {glb == glb_bytes(bundle)}")


def report() -> None:
    """Print time, size and growth of IFC and GLB, and both ratios to their baselines."""
    previous: tuple[int, float] | None = None
    for length_m in LENGTHS_M:
        bundle = bundle_of(length_m)
        modules = len(bundle.model.modules)
        seconds, ifc = timed(lambda bundle=bundle: ifc_bytes(bundle))  # type: ignore[misc]
        glb_seconds, glb = timed(lambda bundle=bundle: glb_bytes(bundle))  # type: ignore[misc]
        growth = "" if previous is None else f", x{seconds / previous[1]:.2f} for x{modules / previous[0]:.2f} modules"
        previous = (modules, seconds)
        packed = len(gzip.compress(ifc)) / 1e6
        print(f"\n{modules} modules")
        print(f"  ifc {len(ifc) / 1e6:7.2f} MB ({packed:.2f} MB gzip)  {seconds:6.2f} s{growth}")
        print(f"  glb {len(glb) / 1e6:7.2f} MB  {glb_seconds:6.2f} s")
        if length_m == BASELINE_LENGTH_M:
            api_seconds, api = timed(lambda bundle=bundle: api_bytes(bundle))  # type: ignore[misc]
            print(
                f"  subset through ifcopenshell.api {len(api) / 1e6:.2f} MB  {api_seconds:.2f} s: ours takes 1/{api_seconds / seconds:.1f}"
            )
        if length_m == LENGTHS_M[-1]:
            naive_seconds, naive = timed(lambda bundle=bundle: naive_glb(bundle))  # type: ignore[misc]
            size, took = len(naive) / len(glb), naive_seconds / glb_seconds
            print(f"  naive trimesh scene of the same bodies {len(naive) / 1e6:.2f} MB  {naive_seconds:.2f} s: ", end="")
            print(f"ours is 1/{size:.1f}, in 1/{took:.1f}")


if __name__ == "__main__":
    report()
