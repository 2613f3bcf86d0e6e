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
TIE_BITS = 48
"""Ties are smaller than 2 to this power: 100,000 modules times their squared number in a dwelling, times `grid.EVEN`."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One dwelling position as a step from its node to the first node at which the next one may begin."""

    to: int
    weight: int
    tie: int
    """Among equal weights the largest sum of these wins."""
    column: Column


def best_chain(arcs: Sequence[Sequence[Arc]]) -> tuple[int, tuple[Column, ...]]:
    """Return the largest sum of weights over non-overlapping arcs, and its columns from left to right.

    `arcs[i]` begin at node i and lead to a later node, at most `len(arcs)`. Among equal sums the largest sum of ties wins, then the
    leftmost start, then the order in which the arcs are given.
    """
    n = len(arcs)
    value = [(0, 0)] * (n + 1)
    chosen: list[Arc | None] = [None] * n
    for i in range(n - 1, -1, -1):
        best, pick = (-1, 0), None
        for arc in arcs[i]:
            after = value[arc.to]
            total = (arc.weight + after[0], arc.tie + after[1])
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
    return value[0][0], tuple(columns)


def best_steps(weight: IntArray, tie: IntArray, to: IntArray) -> list[tuple[int, int]]:
    """Return the steps (node, kind) with the largest sum of weights, from left to right.

    Args:
        weight: Weight of a step of each kind from each node, IMPOSSIBLE where there is none; shape (nodes, kinds).
        tie: Among equal sums of weights the largest sum of these wins; same shape.
        to: Node to which that step leads, later than its own and at most the number of nodes; same shape.

    Returns:
        The steps; among equal sums the leftmost start wins, then the first kind.
    """
    # Python's own integers hold weight and tie in one number without overflow; only steps that can be taken are looked at.
    n = len(weight)
    nodes, kinds = np.nonzero(weight > 0)
    worths = [(w << TIE_BITS) + t for w, t in zip(weight[nodes, kinds].tolist(), tie[nodes, kinds].tolist(), strict=True)]
    leads = to[nodes, kinds].tolist()
    value = [0] * (n + 1)
    chosen: list[tuple[int, int] | None] = [None] * n
    begin = np.searchsorted(nodes, np.arange(n + 1)).tolist()
    of_kind = kinds.tolist()
    for i in range(n - 1, -1, -1):
        best, pick = value[i + 1], None
        for k in range(begin[i], begin[i + 1]):
            total = worths[k] + value[leads[k]]
            if total > best or (total == best and pick is None):
                best, pick = total, (of_kind[k], leads[k])
        value[i], chosen[i] = best, pick
    steps: list[tuple[int, int]] = []
    i = 0
    while i < n:
        step = chosen[i]
        if step is None:
            i += 1
        else:
            steps.append((i, step[0]))
            i = step[1]
    return steps
