"""In which order blocks are painted: what lies behind first.

Two convex blocks that do not lie in each other are parted by a plane along a face of one of them. The one on the viewer's side of that
plane cannot be hidden by the other. Sorting by depth alone is wrong as soon as one block is much larger than another.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from configurator.outputs.picture.blocks import Block
from configurator.parts.solids import FloatArray

TOUCH_MM = 1.0
"""Blocks that lie this deep in each other still count as parted."""
EDGE_ON = 1e-9


class _Plans:
    """The plans of all blocks as arrays of one shape: short ones repeat their last corner."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        most = max(len(b.plan_mm) for b in blocks)
        padded = [np.vstack([b.plan_mm, np.repeat(b.plan_mm[-1:], most - len(b.plan_mm), axis=0)]) for b in blocks]
        self.corners: FloatArray = np.stack(padded)
        edges = np.roll(self.corners, -1, axis=1) - self.corners
        length = np.linalg.norm(edges, axis=2, keepdims=True)
        outward = np.stack([edges[..., 1], -edges[..., 0]], axis=2)
        self.normals: FloatArray = np.divide(outward, length, out=np.zeros_like(outward), where=length > 0.0)
        self.real = length[..., 0] > 0.0
        self.offsets: FloatArray = np.einsum("ijk,ijk->ij", self.normals, self.corners)


def _parted(plans: _Plans, i: int, towards: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return for block `i` against every block whether a face in plan says that it lies behind, and whether one says in front."""
    facing = plans.normals @ towards[:2]
    own = np.einsum("njk,mk->nmj", plans.corners, plans.normals[i]).min(axis=2)
    beyond_own = (own >= plans.offsets[i] - TOUCH_MM) & plans.real[i]
    theirs = np.einsum("nmk,jk->nmj", plans.normals, plans.corners[i]).min(axis=2)
    beyond_theirs = (theirs >= plans.offsets - TOUCH_MM) & plans.real
    behind = (beyond_own & (facing[i] > EDGE_ON)).any(axis=1) | (beyond_theirs & (facing < -EDGE_ON)).any(axis=1)
    before = (beyond_own & (facing[i] < -EDGE_ON)).any(axis=1) | (beyond_theirs & (facing > EDGE_ON)).any(axis=1)
    return behind, before


def painted_after(blocks: Sequence[Block], towards: FloatArray, boxes: FloatArray) -> list[list[int]]:
    """Return for every block those that must be painted after it.

    Args:
        blocks: the blocks.
        towards: direction from the scene to the viewer.
        boxes: what each covers of the picture: low x, low y, high x, high y; shape (n, 4).
    """
    plans = _Plans(blocks)
    low, high = np.array([b.z0_mm for b in blocks]), np.array([b.z1_mm for b in blocks])
    after: list[list[int]] = []
    for i in range(len(blocks)):
        meets = (boxes[:, 0] < boxes[i, 2]) & (boxes[i, 0] < boxes[:, 2]) & (boxes[:, 1] < boxes[i, 3]) & (boxes[i, 1] < boxes[:, 3])
        meets[i] = False
        behind, before = _parted(plans, i, towards)
        behind = behind | (low >= high[i] - TOUCH_MM)
        before = before | (low[i] >= high - TOUCH_MM)
        after.append([int(j) for j in np.flatnonzero(meets & behind & ~before)])
    return after


def painting_order(blocks: Sequence[Block], towards: FloatArray, boxes: FloatArray) -> list[int]:
    """Return the indices of the blocks from back to front; a ring of blocks, each before the next, is opened at its farthest."""
    if not blocks:
        return []
    after = painted_after(blocks, towards, boxes)
    depth = [float((b.corners_mm() @ towards).mean()) for b in blocks]
    waiting = [0] * len(blocks)
    for followers in after:
        for j in followers:
            waiting[j] += 1
    ready = [(depth[i], i) for i, count in enumerate(waiting) if count == 0]
    heapq.heapify(ready)
    left = set(range(len(blocks)))
    order: list[int] = []
    while left:
        i = heapq.heappop(ready)[1] if ready else min(left, key=lambda k: (depth[k], k))
        if i not in left:
            continue
        left.remove(i)
        order.append(i)
        for j in after[i]:
            waiting[j] -= 1
            if waiting[j] == 0:
                heapq.heappush(ready, (depth[j], j))
    return order
