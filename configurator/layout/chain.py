"""The longest path along a strip: nodes from left to right, arcs are dwellings. Exact, with ties to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from configurator.layout.column import Column

IntArray = npt.NDArray[np.int64]

IMPOSSIBLE = -1
"""Weight of a step that cannot be taken; real weights are positive."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One dwelling position as a step from its node to the first node at which the next one may begin."""

    to: int
    weight: int
    column: Column


def best_chain(arcs: Sequence[Sequence[Arc]]) -> tuple[int, tuple[Column, ...]]:
    """Return the largest sum of weights over non-overlapping arcs, and its columns from left to right.

    `arcs[i]` begin at node i and lead to a later node, at most `len(arcs)`. Among equal sums the leftmost start wins, then the
    order in which the arcs are given.
    """
    n = len(arcs)
    value = [0] * (n + 1)
    chosen: list[Arc | None] = [None] * n
    for i in range(n - 1, -1, -1):
        best, pick = -1, None
        for arc in arcs[i]:
            total = arc.weight + value[arc.to]
            if total > best:
                best, pick = total, arc
        if pick is not None and best >= value[i + 1]:
            value[i], chosen[i] = best, pick
        else:
            value[i] = value[i + 1]
    columns: list[Column] = []
    i = 0
    while i < n:
        step = chosen[i]
        if step is None:
            i += 1
        else:
            columns.append(step.column)
            i = step.to
    return value[0], tuple(columns)


def best_steps(weight: IntArray, to: IntArray) -> list[tuple[int, int]]:
    """Return the steps (node, kind) with the largest sum of weights, from left to right.

    Args:
        weight: Weight of a step of each kind from each node, IMPOSSIBLE where there is none; shape (nodes, kinds).
        to: Node to which that step leads, later than its own and at most the number of nodes; shape (nodes, kinds).

    Returns:
        The steps; among equal sums the leftmost start wins, then the first kind.
    """
    n = len(weight)
    value = np.zeros(n + 1, dtype=np.int64)
    chosen = np.full(n, -1, dtype=np.int64)
    for i in range(n - 1, -1, -1):
        totals = weight[i] + value[to[i]]
        kind = int(totals.argmax())
        # An impossible step is 1 below what its end is worth, so it never beats going on to the next node.
        if totals[kind] >= value[i + 1] and weight[i, kind] > 0:
            value[i], chosen[i] = totals[kind], kind
        else:
            value[i] = value[i + 1]
    steps: list[tuple[int, int]] = []
    i = 0
    while i < n:
        kind = int(chosen[i])
        if kind < 0:
            i += 1
        else:
            steps.append((i, kind))
            i = int(to[i, kind])
    return steps
