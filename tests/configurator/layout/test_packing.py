"""Free packing: against exhaustive search on small rectangles, against published cases, and what holds for every roof."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from configurator.layout.packing.roof import line_bound_mm2, pack_roof
from configurator.layout.packing.table import GuillotineTable, ModuleSizes
from configurator.layout.region import turned
from tests.configurator.layout.roofs import outlines
from tests.configurator.layout.samples import box, rectangle

SIZES = ModuleSizes(widths_mm=(3000, 3600), lengths_mm=(6000, 7200, 8400, 9600, 10_800, 12_000))


def searched(sizes: ModuleSizes, wide: int, high: int) -> int:
    """The most area by cuts from edge to edge, every cut tried: plain recursion over cells."""

    @cache
    def best(w: int, h: int) -> int:
        found = max((a * b for a, b in sizes.cells() if a <= w and b <= h), default=0)
        found = max([found, *(best(i, h) + best(w - i, h) for i in range(1, w // 2 + 1))])
        return max([found, *(best(w, i) + best(w, h - i) for i in range(1, h // 2 + 1))])

    return best(wide, high)


@settings(max_examples=20)
@given(
    widths=st.sets(st.integers(2, 4), min_size=1, max_size=2),
    lengths=st.sets(st.integers(3, 7), min_size=1, max_size=3),
    high=st.integers(1, 16),
)
def test_the_table_finds_what_exhaustive_search_finds(widths: set[int], lengths: set[int], high: int) -> None:
    sizes = ModuleSizes(tuple(sorted(100 * w for w in widths)), tuple(sorted(100 * n for n in lengths)))
    unit = sizes.cell_mm // 100
    table = GuillotineTable(sizes)
    for wide in range(1, table.wide + 1):
        found = int(table.upto(high)[wide, high])
        assert found == searched(sizes, wide, high)
        placed = list(table.modules(wide, high))
        assert sum((c - a) * (d - b) for a, b, c, d in placed) == found
        assert all((c - a, d - b) in sizes.cells() and c <= wide and d <= high for a, b, c, d in placed)
    assert unit >= 1


@pytest.mark.parametrize(
    ("length", "depth", "area_m2"),
    [
        (39_000, 9_000, 349.2),  # the proven optima of the reference cases r10x40, r9.4x54, r12x90: usable sizes
        (53_000, 8_400, 443.52),
        (89_000, 11_000, 959.04),
    ],
)
def test_plain_roofs_are_packed_to_the_proven_optimum(length: int, depth: int, area_m2: float) -> None:
    roof = rectangle(length, depth)
    assert pack_roof(roof, roof, SIZES).area_mm2 / 1e6 == pytest.approx(area_m2)


@st.composite
def regions(draw: st.DrawFn) -> tuple[Polygon, BaseGeometry]:
    """A roof and what is left of it beside up to four obstacles."""
    outline = draw(outlines())
    _, _, far_u, far_v = (round(x) for x in outline.bounds)
    region: BaseGeometry = outline
    for _ in range(draw(st.integers(0, 4))):
        u, v = draw(st.integers(0, far_u)), draw(st.integers(0, far_v))
        region = region.difference(box(u, v, u + draw(st.integers(600, 4000)), v + draw(st.integers(600, 5000))))
    return outline, region


@settings(max_examples=25, deadline=None)
@given(roof=regions(), effort=st.sampled_from(("fast", "thorough")))
def test_modules_lie_inside_without_overlap_below_the_bound(roof: tuple[Polygon, BaseGeometry], effort: str) -> None:
    outline, region = roof
    packing = pack_roof(outline, region, SIZES, effort)  # type: ignore[arg-type]
    whole = region.buffer(1.0, join_style="mitre")
    sides = {(w, n) for w in SIZES.widths_mm for n in SIZES.lengths_mm}
    for u0, v0, u1, v1 in packing.boxes:
        assert whole.covers(box(u0, v0, u1, v1))
        assert {(u1 - u0, v1 - v0), (v1 - v0, u1 - u0)} & sides
    for one, two in combinations(packing.boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    assert packing.area_mm2 <= packing.bound_mm2 == line_bound_mm2(region, SIZES)


@settings(max_examples=10, deadline=None)
@given(roof=regions())
def test_thorough_is_never_worse_and_a_turned_roof_is_as_good(roof: tuple[Polygon, BaseGeometry]) -> None:
    outline, region = roof
    fast = pack_roof(outline, region, SIZES).area_mm2
    assert pack_roof(outline, region, SIZES, "thorough").area_mm2 >= 0.99 * fast
    swapped = turned(outline)
    assert isinstance(swapped, Polygon)
    assert pack_roof(swapped, turned(region), SIZES).area_mm2 >= 0.97 * fast


@pytest.mark.parametrize("region", [Polygon(), rectangle(2900, 20_000), box(0, 0, 2, 2)])
def test_what_holds_no_module_is_an_empty_packing(region: Polygon) -> None:
    packing = pack_roof(rectangle(20_000, 20_000), region, SIZES)
    assert (packing.boxes, packing.area_mm2) == ((), 0)
    assert shapely.area(region) >= 0.0
