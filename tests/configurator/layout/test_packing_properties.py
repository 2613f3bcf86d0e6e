"""What holds for free packing on every roof: outlines of many kinds, at any place and angle, with and without obstacles."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import affine_transform, rotate, translate
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.instances import SIZES, usable
from benchmarks.outlines import OUTLINES, THINGS, outline_of, things_on
from configurator.layout.packing.canonical import canonical
from configurator.layout.packing.patch import Patch
from configurator.layout.packing.roof import Effort, pack_roof
from configurator.layout.packing.wings import WingPacking, directions, pack_wings
from configurator.layout.region import snapped
from tests.configurator.layout.samples import box, rectangle
from tests.configurator.layout.test_properties import examples

GRANTED_MM = 6.0
"""Outside the roof or over each other, as the checker of the reference cases grants."""
SQUARE = tuple(k for k in OUTLINES if k not in ("slanted", "bent", "bevelled"))
FAR_MM = 1e9
"""A thousand kilometres from the origin."""

Roof = tuple[Polygon, tuple[Polygon, ...], float, float]


@st.composite
def roofs(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(OUTLINES)) -> Roof:
    """An outline of one of the kinds, obstacles, set-back and clearance."""
    rng = random.Random(draw(st.integers(0, 10**6)))
    outline = outline_of(draw(st.sampled_from(kinds)), rng)
    things = things_on(outline, draw(st.sampled_from(tuple(THINGS))), rng)
    return outline, things, draw(st.sampled_from((0.0, 300.0, 500.0))), draw(st.sampled_from((0.0, 300.0)))


efforts = st.sampled_from(("fast", "fast", "fast", "thorough"))


def packed(roof: Roof, effort: Effort = "fast", by: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> WingPacking:
    outline, things, setback, clearance = roof
    moved = affine_transform(outline, list(by))
    assert isinstance(moved, Polygon)
    own = tuple(affine_transform(t, list(by)) for t in things)
    return pack_wings(moved, usable(moved, own, setback, clearance), SIZES, effort)


def shapes(packing: WingPacking) -> list[Polygon]:
    return [Polygon(corners) for corners in packing.rectangles()]


@examples(8)
@given(roof=roofs(), effort=efforts, angle=st.floats(0.0, 360.0), far=st.sampled_from((0.0, FAR_MM)))
def test_modules_are_of_a_size_inside_and_apart(roof: Roof, effort: Effort, angle: float, far: float) -> None:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    packing = packed(roof, effort, (c, -s, s, c, far, -far))
    near = [translate(p, -far, far) for p in shapes(packing)]
    outline, things, setback, clearance = roof
    region = usable(outline, things, setback, clearance).buffer(GRANTED_MM, join_style="mitre")
    boxes = [affine_transform(p, [c, s, -s, c, 0, 0]) for p in near]
    sides = {tuple(sorted((w, n))) for w in SIZES.widths_mm for n in SIZES.lengths_mm}
    for own in boxes:
        assert region.covers(own)
        ring = shapely.get_coordinates(own)
        a, b = (round(math.dist(ring[i], ring[i + 1])) for i in (0, 1))
        assert tuple(sorted((a, b))) in sides
    thinner = [b.buffer(-GRANTED_MM / 2, join_style="mitre") for b in boxes]
    assert not any(a.intersects(b) for a, b in combinations(thinner, 2))
    assert packing.area_mm2 == round(sum(b.area for b in boxes), -3) or abs(packing.area_mm2 - sum(b.area for b in boxes)) < 1e4


@examples(8)
@given(roof=roofs(), effort=efforts)
def test_the_bound_is_never_below_the_area(roof: Roof, effort: Effort) -> None:
    packing = packed(roof, effort)
    assert 0 <= packing.area_mm2 <= packing.bound_mm2
    outline, things, setback, clearance = roof
    assert packing.bound_mm2 <= usable(outline, things, setback, clearance).area + 1.0


@examples(7)
@given(roof=roofs(SQUARE), effort=efforts, angle=st.floats(0.0, 360.0), far=st.sampled_from((0.0, FAR_MM)), mirror=st.booleans())
def test_place_angle_and_mirror_do_not_matter(roof: Roof, effort: Effort, angle: float, far: float, mirror: bool) -> None:
    c, s, m = math.cos(math.radians(angle)), math.sin(math.radians(angle)), -1.0 if mirror else 1.0
    assert packed(roof, effort, (c * m, -s, s * m, c, far, -far)).area_mm2 == packed(roof, effort).area_mm2


@examples(7)
@given(roof=roofs(SQUARE), one=st.integers(0, 10**6), effort=efforts)
def test_an_obstacle_never_lifts_the_area_above_the_bound_without_it(roof: Roof, one: int, effort: Effort) -> None:
    """The bound is monotone; the area itself, found by a programme that does not try everything, is so to within two per cent."""
    outline, things, setback, clearance = roof
    more = (*things, *things_on(outline, "few", random.Random(one)))
    with_it, without = packed((outline, more, setback, clearance), effort), packed(roof, effort)
    assert with_it.bound_mm2 <= without.bound_mm2
    assert with_it.area_mm2 <= without.area_mm2 * 1.02


@examples(7)
@given(length=st.integers(70, 600), depth=st.integers(70, 180), more_u=st.integers(0, 60), more_v=st.integers(0, 30))
def test_a_larger_rectangle_never_holds_less(length: int, depth: int, more_u: int, more_v: int) -> None:
    def area(u: int, v: int) -> int:
        roof = rectangle(100 * u, 100 * v)
        return pack_roof(roof, roof, SIZES).area_mm2

    assert area(length + more_u, depth + more_v) >= area(length, depth)


@examples(4)
@given(roof=roofs())
def test_thorough_is_never_worse_than_fast(roof: Roof) -> None:
    assert packed(roof, "thorough").area_mm2 >= packed(roof).area_mm2


@examples(4)
@given(one=roofs(SQUARE), two=roofs(SQUARE))
def test_two_roofs_hold_what_each_holds(one: Roof, two: Roof) -> None:
    """Apart by more than a module they share nothing: a packing of both is a packing of each; the line bounds of each add up."""
    regions = [snapped(usable(*r)) for r in (one, two)]
    away = translate(regions[1], round(regions[0].bounds[2] - regions[1].bounds[0]) + 20_000, 0)
    found = [pack_roof(r[0], region, SIZES) for r, region in zip((one, two), regions, strict=True)]
    both = shapely.union_all([regions[0], away])
    together = pack_roof(box(*(round(x) for x in both.bounds)), both, SIZES)
    assert together.area_mm2 <= sum(p.bound_mm2 for p in found)
    assert together.area_mm2 >= 0.9 * sum(p.area_mm2 for p in found)


def searched(free: BaseGeometry, cell: int, items: tuple[tuple[int, int], ...]) -> int:
    """The most cells by cuts from edge to edge on a lattice, every cut tried: plain recursion over windows."""
    u0, v0, u1, v1 = (round(x) for x in free.bounds)
    known: dict[tuple[int, int, int, int], int] = {}

    def best(a: int, b: int, c: int, d: int) -> int:
        if (a, b, c, d) not in known:
            fits = [w * h for w, h in items if w == c - a and h == d - b]
            own = box(u0 + a * cell, v0 + b * cell, u0 + c * cell, v0 + d * cell)
            value = max(fits) if fits and free.buffer(0.5).covers(own) else 0
            value = max([value, *(best(a, b, m, d) + best(m, b, c, d) for m in range(a + 1, c))])
            known[a, b, c, d] = max([value, *(best(a, b, c, m) + best(a, m, c, d) for m in range(b + 1, d))])
        return known[a, b, c, d]

    return best(0, 0, (u1 - u0) // cell, (v1 - v0) // cell)


@examples(4)
@given(wide=st.integers(9, 14), deep=st.integers(5, 10), u=st.integers(0, 12), v=st.integers(0, 8), size=st.integers(1, 3))
def test_a_patch_finds_what_exhaustive_search_finds(wide: int, deep: int, u: int, v: int, size: int) -> None:
    cell = SIZES.cell_mm
    free: BaseGeometry = box(0, 0, wide * cell, deep * cell).difference(box(u * cell, v * cell, (u + size) * cell, (v + size) * cell))
    if free.is_empty or [round(x) for x in free.bounds] != [0, 0, wide * cell, deep * cell]:
        return  # the obstacle takes a whole side away
    patch = Patch(free, SIZES, 0)
    patch.solve()
    assert patch.value == searched(free, cell, SIZES.cells()) * cell * cell
    boxes = [box(*b) for b in patch.boxes()]
    assert sum(b.area for b in boxes) == patch.value
    assert all(free.buffer(0.5).covers(b) for b in boxes)
    assert not any(a.buffer(-1).intersects(b) for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("degrees", [0, 30, 90, 211.5])
def test_a_bent_roof_is_packed_along_both_wings(degrees: float) -> None:
    """Two wings of 20 x 10 m that meet at 45 degrees: each holds the 2 x 3 modules of 3.0 x 9.6 m that it holds alone, and more."""
    c = math.cos(math.radians(45))
    inner = 20_000 - 10_000 * math.tan(math.radians(22.5))
    far = (20_000 + 20_000 * c, 20_000 * c)
    ring = [(0, 0), (20_000, 0), far, (far[0] - 10_000 * c, far[1] + 10_000 * c), (inner, 10_000), (0, 10_000)]
    outline = rotate(Polygon([(round(x), round(y)) for x, y in ring]), degrees, origin=(0, 0))
    assert len(directions(outline)) == 2
    packing = pack_wings(outline, outline, SIZES)
    assert len(packing.wings) == 2
    alone = rectangle(15_858, 10_000)
    assert packing.area_mm2 >= 2 * pack_roof(alone, alone, SIZES).area_mm2


def test_the_canonical_orientation_of_a_mirrored_roof_is_that_of_the_roof() -> None:
    shape = Polygon([(0, 0), (9_000, 0), (9_000, 4_000), (4_000, 4_000), (4_000, 7_000), (0, 7_000)])
    keys = set()
    for turn in ((1, 0, 0, 1), (-1, 0, 0, 1), (0, 1, 1, 0), (0, -1, 1, 0)):
        own = affine_transform(shape, [*turn, 500, -300])
        way = canonical(own)
        keys.add(shapely.to_wkb(shapely.normalize(way.of(own))))
        assert way.back(way.boxes([(510, -290, 1500, 700)])) == ((510, -290, 1500, 700),)
    assert len(keys) == 1
