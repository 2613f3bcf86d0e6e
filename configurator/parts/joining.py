"""The models of several wings as one: every part in the frame of the first wing, turned as its own wing lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.documents.identifiers import wing_path
from configurator.host.building import Frame
from configurator.parts.model import (
    BuildingGrid,
    BuildingModel,
    DwellingSpace,
    Element,
    GridAxis,
    ModuleOccurrence,
    ModuleType,
    StoreyLevel,
)
from configurator.parts.solids import Prism, Vector

DECIMALS_MM = 3
"""Positions in the frame of another wing are whole micrometres, as all coordinates of solids."""
_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """From the local frame of one wing to that of another: where its zero lies, millimetres, and where its u axis points."""

    at_mm: tuple[float, float]
    axis: tuple[float, float]

    def point(self, at_mm: Vector) -> Vector:
        """Return a position in the other frame."""
        u, v, z = at_mm
        c, s = self.axis
        x, y = self.at_mm[0] + c * u - s * v, self.at_mm[1] + s * u + c * v
        return (round(x, DECIMALS_MM) + 0.0, round(y, DECIMALS_MM) + 0.0, z)

    def direction(self, along: Vector) -> Vector:
        """Return a direction in the other frame."""
        c, s = self.axis
        return (round(c * along[0] - s * along[1], _DECIMALS) + 0.0, round(s * along[0] + c * along[1], _DECIMALS) + 0.0, along[2])

    def prism(self, prism: Prism) -> Prism:
        """Return a solid in the other frame."""
        return replace(
            prism, origin_mm=self.point(prism.origin_mm), axis_x=self.direction(prism.axis_x), axis_z=self.direction(prism.axis_z)
        )


def turn_between(frame: Frame, main: Frame) -> Turn:
    """Return how a frame lies in another one."""
    at = main.to_local_mm([frame.origin_m])[0]
    angle = frame.rotation_rad - main.rotation_rad
    axis = (round(math.cos(angle), _DECIMALS) + 0.0, round(math.sin(angle), _DECIMALS) + 0.0)
    return Turn((round(float(at[0]), DECIMALS_MM) + 0.0, round(float(at[1]), DECIMALS_MM) + 0.0), axis)


def _module(item: ModuleOccurrence, key: str, turn: Turn) -> ModuleOccurrence:
    dwelling = wing_path(key, item.dwelling_id)
    return replace(item, id=wing_path(key, item.id), dwelling_id=dwelling, origin_mm=turn.point(item.origin_mm), axis=turn.axis)


def _space(item: DwellingSpace, key: str, turn: Turn) -> DwellingSpace:
    prisms, wet_cells = (tuple(turn.prism(prism) for prism in found) for found in (item.prisms, item.wet_cells))
    return replace(item, id=wing_path(key, item.id), prisms=prisms, wet_cells=wet_cells)


def _grid(item: BuildingGrid, key: str, turn: Turn) -> BuildingGrid:
    bearing, facades = (tuple(_axis(axis, key, turn) for axis in axes) for axes in (item.bearing, item.facades))
    return BuildingGrid(wing_path(key, item.id), bearing, facades)


def _axis(item: GridAxis, key: str, turn: Turn) -> GridAxis:
    start, end = (turn.point((*at, 0.0))[:2] for at in (item.start_mm, item.end_mm))
    return GridAxis(wing_path(key, item.id), start, end)


def _element(item: Element, key: str, turn: Turn) -> Element:
    subject, at = wing_path(key, item.subject), turn.point(item.origin_mm)
    return replace(item, id=wing_path(key, item.id), subject=subject, wing=key, origin_mm=at, axis=turn.axis)


def _storeys(models: Sequence[BuildingModel]) -> tuple[StoreyLevel, ...]:
    """Return the storeys of all wings; one that several have lies where the first of them has it, and is new where any builds it."""
    found: dict[int, StoreyLevel] = {}
    for level in (level for model in models for level in model.storeys):
        known = found.setdefault(level.index, level)
        if level.new != known.new:
            found[level.index] = replace(known, new=True, stands=True)
    return tuple(found[index] for index in sorted(found))


def joined_model(models: Sequence[tuple[str, BuildingModel]]) -> BuildingModel:
    """Return one model of all wings, by key; a building of one wing is returned as it is."""
    main = models[0][1]
    if len(models) == 1:
        return main
    placed = [(key, model, turn_between(model.frame, main.frame)) for key, model in models]
    types: dict[str, ModuleType] = {kind.id: kind for _, model in models for kind in model.module_types}
    return BuildingModel(
        host_id=main.host_id,
        name=main.name,
        frame=main.frame,
        storeys=_storeys([model for _, model in models]),
        module_types=tuple(types[name] for name in sorted(types)),
        modules=tuple(sorted((_module(m, key, turn) for key, model, turn in placed for m in model.modules), key=lambda m: m.id)),
        spaces=tuple(sorted((_space(s, key, turn) for key, model, turn in placed for s in model.spaces), key=lambda s: s.id)),
        elements=tuple(sorted((_element(e, key, turn) for key, model, turn in placed for e in model.elements), key=lambda e: e.id)),
        grids=tuple(_grid(grid, key, turn) for key, model, turn in placed for grid in model.grids),
    )
