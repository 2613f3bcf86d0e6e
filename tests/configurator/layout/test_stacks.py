"""Dwellings of two storeys and stacking rules: worked out on paper, against enumeration, and on random roofs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_concept
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout
from configurator.layout.stacks import Kind, Stacking
from tests.configurator.layout.roofs import hosts
from tests.configurator.layout.samples import END_WALL_MM, LONG_WALL_MM, assumptions, box, concept, dwelling_type, host, options, rectangle
from tests.configurator.layout.test_properties import examples

MAISONNETTE = dwelling_type("duo", 1, 40.0) | {"storeys": 2, "stands_on": ["roof", "duo"]}
FLAT = dwelling_type("flat", 1, 18.0) | {"stands_on": ["duo"]}
STAIR = {"width_mm": 900, "max_riser_mm": 188, "going_mm": 220}
FLIGHT_MM = 17 * 220
"""3200 mm in risers of at most 188 mm: 18 risers (177.8 mm), so 17 treads."""


def made(types: list[dict[str, Any]], **changed: Any) -> Concept:
    """The concept of the samples with other dwelling types and a stair inside."""
    base = concept(access=("gallery", "stair", "corridor"), **changed)
    data = base.model_dump(mode="json") | {"dwelling_types": types, "internal_stair": STAIR, "max_storeys": 4}
    return Concept.model_validate(data)


A9 = made([MAISONNETTE, FLAT])
OF = host(rectangle(14_660, 9_000), [90 + 3_620 * i for i in range(5)])
"""Four bays of 3620 mm; 9000 mm deep, so 7700 mm beside a gallery: modules of 3600 x 7500 mm."""


def laid(storeys: int, built: Concept = A9, **chosen: Any) -> Layout:
    return lay_out(OF, built, options(support="wall_on_wall", storeys_added=storeys, **chosen), assumptions())


def one_storey_mm2() -> int:
    """Clear area of a module of 3600 x 7500 mm, times the factor of 0.9."""
    return round(0.9 * (3_600 - 2 * LONG_WALL_MM) * (7_500 - 2 * END_WALL_MM))


@pytest.mark.parametrize(("storeys", "expected"), [(2, {"duo": 4}), (3, {"duo": 4, "flat": 4}), (4, {"duo": 8})])
def test_what_stands_on_two_three_and_four_storeys(storeys: int, expected: dict[str, int]) -> None:
    layout = laid(storeys, access="gallery")
    assert Counter(d.type_id for d in layout.dwellings) == expected
    assert len(layout.modules) == 4 * storeys
    assert layout.value == layout.bound == sum(expected.values())


def test_a_maisonnette_has_one_entrance_one_stair_and_the_area_of_two_storeys_less_the_opening() -> None:
    layout = laid(2, access="gallery")
    home = layout.dwellings[0]
    assert (home.id, home.storey, home.storeys, home.module_ids) == ("s04/a/d01", 4, 2, ("s04/a/m01", "s05/a/m01"))
    lower, upper = home.usable_by_storey_m2
    assert lower == one_storey_mm2() / 1e6
    assert upper == pytest.approx(lower - 0.9 * FLIGHT_MM / 1e3)
    assert home.usable_area_m2 == pytest.approx(lower + upper)
    assert home.gross_floor_area_m2 == pytest.approx(2 * 3.6 * 7.5)
    below, above = (next(m for m in layout.modules if m.id == key) for key in home.module_ids)
    assert (below.access_side, below.stair_goes, above.access_side, above.stair_goes) == ("end_a", "up", None, "down")
    assert home.stair is not None
    for module in (below, above):
        f = module.footprint
        inner = box(f.u0_mm + LONG_WALL_MM, f.v0_mm + END_WALL_MM, f.u1_mm - LONG_WALL_MM, f.v1_mm - END_WALL_MM)
        assert inner.covers(box(*home.stair.corners_mm()[0], *home.stair.corners_mm()[2]))
    assert (home.stair.v1_mm - home.stair.v0_mm, home.stair.u1_mm - home.stair.u0_mm) == (FLIGHT_MM, 900)


@pytest.mark.parametrize(("storeys", "galleries"), [(2, {4}), (3, {4, 6}), (4, {4, 6})])
@pytest.mark.parametrize("access", ["gallery", "corridor"])
def test_the_gallery_comes_only_where_dwellings_are_entered(storeys: int, galleries: set[int], access: str) -> None:
    assert {a.storey for a in laid(storeys, access=access).access} == galleries


@pytest.mark.parametrize(("storeys", "top"), [(2, 4), (3, 6), (4, 6)])
def test_a_stair_core_goes_up_to_the_highest_entrance(storeys: int, top: int) -> None:
    of = host(rectangle(14_660, 9_000), [90 + 3_620 * i for i in range(5)], stairs=(2,), access="stair")
    layout = lay_out(of, A9, options(support="wall_on_wall", access="stair", storeys_added=storeys), assumptions())
    assert {d.type_id for d in layout.dwellings} >= {"duo"}
    assert {a.storey for a in layout.access} == set(range(4, top + 1))


def test_one_storey_holds_no_maisonnette_and_the_reason_says_how_many_would() -> None:
    layout = laid(1, access="gallery")
    assert not layout.dwellings
    assert {(s.reason.code, s.reason.fix["storeys_added"] if s.reason.fix else None) for s in layout.empty} == {("LAY-STACKING", 2)}
    assert laid(2, access="gallery").dwellings


def test_without_a_flat_the_third_storey_stays_empty_with_a_reason() -> None:
    layout = laid(3, made([MAISONNETTE]), access="gallery")
    assert {m.storey for m in layout.modules} == {4, 5}
    assert {s.reason.code for s in layout.empty if s.storey == 6} == {"LAY-STACKING"}


def test_two_storeys_need_a_stair_and_a_rule_names_a_type() -> None:
    base = concept().model_dump(mode="json")
    with pytest.raises(ValueError, match="no internal_stair"):
        Concept.model_validate(base | {"dwelling_types": [MAISONNETTE | {"stands_on": []}]})
    with pytest.raises(ValueError, match="neither 'roof' nor a dwelling type"):
        Concept.model_validate(base | {"dwelling_types": [FLAT]})


def test_the_stair_climbs_with_the_risers_of_the_rule() -> None:
    """R-12: risers of at most 188 mm and treads of at least 220 mm; A9 is 3300 mm from floor to floor: 18 risers of 183 mm, 17 treads."""
    stair = resolve_concept("A9").internal_stair
    assert stair is not None
    assert (stair.risers(3_300), stair.flight_mm(3_300)) == (18, 3_740)


def brute(stacking: Stacking, depths: list[int], below: str = "roof", most: int = 10**9) -> int:
    """The best pile by trying every type and every length on every storey."""
    best = 0
    for kind in stacking.kinds:
        tall, least = kind.dwelling.storeys, kind.dwelling.min_usable_area_m2 * 1e6
        if tall > len(depths) or (kind.dwelling.stands_on and below not in kind.dwelling.stands_on):
            continue
        areas = dict(zip(stacking.lengths, stacking.areas_mm2, strict=True))
        for first in [n for n in areas if kind.shortest_mm <= n <= min(depths[0], most)]:
            tops = [first] if tall == 1 else [n for n in areas if kind.shortest_mm <= n <= min(depths[1], first)]
            for top in tops:
                usable = areas[first] if tall == 1 else areas[first] + areas[top] - kind.stair_mm2
                if usable >= least:
                    best = max(best, kind.weight(usable) + brute(stacking, depths[tall:], kind.dwelling.id, top))
    return best


@examples(60)
@given(
    depths=st.lists(st.integers(5_500, 10_500), min_size=1, max_size=4),
    least=st.tuples(st.integers(30, 60), st.integers(15, 30)),
    rules=st.tuples(st.sampled_from(([], ["roof", "duo"])), st.sampled_from(([], ["duo"], ["duo", "flat"]))),
    by_area=st.booleans(),
)
def test_a_pile_against_every_pile(depths: list[int], least: tuple[int, int], rules: tuple[list[str], list[str]], by_area: bool) -> None:
    kinds = []
    types = (MAISONNETTE | {"stands_on": rules[0]}, FLAT | {"stands_on": rules[1]})
    for data, least_m2 in zip(types, least, strict=True):
        built = (
            made([data | {"min_usable_area_m2": least_m2, "stands_on": []}])
            .dwelling_types[0]
            .model_copy(update={"stands_on": tuple(data["stands_on"])})
        )
        stair, shortest = (3_000_000, 6_300) if built.storeys == 2 else (0, 0)
        kinds.append(Kind(built, stair, shortest, *((1, 10_000) if by_area else (10**11, 1))))
    lengths = tuple(range(6_000, 10_000, 300))
    stacking = Stacking(tuple(kinds), lengths, tuple(round(2_700 * (n - 400)) for n in lengths))
    nested = [min(depths[: i + 1]) for i in range(len(depths))]
    got, placed = stacking.best_pile(tuple((0, depth) for depth in nested), "low", 0)
    assert got == brute(stacking, nested)
    assert got == sum(offer.weight for _, offer in placed)


SCHEMES = (
    {"support": "wall_on_wall", "access": "gallery"},
    {"support": "transfer_grid", "access": "gallery"},
    {"support": "transfer_grid", "access": "corridor"},
    {"support": "wall_on_wall", "access": "stair"},
)


@examples(25)
@given(
    of=hosts(),
    scheme=st.sampled_from(SCHEMES),
    storeys=st.integers(1, 4),
    step=st.sampled_from((0, 900)),
    objective=st.sampled_from(("usable_area", "dwellings")),
)
def test_on_random_roofs_every_rule_of_stacking_holds(of: Any, scheme: dict[str, Any], storeys: int, step: int, objective: Any) -> None:
    chosen: Options = options(**scheme, storeys_added=storeys, storey_setback_mm=step, objective=objective)
    layout = lay_out(of, A9, chosen, assumptions())
    assert layout.scheme is None or (layout.bound is not None and layout.value <= layout.bound)
    modules = {m.id: m for m in layout.modules}
    assert sorted(i for d in layout.dwellings for i in d.module_ids) == sorted(modules)
    under = {(m.storey + 1, m.strip, m.id.partition("/m")[2]): m for m in layout.modules}
    types = {d.id: d.type_id for d in layout.dwellings}
    for home in layout.dwellings:
        own = [modules[i] for i in home.module_ids]
        assert {m.storey for m in own} == set(range(home.storey, home.storey + home.storeys))
        assert home.storeys == (2 if home.type_id == "duo" else 1)
        first = own[0]
        below = under.get((first.storey, first.strip, first.id.partition("/m")[2]))
        assert (below is None) == (first.storey == of.storeys_existing)
        assert home.type_id != "flat" or (below is not None and types[below.dwelling_id] == "duo")
        assert not any(m.storey > home.storey and m.access_side for m in own)
    assert layout.dwellings or layout.empty or layout.findings
