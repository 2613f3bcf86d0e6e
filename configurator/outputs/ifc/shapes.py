"""Solids, styles and shared maps: a type owns its geometry once, its occurrences refer to it."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.outputs.ifc.store import Entity, Store, metres
from configurator.outputs.palette import PALETTE
from configurator.parts.solids import Body, Look, Prism, Ring


class Shapes:
    """Writes prisms as swept solids into one file."""

    def __init__(self, store: Store, body: Entity, reference: Entity) -> None:
        """Keep the file and its contexts for bodies and for opening references."""
        self.store = store
        self.body = body
        self.reference = reference
        self._styles: dict[Look, Entity] = {}
        self._operator: Entity | None = None
        self._profiles: dict[tuple[Ring, tuple[Ring, ...]], Entity] = {}

    def _style(self, look: Look) -> Entity:
        if look not in self._styles:
            s, add = PALETTE[look], self.store.add
            colour = add("IfcColourRgb", None, *(round(c / 255.0, 4) for c in (s.red, s.green, s.blue)))
            shading = add("IfcSurfaceStyleShading", colour, round(1.0 - s.opacity, 2))
            self._styles[look] = add("IfcSurfaceStyle", s.name_nl, "BOTH", (shading,))
        return self._styles[look]

    def _curve(self, ring: Ring) -> Entity:
        """Write a closed ring by index, so that its first and last point are one and the same."""
        points = self.store.add("IfcCartesianPointList2D", tuple((metres(x), metres(y)) for x, y in ring))
        indices = (*range(1, len(ring) + 1), 1)
        return self.store.add("IfcIndexedPolyCurve", points, (self.store.add("IfcLineIndex", indices),), False)

    def solid(self, prism: Prism) -> Entity:
        """Write one prism as an extruded solid in its parent's frame."""
        place = self.store.axes(prism.origin_mm, prism.axis_x, prism.axis_z)
        up = self.store.direction((0.0, 0.0, 1.0))
        return self.store.add("IfcExtrudedAreaSolid", self._profile(prism), place, up, metres(prism.depth_mm))

    def _profile(self, prism: Prism) -> Entity:
        """Return the profile of a prism; equal profiles are written once."""
        key = (prism.outer_mm, prism.holes_mm)
        if key not in self._profiles:
            add, outer = self.store.add, self._curve(prism.outer_mm)
            if prism.holes_mm:
                voids = tuple(self._curve(h) for h in prism.holes_mm)
                self._profiles[key] = add("IfcArbitraryProfileDefWithVoids", "AREA", None, outer, voids)
            else:
                self._profiles[key] = add("IfcArbitraryClosedProfileDef", "AREA", None, outer)
        return self._profiles[key]

    def styled(self, body: Body) -> Entity:
        """Write one body with its colour on the solid itself."""
        solid = self.solid(body.prism)
        self.store.add("IfcStyledItem", solid, (self._style(body.look),), None)
        return solid

    def type_map(self, bodies: Iterable[Body]) -> Entity:
        """Write bodies as the representation map of a type."""
        solids = tuple(self.styled(body) for body in bodies)
        shape = self.store.add("IfcShapeRepresentation", self.body, "Body", "SweptSolid", solids)
        return self.store.add("IfcRepresentationMap", self.store.axes(), shape)

    def mapped(self, type_map: Entity) -> Entity:
        """Return the shape of an occurrence: its own representation around the type's map."""
        add = self.store.add
        if self._operator is None:
            self._operator = add("IfcCartesianTransformationOperator3D", None, None, self.store.point((0.0, 0.0, 0.0)), None, None)
        item = add("IfcMappedItem", type_map, self._operator)
        shape = add("IfcShapeRepresentation", self.body, "Body", "MappedRepresentation", (item,))
        return add("IfcProductDefinitionShape", None, None, (shape,))

    def own(self, bodies: Iterable[Body]) -> Entity:
        """Return the shape of something that has no type: its own solids."""
        shape = self.store.add("IfcShapeRepresentation", self.body, "Body", "SweptSolid", tuple(self.styled(b) for b in bodies))
        return self.store.add("IfcProductDefinitionShape", None, None, (shape,))

    def hole(self, prism: Prism) -> Entity:
        """Return the shape of an opening as a reference: the hole is already in the wall, nothing is subtracted again."""
        shape = self.store.add("IfcShapeRepresentation", self.reference, "Reference", "SweptSolid", (self.solid(prism),))
        return self.store.add("IfcProductDefinitionShape", None, None, (shape,))
