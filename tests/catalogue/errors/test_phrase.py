"""Phrases: places, numbers of either language, pieces in pieces, the way to another process and back, and what an error costs."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.document import LocalText
from catalogue.errors import BrokenRule, NotFound, Phrase, UnreadableInput, sentences


def test_an_error_says_its_sentence_in_either_language() -> None:
    error = UnreadableInput("file-too-large", path=Path("dak.yaml"), size_mb=2.04, most_mb=2.0, pointers=("/roof",))
    assert error.message == str(error) == "dak.yaml is 2.0 MB; at most 2 MB is read."
    assert error.sentence("nl") == "dak.yaml is 2,0 MB; er wordt hoogstens 2 MB gelezen."
    assert (error.reason, error.code, error.pointers) == ("file-too-large", "unreadable-input", ("/roof",))


def test_numbers_have_a_decimal_comma_in_dutch_and_names_keep_their_points() -> None:
    error = UnreadableInput("cityjson-outside", where="tegel.city.json", x=4.89512, y=52.37, hint=Phrase("hint-degrees"))
    assert "tegel.city.json" in error.sentence("nl")
    assert "(4,89512; 52,37)" in error.sentence("nl")
    assert "(4.89512, 52.37)" in error.message


def test_pieces_are_said_in_the_language_of_the_whole() -> None:
    where = Phrase("outline-hole", {"where": Phrase("roof-of-building", {"building": "b1"}), "number": 2})
    error = UnreadableInput("outline-no-area", where=where)
    assert error.message == "Roof of building b1, hole 2 encloses no area; give the whole outline."
    assert error.sentence("nl") == "Het dak van gebouw b1, gat 2 omsluit geen oppervlak; geef de hele omtrek."


def test_lists_are_joined_and_texts_of_documents_have_their_languages() -> None:
    objections = (Phrase("objection-check", {"check": "C1", "message": LocalText(nl="te dik", en="too thick")}), "x")
    said = Phrase("version-not-publishable", {"subject": "A@1", "objections": objections})
    assert str(said) == "A@1 cannot be published: C1: too thick; x."
    assert said.in_language("nl") == "A@1 kan niet worden gepubliceerd: C1: te dik; x."
    assert str(Phrase("concept-not-named", {"known": ("A1", "A2")})) == "Give one concept with --concept; known are A1, A2."


def test_showing_an_error_never_fails() -> None:
    assert str(Phrase("file-too-large")) == "? is ? MB; at most ? MB is read."
    assert str(Phrase("file-too-large", {"path": "p", "size_mb": "much", "most_mb": None})) == "p is much MB; at most None MB is read."
    assert NotFound("never-written").sentence("nl") == "never-written"


PARAMETER = st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.none())
PHRASE = st.recursive(
    st.builds(Phrase, st.sampled_from(sorted(sentences())), st.dictionaries(st.text(), PARAMETER)),
    lambda inner: st.builds(
        Phrase,
        st.sampled_from(sorted(sentences())),
        st.dictionaries(st.sampled_from(("where", "file", "hint", "known")), PARAMETER | inner | st.lists(inner | PARAMETER).map(tuple)),
    ),
    max_leaves=5,
)


@given(PHRASE, st.sampled_from(("nl", "en")))
def test_a_phrase_survives_the_way_to_another_process(phrase: Phrase, lang: str) -> None:
    said = phrase.in_language(lang)
    assert Phrase.from_plain(json.loads(json.dumps(phrase.as_plain()))).in_language(lang) == said
    assert pickle.loads(pickle.dumps(phrase)).in_language(lang) == said


def test_an_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(NotFound("building-unknown", building_id="b", pointers=("/building",))))
    assert error.sentence("nl") == "Er is geen gebouw 'b'."
    assert error.pointers == ("/building",)


def test_a_rule_of_a_document_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="min 3 is larger than max 2"):
        raise BrokenRule("sizes-reversed", low=3, high=2)


def test_an_error_that_nobody_sees_costs_about_what_an_exception_costs() -> None:
    class Plain(Exception):
        def __init__(self, message: str) -> None:
            super().__init__(message)
            self.message, self.pointers = message, ()

    def spent(make: type[Exception] | object, *, times: int = 20_000) -> float:
        since = time.process_time()
        for _ in range(times):
            make()  # type: ignore[operator]
        return time.process_time() - since

    plain = min(spent(lambda: Plain("x is 2 MB")) for _ in range(5))
    ours = min(spent(lambda: UnreadableInput("file-too-large", path="x", size_mb=2.0, most_mb=2.0)) for _ in range(5))
    assert ours < 8 * plain


def test_sentences_are_read_only_when_one_is_shown() -> None:
    program = (
        "import catalogue.errors as e, catalogue.documents.loading\n"
        "errors = [e.NotFound('building-unknown', building_id=str(i)) for i in range(10)]\n"
        "print(e.sentences.cache_info().currsize); errors[0].message; print(e.sentences.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
