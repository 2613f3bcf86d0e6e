"""The building grid: bearing lines and long facades as IfcGrid, listed under the ground floor."""

from __future__ import annotations

from collections.abc import Sequence

from configurator.outputs.ifc.project import Project
from configurator.outputs.ifc.sinks import Sinks
from configurator.outputs.ifc.store import Entity, metres
from configurator.parts.model import BuildingGrid, GridAxis


def _axes(sinks: Sinks, axes: Sequence[GridAxis]) -> tuple[Entity, ...]:
    add = sinks.store.add

    def line(axis: GridAxis) -> Entity:
        points = tuple(add("IfcCartesianPoint", (metres(x), metres(y))) for x, y in (axis.start_mm, axis.end_mm))
        return add("IfcPolyline", points)

    return tuple(add("IfcGridAxis", axis.id, line(axis), True) for axis in axes)


def _write_grid(sinks: Sinks, project: Project, grid: BuildingGrid, ground: int) -> Entity:
    add, place = sinks.store.add, project.places[ground]
    bearing, facades = _axes(sinks, grid.bearing), _axes(sinks, grid.facades)
    curves = add("IfcGeometricCurveSet", tuple(axis.AxisCurve for axis in (*bearing, *facades)))
    shape = add("IfcShapeRepresentation", project.footprint, "FootPrint", "GeometricCurveSet", (curves,))
    return sinks.store.root(
        "IfcGrid",
        (grid.id, "grid"),
        Name="Dragende lijnen",
        ObjectPlacement=sinks.store.placement(place.placement, (0.0, 0.0, -place.z_mm)),
        Representation=add("IfcProductDefinitionShape", None, None, (shape,)),
        UAxes=bearing,
        VAxes=facades,
    )


def write_grids(sinks: Sinks, project: Project, grids: Sequence[BuildingGrid]) -> None:
    """Write every grid at peil; the axes bear the ids of the bearing lines."""
    if not project.places:
        return
    ground = min(project.places)
    sinks.contain(ground, [_write_grid(sinks, project, grid, ground) for grid in grids])
