"""Assemblies against each other and what they stand on: modules that overlap, elements drawn twice, modules that float."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely import STRtree
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from configurator.ifc_check.solids import Solid, Solids, name_of
from configurator.ifc_check.verdicts import CheckResult, judged

if TYPE_CHECKING:
    import ifcopenshell

OVERLAP_M = 1e-3
"""Bodies may lie this deep in each other: rounding of coordinates."""
STAND_M = 0.02
"""A module stands when something ends this close under it."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A convex plan between two heights: an assembly as a whole, or one body."""

    product: Any
    plan: BaseGeometry
    low_m: float
    high_m: float
    members: frozenset[int]


def _parts(assembly: Any) -> list[Any]:  # noqa: ANN401 - an entity of a foreign library
    return [part for relation in assembly.IsDecomposedBy or () for part in relation.RelatedObjects]


def _assemblies(model: ifcopenshell.file, solids: Solids) -> list[_Block]:
    """Return the assemblies that are made of parts with a body."""
    found = []
    for assembly in model.by_type("IfcElementAssembly"):
        bodies = [body for part in _parts(assembly) if (body := solids.of(part)) is not None]
        if bodies:
            plan = unary_union([body.plan for body in bodies]).convex_hull
            low, high = min(float(b.low[2]) for b in bodies), max(float(b.high[2]) for b in bodies)
            found.append(_Block(assembly, plan, low, high, frozenset(b.product.id() for b in bodies)))
    return found


def _block(solid: Solid) -> _Block:
    return _Block(solid.product, solid.plan, float(solid.low[2]), float(solid.high[2]), frozenset((solid.product.id(),)))


def _overlap(a: _Block, b: _Block) -> bool:
    if min(a.high_m, b.high_m) - max(a.low_m, b.low_m) <= OVERLAP_M:
        return False
    return not a.plan.intersection(b.plan).buffer(-OVERLAP_M / 2.0).is_empty


def _others(solids: Solids, blocks: list[_Block]) -> list[_Block]:
    """Return bodies outside the assemblies that a module may not lie in: not spaces, and nothing with a plan that is far from convex."""
    inside = {member for block in blocks for member in block.members}
    kinds = (
        "IfcColumn",
        "IfcBeam",
        "IfcChimney",
        "IfcElementAssembly",
        "IfcWall",
        "IfcStairFlight",
        "IfcUnitaryEquipment",
        "IfcSolarDevice",
    )
    chosen = [s for s in solids.by_id.values() if s.product.id() not in inside and s.product.is_a() in kinds]
    return [_block(s) for s in chosen if len(s.faces) <= 12]  # noqa: PLR2004 - a plain box has twelve triangles: its hull is itself


def check_overlap(model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for modules that lie in each other, or in a box-shaped element beside them; unknown without assemblies of parts."""
    blocks = _assemblies(model, solids)
    if not blocks:
        return judged("GEO-OVERLAP", "geometry", 0, ())
    every = [*blocks, *_others(solids, blocks)]
    tree = STRtree([block.plan for block in every])
    wrong = []
    for i, block in enumerate(blocks):
        near = sorted(int(k) for k in tree.query(block.plan) if int(k) > i)
        wrong += [f"{name_of(block.product)} lies in {name_of(every[j].product)}" for j in near if _overlap(block, every[j])]
    return judged("GEO-OVERLAP", "geometry", len(blocks), wrong)


def check_duplicates(_model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for elements of one class that fill exactly the same box with the same volume: drawn twice (BIM basis ILS 3.8)."""

    def key(solid: Solid) -> tuple[Any, ...]:
        corners = np.round(np.concatenate([solid.low, solid.high]), 4) + 0.0
        return (solid.product.is_a(), *corners.tolist(), round(solid.volume_m3, 5))

    bodies = [s for s in solids.by_id.values() if s.product.is_a("IfcElement")]
    counts = Counter(key(s) for s in bodies)
    wrong = [f"{name_of(s.product)}: drawn {counts[key(s)]} times" for s in bodies if counts[key(s)] > 1]
    return judged("GEO-DUPLICATE", "geometry", len(bodies), wrong)


def check_standing(model: ifcopenshell.file, solids: Solids) -> CheckResult:
    """Look for modules and connector beams with nothing under them; unknown without assemblies of parts."""
    blocks = _assemblies(model, solids)
    inside = {member for block in blocks for member in block.members}
    beams = [_block(s) for s in solids.by_id.values() if s.product.is_a("IfcBeam") and s.product.id() not in inside] if blocks else []
    below = [s for s in solids.by_id.values() if s.product.is_a("IfcElement")]
    tops = np.array([float(s.high[2]) for s in below])
    tree = STRtree([s.plan for s in below])
    wrong = []
    for block in (*blocks, *beams):
        near = [int(i) for i in tree.query(block.plan) if abs(tops[i] - block.low_m) <= STAND_M]
        if not any(below[i].product.id() not in block.members and below[i].plan.intersects(block.plan) for i in near):
            wrong.append(f"{name_of(block.product)}: nothing ends within {STAND_M * 1000:.0f} mm under {block.low_m:.3f} m")
    return judged("GEO-FLOATING", "geometry", len(blocks) + len(beams), wrong)
