"""A packing made better piece by piece: windows over the roof, each emptied and packed anew around the modules that cross its edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.patch import Patch
from configurator.layout.packing.strip import Box
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.region import box, snapped


@dataclass(frozen=True, slots=True)
class Care:
    """How much is mended: deterministic limits, no clock."""

    window_mm: int
    """Side of a window."""
    step_mm: int
    """From one window to the next."""
    positions: int
    """Most positions along each axis of a window."""
    patches: int
    """Windows that are packed anew in one round: those with the most area left empty."""
    rounds: int


def mended(region: BaseGeometry, boxes: tuple[Box, ...], sizes: ModuleSizes, care: Care, bound_mm2: int) -> tuple[Box, ...]:
    """Return a packing that covers at least as much as the given one.

    Args:
        region: Where modules may stand, whole millimetres.
        boxes: The packing.
        sizes: The modules.
        care: How much is tried.
        bound_mm2: What no packing can exceed: reached, nothing more is tried.
    """
    tried: set[tuple[bytes, int]] = set()
    windows = _windows(region, care)
    for _ in range(care.rounds):
        before = boxes
        for window in _emptiest(region, boxes, windows)[: care.patches]:
            if sum(map(_area, boxes)) >= bound_mm2:
                return boxes
            boxes = _repacked(region, boxes, window, sizes, care, tried)
        if boxes == before:
            break
    return boxes


def _area(b: Box) -> int:
    return (b[2] - b[0]) * (b[3] - b[1])


def _windows(region: BaseGeometry, care: Care) -> list[Box]:
    if region.is_empty:
        return []
    low_u, low_v, high_u, high_v = (round(x) for x in region.bounds)
    return [(u, v, u + care.window_mm, v + care.window_mm) for u in _starts(low_u, high_u, care) for v in _starts(low_v, high_v, care)]


def _emptiest(region: BaseGeometry, boxes: tuple[Box, ...], windows: Sequence[Box]) -> list[Box]:
    """Return the windows, those with the most free area that no module covers first."""
    placed = np.array(boxes, dtype=np.int64).reshape(-1, 4)
    free = np.atleast_1d(shapely.area(shapely.intersection(region, shapely.box(*np.array(windows, dtype=np.float64).reshape(-1, 4).T))))
    empty: dict[Box, int] = {}
    for window, area in zip(windows, free.tolist(), strict=True):
        u0, v0, u1, v1 = window
        wide = np.minimum(placed[:, 2], u1) - np.maximum(placed[:, 0], u0)
        deep = np.minimum(placed[:, 3], v1) - np.maximum(placed[:, 1], v0)
        empty[window] = round(area) - int((np.maximum(wide, 0) * np.maximum(deep, 0)).sum())
    return sorted(windows, key=lambda w: (-empty[w], w))


def _starts(low: int, high: int, care: Care) -> list[int]:
    if high - low <= care.window_mm:
        return [low]
    count = -(-(high - low - care.window_mm) // care.step_mm)
    return [low + (high - low - care.window_mm) * i // count for i in range(count + 1)]


def _repacked(
    region: BaseGeometry, boxes: tuple[Box, ...], window: Box, sizes: ModuleSizes, care: Care, tried: set[tuple[bytes, int]]
) -> tuple[Box, ...]:
    """Return the packing with one window packed anew where that covers more."""
    u0, v0, u1, v1 = window
    inside = [b for b in boxes if u0 <= b[0] and v0 <= b[1] and b[2] <= u1 and b[3] <= v1]
    crossing = [b for b in boxes if b not in inside and b[0] < u1 and b[2] > u0 and b[1] < v1 and b[3] > v0]
    free = snapped(region.intersection(box(*window)).difference(shapely.union_all([box(*b) for b in crossing])))
    held = sum(map(_area, inside))
    key = (shapely.to_wkb(free), held)
    if key in tried or free.area - held < min(sizes.widths_mm) * (sizes.extents_mm[1] - sizes.extents_mm[0]):
        return boxes
    tried.add(key)
    patch = Patch(free, sizes, care.positions)
    patch.solve()
    if patch.value <= held:
        return boxes
    gone = set(inside)
    return tuple(sorted([*(b for b in boxes if b not in gone), *patch.boxes()]))
