"""Numbers as a reader sees them; what nobody knows is never a number."""

from __future__ import annotations

from functools import partial

import pytest

from api.page.figures import figure, increase_text, interval_figure, plain_number, quantity_figure, range_text, share_text
from api.page.texts import Lang, text
from catalogue.documents.evidence import Interval, Quantity

t = partial(text, "nl")


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (0.0, "0", "0"),
        (2.75, "2,75", "2.75"),
        (0.5, "0,5", "0.5"),
        (10.5, "10,5", "10.5"),
        (12.0, "12", "12"),
        (358.4, "358", "358"),
        (14363.2, "14\u202f363", "14\u202f363"),
        (-1800.0, "\u22121\u202f800", "\u22121\u202f800"),
    ],
)
def test_a_number_has_the_decimals_that_its_size_calls_for(value: float, nl: str, en: str) -> None:
    assert plain_number(value, "nl") == nl
    assert plain_number(value, "en") == en


@pytest.mark.parametrize(("lang", "share"), [("nl", "9,1"), ("en", "9.1")])
def test_shares_and_increases_are_percentages(lang: Lang, share: str) -> None:
    assert increase_text(0.0912, lang) == f"+{share}\u202f%"
    assert increase_text(0.6304, lang) == "+63\u202f%"  # from 20 on decimals would claim too much
    assert increase_text(-0.05, "nl") == "\u22125,0\u202f%"
    assert share_text(0.407, lang) == "41\u202f%"


def test_an_unknown_figure_is_not_known_and_says_no_number() -> None:
    unknown = Quantity(value=None, unit="dB", basis="assumed", source="x")
    for found in (figure(None, "m", "nl", t), quantity_figure(None, "nl", t), quantity_figure(unknown, "nl", t)):
        assert (found.known, found.text) == (False, "")


def test_a_figure_carries_its_unit_and_its_interval() -> None:
    found = interval_figure(Interval(low=267.6, nominal=297.7, high=332.3), "kg/m2", "nl", t)
    assert (found.text, found.unit, found.spread) == ("298", "kg/m²", "268–332")
    assert figure(150.0, "day", "nl", t).unit == "dagen"
    assert range_text((3.0, 3.0), "nl") == "3"
