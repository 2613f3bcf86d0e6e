"""Publication checks: each has a case that passes and one that fails."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from catalogue.documents.concept import Concept
from catalogue.publishing.checks import CHECKS, check_concept
from catalogue.resolve import concept_versions, resolve_concept


def changed(**changes: object) -> Concept:
    """A3 with fields replaced; a key is a path with `__` between its parts."""
    data = json.loads(resolve_concept("A3").model_dump_json())
    for path, value in changes.items():
        *parents, last = path.split("__")
        node = data
        for parent in parents:
            node = node[int(parent) if isinstance(node, list) else parent]
        node[last] = value
    return Concept.model_validate(data)


def verdict(concept: Concept, check: str) -> str:
    return next(result.verdict for result in check_concept(concept, dt.date(2026, 11, 22)) if result.id == check)


MASS = {"unit": "kg/m2", "basis": "declared", "source": "ex"}


@pytest.mark.parametrize(
    ("concept", "check", "expected"),
    [
        (changed(), "OPT-MASS-001", "not_applicable"),
        (changed(declared_mass_kg_per_m2={"value": 350.0, **MASS}), "OPT-MASS-001", "pass"),
        (changed(declared_mass_kg_per_m2={"value": 250.0, **MASS}), "OPT-MASS-001", "fail"),
        (changed(), "OPT-GEO-001", "pass"),
        (changed(module__height_mm=3200), "OPT-GEO-001", "fail"),
        (changed(), "OPT-GEO-002", "pass"),
        (changed(module__openings__0__width_mm=4000), "OPT-GEO-002", "fail"),
        (changed(module__openings__0__centre_fraction=0.7), "OPT-GEO-002", "fail"),
        (changed(), "OPT-DWE-001", "pass"),
        (changed(dwelling_types__0__min_usable_area_m2=60.0), "OPT-DWE-001", "fail"),
        (changed(module__width_mm={"min": 2980, "max": 3480, "step": 100}), "OPT-TRA-001", "pass"),
        (changed(), "OPT-TRA-001", "fail"),
        (changed(), "OPT-EVI-001", "pass"),
        (changed(usable_area_factor__source="hearsay"), "OPT-EVI-001", "fail"),
        (changed(), "OPT-EVI-002", "pass"),
        (changed(support__evidence=None), "OPT-EVI-002", "fail"),
        (changed(), "OPT-MAT-001", "pass"),
        (changed(support__connectors__0__member_material="hout"), "OPT-MAT-001", "fail"),
        (changed(), "OPT-MAT-002", "pass"),
        (changed(**{"build_ups__floor-hsb__layers__3__thickness_mm": 900.0}), "OPT-MAT-002", "fail"),
    ],
)
def test_check(concept: Concept, check: str, expected: str) -> None:
    assert verdict(concept, check) == expected


def test_check_ids_are_unique_and_documented() -> None:
    ids = [result.id for result in check_concept(resolve_concept("A3"), dt.date(2026, 11, 22))]
    assert len(set(ids)) == len(CHECKS)
    for check, check_id in zip(CHECKS, ids, strict=True):
        assert (check.__doc__ or "").startswith(f"{check_id}:")


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_nothing_blocks_a_starter_concept(concept_id: str) -> None:
    assert not [result.id for result in check_concept(resolve_concept(concept_id), dt.date(2026, 11, 22)) if result.blocks_publication]
