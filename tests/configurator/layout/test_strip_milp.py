"""The strip programme and the exact mix against whole-number programmes and enumeration that share nothing with them but the arcs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.column import Column
from configurator.layout.engine import lay_out
from configurator.layout.grid import templates
from configurator.layout.menu import menu_of
from configurator.layout.placement import Scheme
from configurator.layout.scheme import ground_of, solve
from configurator.layout.strip import arcs_of
from tests.configurator.layout.samples import assumptions, bearing_lines, box, concept, dwelling_type, host, obstacle, options, rectangle

optimize = pytest.importorskip("scipy.optimize")
CONCEPT = concept(joint_mm=0)


def shared_bays() -> Concept:
    """The same with a connector that carries two modules in one bay."""
    data = CONCEPT.model_dump(mode="json")
    data["support"]["connectors"][0] |= {"spans_between_lines": True, "modules_per_bay": 2}
    return Concept.model_validate(data)


def stacked() -> Concept:
    """The same with a maisonnette, which may stand on anything, and a flat that stands on one."""
    stair = {"width_mm": 900, "max_riser_mm": 188, "going_mm": 220}
    duo = dwelling_type("duo", 1, 40.0) | {"storeys": 2}
    flats = [dwelling_type("two", 2, 40.0), dwelling_type("one", 1, 18.0) | {"stands_on": ["duo"]}]
    return Concept.model_validate(CONCEPT.model_dump(mode="json") | {"dwelling_types": [duo, *flats], "internal_stair": stair})


MADE = {"plain": (CONCEPT, 1), "shared bays": (shared_bays(), 1), "stacked": (stacked(), 3)}
"""Concepts, and how many storeys they are tried on."""


def positions(of: HostBuilding, chosen: Options, scheme: Scheme, built: Concept, storeys: int) -> tuple[int, list[Column]]:
    """What the engine found, and every dwelling position of its only strip."""
    menu = menu_of(built, chosen)
    ground = ground_of(of, built, chosen, menu, scheme, storeys)
    solution = solve(of, chosen, menu, ground)
    strip = solution.strips[0]
    rows = templates(menu, ground.widths) if scheme.support == "transfer_grid" else ()
    return solution.usable_mm2, [arc.column for arcs in arcs_of(ground, menu, strip, rows) for arc in arcs]


def packed(columns: list[Column]) -> int:
    """The most area of columns that do not overlap: set packing on the stretches between all their ends, no flow, no order."""
    ends = sorted({e for c in columns for e in (c.s0, c.s1)})
    cover = np.array([[c.s0 < b and c.s1 > a for c in columns] for a, b in pairwise(ends)], dtype=float)
    worth = np.array([sum(level.offer.usable_mm2 for level in c.levels) for c in columns]) / 1e6
    found = optimize.milp(
        -worth,
        integrality=np.ones(len(columns)),
        bounds=optimize.Bounds(0, 1),
        constraints=[optimize.LinearConstraint(cover, -np.inf, 1.0)],
        options={"mip_rel_gap": 0.0},
    )
    return round(-float(found.fun) * 1e6)


@settings(max_examples=24, deadline=None)
@given(
    length=st.integers(9_000, 34_000),
    depth=st.integers(8_000, 12_500),
    at=st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 11_000)), max_size=2),
    support=st.sampled_from(("transfer_grid", "wall_on_wall")),
    made=st.sampled_from(sorted(MADE)),
    bay=st.sampled_from((3_640, 6_900)),
)
def test_the_strip_programme_equals_set_packing(
    length: int, depth: int, at: list[tuple[int, int]], support: Any, made: str, bay: int
) -> None:
    things = [obstacle(i + 1, box(u, v, u + 900, v + 900), 0) for i, (u, v) in enumerate(at)]
    lines = bearing_lines(list(range(60, length, bay)), depth)
    of = host(rectangle(length, depth), lines=lines, obstacles=things)
    chosen = options(support=support, access="gallery", gallery={"side": "low"}, objective="usable_area")
    value, columns = positions(of, chosen, Scheme(support, "gallery", None, True), *MADE[made])
    assert abs(value - (packed(columns) if columns else 0)) <= 1


def mixes(bays: int) -> list[Counter[str]]:
    """Every way to group neighbouring bays into homes of one, two or three, some bays left out."""
    found: list[list[str]] = [[]]
    for_bays: dict[int, list[list[str]]] = {0: found}
    for n in range(1, bays + 1):
        for_bays[n] = [*for_bays[n - 1]]
        for k, name in ((1, "one"), (2, "two"), (3, "three")):
            if n >= k:
                for_bays[n] += [[*before, name] for before in for_bays[n - k]]
    return [Counter(names) for names in for_bays[bays]]


@settings(max_examples=12, deadline=None)
@given(bays=st.integers(2, 9), one=st.integers(0, 4), two=st.integers(0, 4), three=st.integers(1, 4))
def test_the_wished_mix_is_the_best_of_all_that_meet_it(bays: int, one: int, two: int, three: int) -> None:
    """Equal bays, so that only the counts matter: every grouping is tried, and the most area that is kept is compared."""
    of = host(rectangle(180 + 3_620 * bays, 10_500), [90 + 3_620 * i for i in range(bays + 1)])
    total = one + two + three
    mix = {"one": one / total or 1e-9, "two": two / total or 1e-9, "three": three / total}
    layout = lay_out(of, concept(), options(support="wall_on_wall", access="gallery", objective="usable_area", mix=mix), assumptions())
    plain = lay_out(of, concept(), options(support="wall_on_wall", access="gallery", objective="usable_area"), assumptions())
    area = {"one": 0, "two": 0, "three": 0} | {d.type_id: round(d.usable_area_m2 * 1e6) for d in (*plain.dwellings, *layout.dwellings)}
    known = {name for name, mm2 in area.items() if mm2}

    def missing(counts: Counter[str]) -> float:
        homes = counts.total()
        return max(abs(counts[t] - mix[t] * homes) - 1.0 for t in mix)

    got = Counter(d.type_id for d in layout.dwellings)
    for counts in mixes(bays):
        worth = sum(area[t] * n for t, n in counts.items())
        if counts and set(counts) <= known and worth >= 0.8 * plain.value and missing(counts) <= max(0.0, missing(got)):
            assert worth <= layout.value + 1
