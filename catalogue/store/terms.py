"""Words as a search compares them: folded, cut to their stem, in Dutch and English alike, and the same in both databases.

Neither database has a Dutch stemmer that the other has too, so the stem is made here. It is a light one: it joins singular and plural
(doos, dozen; wand, wanden; box, boxes), and a search also finds what begins with the stem (galerij, galerijflat). Compounds of known words
are cut, both in what is looked for (galerijwoning: galerij and woning) and in what is found (gevelbekleding: by bekleding too).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

_WORDS = re.compile(r"[^\W_]+")
_ENDINGS = ("en", "es", "s", "e", "n")
_LEAST_STEM = 3
_LINKS = ("", "s", "en", "e")
"""What Dutch puts between the parts of a compound."""
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


def _data(name: str) -> Any:  # noqa: ANN401 - what a YAML file holds
    return yaml.safe_load(resources.files("catalogue.store").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _data("synonyms"):
        stems = frozenset(stem(fold(word)) for word in group)
        for member in stems:
            found[member] = found.get(member, frozenset()) | stems
    return found


@cache
def _empty_heads() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in _data("compounds")["empty_heads"])


@cache
def _parts() -> dict[str, str]:
    """Every spelling of a word that compounds are made of, with its stem: inside a compound it stands unstemmed, at its end as a stem."""
    listed = [word for group in (*_data("synonyms"), *_data("compounds")["parts"]) for word in group]
    spelled = {fold(word): stem(fold(word)) for word in (*listed, *_data("compounds")["empty_heads"])}
    return {**{found: found for found in spelled.values()}, **spelled}


@lru_cache(maxsize=10_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """Return the stems that a stemmed word is made of, where known words cover all of it; of any other word itself.

    Between two parts a linking `s`, `e` or `en` may stand. The longest first part is tried first.
    """
    if word in _parts().values():
        return (word,)
    cut = _cut(word)
    return (word,) if cut is None else tuple(part for part in cut if part not in _empty_heads()) or (word,)


def _cut(word: str) -> tuple[str, ...] | None:
    """The known parts that cover a word from its first to its last letter, or None."""
    known = _parts()
    if word in known:
        return (known[word],)
    for end in range(len(word) - _LEAST_STEM, _LEAST_STEM - 1, -1):
        if word[:end] not in known:
            continue
        for link in _LINKS:
            rest = _cut(word[end:].removeprefix(link)) if word[end:].startswith(link) else None
            if rest is not None:
                return (known[word[:end]], *rest)
    return None


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _WORDS.findall(fold(text)))


def words_of(text: str) -> tuple[str, ...]:
    """Return what to look for: the stems of the words of a text, compounds cut, in order, each once."""
    return tuple(dict.fromkeys(part for word in _stems(text) for part in compound_parts(word)))


def terms_of(text: str) -> frozenset[str]:
    """Return every term under which a text is found: its stems, the parts of its compounds, and the synonyms of both."""
    stems = frozenset(_stems(text)).union(words_of(text))
    return stems.union(*(_groups().get(word, frozenset()) for word in stems))
