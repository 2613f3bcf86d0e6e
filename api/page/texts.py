"""What the page says, in Dutch and English: files `nl*.yaml` and `en*.yaml` in `texts`, the same keys in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Literal

import yaml

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, Lang] = ("nl", "en")
"""Dutch first: it is what a visitor gets whose browser asks for neither."""


def _flat(section: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value).strip()


@cache
def texts(lang: Lang) -> Mapping[str, str]:
    """Return every text of a language by its key, sections joined with points (`base.nav.configure`)."""
    folder = resources.files("api.page").joinpath("texts")
    names = sorted(file.name for file in folder.iterdir() if file.name.startswith(lang) and file.name.endswith(".yaml"))
    return {key: value for name in names for key, value in _flat(yaml.safe_load(folder.joinpath(name).read_text("utf-8")))}


def text(lang: Lang, key: str, **parameters: object) -> str:
    """Return one text with its `{parameters}` filled in. Raises KeyError for a key that is not there: a mistake of the programmer."""
    found = texts(lang)[key]
    return found.format(**parameters) if parameters else found


def section_texts(lang: Lang, *sections: str) -> dict[str, str]:
    """Return the texts of some sections (`configure.live`), for a script to fill in itself."""
    return {key: value for key, value in texts(lang).items() if key.startswith(tuple(f"{section}." for section in sections))}


def number_text(value: float, lang: Lang, places: int = 0) -> str:
    """Return a number as it is written: thin spaces between thousands, a decimal comma in Dutch, a real minus."""
    written = f"{abs(value):,.{places}f}".replace(",", "\u202f")
    if lang == "nl":
        written = written.replace(".", ",")
    return f"\u2212{written}" if value < 0 and float(f"{value:.{places}f}") != 0.0 else written


def day_text(written: str, lang: Lang) -> str:
    """Return the day of a moment or date (RFC 3339) as people write it: 22 november 2026."""
    day = dt.date.fromisoformat(written[:10])
    return f"{day.day} {text(lang, 'calendar.months').split()[day.month - 1]} {day.year}"


def preferred_language(accepted: str) -> Lang:
    """Return the language that a browser asks for (its Accept-Language), Dutch where it asks for neither."""
    wishes: list[tuple[float, int, str]] = []
    for number, part in enumerate(accepted.split(",")):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wishes.append((-weight, number, name.split("-")[0].lower()))
    return next((lang for _, _, wished in sorted(wishes) for lang in LANGUAGES if lang == wished), LANGUAGES[0])
