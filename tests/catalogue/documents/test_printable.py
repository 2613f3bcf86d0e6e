"""Texts that no drawing can show are refused before anything is computed."""

from __future__ import annotations

import pytest

from catalogue.documents.document import LocalText
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import InvalidDocument
from catalogue.resolve import resolve_building


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1f", "\x7f", "\ud800", "\uffff"])
def test_a_character_that_xml_has_no_place_for_is_named_with_its_pointer(character: str) -> None:
    named = LocalText(nl="goed", en=f"b{character}d")
    building = resolve_building("demo-portiek-1966").model_copy(update={"name": named})
    with pytest.raises(InvalidDocument, match=f"/name/en has the control character U.{ord(character):04X}") as caught:
        refuse_unprintable(building, "here: ")
    assert caught.value.pointers == ("/name/en",)


@pytest.mark.parametrize("text", ["", "regel\neen\ttwee", "\u00e9\u20ac\U0001f3e0 \u202e"])
def test_everything_else_may_stand_there(text: str) -> None:
    building = resolve_building("demo-portiek-1966").model_copy(update={"name": LocalText(nl=text, en=text)})
    refuse_unprintable(building, "here: ")
