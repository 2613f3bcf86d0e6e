"""Words as a search compares them: folded, cut to their stem, in Dutch and English alike, and the same in both databases.

Neither database has a Dutch stemmer that the other has too, so the stem is made here. It is a light one: it joins singular and plural
(doos, dozen; wand, wanden; box, boxes), and a search also finds what begins with the stem (galerij, galerijflat).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

import yaml

_WORDS = re.compile(r"[^\W_]+")
_ENDINGS = ("en", "es", "s", "e", "n")
_LEAST_STEM = 3
_VOWELS = "aeiou"
_VOICED = {"z": "s", "v": "f"}
"""Dutch writes the last sound of a stem as it is spoken: doos, dozen."""


def fold(text: str) -> str:
    """Return text in lower case without diacritics."""
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the stem of one folded word; words with a digit stay whole."""
    if any(letter.isdigit() for letter in word):
        return word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST_STEM and not (ending == "s" and rest[-1] in _VOWELS):  # doos ends in its own s
            word = rest
            break
    word = word[:-1] + _VOICED.get(word[-1], word[-1])
    word = re.sub(r"([aeou])\1(?=[^aeiou]$)", r"\1", word)  # doos and doz(en) write one vowel twice or once
    return re.sub(r"([^aeiou])\1$", r"\1", word)  # and flatt(en) its last consonant twice


@cache
def _groups() -> dict[str, frozenset[str]]:
    text = resources.files("catalogue.store").joinpath("data", "synonyms.yaml").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for group in yaml.safe_load(text):
        stems = frozenset(stem(fold(word)) for word in group)
        for member in stems:
            found[member] = found.get(member, frozenset()) | stems
    return found


def words_of(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text, in order, each once."""
    return tuple(dict.fromkeys(stem(word) for word in _WORDS.findall(fold(text))))


def terms_of(text: str) -> frozenset[str]:
    """Return every term under which a text is found: its stems and their synonyms."""
    stems = words_of(text)
    return frozenset(stems).union(*(_groups().get(word, frozenset()) for word in stems))
