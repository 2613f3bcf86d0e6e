"""A fact's value in words that a person reads: no program's own notation."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from importlib import resources

import yaml

from catalogue.documents.building import Bay, BaySequence, Building, Plinth
from catalogue.documents.document import Document

_SOURCE = re.compile(r"(?P<document>[^:]+@[\d.]+): (?P<rest>.+)")
_SEEN = re.compile(r"(?P<id>[^,]+), because (?P<what>\w+) was seen \((?P<by>[^)]+)\)")
_USER = {"nl": "gebruiker", "en": "user"}
_FAMILY = {"nl": "optopfamilie", "en": "building family"}
_BECAUSE = {"nl": "{document}, omdat {what} is gezien ({by})", "en": "{document}, because {what} was seen ({by})"}
_YES_NO = {"nl": ("ja", "nee"), "en": ("yes", "no")}
_STAIR = {"nl": "trap", "en": "stair"}


@cache
def _dutch() -> dict[str, str]:
    text = resources.files("configurator.results").joinpath("data", "fact_words.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found


def _word(text: str, lang: str) -> str:
    """Return a word of a document as a reader knows it, with a number before it or without; another text as it is."""
    number, _, rest = text.partition(" ")
    if lang == "nl":
        return _dutch().get(text) or (f"{number} {_dutch()[rest]}" if rest in _dutch() else text)
    return text.replace("_", " ") if text in _dutch() else text


def _bay(bay: Bay, lang: str) -> str:
    return _number(f"{bay.width_mm / 1000:g}", lang) + (f" ({_STAIR[lang]})" if bay.use == "stair" else "")


def _scalar(value: object, lang: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[lang][0 if value else 1]
    if isinstance(value, Enum):
        return _word(str(value.value), lang)
    return _number(f"{value:.6g}", lang) if isinstance(value, float) else _word(str(value), lang)


def _number(text: str, lang: str) -> str:
    return text.replace(".", ",") if lang == "nl" else text


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
            return f"{_word(value.kind, lang)}, {_number(f'{value.height_m:g}', lang)} m"
        case Document():
            return fact_text(value.model_dump(mode="json", exclude_none=True), lang)
        case dict():
            return ", ".join(f"{_word(name, lang)} {fact_text(part, lang)}" for name, part in value.items())
        case tuple() | list():
            apart = "; " if lang == "nl" and any(isinstance(part, float) for part in value) else ", "  # a comma is a decimal comma there
            return apart.join(fact_text(part, lang) for part in value)
        case _:
            return _scalar(value, lang)


def told_by_whom(source: str, building: Building, lang: str = "nl") -> str:
    """Return where a fact comes from in words: the title of the building's own source, the user, or the document that filled it in."""
    own = building.sources.get(source)
    if own is not None:
        return own.title_in(lang)
    if source == "user":
        return _USER[lang]
    found = _SOURCE.fullmatch(source)
    if found is None:
        return source
    seen = _SEEN.fullmatch(found["rest"])
    if seen is not None:
        by = told_by_whom(seen["by"], building, lang)
        return _BECAUSE[lang].format(document=found["document"], what=_word(seen["what"], lang), by=by)
    return f"{_FAMILY[lang]} {found['document']}" if found["document"].startswith("F") else found["document"]
