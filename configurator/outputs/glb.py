"""GLB (binary glTF 2.0): one named node for each module, meshes shared by type, ids in `extras`. Y up, metres, local origin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.meshes import merged_mesh, y_up_m
from configurator.outputs.palette import PALETTE, Surface
from configurator.parts.model import BuildingModel, Element, ModuleOccurrence
from configurator.parts.placing import QUARTER_AXES
from configurator.parts.solids import Body, FloatArray, Look, Vector

if TYPE_CHECKING:
    import trimesh

BY_LOOK_SEPARATOR = "#"
"""A node `<id>#<look>` holds the bodies of one look; its parent is the node of the module or element."""
OPAQUE = 0.999


def _linear(channel: int) -> float:
    """Turn an sRGB channel (0-255) into the linear value that glTF wants (IEC 61966-2-1)."""
    c = channel / 255.0
    return round(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4, 4)  # noqa: PLR2004 - constants of the standard


def _material(look: str, surface: Surface) -> trimesh.visual.material.PBRMaterial:
    from trimesh.visual.material import PBRMaterial

    return PBRMaterial(  # type: ignore[no-untyped-call]
        name=look,
        baseColorFactor=[_linear(surface.red), _linear(surface.green), _linear(surface.blue), surface.opacity],
        metallicFactor=0.0,
        roughnessFactor=surface.roughness,
        alphaMode="OPAQUE" if surface.opacity > OPAQUE else "BLEND",
        doubleSided=surface.opacity <= OPAQUE,
    )


class _SceneWriter:
    """Collects meshes by type and nodes by id."""

    def __init__(self) -> None:
        import trimesh

        self.scene = trimesh.Scene(base_frame="optop")
        self._materials: dict[Look, Any] = {}
        self._types: dict[str, tuple[tuple[Look, str], ...]] = {}

    def geometry_of(self, type_id: str, bodies: Iterable[Body]) -> tuple[tuple[Look, str], ...]:
        """Return the mesh names of a type by look; they are made on first use.

        Meshes go straight into `scene.geometry`: `add_geometry` would also put an instance at the origin.
        """
        if type_id not in self._types:
            by_look: dict[Look, list[Body]] = {}
            for body in bodies:
                by_look.setdefault(body.look, []).append(body)
            self._types[type_id] = tuple((look, self._mesh(type_id, look, found)) for look, found in sorted(by_look.items()))
        return self._types[type_id]

    def _mesh(self, type_id: str, look: Look, bodies: list[Body]) -> str:
        import trimesh
        from trimesh.visual import TextureVisuals

        if look not in self._materials:
            self._materials[look] = _material(look, PALETTE[look])
        vertices, faces = merged_mesh(body.prism for body in bodies)
        name = f"{type_id}{BY_LOOK_SEPARATOR}{look}"
        mesh = trimesh.Trimesh(y_up_m(vertices), faces, process=False)
        mesh.visual = TextureVisuals(material=self._materials[look])  # type: ignore[no-untyped-call]
        self.scene.geometry[name] = mesh
        return name

    def node(self, node_id: str, matrix: FloatArray, extras: Mapping[str, object], meshes: tuple[tuple[Look, str], ...]) -> None:
        """Add a node with its ids, and under it one node for each look."""
        self.scene.graph.update(frame_to=node_id, matrix=matrix, metadata=dict(extras))  # type: ignore[no-untyped-call]
        for look, name in meshes:
            child = f"{node_id}{BY_LOOK_SEPARATOR}{look}"
            self.scene.graph.update(frame_to=child, frame_from=node_id, matrix=np.eye(4), geometry=name)  # type: ignore[no-untyped-call]


def _matrix(origin_mm: Vector, axis: tuple[int, int] = (1, 0)) -> FloatArray:
    """Return the node matrix of a frame at `origin_mm` whose x axis points along (u, v)."""
    c, s = axis
    matrix = np.eye(4)
    matrix[:3, :3] = [[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]
    matrix[:3, 3] = y_up_m(np.asarray(origin_mm))
    return matrix + 0.0


def _module_extras(module: ModuleOccurrence, mass_kg: float | None) -> dict[str, object]:
    extras: dict[str, object] = {
        "id": module.id,
        "kind": "module",
        "type": module.type_id,
        "dwelling": module.dwelling_id,
        "storey": module.storey,
    }
    if mass_kg is not None:
        extras["mass_kg"] = mass_kg
    return extras


def _element_extras(element: Element) -> dict[str, object]:
    return {
        "id": element.id,
        "kind": element.kind,
        "subject": element.subject,
        "storey": element.storey,
        "status": element.status,
        "assumed": element.assumed,
    }


def _scene_extras(bundle: ResultBundle) -> dict[str, object]:
    frame = bundle.host.frame
    return {
        "project": bundle.project_key,
        "concept": bundle.concept_label,
        "digest": bundle.configuration.digest,
        "crs": frame.crs or "",
        "origin_m": list(frame.origin_m),
        "rotation_deg": round(math.degrees(frame.rotation_rad), 6),
        "peil_nap_m": frame.peil_nap_m,
        "axes": "x = u, y = up from peil, z = -v",
    }


def build_scene(bundle: ResultBundle) -> trimesh.Scene:
    """Return the scene of a configuration."""
    model: BuildingModel = bundle.model
    writer = _SceneWriter()
    mass = {m.id: m.mass_kg for m in bundle.configuration.modules}
    types = {t.id: tuple(Body(b.prism.moved(p.origin_mm), b.look) for p in t.parts for b in p.bodies) for t in model.module_types}
    for element in model.elements:
        meshes = writer.geometry_of(element.type_id, element.bodies)
        writer.node(element.id, _matrix(element.origin_mm), _element_extras(element), meshes)
    for module in model.modules:
        meshes = writer.geometry_of(module.type_id, types[module.type_id])
        matrix = _matrix(module.origin_mm, QUARTER_AXES[module.quarter])
        writer.node(module.id, matrix, _module_extras(module, mass.get(module.id)), meshes)
    writer.scene.metadata.update(_scene_extras(bundle))
    return writer.scene


def glb_bytes(bundle: ResultBundle) -> bytes:
    """Return the configuration as GLB; the same bundle gives the same bytes.

    Normals are left out: glTF 2.0, 3.7.2.1 has every viewer shade such meshes flat, and solids stay closed when they are read back.
    """
    from trimesh.exchange.gltf import export_glb

    return bytes(export_glb(build_scene(bundle), include_normals=False))  # type: ignore[no-untyped-call]
