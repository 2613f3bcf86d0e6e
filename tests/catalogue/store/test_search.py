"""Search in Dutch and English, with facets and pages, the same on both databases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidDocument, NotFound
from catalogue.resolve import concept_versions, resolve_concept
from catalogue.store import publishing
from catalogue.store.database import Database
from catalogue.store.search import Query, find
from catalogue.store.terms import fold, stem, terms_of, words_of
from tests.catalogue.store.samples import AT, SIGNING, version


@pytest.mark.parametrize(
    "words",
    [
        ("doos", "dozen"), ("wand", "wanden"), ("woning", "woningen"), ("flat", "flats", "flatten"), ("box", "boxes"), ("wall", "walls"),
        ("balk", "balken"), ("galerij", "galerijen"), ("module", "modules"), ("home", "homes"), ("Café", "cafe"), ("paneel", "panelen"),
    ],
)  # fmt: skip
def test_singular_and_plural_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({stem(fold(word)) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("stro", "straw"), ("hsb", "houtskelet"), ("plint", "uitplinten"), ("CLT", "kruislaaghout")])
def test_synonyms_find_each_other(one: str, other: str) -> None:
    assert set(words_of(one)) <= terms_of(other)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("galerijwoningen", ("galerij", "woning")), ("portiekflats", ("portiek", "flat")), ("gevelbekleding", ("gevel", "bekleding")),
        ("houtskeletdozen", ("houtskelet", "doos")), ("houtbouw", ("hout",)), ("ouderenwoning", ("ouderen", "woning")),
        ("gezinswoningen", ("gezin", "woning")), ("galerij", ("galerij",)), ("zeppelin", ("zeppelin",)),
        ("staalskeletbouw", ("staal", "skelet")), ("woningcorporatie", ("woningcorporatie",)),
    ],
)  # fmt: skip
def test_a_compound_of_known_words_is_cut_and_no_other(compound: str, parts: tuple[str, ...]) -> None:
    assert words_of(compound) == tuple(stem(part) for part in parts)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_has_words_that_can_be_looked_for(text: str) -> None:
    words = words_of(text)
    assert set(words) <= terms_of(text)
    assert all(word and word == fold(word) for word in words)


def starter(database: Database) -> None:
    for concept_id in concept_versions():
        publishing.publish(database, resolve_concept(concept_id), SIGNING, AT)


def found(database: Database, query: Query) -> list[str]:
    with database.reading() as connection:
        return [version.concept_id for version in find(connection, query).versions]


FINDS = [
    ("kruislaaghout", {"A5"}),
    ("cross-laminated", {"A5"}),
    ("CLT dozen", {"A5"}),
    ("tussenraster", {"A8"}),
    ("houtskeletdozen", {"A3", "A8"}),
    ("galerijwoningen", {"A3", "A10"}),
    ("ouderenwoning", {"A10"}),
    ("bekleding", {"A1", "A3", "A12"}),
    ("opgetopte maisonnettes", {"A9"}),
    ("optopping", {"A1", "A9"}),
    ("houtbouw", {"A3", "A5"}),
    ("panelenbouw", {"A1"}),
    ("timber cladding", {"A3"}),
    ("senior flats", {"A10"}),
]
"""What somebody types, and concepts that must be among what is found."""


def test_words_in_either_language_find_the_concept(database: Database) -> None:
    starter(database)
    missed = {text: hits - set(found(database, Query(text))) for text, hits in FINDS}
    assert {text: hits for text, hits in missed.items() if hits} == {}


def test_every_word_counts(database: Database) -> None:
    starter(database)
    assert found(database, Query("kruislaaghout zeppelin")) == []
    assert set(found(database, Query(""))) == set(concept_versions())


def test_facets_narrow_and_their_counts_are_what_a_choice_would_leave(database: Database) -> None:
    starter(database)
    with database.reading() as connection:
        everything = find(connection, Query())
        for facet, values in everything.counts.items():
            for value, count in values.items():
                assert find(connection, Query(facets={facet: (value,)})).total == count, (facet, value)
        one = find(connection, Query(facets={"system": ("clt_box",), "support": ("wall_on_wall",)}))
    assert {version.card.system for version in one.versions} == {"clt_box"}
    assert one.counts["system"].keys() >= {"clt_box", "timber_frame_box"}


def test_what_is_no_longer_offered_is_not_listed(database: Database) -> None:
    publishing.publish(database, version("1.0.0"), SIGNING, AT)
    publishing.publish(database, version("1.1.0", max_storeys=3), SIGNING, AT)
    with database.reading() as connection:
        assert [item.reference for item in find(connection, Query()).versions] == ["A3@1.1.0"]
        assert find(connection, Query(states=("published", "superseded"))).total == 2


def test_pages_meet_without_gap_or_double(database: Database) -> None:
    starter(database)
    seen: list[str] = []
    after = None
    with database.reading() as connection:
        while True:
            page = find(connection, Query(limit=2, after=after))
            seen += [version.reference for version in page.versions]
            if page.next is None:
                break
            after = page.next
        assert seen == [version.reference for version in find(connection, Query()).versions]


def test_a_facet_or_page_that_cannot_be_is_refused(database: Database) -> None:
    with database.reading() as connection:
        with pytest.raises(NotFound, match="no facet 'colour'"):
            find(connection, Query(facets={"colour": ("red",)}))
        with pytest.raises(InvalidDocument, match="1 to 200"):
            find(connection, Query(limit=0))
