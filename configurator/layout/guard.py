"""The last check of a layout, against regions, lines and each other rather than against the strips that it was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from configurator.layout.assemble import Placed
from configurator.layout.placement import PlacedAccess, PlacedModule
from configurator.layout.scheme import Solution

TOLERANCE_MM = 1.0
"""Regions are snapped to whole millimetres; a corner may lie this far outside the exact one."""
_TOUCHING_MM = 0.25
"""Footprints are whole millimetres: made smaller by this, those that only touch do not meet."""


class LayoutDefect(RuntimeError):
    """The engine placed something where it may not stand: a mistake in the engine, never in its input."""


def checked(placed: Placed, solution: Solution) -> None:
    """Raise LayoutDefect for a layout that cannot be.

    Every module lies inside the usable region of its storey, and so does every gallery that takes roof, within a millimetre; no two
    modules of a storey overlap, nor does one overlap a gallery; every bearing edge that names a line stands on it within the permitted
    eccentricity; and every module belongs to exactly one dwelling.
    """
    if not placed.modules:
        return
    lowest = min(m.storey for m in placed.modules)
    for storey in sorted({m.storey for m in placed.modules}):
        modules = [m for m in placed.modules if m.storey == storey]
        galleries = [a for a in placed.access if a.storey == storey and a.kind == "gallery"]
        _inside([*modules, *(g for g in galleries if g.inside_roof)], solution, storey - lowest)
        _apart(modules, galleries)
    _on_lines(placed.modules, solution)
    _counted(placed)


def _boxes(things: Sequence[PlacedModule | PlacedAccess], smaller_mm: float = 0.0) -> npt.NDArray[np.object_]:
    footprints = [t.footprint for t in things]
    corners = np.array([(f.u0_mm, f.v0_mm, f.u1_mm, f.v1_mm) for f in footprints], dtype=np.float64).reshape(-1, 4)
    low, high = corners[:, :2] + smaller_mm, corners[:, 2:] - smaller_mm
    boxes: npt.NDArray[np.object_] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return boxes


def _inside(things: Sequence[PlacedModule | PlacedAccess], solution: Solution, level: int) -> None:
    region = solution.ground.regions[level].buffer(TOLERANCE_MM, join_style="mitre")
    shapely.prepare(region)
    for thing, inside in zip(things, shapely.contains(region, _boxes(things)), strict=True):
        if not inside:
            _report(f"{thing.id} stands outside the usable region of its storey")


def _apart(modules: Sequence[PlacedModule], galleries: Sequence[PlacedAccess]) -> None:
    boxes = _boxes(modules, _TOUCHING_MM)
    tree = shapely.STRtree(boxes)
    one, other = tree.query(boxes, predicate="intersects")
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        if i != j:
            _report(f"modules {modules[i].id} and {modules[j].id} overlap")
    for i, j in tree.query(_boxes(galleries, _TOUCHING_MM), predicate="intersects").T.tolist():
        _report(f"module {modules[j].id} stands on gallery {galleries[i].id}")


def _on_lines(modules: Sequence[PlacedModule], solution: Solution) -> None:
    ground = solution.ground
    lines = {line.id: line for line in ground.lines}
    for module in modules:
        if ground.scheme.carried.on_lines and not module.supports:
            _report(f"module {module.id} stands on no bearing line")
        for support in module.supports:
            at = lines[support.line_id].u_mm + support.eccentricity_mm
            if abs(support.eccentricity_mm) > ground.max_eccentricity_mm or at not in (module.footprint.u0_mm, module.footprint.u1_mm):
                _report(f"module {module.id} stands beside bearing line {support.line_id}")


def _counted(placed: Placed) -> None:
    named = Counter(module for dwelling in placed.dwellings for module in dwelling.module_ids)
    if named != Counter(m.id for m in placed.modules):
        _report("a module belongs to no dwelling, or to two")


def _report(what: str) -> None:
    raise LayoutDefect(f"The layout engine made a mistake: {what}; please report this host and concept.")
