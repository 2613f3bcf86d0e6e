"""Modules in their place: from the module frame to the host's local frame, and which sides are outside."""

from __future__ import annotations

from collections.abc import Iterable

from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Side
from configurator.layout.placement import PlacedModule, Quarter, Rectangle
from configurator.parts.model import ModuleOccurrence
from configurator.parts.solids import Vector

QUARTER_AXES: dict[Quarter, tuple[int, int]] = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}
"""Direction (u, v) of a module's x axis by quarter; its y axis is (-v, u)."""

SIDES: tuple[Side, ...] = ("end_a", "end_b", "long_a", "long_b")
NEIGHBOUR_GAP_MM = 200
"""Modules this close stand side by side: the joint between them is closed, the walls in it are inside."""


def module_origin_mm(footprint: Rectangle, quarter: Quarter) -> tuple[int, int]:
    """Return where the module's own zero lands in plan, so that the turned module fills its footprint."""
    return {
        0: (footprint.u0_mm, footprint.v0_mm),
        1: (footprint.u1_mm, footprint.v0_mm),
        2: (footprint.u1_mm, footprint.v1_mm),
        3: (footprint.u0_mm, footprint.v1_mm),
    }[quarter]


def _origin(module: PlacedModule) -> Vector:
    u, v = module_origin_mm(module.footprint, module.quarter)
    return (float(u), float(v), float(module.z_mm))


def module_axis(module: ModuleOccurrence) -> tuple[float, float]:
    """Return where a module's x axis, its length, points in the model's frame."""
    (a, b), (c, s) = module.axis, QUARTER_AXES[module.quarter]
    return (a * c - b * s + 0.0, a * s + b * c + 0.0)


def plan_to_local(area: BaseGeometry, origin_mm: Vector, quarter: Quarter) -> BaseGeometry:
    """Turn a plan area from the module frame into the local frame."""
    c, s = QUARTER_AXES[quarter]
    return affine_transform(area, [c, -s, s, c, origin_mm[0], origin_mm[1]])


def side_direction(side: Side, quarter: Quarter) -> tuple[int, int]:
    """Return the outward direction (u, v) of a module's side in the local frame."""
    c, s = QUARTER_AXES[quarter]
    return {"end_a": (-c, -s), "end_b": (c, s), "long_a": (s, -c), "long_b": (-s, c)}[side]


def _faces(module: PlacedModule, other: PlacedModule, direction: tuple[int, int]) -> bool:
    """Return whether `other` stands against `module` on the side that looks in `direction`."""
    a, b = module.footprint, other.footprint
    if direction[0]:
        gap = b.u0_mm - a.u1_mm if direction[0] > 0 else a.u0_mm - b.u1_mm
        shared = min(a.v1_mm, b.v1_mm) - max(a.v0_mm, b.v0_mm)
    else:
        gap = b.v0_mm - a.v1_mm if direction[1] > 0 else a.v0_mm - b.v1_mm
        shared = min(a.u1_mm, b.u1_mm) - max(a.u0_mm, b.u0_mm)
    return 0 <= gap <= NEIGHBOUR_GAP_MM and shared > 0


def place_modules(modules: Iterable[PlacedModule]) -> tuple[ModuleOccurrence, ...]:
    """Return the modules in the local frame, sorted by id, each with the sides that are outside."""
    placed = sorted(modules, key=lambda m: m.id)
    by_storey: dict[int, list[PlacedModule]] = {}
    for module in placed:
        by_storey.setdefault(module.storey, []).append(module)

    def outside(module: PlacedModule) -> tuple[Side, ...]:
        near = [m for m in by_storey[module.storey] if m.id != module.id]
        return tuple(s for s in SIDES if not any(_faces(module, m, side_direction(s, module.quarter)) for m in near))

    return tuple(
        ModuleOccurrence(
            id=m.id,
            type_id=m.type_id,
            dwelling_id=m.dwelling_id,
            storey=m.storey,
            strip=m.strip,
            footprint=m.footprint,
            origin_mm=_origin(m),
            quarter=m.quarter,
            external_sides=outside(m),
        )
        for m in placed
    )
