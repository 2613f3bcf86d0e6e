"""What a horizontal cut through a module shows: cut walls, windows and doors, in the host's local frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from configurator.parts.model import ModuleOccurrence, ModuleType, Part, PartKind
from configurator.parts.placing import plan_to_local
from configurator.parts.solids import Prism, rectangle

CUT_HEIGHT_MM = 1150.0
"""Height of the cut over the finished floor."""


@dataclass(frozen=True, slots=True)
class PlanFilling:
    """A window or door in plan: its rectangle in the local frame and the direction of the wall's outside, (u, v)."""

    kind: PartKind
    plan: BaseGeometry
    outward: tuple[int, int]


def _cut_intervals(prism: Prism, height_mm: float) -> Iterator[tuple[float, float]]:
    """Return where a standing prism is cut, along its face."""
    low, _, high, _ = prism.polygon.bounds
    hit = prism.polygon.intersection(LineString([(low - 1.0, height_mm), (high + 1.0, height_mm)]))
    for piece in getattr(hit, "geoms", (hit,)):
        if isinstance(piece, LineString) and piece.length > 1.0:
            a0, _, a1, _ = piece.bounds
            yield a0, a1


def _wall_plan(part: Part, a0: float, a1: float) -> BaseGeometry:
    x, y, _ = part.origin_mm
    if part.axis == "x":
        return rectangle((x + a0, y), (x + a1, y + part.thickness_mm))
    return rectangle((x, y + a0), (x + part.thickness_mm, y + a1))


def cut_walls(module: ModuleOccurrence, module_type: ModuleType) -> list[BaseGeometry]:
    """Return the plans of the walls that are cut."""
    return [
        plan_to_local(_wall_plan(part, a0, a1), module.origin_mm, module.quarter)
        for part in module_type.parts
        if part.kind in ("long_wall", "end_wall", "partition")
        for body in part.bodies
        for a0, a1 in _cut_intervals(body.prism, CUT_HEIGHT_MM)
    ]


def wet_cell_plan(module: ModuleOccurrence, module_type: ModuleType) -> BaseGeometry | None:
    """Return the rectangle around the walls of a module's wet cell, or None without one."""
    walls = [
        plan_to_local(_wall_plan(part, 0.0, part.length_mm), module.origin_mm, module.quarter)
        for part in module_type.parts
        if part.kind == "partition"
    ]
    return unary_union(walls).envelope if walls else None


def plan_fillings(module: ModuleOccurrence, module_type: ModuleType) -> list[PlanFilling]:
    """Return the windows and doors of a module."""
    outward = {"end_a": (-1.0, 0.0), "end_b": (1.0, 0.0), "long_a": (0.0, -1.0), "long_b": (0.0, 1.0)}
    found = []
    for part in module_type.parts:
        if part.facing is None or part.kind not in ("window", "door", "glazed_door"):
            continue
        plan = plan_to_local(_wall_plan(part, 0.0, part.length_mm), module.origin_mm, module.quarter)
        tip = plan_to_local(LineString([(0.0, 0.0), outward[part.facing]]), (0.0, 0.0, 0.0), module.quarter).coords[1]
        found.append(PlanFilling(part.kind, plan, (round(tip[0]), round(tip[1]))))
    return found
