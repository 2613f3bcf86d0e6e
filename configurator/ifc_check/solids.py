"""Every body of a file as triangles, in its own frame and in the file's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    import ifcopenshell

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
WELD_M = 1e-5
"""Corners this close are one: many writers repeat a corner for each face."""


@dataclass(frozen=True)
class Solid:
    """One product's body; metres."""

    product: Any
    local: FloatArray
    """Corners in the product's own frame, shape (n, 3)."""
    faces: IntArray
    """Triangles, shape (m, 3)."""
    matrix: FloatArray
    """From the product's frame to the file's, shape (4, 4)."""

    @cached_property
    def world(self) -> FloatArray:
        """Corners in the file's frame, shape (n, 3)."""
        moved: FloatArray = self.local @ self.matrix[:3, :3].T + self.matrix[:3, 3]
        return moved

    @cached_property
    def low(self) -> FloatArray:
        """Low corner of the box around it, in the file's frame."""
        lowest: FloatArray = self.world.min(axis=0)
        return lowest

    @cached_property
    def high(self) -> FloatArray:
        """High corner of the box around it, in the file's frame."""
        highest: FloatArray = self.world.max(axis=0)
        return highest

    @cached_property
    def volume_m3(self) -> float:
        """Enclosed volume; meaningless for a mesh that is not closed."""
        a, b, c = (self.local[self.faces[:, i]] for i in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)

    @cached_property
    def is_closed(self) -> bool:
        """Whether every edge is walked once in each direction."""
        welded = np.unique(np.round(self.local / WELD_M).astype(np.int64), axis=0, return_inverse=True)[1].reshape(-1)
        corners = welded[self.faces]
        corners = corners[(corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])]
        edges = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
        forth, forth_count = np.unique(edges, axis=0, return_counts=True)
        back, back_count = np.unique(edges[:, ::-1], axis=0, return_counts=True)
        return len(edges) > 0 and forth.shape == back.shape and bool((forth == back).all() and (forth_count == back_count).all())

    @cached_property
    def plan(self) -> BaseGeometry:
        """Convex outline seen from above, in the file's frame."""
        return MultiPoint(self.world[:, :2]).convex_hull


@dataclass(frozen=True)
class Solids:
    """The bodies of a file by id of their product, and the products whose body the kernel could not make."""

    by_id: dict[int, Solid]
    without: tuple[Any, ...]

    def of(self, product: Any) -> Solid | None:  # noqa: ANN401 - an entity of a foreign library
        """Return the body of a product, or None."""
        return self.by_id.get(product.id())


def name_of(product: Any) -> str:  # noqa: ANN401 - an entity of a foreign library
    """Return what a reader of the file would call a product."""
    name = getattr(product, "Tag", None) or product.Name or product.GlobalId
    return f"{product.is_a()} {name}"


def _cuts_bodies(model: ifcopenshell.file) -> bool:
    """Return whether openings have a body that must be subtracted; a reference shape says that the hole is already there."""
    shapes = [o.Representation.Representations for o in model.by_type("IfcOpeningElement") if o.Representation]
    return any(shape.RepresentationIdentifier not in ("Reference", "Box") for group in shapes for shape in group)


def _settings(model: ifcopenshell.file) -> Any:  # noqa: ANN401
    import ifcopenshell.geom

    geometry: Any = ifcopenshell.geom
    settings = geometry.settings()
    settings.set("weld-vertices", True)
    settings.set("disable-opening-subtractions", not _cuts_bodies(model))
    return settings


def _solid(product: Any, shape: Any) -> Solid | None:  # noqa: ANN401
    vertices = np.array(shape.geometry.verts, dtype=np.float64).reshape(-1, 3)
    faces = np.array(shape.geometry.faces, dtype=np.int64).reshape(-1, 3)
    matrix = np.array(shape.transformation.matrix, dtype=np.float64).reshape(4, 4).T
    return Solid(product, vertices, faces, matrix) if len(faces) else None


def read_solids(model: ifcopenshell.file) -> Solids:
    """Return the body of every product; openings are left out."""
    import ifcopenshell.geom

    every: list[Any] = list(model.by_type("IfcProduct"))
    products = [p for p in every if p.Representation and not p.is_a("IfcFeatureElement") and not p.is_a("IfcGrid")]
    found: dict[int, Solid] = {}
    geometry: Any = ifcopenshell.geom
    iterator = geometry.iterator(_settings(model), model, 1, include=products) if products else None
    if iterator is not None and iterator.initialize():
        while True:
            shape = iterator.get()
            made = _solid(model.by_id(shape.id), shape)
            if made is not None:
                found[shape.id] = made
            if not iterator.next():
                break
    return Solids(found, tuple(p for p in products if p.id() not in found))


def opening_solid(model: ifcopenshell.file, opening: Any) -> Solid | None:  # noqa: ANN401
    """Return the shape of an opening, whatever its identifier is, or None."""
    import ifcopenshell.geom

    geometry: Any = ifcopenshell.geom
    if opening.Representation is None or not opening.Representation.Representations:
        return None
    try:
        shape = geometry.create_shape(_settings(model), opening, opening.Representation.Representations[0])
    except RuntimeError:
        return None
    return _solid(opening, shape)
