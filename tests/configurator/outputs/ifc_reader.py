"""An independent reader of our IFC files: nothing here knows the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.element
import ifcopenshell.util.placement
import numpy as np
import numpy.typing as npt
import trimesh

Ifc: TypeAlias = Any
"""A file or an entity of ifcopenshell, which types its own members only in part."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Solid:
    """A product's mesh in world coordinates of the file, metres."""

    product: Ifc
    mesh: trimesh.Trimesh

    @property
    def low(self) -> Array:
        return np.asarray(self.mesh.bounds[0])

    @property
    def high(self) -> Array:
        return np.asarray(self.mesh.bounds[1])


def opened(content: bytes) -> Ifc:
    return ifcopenshell.file.from_string(content.decode("utf-8"))


def solids(file: Ifc) -> dict[str, Solid]:
    """Every product with a body, by GlobalId; openings are left out and nothing is cut a second time."""
    geom: Ifc = ifcopenshell.geom
    settings = geom.settings()
    settings.set("disable-opening-subtractions", True)
    settings.set("weld-vertices", True)
    products = [p for p in file.by_type("IfcProduct") if p.Representation and not p.is_a("IfcOpeningElement")]
    iterator = geom.iterator(settings, file, 1, include=products)
    found: dict[str, Solid] = {}
    if not iterator.initialize():
        return found
    while True:
        shape: Any = iterator.get()
        vertices = np.array(shape.geometry.verts, dtype=np.float64).reshape(-1, 3)
        faces = np.array(shape.geometry.faces, dtype=np.int64).reshape(-1, 3)
        matrix = np.array(shape.transformation.matrix, dtype=np.float64).reshape(4, 4).T
        if abs(matrix[3, :3]).max() > 1e-12:
            matrix = matrix.T
        mesh = trimesh.Trimesh(vertices @ matrix[:3, :3].T + matrix[:3, 3], faces, process=False)
        found[shape.guid] = Solid(file.by_guid(shape.guid), mesh)
        if not iterator.next():
            return found


def psets(product: Ifc) -> dict[str, dict[str, Any]]:
    result: dict[str, dict[str, Any]] = ifcopenshell.util.element.get_psets(product)
    return result


def origin(product: Ifc) -> Array:
    matrix = np.asarray(ifcopenshell.util.placement.get_local_placement(product.ObjectPlacement), dtype=np.float64)
    return matrix[:3, 3]


def is_inside(solid: Solid, point: Array) -> bool:
    """Whether a point lies inside a closed mesh: an upward, slightly tilted ray leaves it an odd number of times."""
    direction = np.array([0.0123, 0.0217, 1.0])
    triangles = np.asarray(solid.mesh.triangles)
    a = triangles[:, 0]
    e1, e2 = triangles[:, 1] - a, triangles[:, 2] - a
    p = np.cross(direction, e2)
    det = np.einsum("ij,ij->i", e1, p)
    usable = np.abs(det) > 1e-14
    det = np.where(usable, det, 1.0)
    s = point - a
    u = np.einsum("ij,ij->i", s, p) / det
    q = np.cross(s, e1)
    v = q @ direction / det
    t = np.einsum("ij,ij->i", e2, q) / det
    return bool(np.count_nonzero(usable & (u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (t > 0.0)) % 2)
