"""Storeys of a model from where they are placed; their Elevation attribute is only compared with that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from configurator.host.readers.ifc.opening import has_cycle

MIN_STOREY_M = 1.8
"""Levels nearer to each other are no storeys of their own (a roof level, a landing, a top of structure)."""

MAX_STOREY_M = 6.0
"""A larger distance means that storeys are missing (a model of the roof alone), not that one is that high."""

MAX_PEIL_M = 1.5
"""The ground floor lies within this of the model's zero when a model is drawn from peil."""

ELEVATION_M = 0.05


@dataclass(frozen=True, slots=True)
class Storeys:
    """Floors below a roof, model metres, from the ground floor up."""

    floors_m: tuple[float, ...]
    heights_m: tuple[float, ...]
    """Floor to floor, the last up to the roof."""
    below: int
    """How many levels lie below the ground floor (basement, foundation)."""
    disagree: int
    """How many storeys have an Elevation that is not where they are placed."""


def _height_m(placement: Any) -> float:  # noqa: ANN401 - an entity of a foreign library
    from ifcopenshell.util.placement import get_local_placement

    return float(get_local_placement(placement)[2, 3])


def storeys_below(storeys: list[Any], roof_m: float, scale: float) -> Storeys | None:
    """Return the storeys of a building below a roof; None when the model places none there.

    Args:
        storeys: IfcBuildingStorey entities.
        roof_m: height of the roof in the model's own metres (before any map conversion).
        scale: metres in a length unit of the model.
    """
    placed = [(item, _height_m(item.ObjectPlacement) * scale) for item in storeys if item.ObjectPlacement is not None]
    differences = [item.Elevation * scale - z for item, z in placed if isinstance(item.Elevation, float | int)]
    usual = sorted(differences)[len(differences) // 2] if differences else 0.0
    disagree = sum(abs(value - usual) > ELEVATION_M for value in differences)
    floors: list[float] = []
    for z in sorted(z for _, z in placed if roof_m - z >= MIN_STOREY_M):
        if not floors or z - floors[-1] >= MIN_STOREY_M:
            floors.append(z)
        elif abs(z) < abs(floors[-1]):
            floors[-1] = z
    near_zero = [z for z in floors if abs(z) <= MAX_PEIL_M]
    ground = min(near_zero, key=abs) if near_zero else (floors[0] if floors else None)
    above = [z for z in floors if ground is not None and z >= ground]
    if not above:
        return None
    heights = tuple(round(b - a, 3) for a, b in pairwise([*above, roof_m]))
    if max(heights) > MAX_STOREY_M:
        return None
    return Storeys(tuple(above), heights, below=len(floors) - len(above), disagree=disagree)


def buildings_of(model: Any) -> list[tuple[Any, list[Any], list[Any]]]:  # noqa: ANN401 - a model of a foreign library
    """Return each building with its storeys and its elements. What hangs nowhere belongs to the building when there is only one."""
    from ifcopenshell.util.element import get_decomposition

    buildings = model.by_type("IfcBuilding")
    if has_cycle(buildings):
        return []
    if len(buildings) <= 1:
        one = buildings[0] if buildings else None
        return [(one, list(model.by_type("IfcBuildingStorey")), list(model.by_type("IfcElement")))]
    found = []
    for building in buildings:
        inside: list[Any] = list(get_decomposition(building))
        storeys = sorted((item for item in inside if item.is_a("IfcBuildingStorey")), key=lambda item: item.id())
        elements = sorted((item for item in inside if item.is_a("IfcElement")), key=lambda item: item.id())
        found.append((building, storeys, elements))
    return found
