"""The strip programme against exhaustive search, which knows nothing of positions, intervals or arcs: it tries everything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from catalogue.documents.concept import Concept
from configurator.host.building import BearingLine, HostBuilding
from configurator.layout.engine import lay_out
from tests.configurator.layout.samples import (
    assumptions,
    bearing_lines,
    box,
    concept,
    dwelling_type,
    host,
    obstacle,
    options,
    rectangle,
    usable_m2,
)

STEP = 250
"""Half the lattice of all sizes: if a position off the lattice were better, the search would find it."""
GALLERY = 1500
TYPES = (dwelling_type("one", 1, 15.0, 24.0), dwelling_type("two", 2, 30.0), dwelling_type("three", 3, 50.0))


def toy(**changes: Any) -> Concept:
    built = concept(width=(3000, 4000, 500), length=(5000, 9000, 500), joint_mm=0, types=TYPES, **changes)
    return built.model_copy(update={"access": built.access.model_copy(update={"gallery_width_mm": GALLERY})})


def worth(built: Concept, widths: Sequence[int], length: int) -> tuple[int, int] | None:
    """Usable area (mm2) and one dwelling, if a type takes it."""
    area = round(usable_m2(widths, length) * 1e6)
    for kind in built.dwelling_types:
        most = kind.max_usable_area_m2
        if kind.modules == len(widths) and area >= kind.min_usable_area_m2 * 1e6 and (most is None or area <= most * 1e6):
            return area, 1
    return None


def best_here(built: Concept, region: BaseGeometry, s0: int, widths: Sequence[int], start: int, band: int) -> int:
    """The best usable area of a dwelling at s0 with its gallery at `band`; `start` is where its modules begin across."""
    found = 0
    for length in built.module.length_mm.values():
        own = worth(built, widths, length)
        if own is not None and region.covers(box(s0, band, s0 + sum(widths), start + length)):
            found = max(found, own[0])
    return found


def searched(built: Concept, of: HostBuilding, length: int, depth: int) -> int:
    """The most usable area of one row with a gallery at the low side, every position on the fine lattice tried."""
    region: BaseGeometry = of.roof_outline_mm
    for thing in of.obstacles:
        region = region.difference(thing.outline_mm.buffer(thing.clearance_mm, join_style="mitre"))
    shapely.prepare(region)
    best = 0
    rows = [(w,) * k for k in (1, 2, 3) for w in built.module.width_mm.values()]
    for band in range(0, depth - GALLERY - 5000 + 1, STEP):

        @cache
        def onward(at: int, band: int = band) -> int:
            if at + 3000 > length:
                return 0
            found = onward(at + STEP)
            for row in rows:
                if at + sum(row) <= length:
                    here = best_here(built, region, at, row, band + GALLERY, band)
                    if here:
                        found = max(found, here + onward(at + sum(row)))
            return found

        best = max(best, onward(0))
    return best


lattice = st.integers(0, 30).map(lambda n: 500 * n)


@settings(max_examples=25)
@given(length=st.integers(12, 32), depth=st.integers(13, 21), at=st.lists(st.tuples(lattice, lattice), max_size=2))
def test_the_grid_finds_what_exhaustive_search_finds(length: int, depth: int, at: list[tuple[int, int]]) -> None:
    far_u, far_v = 500 * length, 500 * depth
    things = [obstacle(i + 1, box(u, v, u + 1000, v + 500), 0) for i, (u, v) in enumerate(at) if u + 1000 <= far_u and v + 500 <= far_v]
    of, built = host(rectangle(far_u, far_v), obstacles=things), toy(max_span_mm=None)
    chosen = options(support="transfer_grid", access="gallery", gallery={"side": "low"}, objective="usable_area")
    assert lay_out(of, built, chosen, assumptions()).value == searched(built, of, far_u, far_v)


def walls_searched(built: Concept, lines: Sequence[BearingLine], depth: int, cores: Sequence[int]) -> int:
    """The most usable area wall-on-wall, every way to group bays into modules and modules into dwellings tried."""
    eccentricity, joint = built.support.max_eccentricity_mm, built.module.joint_mm

    def width_between(i: int, j: int) -> int | None:
        clear = lines[j].u_mm - lines[i].u_mm
        fitting = [w for w in built.module.width_mm.values() if w + joint <= clear]
        return max(fitting) if fitting and clear - max(fitting) <= 2 * eccentricity else None

    def dwellings_from(i: int, left: int) -> list[tuple[int, tuple[int, ...]]]:
        if left == 0:
            return [(i, ())]
        found = []
        for j in range(i + 1, len(lines)):
            own = width_between(i, j)
            if own is not None and not any(i <= c < j for c in cores):
                found += [(end, (own, *rest)) for end, rest in dwellings_from(j, left - 1)]
        return found

    def onward(i: int) -> int:
        if i >= len(lines) - 1:
            return 0
        best = onward(i + 1)
        for count in (1, 2, 3):
            for end, widths in dwellings_from(i, count):
                beside = not cores or i - 1 in cores or end in cores
                areas = [w[0] for n in built.module.length_mm.values() if n <= depth and (w := worth(built, widths, n)) is not None]
                if beside and areas:
                    best = max(best, max(areas) + onward(end))
        return best

    return onward(0)


@settings(max_examples=40)
@given(
    widths=st.lists(st.sampled_from((1500, 1800, 2000, 2400, 3020, 3100, 3520, 3700, 4050, 4300)), min_size=1, max_size=9),
    stair=st.booleans(),
)
def test_the_walls_find_what_exhaustive_search_finds(widths: list[int], stair: bool) -> None:
    positions = [100]
    for width in widths:
        positions.append(positions[-1] + width)
    cores = [i for i, w in enumerate(widths) if w == 2400] if stair else []
    lines = bearing_lines(positions, 9000)
    of = host(rectangle(positions[-1] + 100, 9000), lines=lines, stairs=[c + 1 for c in cores])
    built = toy()
    access = {"access": "stair"} if cores else {"access": "gallery", "gallery": {"inside_roof": False}}
    chosen = options(support="wall_on_wall", objective="usable_area", **access)
    assert lay_out(of, built, chosen, assumptions()).value == walls_searched(built, lines, 9000, cores)
