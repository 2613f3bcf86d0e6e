"""What is worked out for a whole strip at once, against the plain way of doing it: point by point, window by window, way by way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_concept
from configurator.layout.candidates import Candidate, best_of
from configurator.layout.chain import IMPOSSIBLE
from configurator.layout.column import Pin, levels_on
from configurator.layout.grid import Beside, best_of_some, best_on_grid, most_on_grid, normal_positions, templates
from configurator.layout.menu import menu_of
from configurator.layout.space import Extremes, Space
from configurator.layout.strip import MAX_BANDS, gallery_pins
from tests.configurator.layout.samples import concept

concepts = st.sampled_from((concept(), resolve_concept("A9"), resolve_concept("A10")))
coordinates = st.integers(0, 30_000)
boxes = st.tuples(coordinates, coordinates, st.integers(500, 20_000), st.integers(500, 12_000)).map(
    lambda b: shapely.box(b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@st.composite
def regions(draw: st.DrawFn, *, slanted: bool = False) -> BaseGeometry:
    """A few boxes together, with others taken out; slanted: a triangle cut off as well. Whole-millimetre vertices."""
    region = shapely.union_all(draw(st.lists(boxes, min_size=1, max_size=3)))
    region = region.difference(shapely.union_all(draw(st.lists(boxes, max_size=2))))
    if slanted:
        corners = [(draw(coordinates), draw(coordinates)) for _ in range(3)]
        region = region.difference(Polygon(corners).buffer(0))
    whole = shapely.set_precision(region, 1.0)
    return shapely.union_all([p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"])


@given(regions())
def test_the_runs_of_a_right_angled_region_are_its_whole_area(region: BaseGeometry) -> None:
    space = Space([region])
    area = sum((b - a) * (high - low) for (a, b), runs in zip(pairwise(space.breaks), space.runs[0], strict=True) for low, high in runs)
    assert area == round(region.area)


@given(regions(slanted=True))
def test_every_run_of_a_slanted_region_is_free_over_its_interval(region: BaseGeometry) -> None:
    space, grown = Space([region]), region.buffer(1.5, join_style="mitre")
    for (a, b), runs in zip(pairwise(space.breaks), space.runs[0], strict=True):
        assert all(grown.contains(shapely.box(a, low, b, high)) for low, high in runs)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=40), st.data())
def test_extremes_over_windows(values: list[tuple[int, int]], data: st.DataObject) -> None:
    low, high = np.array(values, dtype=np.int64).T
    cuts = st.tuples(st.integers(0, len(values) - 1), st.integers(1, len(values))).filter(lambda w: w[0] < w[1])
    windows = data.draw(st.lists(cuts, min_size=1, max_size=10))
    first, past = np.array(windows, dtype=np.int64).T
    most, least = Extremes(low, high).over(first, past)
    assert most.tolist() == [max(low[a:b]) for a, b in windows]
    assert least.tolist() == [min(high[a:b]) for a, b in windows]


@given(st.lists(st.integers(-50, 400), max_size=4), st.sets(st.integers(7, 90), min_size=1, max_size=3), st.integers(-60, 400))
def test_positions_are_all_sums_of_steps_from_an_anchor(anchors: list[int], steps: set[int], end: int) -> None:
    reached = {a for a in anchors if a < end}
    while fresh := {a + step for a in reached for step in steps if a + step < end} - reached:
        reached |= fresh
    assert normal_positions(anchors, steps, end) == tuple(sorted(reached))


@given(regions(slanted=True), regions(slanted=True), st.sampled_from(("low", "high")), st.sampled_from((0, 1300)), st.data(), concepts)
def test_dwellings_weighed_at_once_weigh_what_they_do_one_by_one(
    lowest: BaseGeometry, next_up: BaseGeometry, to: str, depth_mm: int, data: st.DataObject, built: Concept
) -> None:
    space = Space([lowest, next_up.intersection(lowest)])
    if len(space.breaks) < 2:
        return
    edges = sorted({edge for storey in space.runs for runs in storey for run in runs for edge in run}) or [0]
    bands = data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges)))
    pin = Pin("low" if to == "low" else "high", bands, depth_mm)
    menu = menu_of(built, Options())
    rows = templates(menu, menu.widths)
    windows = [(a, b) for a in range(len(space.breaks) - 1) for b in range(a + 1, len(space.breaks))][:200]
    first, past = np.array(windows, dtype=np.int64).T
    for row in rows[:4]:
        weight, storeys = Beside(space, pin).weighed(first, past, menu.offers(row))
        for i, window in enumerate(windows):
            levels = levels_on(space, window, menu.offers(row), pin)
            assert storeys[i] == len(levels)
            assert weight[i] == (sum(level.offer.weight for level in levels) if levels else IMPOSSIBLE)
    columns = best_on_grid(space, menu, pin, rows)
    assert sum(column.weight for column in columns) <= most_on_grid(space, menu, pin, rows)
    groups = [rows, rows[:1], rows[1::2], ()]
    assert list(best_of_some(space, menu, pin, rows, groups, preferred=space.anchors[:1])) == [
        best_on_grid(space, menu, pin, group, space.anchors[:1]) for group in groups
    ]


candidates = st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 0), st.integers(0, 5)), max_size=8)


@given(candidates)
def test_the_best_of_bounded_ways_is_the_best_of_all(ways: list[tuple[int, int, int]]) -> None:
    solved: list[int] = []

    def way(i: int) -> Candidate[int]:
        def solve() -> int:
            solved.append(i)
            return i

        return Candidate(ways[i][0] + ways[i][2], solve)

    got = best_of([way(i) for i in range(len(ways))], lambda i: ways[i][:2])
    assert got == max(range(len(ways)), key=lambda i: (ways[i][:2], -i), default=None)
    assert len(solved) == len(set(solved))


@given(regions(slanted=True), st.sampled_from(("low", "high")), st.sampled_from((0, 1300)))
def test_a_gallery_lies_where_it_leaves_most(region: BaseGeometry, side: str, depth_mm: int) -> None:
    space = Space([region])
    low_side = side == "low"

    def left_over(band: int) -> int:
        total = 0
        for (a, b), runs in zip(pairwise(space.breaks), space.runs[0], strict=True):
            for low, high in runs:
                if low <= band <= high:
                    total += (b - a) * max(0, (high - band if low_side else band - low) - depth_mm)
        return total

    edges = {run[0] if low_side else run[1] for runs in space.runs[0] for run in runs}
    expected = sorted(edges, key=lambda band: (-left_over(band), band if low_side else -band))
    assert [pin.bands[0] for pin in gallery_pins(space, "low" if low_side else "high", depth_mm)] == expected[:MAX_BANDS]
