"""The semantic diff: what changed, what it means, and the version step that it asks for."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.buildup import buildup_mass_kg_per_m2
from catalogue.documents.concept import Concept
from catalogue.publishing.diff import BUMPS, Meaning, diff_concepts, meaning_rules, version_step
from catalogue.resolve import concept_versions, resolve_concept
from tests.catalogue.publishing.test_checks import changed

A3 = resolve_concept("A3")
FLAX = {"nl": "x", "en": "x"}


@pytest.mark.parametrize(
    ("changes", "pointer", "effect", "bump"),
    [
        ({"name": {"nl": "Doos", "en": "Box"}}, "/name/en", "neutral", "patch"),
        ({"price__per_m2__source": "ex"}, "/price/per_m2/source", "neutral", "patch"),
        ({"module__width_mm": {"min": 3480, "max": 4180, "step": 100}}, "/module/width_mm", "better", "minor"),
        ({"module__width_mm": {"min": 3580, "max": 4080, "step": 100}}, "/module/width_mm", "worse", "major"),
        ({"module__width_mm": {"min": 3580, "max": 4180, "step": 200}}, "/module/width_mm", "worse", "major"),
        ({"module__height_mm": 3310}, "/module/height_mm", "worse", "major"),
        ({"max_storeys": 3}, "/max_storeys", "better", "minor"),
        ({"max_storeys": 1}, "/max_storeys", "worse", "major"),
        ({"support__max_eccentricity_mm": 80}, "/support/max_eccentricity_mm", "better", "minor"),
        ({"support__max_eccentricity_mm": 40}, "/support/max_eccentricity_mm", "worse", "major"),
        ({"access__permitted": ["gallery"]}, "/access/permitted", "worse", "major"),
        ({"access__permitted": ["gallery", "stair", "corridor"]}, "/access/permitted", "better", "minor"),
        ({"demands__roof_depth_min_m": 6.0}, "/demands/roof_depth_min_m", "better", "minor"),
        ({"demands__roof_depth_min_m": None}, "/demands/roof_depth_min_m", "better", "minor"),
        ({"demands__storeys_existing_max": 4}, "/demands/storeys_existing_max", "worse", "major"),
        ({"demands__max_obstacle_share": 0.1}, "/demands/max_obstacle_share", "worse", "major"),
        ({"performance__dnta_k_db__value": 55}, "/performance/dnta_k_db/value", "worse", "major"),
        ({"performance__dnta_k_db": None}, "/performance/dnta_k_db/value", "worse", "major"),
        (
            {"performance__impact_sound_db": {"value": 54, "unit": "dB", "basis": "declared", "source": "ex"}},
            "/performance/impact_sound_db/value",
            "better",
            "minor",
        ),
        ({"performance__dnta_k_db__unit": "-"}, "/performance/dnta_k_db/unit", "worse", "major"),
        ({"environment__mpg_eur_per_m2_year__value": 0.45}, "/environment/mpg_eur_per_m2_year/value", "better", "minor"),
        ({"price__per_m2__value": 2400}, "/price/per_m2/value", "neutral", "minor"),
        ({"build_ups__floor-hsb__layers__3__thickness_mm": 70}, "/build_ups/floor-hsb/#mass_kg_per_m2/nominal", "worse", "major"),
        ({"build_ups__floor-hsb__layers__3__thickness_mm": 50}, "/build_ups/floor-hsb/#mass_kg_per_m2/nominal", "better", "minor"),
        ({"demands__wall_materials": ["concrete"]}, "/demands/wall_materials", "worse", "major"),
        ({"demands__bearing_systems": None}, "/demands/bearing_systems", "better", "minor"),
        ({"demands__bearing_systems": ["cross", "frame"]}, "/demands/bearing_systems", "better", "minor"),
        ({"demands__bearing_systems": ["frame"]}, "/demands/bearing_systems", "worse", "major"),
        ({"demands__clear_height_min_mm": 2600}, "/demands/clear_height_min_mm", "worse", "major"),
        ({"dwelling_types__0__stands_on": ["roof"]}, "/dwelling_types/studio/stands_on", "worse", "major"),
        ({"performance__fire_class_facade": "B"}, "/performance/fire_class_facade", "better", "minor"),
        ({"performance__fire_class_facade": "E"}, "/performance/fire_class_facade", "worse", "major"),
        ({"performance__fire_class_facade": None}, "/performance/fire_class_facade", "worse", "major"),
        ({"transport__max_width_mm": 3500}, "/transport/max_width_mm", "worse", "major"),
        ({"transport__crane_radius_max_m__value": 18}, "/transport/crane_radius_max_m/value", "worse", "major"),
        ({"transport__hoisting_gear_kg__value": 700}, "/transport/hoisting_gear_kg/value", "worse", "major"),
        ({"delivery__min_series_dwellings": 20}, "/delivery/min_series_dwellings", "worse", "major"),
        ({"delivery__regions": ["Utrecht"]}, "/delivery/regions", "worse", "major"),
        ({"delivery__lead_time_days__value": 160}, "/delivery/lead_time_days/value", "neutral", "minor"),
        ({"access__permitted": ["gallery", "stair"]}, None, None, "none"),
        ({"module__height_mm": 3300}, None, None, "none"),
    ],
)
def test_meaning(changes: dict[str, Any], pointer: str | None, effect: str | None, bump: str) -> None:
    found = diff_concepts(A3, changed("A3", **changes))
    assert found.required_bump == bump
    if pointer is None:
        assert found.changes == ()
        return
    change = next(item for item in found.changes if item.pointer == pointer)
    assert (change.effect, change.bump) == (effect, bump)


def test_the_mass_in_the_diff_is_the_sum_of_the_layers() -> None:
    new = changed("A3", **{"build_ups__floor-hsb__layers__3__thickness_mm": 70})
    change = next(item for item in diff_concepts(A3, new).changes if item.pointer == "/build_ups/floor-hsb/#mass_kg_per_m2/nominal")
    # 10 mm more of grit at 1500 kg/m3 is 15 kg/m2 more.
    assert float(str(change.new)) - float(str(change.old)) == pytest.approx(15.0)
    assert change.old == pytest.approx(buildup_mass_kg_per_m2(A3.build_ups["floor-hsb"]).nominal)


def test_lists_are_compared_by_key_not_by_place() -> None:
    data = json.loads(A3.model_dump_json())
    data["dwelling_types"].reverse()
    data["support"]["connectors"].reverse()
    assert diff_concepts(A3, Concept.model_validate(data)).changes == ()


@pytest.mark.parametrize("path", ["demands__bearing_systems", "delivery__regions", "support__permitted", "module__open_sides"])
def test_the_order_of_what_is_possible_says_nothing(path: str) -> None:
    words = {
        "demands__bearing_systems": ["cross", "frame"],
        "delivery__regions": ["Utrecht", "Zeeland"],
        "support__permitted": ["wall_on_wall", "transfer_grid"],
        "module__open_sides": ["long_a", "long_b"],
    }[path]
    assert diff_concepts(changed("A3", **{path: words}), changed("A3", **{path: words[::-1]})).changes == ()


def test_every_meaning_is_used_and_explained() -> None:
    text = resources.files("catalogue.publishing").joinpath("data", "meaning.yaml").read_text(encoding="utf-8")
    explained = {
        word.strip(" ,")
        for line in text.splitlines()
        if line.startswith("#")
        for word in line.removeprefix("# meaning:").lstrip("#").split()
    }
    assert {rule.meaning for rule in meaning_rules()} == set(get_args(Meaning)) <= explained


def test_differences_below_the_last_published_decimal_are_none() -> None:
    new = changed("A3", demands__roof_depth_min_m=7.00001)
    assert diff_concepts(A3, new).changes == ()
    assert diff_concepts(A3, changed("A3", demands__roof_depth_min_m=7.0002)).required_bump == "major"


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.1", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.9", "2.0.0", "major"),
        ("1.2.0", "1.2.0", "none"),
        ("2.0.0", "1.9.9", "none"),
        ("1.9.0", "1.10.0", "minor"),
    ],
)
def test_steps(old: str, new: str, step: str) -> None:
    assert version_step(old, new) == step


def test_too_small_a_step_names_the_changes() -> None:
    found = diff_concepts(A3, changed("A3", version="1.0.1", max_storeys=1))
    assert (found.actual_bump, found.required_bump, found.bump_is_enough) == ("patch", "major", False)
    assert [change.pointer for change in found.too_small_for()] == ["/max_storeys"]


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_every_field_of_a_starter_concept_has_a_meaning(concept_id: str) -> None:
    """Nothing in the catalogue is left to the rule for what nobody classified."""
    other = resolve_concept("A5" if concept_id != "A5" else "A3")
    found = diff_concepts(resolve_concept(concept_id), other)
    assert [change.pointer for change in found.changes if change.aspect == "unclassified"] == []
    assert {rule.aspect for rule in meaning_rules()} > {"fit", "load", "price"}


NUMBERS = {"max_storeys": st.integers(1, 6), "module__joint_mm": st.integers(0, 50), "support__max_eccentricity_mm": st.integers(0, 120)}


@settings(max_examples=40)
@given(st.fixed_dictionaries(NUMBERS), st.fixed_dictionaries(NUMBERS))
def test_there_and_back_is_as_far_and_opposite(one: dict[str, int], other: dict[str, int]) -> None:
    first, second = changed("A3", **one), changed("A3", **other)
    forth, back = diff_concepts(first, second), diff_concepts(second, first)
    assert [change.pointer for change in forth.changes] == [change.pointer for change in back.changes]
    opposite = {"worse": "better", "better": "worse", "neutral": "neutral"}
    assert [opposite[change.effect] for change in forth.changes] == [change.effect for change in back.changes]
    assert all(BUMPS.index(change.bump) >= 1 for change in forth.changes)
