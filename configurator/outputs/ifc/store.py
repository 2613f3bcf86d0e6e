"""A thin layer over ifcopenshell: ids from domain keys, shared points and directions, metres at the edge."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from configurator.parts.solids import ORIGIN, X_AXIS, Z_AXIS, Vector

if TYPE_CHECKING:
    import ifcopenshell

    Entity = ifcopenshell.entity_instance
else:
    Entity = Any

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:optop:ifc")
"""Namespace of all GlobalIds; it never changes."""
DECIMALS_M = 6
NEW_NUMBER = -1
"""Asks the library for the next number."""


def metres(value_mm: float) -> float:
    """Turn millimetres into metres, whole micrometres; -0.0 becomes 0.0."""
    return round(value_mm / 1000.0, DECIMALS_M) + 0.0


def global_id(project_key: str, key: Sequence[str]) -> str:
    """Return the GlobalId of what `key` (id, part) names in a project."""
    import ifcopenshell.guid

    return str(ifcopenshell.guid.compress(uuid.uuid5(NAMESPACE, "|".join((project_key, *key))).hex))


class Store:
    """One IFC file while it is written."""

    def __init__(self, project_key: str) -> None:
        """Open an empty IFC4 file whose ids hang on `project_key`."""
        import ifcopenshell

        self.project_key = project_key
        self.file: Any = ifcopenshell.file(schema="IFC4")
        self._ids: dict[str, tuple[str, ...]] = {}
        self._indices: dict[tuple[str, str], int] = {}
        self._points: dict[Vector, Entity] = {}
        self._directions: dict[Vector, Entity] = {}
        self._placements: dict[tuple[int, Vector, Vector, Vector], Entity] = {}
        self._axes: dict[tuple[Vector, Vector, Vector], Entity] = {}

    def add(self, ifc_class: str, *values: object, **attributes: object) -> Entity:
        """Add an entity that has no id of its own; attributes that are None stay empty.

        Written below `file.create_entity`, which wraps the file anew for every attribute to look for a transaction: half of the time.
        """
        entity = self.file.create(ifc_class, NEW_NUMBER)
        for index, value in enumerate(values):
            if value is not None:
                entity.set_attribute_value_py(index, value)
        for name, value in attributes.items():
            if value is not None:
                entity.set_attribute_value_py(self._index(entity, ifc_class, name), value)
        made: Entity = entity
        return made

    def _index(self, entity: Any, ifc_class: str, name: str) -> int:  # noqa: ANN401
        """Return where an attribute stands in its class."""
        key = (ifc_class, name)
        if key not in self._indices:
            index = int(entity.get_argument_index(name))
            if index >= len(entity):
                raise ValueError(f"{ifc_class} has no attribute {name}.")
            self._indices[key] = index
        return self._indices[key]

    def root(self, ifc_class: str, key: Sequence[str], **attributes: object) -> Entity:
        """Add an entity with a GlobalId. Raises ValueError when the key was used before: that is a mistake of the programmer."""
        guid = global_id(self.project_key, key)
        if guid in self._ids:
            raise ValueError(f"The IFC key {tuple(key)} is used twice; the first is {self._ids[guid]}.")
        self._ids[guid] = tuple(key)
        return self.add(ifc_class, guid, **attributes)

    def to_bytes(self) -> bytes:
        """Return the file as it is stored: STEP text in UTF-8."""
        text: str = self.file.to_string()
        return text.encode("utf-8")

    def point(self, at_mm: Vector) -> Entity:
        """Return the shared point at a position."""
        if at_mm not in self._points:
            self._points[at_mm] = self.add("IfcCartesianPoint", tuple(metres(c) for c in at_mm))
        return self._points[at_mm]

    def direction(self, along: Vector) -> Entity:
        """Return the shared direction."""
        if along not in self._directions:
            self._directions[along] = self.add("IfcDirection", tuple(float(c) for c in along))
        return self._directions[along]

    def axes(self, at_mm: Vector = ORIGIN, x: Vector = X_AXIS, z: Vector = Z_AXIS) -> Entity:
        """Return a shared placement of axes; the defaults are written out, since some readers stumble over `$`."""
        key = (at_mm, x, z)
        if key not in self._axes:
            self._axes[key] = self.add("IfcAxis2Placement3D", self.point(at_mm), self.direction(z), self.direction(x))
        return self._axes[key]

    def placement(self, parent: Entity | None, at_mm: Vector = ORIGIN, x: Vector = X_AXIS) -> Entity:
        """Return a local placement in a parent placement."""
        return self.add("IfcLocalPlacement", parent, self.axes(at_mm, x))

    def relate(self, ifc_class: str, key: Sequence[str], relating: tuple[str, Entity], related: tuple[str, Iterable[Entity]]) -> None:
        """Add one relation from one entity to many; nothing is written when there are none."""
        many = tuple(related[1])
        if many:
            self.root(ifc_class, key, **{relating[0]: relating[1], related[0]: many})
