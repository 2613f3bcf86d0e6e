"""Demands that only some concepts make, and what would make each criterion hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalogue.documents.building import WallMaterial
from catalogue.documents.concept import Concept
from catalogue.matching.criteria import Criterion, HostFacts
from catalogue.matching.demands import HOST_CRITERIA
from catalogue.matching.match import host_criteria, match, ruled_out
from catalogue.resolve import resolve_concept
from tests.catalogue.matching.test_match import F05_BLOCK, FIGURES
from tests.catalogue.publishing.test_checks import changed


def criterion(concept: Concept, facts: HostFacts, criterion_id: str) -> Criterion:
    return next(one for one in host_criteria(concept, facts, "rooftop_extension") if one.id == criterion_id)


def walls(*materials: WallMaterial, assumed: bool) -> HostFacts:
    return replace(F05_BLOCK, wall_materials=materials, wall_material_assumed=assumed)


NARROW = replace(F05_BLOCK, bays=((2000, "dwelling"),) * 4)
MIXED = replace(F05_BLOCK, bays=((2000, "dwelling"), (3600, "dwelling")))
CONCRETE = changed("A3", demands__wall_materials=["concrete"])
BOTH = changed("A3", demands__bearing_systems=["cross", "frame"])
SHARE = changed("A3", demands__max_obstacle_share=0.1)


@pytest.mark.parametrize(
    ("concept", "facts", "criterion_id", "verdict"),
    [
        (resolve_concept("A1"), F05_BLOCK, "MATCH-BAY-RANGE", "pass"),
        (resolve_concept("A1"), replace(F05_BLOCK, bays_assumed=True), "MATCH-BAY-RANGE", "conditional"),
        (resolve_concept("A1"), MIXED, "MATCH-BAY-RANGE", "conditional"),
        (resolve_concept("A1"), NARROW, "MATCH-BAY-RANGE", "fail"),
        (resolve_concept("A1"), replace(F05_BLOCK, bays=()), "MATCH-BAY-RANGE", "unknown"),
        (resolve_concept("A3"), F05_BLOCK, "MATCH-BAY-RANGE", "not_applicable"),
        (SHARE, replace(F05_BLOCK, obstacle_share=0.05), "MATCH-OBSTACLES", "pass"),
        (SHARE, replace(F05_BLOCK, obstacle_share=0.25), "MATCH-OBSTACLES", "fail"),
        (SHARE, F05_BLOCK, "MATCH-OBSTACLES", "unknown"),
        (changed("A3", demands__max_obstacle_share=None), F05_BLOCK, "MATCH-OBSTACLES", "not_applicable"),
        (CONCRETE, walls("concrete", assumed=False), "MATCH-WALL-MATERIAL", "pass"),
        (CONCRETE, walls("concrete", assumed=True), "MATCH-WALL-MATERIAL", "conditional"),
        (CONCRETE, walls("brick", assumed=False), "MATCH-WALL-MATERIAL", "fail"),
        (CONCRETE, walls("brick", "sand_lime_brick", assumed=True), "MATCH-WALL-MATERIAL", "fail"),
        (CONCRETE, walls("brick", "concrete", assumed=True), "MATCH-WALL-MATERIAL", "unknown"),
        (CONCRETE, F05_BLOCK, "MATCH-WALL-MATERIAL", "unknown"),
        (changed("A3", demands__wall_materials=None), F05_BLOCK, "MATCH-WALL-MATERIAL", "not_applicable"),
        (resolve_concept("A3"), F05_BLOCK, "MATCH-CRANE", "conditional"),
        (resolve_concept("A3"), replace(F05_BLOCK, roof_depth_m=21.0), "MATCH-CRANE", "fail"),
        (changed("A3", transport__crane_radius_max_m=None), F05_BLOCK, "MATCH-CRANE", "unknown"),
        (resolve_concept("A3"), replace(F05_BLOCK, bearing_system="frame"), "MATCH-BEARING-SYSTEM", "fail"),
        (BOTH, replace(F05_BLOCK, bearing_system="frame"), "MATCH-BEARING-SYSTEM", "unknown"),
    ],
)  # fmt: skip
def test_criterion(concept: Concept, facts: HostFacts, criterion_id: str, verdict: str) -> None:
    found = criterion(concept, facts, criterion_id)
    assert found.verdict == verdict
    if verdict == "fail":
        assert found.would_fit, "a failure says what would make it fit"
    if verdict == "pass":
        assert found.would_fit == ()


@pytest.mark.parametrize(
    ("facts", "criterion_id"),
    [
        (replace(F05_BLOCK, storeys_existing=1), "MATCH-STOREYS"),
        (replace(F05_BLOCK, storeys_existing=20), "MATCH-STOREYS"),
        (replace(F05_BLOCK, roof_depth_m=5.0), "MATCH-ROOF-SIZE"),
        (replace(F05_BLOCK, roof_depth_m=5.0, roof_length_m=5.0), "MATCH-ROOF-SIZE"),
        (replace(F05_BLOCK, bays=((7800, "dwelling"),) * 3), "MATCH-BAYS-TRANSFER-GRID"),
        (replace(F05_BLOCK, bays=((3000, "dwelling"),) * 3), "MATCH-BAYS-WALL-ON-WALL"),
        (replace(F05_BLOCK, bays=((5000, "dwelling"),) * 3), "MATCH-BAYS-WALL-ON-WALL"),
    ],
)
def test_doing_what_would_make_it_fit_makes_it_fit(facts: HostFacts, criterion_id: str) -> None:
    """The remedy is carried out on the concept, and the criterion is judged again."""
    concept = resolve_concept("A3")
    failed = criterion(concept, facts, criterion_id)
    assert failed.verdict == "fail"
    assert failed.would_fit
    changes: dict[str, Any] = {one.parameter.removeprefix("/").replace("/", "__"): one.needed for one in failed.would_fit}
    for path, needed in list(changes.items()):
        if path.startswith("module__width_mm"):
            end = path.rsplit("__", maxsplit=1)[1]
            widths = concept.module.width_mm.model_dump() | {end: needed, "step": 20}
            changes = {"module__width_mm": widths}
    assert criterion(changed("A3", **changes), facts, criterion_id).verdict != "fail"


def test_every_host_criterion_is_documented() -> None:
    ids = [one.id for one in host_criteria(resolve_concept("A3"), F05_BLOCK, "rooftop_extension")][1:]
    assert len(set(ids)) == len(HOST_CRITERIA)
    for check, criterion_id in zip(HOST_CRITERIA, ids, strict=True):
        assert (check.__doc__ or "").startswith(f"{criterion_id}:")


def test_what_the_demands_rule_out_does_not_fit_whatever_the_engine_says() -> None:
    facts = replace(F05_BLOCK, bearing_system="frame")
    assert ruled_out(host_criteria(resolve_concept("A3"), facts, "rooftop_extension"))
    assert match(resolve_concept("A3"), facts, "rooftop_extension", FIGURES).verdict == "does_not_fit"
