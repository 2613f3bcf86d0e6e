"""The bound over both axes against the true optimum, which HiGHS finds over every place on a lattice, and against plainer bounds."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, sparse
from shapely.geometry.base import BaseGeometry

from configurator.layout.crossing import Dwelling, crossing_bound
from configurator.layout.region import turned
from tests.configurator.layout.samples import box
from tests.configurator.layout.test_properties import examples

CELL_MM = 1_000
Cells = frozenset[tuple[int, int]]


@st.composite
def roofs(draw: st.DrawFn) -> Cells:
    """Up to three wings on a lattice of ten by ten cells, and up to two holes of a cell."""
    cells: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(1, 3))):
        u, v = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        wide, deep = draw(st.integers(2, 10 - u)), draw(st.integers(2, 10 - v))
        cells |= {(i, j) for i in range(u, u + wide) for j in range(v, v + deep)}
    holes = draw(st.lists(st.sampled_from(sorted(cells)), max_size=2))
    return frozenset(cells - set(holes))


dwellings = st.lists(
    st.builds(lambda s, d, w: Dwelling(s * CELL_MM, d * CELL_MM, w), st.integers(1, 4), st.integers(2, 5), st.integers(1, 30)),
    min_size=1,
    max_size=3,
).map(tuple)


def region(cells: Cells) -> BaseGeometry:
    return shapely.set_precision(shapely.union_all([box(u, v, u + 1, v + 1) for u, v in cells]), 1.0e-3)


def in_mm(cells: Cells) -> BaseGeometry:
    return shapely.transform(region(cells), lambda points: points * CELL_MM)


def places(cells: Cells, kinds: tuple[Dwelling, ...]) -> list[tuple[Cells, int]]:
    """Every place of every dwelling, either way round, on the lattice: the cells that it covers and its worth."""
    found = []
    for kind in kinds:
        sides = kind.span_mm // CELL_MM, kind.deep_mm // CELL_MM
        for (wide, deep), (u, v) in itertools.product({sides, sides[::-1]}, sorted(cells)):
            own = frozenset((i, j) for i in range(u, u + wide) for j in range(v, v + deep))
            if own <= cells:
                found.append((own, kind.worth))
    return found


def optimum(cells: Cells, kinds: tuple[Dwelling, ...]) -> float:
    """The most that can stand on the lattice: a set packing, solved to the end."""
    every = places(cells, kinds)
    if not every:
        return 0.0
    index = {cell: i for i, cell in enumerate(sorted(cells))}
    pairs = [(index[cell], j) for j, (own, _) in enumerate(every) for cell in own]
    matrix = sparse.csr_array((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), shape=(len(index), len(every)))
    found = optimize.milp(
        -np.array([worth for _, worth in every], dtype=np.float64),
        constraints=optimize.LinearConstraint(matrix, -np.inf, 1.0),
        integrality=np.ones(len(every)),
        bounds=optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    assert found.success
    return float(round(-found.fun))


def most_in(run: int, kinds: tuple[Dwelling, ...]) -> float:
    """The most that a line can meet in a run, by exhaustion: worth for each millimetre across the line."""
    best = 0.0
    for kind in kinds:
        for met, wide in ((kind.deep_mm, kind.span_mm), (kind.span_mm, kind.deep_mm)):
            if met <= run:
                best = max(best, kind.worth / wide + most_in(run - met, kinds))
    return best


@examples(60)
@given(cells=roofs(), kinds=dwellings)
def test_no_packing_is_worth_more_and_no_plainer_bound_less(cells: Cells, kinds: tuple[Dwelling, ...]) -> None:
    roof = in_mm(cells)
    bound = crossing_bound(roof, kinds)
    assert bound >= optimum(cells, kinds)
    assert bound == pytest.approx(crossing_bound(turned(roof), kinds))
    density = max(kind.worth / (kind.span_mm * kind.deep_mm) for kind in kinds)
    assert bound <= density * roof.area * (1.0 + 1e-6)


@pytest.mark.parametrize(("wide", "deep"), [(12_000, 5_000), (5_000, 12_000), (7_000, 7_000)])
def test_a_rectangle_is_bounded_by_its_lines(wide: int, deep: int) -> None:
    """Dwellings of 3 m by 4 m: a line of 5 m meets one of them, so what it can be worth is a run's knapsack times the other side."""
    kinds = (Dwelling(3_000, 4_000, 12),)
    expected = min(wide * most_in(deep, kinds), deep * most_in(wide, kinds))
    assert crossing_bound(box(0, 0, wide, deep), kinds) <= expected * (1.0 + 1e-6)


def test_each_wing_is_bounded_by_the_lines_across_it() -> None:
    """An L of two wings, 5 m deep: each holds one dwelling of 4 m across it. Where they meet, 5 m x 5 m, the densest one fills it."""
    kinds = (Dwelling(4_000, 4_000, 16),)
    roof = shapely.union_all([box(0, 0, 25_000, 5_000), box(0, 0, 5_000, 25_000)])
    wings, corner = 2 * 20.0 * 16.0 / 4.0, 25.0
    assert crossing_bound(roof, kinds) == pytest.approx(wings + corner)


def test_nothing_fits_and_nothing_is_bounded_by_nothing() -> None:
    kinds = (Dwelling(3_000, 9_000, 1),)
    assert crossing_bound(box(0, 0, 8_000, 8_000), kinds) == 0.0
    assert crossing_bound(box(0, 0, 8_000, 8_000), ()) == 0.0
