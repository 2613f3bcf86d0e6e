"""A fact's value in words that a person reads: no program's own notation."""

from __future__ import annotations

from enum import Enum

from catalogue.documents.building import Bay, BaySequence, Plinth
from catalogue.documents.document import Document

_YES_NO = {"nl": ("ja", "nee"), "en": ("yes", "no")}
_STAIR = {"nl": "trap", "en": "stair"}


def _bay(bay: Bay, lang: str) -> str:
    return f"{bay.width_mm / 1000:g}" + (f" ({_STAIR[lang]})" if bay.use == "stair" else "")


def _scalar(value: object, lang: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[lang][0 if value else 1]
    if isinstance(value, Enum):
        return str(value.value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def fact_text(value: object, lang: str = "nl") -> str:
    """Return a value of a fact as text: bays in metres, numbers without tails of digits, yes and no in words.

    Args:
        value: what a fact holds: a number, a word, a part of a building document, or several of them.
        lang: `nl` or `en`.
    """
    match value:
        case BaySequence():
            return " + ".join(_bay(bay, lang) for bay in value.bays) + " m"
        case Plinth():
            return f"{value.kind}, {value.height_m:g} m"
        case Document():
            return fact_text(value.model_dump(mode="json", exclude_none=True), lang)
        case dict():
            return ", ".join(f"{name} {fact_text(part, lang)}" for name, part in value.items())
        case tuple() | list():
            return ", ".join(fact_text(part, lang) for part in value)
        case _:
            return _scalar(value, lang)
