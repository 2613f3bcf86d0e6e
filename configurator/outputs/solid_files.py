"""OBJ and STL: every body in the host's local frame, z up. For tools that read no IFC: OBJ by object and colour, STL for a printer."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.meshes import IntArray, merged_mesh
from configurator.outputs.palette import PALETTE
from configurator.parts.model import BuildingModel
from configurator.parts.placing import module_axis
from configurator.parts.solids import Body, FloatArray, Look, Vector

MATERIALS_FILE = "optopping.mtl"
_HEADER_BYTES = 80
_TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("spare", "<u2")])


def _placed(points: FloatArray, origin_mm: Vector, axis: tuple[float, float]) -> FloatArray:
    """Turn points of a type's own frame into the local frame, millimetres."""
    c, s = axis
    turned: FloatArray = points @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]) + np.asarray(origin_mm)
    return turned


class _Meshes:
    """Meshes of types by look, each made once."""

    def __init__(self, model: BuildingModel) -> None:
        self._bodies: dict[str, tuple[Body, ...]] = {
            t.id: tuple(Body(b.prism.moved(p.origin_mm), b.look) for p in t.parts for b in p.bodies) for t in model.module_types
        }
        self._bodies |= {e.type_id: e.bodies for e in model.elements}
        self._made: dict[str, list[tuple[Look, FloatArray, IntArray]]] = {}

    def of(self, type_id: str) -> list[tuple[Look, FloatArray, IntArray]]:
        """Return the meshes of one type."""
        if type_id not in self._made:
            by_look: dict[Look, list[Body]] = {}
            for body in self._bodies[type_id]:
                by_look.setdefault(body.look, []).append(body)
            self._made[type_id] = [(look, *merged_mesh(b.prism for b in found)) for look, found in sorted(by_look.items())]
        return self._made[type_id]


def _objects(model: BuildingModel) -> Iterator[tuple[str, list[tuple[Look, FloatArray, IntArray]]]]:
    """Yield every element and module with its meshes in the local frame, millimetres."""
    meshes = _Meshes(model)
    placed = [(e.id, e.type_id, e.origin_mm, e.axis) for e in model.elements]
    placed += [(m.id, m.type_id, m.origin_mm, module_axis(m)) for m in model.modules]
    for object_id, type_id, origin_mm, axis in placed:
        yield object_id, [(look, _placed(points, origin_mm, axis), faces) for look, points, faces in meshes.of(type_id)]


def obj_bytes(bundle: ResultBundle) -> bytes:
    """Return the configuration as Wavefront OBJ in metres: one object for each element and module, one group of faces for each colour."""
    lines = [f"# {bundle.concept_label} {bundle.configuration.digest}", f"mtllib {MATERIALS_FILE}"]
    first = 1
    for object_id, meshes in _objects(bundle.model):
        lines.append(f"o {object_id}")
        for look, points, faces in meshes:
            lines.append(f"usemtl {look}")
            lines.extend(f"v {x:.4f} {y:.4f} {z:.4f}" for x, y, z in (points / 1000.0 + 0.0).tolist())
            lines.extend(f"f {a} {b} {c}" for a, b, c in (faces + first).tolist())
            first += len(points)
    return ("\n".join(lines) + "\n").encode("utf-8")


def mtl_bytes(_bundle: ResultBundle) -> bytes:
    """Return the colours that the OBJ names."""
    lines = []
    for look, s in sorted(PALETTE.items()):
        red, green, blue = (c / 255.0 for c in (s.red, s.green, s.blue))
        lines += [f"newmtl {look}", f"Kd {red:.4f} {green:.4f} {blue:.4f}", f"d {s.opacity:g}", "illum 1"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def stl_bytes(bundle: ResultBundle) -> bytes:
    """Return the configuration as binary STL in millimetres, which is what printers take a number without a unit for."""
    soups = [points[faces] for _, meshes in _objects(bundle.model) for _, points, faces in meshes]
    corners = np.vstack(soups) if soups else np.zeros((0, 3, 3))
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    table = np.zeros(len(corners), dtype=_TRIANGLE)
    table["normal"] = np.divide(normals, lengths, out=np.zeros_like(normals), where=lengths > 0.0) + 0.0
    table["corners"] = corners
    header = f"optop {bundle.concept_label} {bundle.short_digest}".encode()[:_HEADER_BYTES].ljust(_HEADER_BYTES)
    return header + struct.pack("<I", len(corners)) + table.tobytes()
