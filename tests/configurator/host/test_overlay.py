"""What the user knows wins: laid over a document by its own field names."""

from __future__ import annotations

import pytest

from catalogue.errors import InvalidDocument, NotFound, UnreadableInput
from configurator.host.overlay import known_fields, overlay
from tests.configurator.host.samples import Plain, box, building


def test_a_bare_value_is_declared_by_the_user() -> None:
    merged = overlay(building(storeys_existing={"value": 5, "basis": "observed", "source": "3dbag"}), {"storeys_existing": 6})
    assert merged.storeys_existing is not None
    assert (merged.storeys_existing.value, merged.storeys_existing.basis, merged.storeys_existing.source) == (6, "declared", "user")


def test_a_fact_keeps_its_own_evidence() -> None:
    merged = overlay(building(), {"year_built": {"value": 1966, "basis": "observed", "source": "archive", "status": "verified"}})
    assert merged.year_built is not None
    assert (merged.year_built.source, merged.year_built.status) == ("archive", "verified")


def test_dotted_and_nested_names_are_the_same() -> None:
    dotted = overlay(building(), {"roof.ballast": "gravel", "structure.floor_kn_per_m2": 4.9, "site.max_height_m": 15})
    nested = overlay(building(), {"roof": {"ballast": "gravel"}, "structure": {"floor_kn_per_m2": 4.9}, "site": {"max_height_m": 15}})
    assert dotted == nested
    assert dotted.roof.polygon == building().roof.polygon


def test_a_partial_document_may_be_laid_over() -> None:
    partial = {"type": "building", "schema_version": 1, "family": "F09", "sources": {"me": {"title": "my notes"}}, "storey_heights_m": 2.8}
    merged = overlay(building(sources={"archive": {"title": "archive"}}), partial)
    assert set(merged.sources) == {"archive", "me"}
    assert merged.storey_heights_m is not None
    assert merged.storey_heights_m.value == (2.8,)


def test_a_part_of_a_fact_changes_only_that_part() -> None:
    start = building(plinth={"kind": "half_sunk", "height_m": 1.2, "counts_as_storey": True})
    merged = overlay(start, {"plinth.height_m": 0.9})
    assert merged.plinth is not None
    assert (merged.plinth.value.kind, merged.plinth.value.height_m, merged.plinth.value.counts_as_storey) == ("half_sunk", 0.9, True)


def test_text_from_a_command_line_becomes_what_the_field_takes() -> None:
    merged = overlay(building(), {"storeys_existing": "6", "lift_existing": "true", "roof.level_nap_m": "20.5"})
    assert merged.storeys_existing is not None
    assert merged.lift_existing is not None
    assert (merged.storeys_existing.value, merged.lift_existing.value) == (6, True)


def test_none_takes_a_fact_away() -> None:
    assert overlay(building(), {"family": None}).family is None


def test_obstacles_are_added_to_those_that_a_survey_saw() -> None:
    first = building(obstacles=[{"polygon": {"outer": box(1, 1, 2, 2)}, "source": "3dbag"}])
    merged = overlay(first, {"obstacles": [{"kind": "chimney", "polygon": {"outer": box(5, 5, 6, 6)}}]})
    assert [item.source for item in merged.obstacles] == ["3dbag", "user"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("storey_existing", "storeys_existing"),
        ("ballast", "roof.ballast"),
        ("roof.balast", "roof.ballast"),
        ("storeys", "storeys_existing"),
    ],
)
def test_a_field_that_does_not_exist_is_named_with_the_nearest_one(wrong: str, meant: str) -> None:
    with pytest.raises(NotFound, match=f"{wrong}.*did you mean {meant}"):
        overlay(building(), {wrong: 1})


@pytest.mark.parametrize(
    "facts",
    [
        {"storeys_existing": 0},
        {"storeys_existing": "many"},
        {"storeys_existing": 4.5},
        {"roof.ballast": "sand"},
        {"year_built": float("nan")},
        {"roof.level_nap_m": float("inf")},
        {"plinth": "none"},
        {"roof": "flat"},
        {"id": "not an id"},
        {"ownership_share": {"value": 2.0}},
    ],
)
def test_a_value_that_a_field_does_not_take_is_refused_in_one_sentence(facts: dict[str, Plain]) -> None:
    with pytest.raises(InvalidDocument) as caught:
        overlay(building(), facts)
    assert "\n" not in caught.value.message


def test_a_roof_that_the_user_gives_is_checked() -> None:
    with pytest.raises(UnreadableInput, match="self-intersection"):
        overlay(building(), {"roof.polygon": {"outer": [(0, 0), (10, 10), (10, 0), (0, 10)]}})


def test_the_fields_are_the_documents_own() -> None:
    assert {"storeys_existing", "roof.ballast", "plinth.height_m", "structure.wall_kn_per_m2", "site.terrain"} <= set(known_fields())


def test_a_further_level_is_named_by_its_id() -> None:
    annex = {"roof": {"polygon": {"outer": [(40, 0), (60, 0), (60, 10)]}, "level_id": "2"}}
    told = overlay(building(further_levels=[annex]), {"further_levels.2.storeys_existing": 3, "further_levels.2.roof.ballast": "gravel"})
    (level,) = told.further_levels
    assert level.storeys_existing is not None
    assert (level.storeys_existing.value, level.storeys_existing.source) == (3, "user")
    assert level.roof.ballast is not None
    assert level.roof.ballast.value == "gravel"
    with pytest.raises(NotFound, match="no further roof level '7'; it has 2"):
        overlay(told, {"further_levels.7.storeys_existing": 3})
