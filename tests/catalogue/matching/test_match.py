"""Matching: each criterion with its numbers; load never passes; the verdict is never a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.documents.concept import HostDemand
from catalogue.matching.criteria import EngineFigures, HostFacts
from catalogue.matching.match import Match, match
from catalogue.resolve import resolve_concept

F05_BLOCK = HostFacts(
    storeys_existing=4,
    bearing_system="cross",
    bays=((3600, "dwelling"), (4200, "dwelling"), (2400, "stair"), (4200, "dwelling"), (3600, "dwelling")),
    bays_assumed=False,
    roof_length_m=18.2,
    roof_depth_m=10.5,
    roof_area_m2=191.0,
)
FIGURES = EngineFigures(
    dwellings=4,
    modules=4,
    usable_area_m2=120.0,
    added_mass_kg_per_m2=330.0,
    worst_r_n_p50=0.6,
    worst_r_n_p50_foundation=0.12,
    worst_band="E",
)


def verdicts(item: Match) -> dict[str, str]:
    return {criterion.id: criterion.verdict for criterion in item.criteria}


def test_a3_matches_an_f05_block() -> None:
    item = match(resolve_concept("A3"), F05_BLOCK, "rooftop_extension", FIGURES)
    assert item.verdict == "conditional"
    assert verdicts(item)["MATCH-BAYS-WALL-ON-WALL"] == "pass"


def test_load_is_conditional_or_unknown_but_never_pass() -> None:
    assert verdicts(match(resolve_concept("A3"), F05_BLOCK, "rooftop_extension", FIGURES))["MATCH-LOAD-BAND"] == "conditional"
    nothing = replace(FIGURES, worst_band=None, worst_r_n_p50=None)
    item = match(resolve_concept("A3"), F05_BLOCK, "rooftop_extension", nothing)
    assert verdicts(item)["MATCH-LOAD-BAND"] == "unknown"
    assert item.verdict == "unknown"


def test_assumed_bays_never_pass() -> None:
    item = match(resolve_concept("A3"), replace(F05_BLOCK, bays_assumed=True), "rooftop_extension", FIGURES)
    assert verdicts(item)["MATCH-BAYS-WALL-ON-WALL"] == "conditional"


def test_wide_bays_refuse_wall_on_wall_with_the_gap() -> None:
    tunnel = replace(F05_BLOCK, bays=((7800, "dwelling"),) * 3)
    item = match(resolve_concept("A3"), tunnel, "rooftop_extension", FIGURES)
    wall = next(c for c in item.criteria if c.id == "MATCH-BAYS-WALL-ON-WALL")
    assert (wall.verdict, wall.found["gap_mm_in_bay_7800"]) == ("fail", 7800 - 4180)
    assert verdicts(item)["MATCH-BAYS-TRANSFER-GRID"] == "fail"
    assert item.verdict == "does_not_fit"


@pytest.mark.parametrize(
    ("facts", "criterion"),
    [
        (replace(F05_BLOCK, storeys_existing=1), "MATCH-STOREYS"),
        (replace(F05_BLOCK, roof_depth_m=5.0), "MATCH-ROOF-SIZE"),
    ],
)
def test_a_knock_out_names_its_criterion(facts: HostFacts, criterion: str) -> None:
    item = match(resolve_concept("A3"), facts, "rooftop_extension", FIGURES)
    assert verdicts(item)[criterion] == "fail"
    assert item.verdict == "does_not_fit"


def test_another_intervention_does_not_fit() -> None:
    item = match(resolve_concept("A3"), F05_BLOCK, "plinth_conversion", FIGURES)
    assert item.verdict == "does_not_fit"


def test_another_bearing_system_is_unknown() -> None:
    anywhere = resolve_concept("A3").model_copy(update={"demands": HostDemand(roof_depth_min_m=7.0)})
    item = match(anywhere, replace(F05_BLOCK, bearing_system="longitudinal"), "rooftop_extension", FIGURES)
    assert verdicts(item)["MATCH-BEARING-SYSTEM"] == "unknown"
    assert item.verdict == "conditional"


def test_a_bearing_system_that_the_concept_does_not_stand_on_rules_it_out() -> None:
    item = match(resolve_concept("A3"), replace(F05_BLOCK, bearing_system="longitudinal"), "rooftop_extension", FIGURES)
    assert verdicts(item)["MATCH-BEARING-SYSTEM"] == "fail"
    assert item.verdict == "does_not_fit"
