"""Other ways to fill a roof, for comparison: naive grid, bottom-left, rectpack, and the optimum by CP-SAT (both from the `bench` group)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from benchmarks.instances import SIZES
from configurator.layout.region import turned
from configurator.layout.space import Space

CELL_MM = 600
"""Position grid of bottom-left and CP-SAT: the one that the references of cases/roofs20.json were found on."""
TOLERANCE_MM = 1.0
CP_SAT_SECONDS = 45.0
Boxes = npt.NDArray[np.float64]


def _inside(region: BaseGeometry, boxes: Boxes) -> npt.NDArray[np.bool_]:
    grown = region.buffer(TOLERANCE_MM, join_style="mitre")
    shapely.prepare(grown)
    return np.asarray(shapely.contains(grown, shapely.box(*boxes.T)))


def _lattice(region: BaseGeometry, width: int, height: int, step_u: int, step_v: int) -> Boxes:
    u0, v0, u1, v1 = region.bounds
    us, vs = np.arange(u0, u1 - width + 1, step_u), np.arange(v0, v1 - height + 1, step_v)
    corner = np.stack(np.meshgrid(us, vs, indexing="ij"), axis=-1).reshape(-1, 2)
    return np.hstack([corner, corner + np.array((width, height))])


def naive(region: BaseGeometry) -> float:
    """Return the area of the best regular grid of one size from the corner of the bounding box, modules outside dropped, mm2."""
    best = 0.0
    for width, length in product(SIZES.widths_mm, SIZES.lengths_mm):
        for w, h in ((width, length), (length, width)):
            boxes = _lattice(region, w, h, w, h)
            if len(boxes):
                best = max(best, float(_inside(region, boxes).sum()) * w * h)
    return best


def bottom_left(region: BaseGeometry) -> float:
    """Return the area when sizes are placed from the largest down, each at the first free position of the grid, mm2."""
    placed: list[tuple[float, float, float, float]] = []
    for w, h in sorted(_either_way(), key=lambda s: -s[0] * s[1]):
        boxes = _lattice(region, w, h, CELL_MM, CELL_MM)
        for u0, v0, u1, v1 in boxes[_inside(region, boxes)].tolist() if len(boxes) else ():
            if all(u1 <= a or c <= u0 or v1 <= b or d <= v0 for a, b, c, d in placed):
                placed.append((u0, v0, u1, v1))
    return sum((c - a) * (d - b) for a, b, c, d in placed)


def _either_way() -> Iterator[tuple[int, int]]:
    for w, n in product(SIZES.widths_mm, SIZES.lengths_mm):
        yield w, n
        yield n, w


def rectpack_portfolio(region: BaseGeometry) -> float:
    """Return the best area of rectpack over size subsets, algorithms and both ways to cut the roof into rectangles, mm2."""
    import rectpack

    algorithms = (rectpack.MaxRectsBssf, rectpack.MaxRectsBl, rectpack.SkylineBlWm, rectpack.GuillotineBssfSas)
    singles = [(s,) for s in product(SIZES.widths_mm, SIZES.lengths_mm)]
    lengths = [tuple(product((w,), pair)) for w in SIZES.widths_mm for pair in combinations(SIZES.lengths_mm, 2)]
    subsets = [*singles, *lengths[:5], tuple(product(SIZES.widths_mm, SIZES.lengths_mm))]
    best = 0.0
    for shape in (region, turned(region)):
        bins = _rectangles(shape)
        best = max(best, *(sum(_packed(bin_, subset, algorithm) for bin_ in bins) for subset in subsets for algorithm in algorithms))
    return best


def _rectangles(region: BaseGeometry) -> list[tuple[int, int]]:
    """Cut a region along its break points into plain rectangles, equal neighbours joined."""
    space = Space([region])
    open_: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int]] = []
    for a, b, runs in zip(space.breaks[:-1], space.breaks[1:], space.runs[0], strict=True):
        found.extend((a - start, run[1] - run[0]) for run, start in open_.items() if run not in runs)
        open_ = {run: open_.get(run, a) for run in runs}
        end = b
    found.extend((end - start, run[1] - run[0]) for run, start in open_.items())
    return [(w, h) for w, h in found if min(w, h) >= min(SIZES.widths_mm)]


def _packed(bin_: tuple[int, int], subset: tuple[tuple[int, int], ...], algorithm: object) -> float:
    import rectpack

    packer = rectpack.newPacker(rotation=True, pack_algo=algorithm, sort_algo=rectpack.SORT_AREA)
    packer.add_bin(*bin_)
    for w, h in subset:
        for _ in range(math.ceil(bin_[0] * bin_[1] / (w * h))):
            packer.add_rect(w, h)
    packer.pack()
    return float(sum(r.width * r.height for own in packer for r in own))


def cp_sat(region: BaseGeometry) -> float:
    """Return the area of the optimum on the position grid (set packing on cells), or the best within CP_SAT_SECONDS, mm2."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    u0, v0, _, _ = region.bounds
    cells: dict[tuple[int, int], list[Any]] = {}
    worth: list[Any] = []
    for w, h in _either_way():
        boxes = _lattice(region, w, h, CELL_MM, CELL_MM)
        for a, b, _, _ in boxes[_inside(region, boxes)].tolist() if len(boxes) else ():
            chosen = model.new_bool_var("")
            i, j = round((a - u0) / CELL_MM), round((b - v0) / CELL_MM)
            for cell in product(range(i, i + w // CELL_MM), range(j, j + h // CELL_MM)):
                cells.setdefault(cell, []).append(chosen)
            worth.append(w * h // CELL_MM**2 * chosen)
    for own in cells.values():
        model.add_at_most_one(own)
    model.maximize(sum(worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = CP_SAT_SECONDS
    solver.parameters.num_workers = 2
    solver.solve(model)
    return float(solver.objective_value) * CELL_MM**2


PEERS: Mapping[str, Callable[[BaseGeometry], float]] = {
    "naive": naive,
    "bottom-left": bottom_left,
    "rectpack": rectpack_portfolio,
    "cp-sat": cp_sat,
}
"""Peers by name; each takes the usable region in the frame of the roof's walls and answers the packed area in mm2."""
