"""The words of a trace: nothing of English is left in Dutch, symbols are the same, and the arithmetic reads as Dutch writes it."""

from __future__ import annotations

import re

import pytest

from catalogue.documents.configuration import Configuration
from configurator.loads.norm_register import norm_register, row_value
from configurator.results.equations import EQUATIONS
from configurator.results.figures import figures
from configurator.results.trace import trace_figure, trace_in
from configurator.results.trace_words import numbers_in_dutch, trace_words, words_in_dutch
from tests.examples import example

SYMBOL = re.compile(r"\w+(?:/\w+)+|[A-Za-z]+(?:_[A-Za-z0-9,]+)+|\b(?:alpha|gamma|psi|mu|rho)\w*|\b[A-Za-z]{1,2}\d*\b|EN\d|EN-EN")
_WORDS = """
    the of and by at with where that this else its sum floor floors roof walls area height length weight layer layers line lines
    from to on before given user first order inputs known own new old others
"""
ENGLISH = frozenset(re.findall("[a-z]+", _WORDS))


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return example().configuration


def english_in(text: str) -> set[str]:
    """Return the English words in a text, symbols left out."""
    return {word for word in re.findall(r"[a-z]+", SYMBOL.sub(" ", text).lower()) if word in ENGLISH} - {
        "over",
        "in",
        "wind",
        "after",
        "of",
    }


def known_texts(configuration: Configuration) -> set[str]:
    """Every formula, clause and source that a trace can show of this configuration, and of every load row and norm row that there is."""
    provenance = configuration.provenance.values()
    told = [text for one in provenance for text in (one.formula, one.clause, one.source) if text]
    told += [text for one in figures() for text in (one.formula, one.clause) if text]
    norms = (text for row in norm_register().values() for text in (row.clause, row.edition, row.source, row_value(row)))
    return {*told, *(one.formula for one in EQUATIONS.values()), *norms}


def test_no_formula_clause_or_source_keeps_english_words_in_dutch(configuration: Configuration) -> None:
    left = {text: words for text in known_texts(configuration) if (words := english_in(words_in_dutch(text)))}
    assert left == {}


def test_every_phrase_is_used_and_says_something_else_in_dutch(configuration: Configuration) -> None:
    texts = known_texts(configuration) | {one.numbers for one in EQUATIONS.values()}
    rare = {
        "price",
        "default",
        "user",
        "building family",
        "triangular inputs, first order",
        "maker's total per m2 gross floor area x gross floor area",
    }
    for english, dutch in trace_words().items():
        assert english != dutch
        assert english in rare or any(english in text for text in texts), english


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("max(1.08 x 12.30, 0.90 x (4.5 + 1.0))", "max(1,08 x 12,30; 0,90 x (4,5 + 1,0))"),
        ("P50 - 1.2816 sd", "P50 - 1,2816 sd"),
        ("E_d,new / E_d,ex - 1", "E_d,new / E_d,ex - 1"),
        ("-0.25 kN/m2", "-0,25 kN/m2"),
    ],
)
def test_numbers_are_written_as_dutch_writes_them(english: str, dutch: str) -> None:
    assert numbers_in_dutch(english) == dutch


def test_a_trace_keeps_its_symbols_and_pointers(configuration: Configuration) -> None:
    trace = trace_figure(configuration, "/loads/lines/1/r_wind_end_p90")
    dutch = trace_in(trace, "nl")
    assert trace_in(trace, "en") is trace
    assert [(step.symbol, step.pointer) for step in dutch.steps] == [(step.symbol, step.pointer) for step in trace.steps]
    assert dutch.steps[0].value == trace.steps[0].value.replace(".", ",")
    assert "niet gecontroleerd" in dutch.steps[0].source
    assert "6.3.1.2" not in dutch.steps[0].clause or "6.3.1.2" in trace.steps[0].clause
