"""Ways to fill a piece of roof, each with a bound on what it can weigh: a way that cannot win is not solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")
Rank = tuple[int, ...]
"""Weight, then evenness: the larger the better."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[S]):
    """Something that can be solved, and no less than the weight that it can reach; infinite where none is known."""

    most: float
    solve: Callable[[], S]


def best_of(candidates: Sequence[Candidate[S]], rank: Callable[[S], Rank]) -> S | None:
    """Return the solution with the largest rank, the first of equals; None without candidates.

    The most promising are solved first; the result is that of solving them all.
    """
    best: tuple[Rank, int, S] | None = None
    for i in sorted(range(len(candidates)), key=lambda i: -candidates[i].most):
        if best is not None and candidates[i].most < best[0][0]:
            break
        solution = candidates[i].solve()
        own = rank(solution)
        if best is None or own > best[0] or (own == best[0] and i < best[1]):
            best = own, i, solution
    return None if best is None else best[2]
