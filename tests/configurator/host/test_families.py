"""Family inference: the rules as they are shipped, any number of families, and what a result says of the alternatives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.building import Building
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.resolve import family_ids, resolve_assumptions, resolve_concept, resolve_family, resolve_family_rules
from configurator.configure import configure, make_inputs
from configurator.host.families import clues_of, infer_families, with_inferred_family
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from tests.configurator.host.samples import Plain, family

RULES = resolve_family_rules()


def shipped() -> list[BuildingFamily]:
    return [resolve_family(family_id) for family_id in family_ids()]


def block(length: float = 55.0, depth: float = 10.0, **facts: Plain) -> Building:
    return overlay(building_from_measures(length, depth), facts)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (block(year_built=1955, storeys_existing=4, access_existing="stair"), "F01"),
        (block(year_built=1968, storeys_existing=4, dwelling_type_existing="portiek"), "F05"),
        (block(90.0, 11.0, year_built=1970, storeys_existing=8, dwelling_type_existing="gallery", dwellings_existing=80), "F09"),
    ],
)
def test_a_plain_case_gives_its_family(known: Building, expected: str) -> None:
    best, *others = infer_families(clues_of(known), shipped(), RULES)
    assert best.family == expected
    assert best.odds > 0.5
    assert {candidate.family for candidate in [best, *others]} == set(family_ids())
    assert all(candidate.evidence for candidate in [best, *others])


def test_odds_are_the_product_of_the_weights_over_their_sum() -> None:
    families = [family(id="A"), family(id="B", years={"min": 1981, "max": 1990})]
    found = infer_families(clues_of(block(40.0, 10.0, year_built=1979, storeys_existing=4)), families, RULES)
    # A: 1 x 1 x 1 (depth) x 1 (length); B: 1979 is 2 years before 1981: near, 0.35. Unlisted: 0.1. Sum 1.45.
    assert [(item.family, item.odds) for item in found] == [("A", round(1 / 1.45, 4)), ("B", round(0.35 / 1.45, 4))]


def test_year_and_height_alone_do_not_tell_stair_from_gallery() -> None:
    both = [family(id="S"), family(id="G", access_existing="gallery")]
    silent = infer_families(clues_of(block(40.0, 10.0, year_built=1965, storeys_existing=4)), both, RULES)
    assert silent[0].odds == silent[1].odds
    told = infer_families(clues_of(block(40.0, 10.0, year_built=1965, storeys_existing=4, dwellings_existing=8)), both, RULES)
    assert [item.family for item in told] == ["S", "G"]


def test_storeys_follow_from_the_height_where_nobody_counted_them() -> None:
    known = overlay(block(year_built=1965), {"roof.height_above_ground_m": 12.2})
    assert clues_of(known).height_m == 12.2
    found = infer_families(clues_of(known), [family(id="A"), family(id="B", storeys={"min": 9, "max": 12})], RULES)
    # (12.2 - 1.0 m of plinth) / 2.8 = 4 storeys: inside A's 3-6, far outside B's 9-12.
    assert found[0].family == "A"
    assert found[1].odds < 0.06


def test_a_family_that_somebody_names_is_never_doubted() -> None:
    named = block(year_built=1968, family="F01")
    assert with_inferred_family(named, shipped(), RULES) is named


def test_a_family_named_afterwards_takes_the_inference_away() -> None:
    inferred = with_inferred_family(block(year_built=1967, storeys_existing=5), shipped(), RULES)
    assert inferred.family_candidates
    named = overlay(inferred, {"family": "F01"})
    assert (named.family_candidates, named.findings) == ((), ())


def test_too_little_or_nothing_alike_infers_nothing() -> None:
    assert with_inferred_family(block(storeys_existing=4), shipped(), RULES).family is None
    assert with_inferred_family(block(year_built=2015, storeys_existing=1), shipped(), RULES).family is None
    assert with_inferred_family(block(year_built=1968), [], RULES).family is None


def test_the_result_says_what_else_it_may_be() -> None:
    known = with_inferred_family(block(year_built=1967, storeys_existing=5), shipped(), RULES)
    assert known.family is not None
    assert known.family.basis == "assumed"
    concept, family_used = resolve_concept("A3"), resolve_family(known.family.value)
    result = configure(make_inputs("p", known, concept, Options(), resolve_assumptions(), family_used)).configuration
    condition = result.conditional_on
    assert condition.family == known.family.value
    assert condition.odds is not None
    assert condition.odds < 1.0
    expected = [item.family for item in known.family_candidates[1:] if item.odds > 0.1]
    assert [item.family for item in condition.alternatives] == expected
    assert expected
    said = next(item for item in result.findings if item.code == "READ-FAMILY-INFERRED")
    assert all(name in str(said.parameters["alternatives_en"]) for name in expected)


@given(
    year=st.integers(1900, 2020),
    storeys=st.integers(1, 15),
    length=st.floats(5, 200),
    depth=st.floats(5, 40),
    count=st.integers(1, 8),
)
def test_odds_are_fractions_that_leave_room_for_other_families(year: int, storeys: int, length: float, depth: float, count: int) -> None:
    families = [family(id=f"T{n:02d}", years={"min": 1940 + 5 * n, "max": 1960 + 5 * n}) for n in range(count)]
    known = block(length, depth, year_built=year, storeys_existing=storeys)
    found = infer_families(clues_of(known), families, RULES)
    assert len(found) == count
    assert sum(item.odds for item in found) < 1.0
    assert list(found) == sorted(found, key=lambda item: (-item.odds, item.family))
    assert infer_families(clues_of(known), families[::-1], RULES) == found
