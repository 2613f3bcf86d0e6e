"""The wished mix, exactly: a whole-number programme (MILP) on the same graph as the strip programme, solved by HiGHS through scipy.

Every arc of every strip is a yes-or-no variable, flow is kept at every node, and the count of each dwelling type stays less than one
home from its wish, as far as that costs no more than a fifth of the roof. Among those the layout with the largest objective is returned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from catalogue.documents.options import Options
from configurator.layout.chain import Arc
from configurator.layout.column import Column
from configurator.layout.menu import MM2_PER_M2, Menu, menu_of
from configurator.layout.scheme import Solution
from configurator.layout.strip import Strip, arcs_of

MOST_ARCS = {"fast": 4_000, "thorough": 40_000}
"""Larger graphs are left to the priced passes."""
LEAST_KEPT = 0.8
"""A wish never costs more than a fifth of the usable area that the roof holds without it."""
SLACK = 1e-6
"""Counts may differ from the wish by one home and this much, so that rounding of a share never forbids a layout."""


FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Step:
    """One arc of one strip with its nodes; a step without a column goes on to the next node."""

    start: int
    end: int
    column: Column | None


def _steps_of(solution: Solution, menus: Sequence[Menu], strip: Strip, offset: int) -> tuple[list[_Step], int]:
    """Return the steps of one strip, its nodes counted from `offset`, and the number of its nodes."""
    ground = solution.ground
    rows = ground.rows(solution.menu)
    graphs = [arcs_of(ground, menu, strip, rows) for menu in menus]
    count = len(graphs[0])
    steps = [_Step(offset + i, offset + i + 1, None) for i in range(count)]
    for i in range(count):
        arcs: dict[Column, Arc] = {arc.column: arc for graph in graphs for arc in graph[i]}
        steps.extend(_Step(offset + i, offset + arc.to, arc.column) for arc in arcs.values())
    return steps, count + 1


def _graph(solution: Solution, options: Options) -> tuple[list[_Step], list[int]]:
    """Return the steps of all strips, and the first node of each strip with the end of all."""
    types = [t.id for t in solution.menu.types]
    concept = solution.menu.concept
    # With one type at a time every home that could stand somewhere is in the graph, not only the largest.
    single = [
        menu_of(
            concept, options.model_copy(update={"mix": {t.id: float(t.id == own) for t in concept.dwelling_types}}), solution.menu.rooms
        )
        for own in types
    ]
    menus = [solution.menu, *single] if len(types) > 1 else [solution.menu]
    steps: list[_Step] = []
    firsts = [0]
    for strip in solution.strips:
        own, nodes = _steps_of(solution, menus, strip, firsts[-1])
        steps.extend(own)
        firsts.append(firsts[-1] + nodes)
    return steps, firsts


def exact_mix(solution: Solution, options: Options, wish: Mapping[str, float]) -> tuple[tuple[Column, ...], ...] | None:
    """Return the columns of every strip of the best layout that meets the wish to within one home of each type.

    Where that would cost more than LEAST_KEPT leaves, the layout that misses it by the fewest homes. The shares of types that fit nowhere
    go to the others. None when the graph is too large for the effort, or when the programme was not solved to its proven optimum.
    """
    steps, firsts = _graph(solution, options)
    if len(steps) > MOST_ARCS[options.effort]:
        return None
    programme = _Programme(steps, firsts, wish)
    plain = tuple(s.columns for s in solution.strips)
    if not programme.wish:
        return plain
    usable = np.array([_usable_m2(s.column) for s in steps])
    homes = np.array([0 if s.column is None else s.column.homes for s in steps], dtype=np.float64)
    by_area = solution.menu.objective == "usable_area"
    first = usable if by_area else homes
    # Larger homes are fewer: what a wish costs is counted in area whatever the objective is.
    missing = programme.least_missing(usable, LEAST_KEPT * solution.usable_mm2 / MM2_PER_M2)
    chosen = None if missing is None else programme.best(first, missing, None)
    if chosen is not None and missing is not None and not by_area:
        chosen = programme.best(usable, missing, round(float(homes[chosen].sum())))
    return None if chosen is None else _rows(steps, firsts, chosen)


def _usable_m2(column: Column | None) -> float:
    return 0.0 if column is None else sum(level.offer.usable_mm2 for level in column.levels) / MM2_PER_M2


class _Programme:
    """The whole-number programme of one graph and one wish."""

    def __init__(self, steps: Sequence[_Step], firsts: Sequence[int], wish: Mapping[str, float]) -> None:
        from scipy.sparse import coo_array

        n, nodes = len(steps), firsts[-1]
        starts, ends = np.array([s.start for s in steps]), np.array([s.end for s in steps])
        ones, every = np.ones(n), np.arange(n)
        self._flow = coo_array(
            (np.concatenate([ones, -ones]), (np.concatenate([starts, ends]), np.concatenate([every, every]))), shape=(nodes, n)
        ).tocsr()
        self._source = np.zeros(nodes)
        self._source[list(firsts[:-1])] = 1.0
        self._source[[first - 1 for first in firsts[1:]]] = -1.0
        types = sorted({level.offer.type_id for s in steps if s.column is not None for level in s.column.levels})
        self.wish = {t: wish[t] for t in types if t in wish}
        """Wished shares of the types that fit somewhere."""
        counts = np.array([[_count(s.column, t) for s in steps] for t in types], dtype=np.float64).reshape(len(types), n)
        self._homes = counts.sum(axis=0)
        shares = np.array([self.wish.get(t, 0.0) for t in types]) / (sum(self.wish.values()) or 1.0)
        self._apart = counts - shares[:, None] * self._homes
        """Homes of each type more than wished."""

    def least_missing(self, worth: FloatArray, least: float) -> float | None:
        """Return by how many homes beyond the first the wish is missed at least when worth may not fall below a limit."""
        missing = np.zeros(len(worth) + 1)
        missing[-1] = 1.0
        found = self._solve(missing, [(worth, least, np.inf)], None)
        return None if found is None else float(found[-1])

    def best(self, worth: FloatArray, missing: float, homes: int | None) -> list[int] | None:
        """Return the indices of the steps with the largest sum of worth; `homes` fixes the number of dwellings."""
        fixed = [] if homes is None else [(self._homes, float(homes), float(homes))]
        found = self._solve(np.append(-worth, 0.0), fixed, missing)
        return None if found is None else [i for i, x in enumerate(found[:-1]) if x > 0.5]  # noqa: PLR2004 - a variable is 0 or 1

    def _solve(self, cost: FloatArray, rows: Sequence[tuple[FloatArray, float, float]], missing: float | None) -> FloatArray | None:
        """Solve with one variable a step and, last, the homes by which the wish may be missed."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array, hstack

        n, kinds = len(cost) - 1, len(self._apart)
        column = np.ones((kinds, 1))
        constraints = [
            LinearConstraint(hstack([self._flow, csr_array((self._flow.shape[0], 1))]).tocsr(), self._source, self._source),
            LinearConstraint(np.hstack([self._apart, -column]), -np.inf, 1.0 + SLACK),
            LinearConstraint(np.hstack([self._apart, column]), -1.0 - SLACK, np.inf),
            *(LinearConstraint(np.append(row, 0.0)[None, :], low, high) for row, low, high in rows),
        ]
        bounds = Bounds(0.0, np.append(np.ones(n), np.inf if missing is None else missing))
        found = milp(cost, integrality=np.append(np.ones(n), 0.0), bounds=bounds, constraints=constraints, options={"mip_rel_gap": 0.0})
        return np.asarray(found.x) if found.status == 0 else None


def _count(column: Column | None, type_id: str) -> int:
    return 0 if column is None else sum(level.offer.begins and level.offer.type_id == type_id for level in column.levels)


def _rows(steps: Sequence[_Step], firsts: Sequence[int], chosen: Sequence[int]) -> tuple[tuple[Column, ...], ...]:
    rows: list[list[Column]] = [[] for _ in firsts[:-1]]
    for i in sorted(chosen, key=lambda i: steps[i].start):
        column = steps[i].column
        if column is not None:
            rows[sum(first <= steps[i].start for first in firsts) - 1].append(column)
    return tuple(tuple(row) for row in rows)
