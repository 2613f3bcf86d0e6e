"""The address holds the whole configuration, and a broken one says what is wrong with it."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.page.address import DEFAULT_BUILDING, DEFAULT_CONCEPT, packed, read_address, unpacked
from catalogue.errors import UnreadableInput
from catalogue.resolve import resolve_building

texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)
documents = st.dictionaries(texts, st.one_of(st.integers(-(10**6), 10**6), texts, st.lists(st.floats(-1e6, 1e6), max_size=5)), max_size=6)


def test_nothing_said_is_the_demo() -> None:
    address = read_address({}, "nl")
    assert (address.asked.building_id, address.asked.concept, address.problem) == (DEFAULT_BUILDING, DEFAULT_CONCEPT, "")


def test_options_by_their_paths() -> None:
    values = {"storeys_added": "2", "gallery.side": "low", "setback_edge_mm.e1": "500", "mix.studio": "0.5", "green_roof": "true"}
    options = read_address(values, "nl").asked.options
    assert (options.storeys_added, options.gallery.side, options.green_roof) == (2, "low", True)
    assert options.setback_edge_mm == {"e1": 500}
    assert options.mix == {"studio": 0.5}


def test_a_building_from_measures_or_a_drawing() -> None:
    measured = read_address({"length": "60", "depth": "10.5", "family": "F05", "storeys_existing": "4", "ballast": "gravel"}, "nl").asked
    drawn = read_address({"roof": "0,0;60,0;60,10.5;0,10.5", "fact.lift_existing": "true"}, "nl").asked
    assert measured.building is not None
    assert drawn.building is not None
    assert measured.building.roof.polygon == drawn.building.roof.polygon
    assert measured.facts == {"family": "F05", "storeys_existing": 4, "roof.ballast": "gravel"}
    assert drawn.facts == {"lift_existing": "true"}


def test_a_building_of_ones_own_survives_the_address() -> None:
    demo = resolve_building("demo-portiek-1966")
    text = packed(demo.model_dump(mode="json", exclude_none=True))
    assert len(text) < 4000
    assert read_address({"doc": text}, "nl").asked.building == demo


@given(documents)
def test_packing_loses_nothing(document: dict[str, object]) -> None:
    assert unpacked(packed(document)) == document


@pytest.mark.parametrize(
    "text",
    ["", "!!!", "AAAA", packed({"a": 1})[:-3], urlsafe_b64encode(zlib.compress(b"{}")).decode(), packed([1, 2])],  # type: ignore[arg-type]
)
def test_a_broken_document_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInput):
        unpacked(text)


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    bomb = packed({"a": "x" * 3_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableInput, match="too large"):
        unpacked(bomb)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"storeys_added": "9"}, "storeys_added"),
        ({"nonsense": "1"}, "nonsense"),
        ({"gallery": "x", "gallery.side": "low"}, "gallery"),
        ({"roof": "0,0;1"}, "x,y"),
        ({"roof": "0,0;1,a;2,2"}, "x,y"),
        ({"length": "60"}, "depth"),
        ({"length": "sixty", "depth": "10"}, "length"),
        ({"doc": "???"}, "copied whole"),
        ({"mix.studio": "2"}, "mix"),
        ({"building": "x" * 300}, "building_id"),
    ],
)
def test_what_is_not_understood_is_named_and_the_page_stays(values: dict[str, str], part: str) -> None:
    address = read_address(values, "en")
    assert part in address.problem
    assert address.asked.building_id == DEFAULT_BUILDING
