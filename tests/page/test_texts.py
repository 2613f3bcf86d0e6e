"""Dutch and English say the same things, everything that is said is used, and everything that is used is said."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from api.page.texts import number_text, preferred_language, section_texts, text, texts

PAGE = Path(__file__).resolve().parents[2] / "api" / "page"
SOURCES = [
    path
    for pattern in ("**/*.py", "templates/**/*.html", "src/**/*.ts")
    for path in sorted(PAGE.glob(pattern))
    if ".test." not in path.name
]


SECTIONS = "|".join(sorted({key.split(".")[0] for key in texts("nl")}, key=len, reverse=True))
KEY = re.compile(rf"""(?<=["'`])(?:{SECTIONS})(?:\.[a-z0-9_]+)*\.?""")


def used_keys() -> tuple[set[str], set[str]]:
    """Return the keys that sources name, and the beginnings of keys that they compose (`"base.nav." ~ name`, `base.nav.${name}`)."""
    found = {key for path in SOURCES for key in KEY.findall(path.read_text(encoding="utf-8")) if "." in key}
    return {key for key in found if not key.endswith((".", "_"))}, {key for key in found if key.endswith((".", "_"))}


def test_both_languages_have_the_same_keys() -> None:
    assert set(texts("nl")) == set(texts("en"))


@pytest.mark.parametrize("key", sorted(texts("nl")))
def test_a_text_has_the_same_places_in_both_languages(key: str) -> None:
    places = [{name for _, name, _, _ in string.Formatter().parse(texts(lang)[key]) if name} for lang in ("nl", "en")]
    assert places[0] == places[1]
    assert texts("nl")[key]
    assert texts("en")[key]


def test_every_text_is_used() -> None:
    whole, begun = used_keys()
    assert [key for key in texts("nl") if key not in whole and not key.startswith(tuple(begun))] == []


def test_every_key_that_a_template_names_is_there() -> None:
    named = {
        key
        for path in PAGE.glob("templates/**/*.html")
        for key in re.findall(r"""\bt\(["']([a-z0-9_.]+)["'][,)]""", path.read_text(encoding="utf-8"))
    }
    assert named - set(texts("nl")) == set()
    assert len(named) > 10


def test_the_languages_differ() -> None:
    same = [key for key in texts("nl") if texts("nl")[key] == texts("en")[key] and len(texts("nl")[key].split()) > 2]
    assert same == []


def test_a_text_is_filled_in_and_an_unknown_one_is_a_mistake() -> None:
    assert section_texts("en", "base.nav")["base.nav.concepts"] == "Concepts"
    with pytest.raises(KeyError):
        text("nl", "base.nav.nothing")


@pytest.mark.parametrize(
    ("value", "places", "nl", "en"),
    [
        (1234.5, 1, "1\u202f234,5", "1\u202f234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (-3.0, 0, "\u22123", "\u22123"),
        (1_000_000.0, 0, "1\u202f000\u202f000", "1\u202f000\u202f000"),
        (0.5, 2, "0,50", "0.50"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: float, places: int, nl: str, en: str) -> None:
    assert number_text(value, "nl", places) == nl
    assert number_text(value, "en", places) == en


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("de,fr;q=0.9", "nl"),
        ("de, en;q=0.3, nl;q=0.7", "nl"),
        ("nl;q=oops, en;q=0.1", "en"),
    ],
)
def test_the_language_is_what_the_browser_wishes(accepted: str, lang: str) -> None:
    assert preferred_language(accepted) == lang
