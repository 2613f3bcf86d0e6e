"""Words of the wrong language: a word that the product's own texts use in the other language only, or one that it never translates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from tests.wording.pairs import pairs

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, Lang] = ("nl", "en")
OTHER: Mapping[Lang, Lang] = {"nl": "en", "en": "nl"}
MUCH_MORE = 4
"""A word that the texts of the other language use so many times as often is a word of that language."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_WORDS = re.compile(
    r"\{[^{}]*\}"  # the place of a parameter
    r"|https?://\S+|\S+@\S+"  # addresses, concept@version
    r"|`[^`]*`|‘[^’]*’|'[^' ]*'"  # what is quoted from a document or to be typed
    r"|--?[a-z][\w-]*"  # an option of the command line
    r"|\S*[/\\]\S*"  # a pointer or a path
    r"|\b[a-z]\w*(?:[.:]\w+)+\b"  # a field of a field, a right
    r"|\b\w+(?:_\w+)+(?:,\w+)*\b"  # a field of a document, a symbol
    r"|\b[\w-]+\.(?:yaml|json|ifc|glb|csv|svg|pdf|dxf|xlsx|md|html|eu|nl|com|org)\b"  # a file or a site
    r"|\b[A-Z]{2,}(?:[-.][A-Z0-9]+)+\b"  # a code
    r"|\b[0-9a-f]{8}\b|sha256:[0-9a-f]+"  # a digest
    r"|[\w-]*\d[\w-]*"  # a number, a number of an article, an id
    r"|\bX\w*\b"  # what the tests call their own things
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A word that a reader of one language should not meet."""

    word: str
    text: str
    where: str

    def __str__(self) -> str:
        """Say the word, the text around it and where both come from."""
        return f"{self.word!r} in {self.text!r} ({self.where}{_origin(self.text)})"


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without names of files, fields and codes, and without titles of other people's works."""
    for title in names()["titles"]:
        text = text.replace(title, " ")
    return [word.lower() for word in _WORD.findall(_NO_WORDS.sub(" ", text))]


@cache
def vocabulary(lang: Lang) -> Counter[str]:
    """Return in how many of the product's own texts each word of a language stands."""
    found: Counter[str] = Counter()
    for pair in pairs():
        found.update(set(words_of(pair.in_language(lang))))
    return found


@cache
def allowed() -> frozenset[str]:
    """Return the words that both languages may use, from `allowed.yaml`, which says why."""
    return frozenset(word for words in names()["words"].values() for word in words.lower().split())


@cache
def names() -> dict[str, Any]:
    """Return `allowed.yaml`: titles, and words by the reason why both languages use them."""
    return cast("dict[str, Any]", yaml.safe_load(Path(__file__).with_name("allowed.yaml").read_text(encoding="utf-8")))


def is_foreign(word: str, lang: Lang) -> bool:
    """Say whether a word belongs to the other language."""
    own, other = vocabulary(lang)[word], vocabulary(OTHER[lang])[word]
    return other > 0 and other >= MUCH_MORE * own and word not in allowed()


def foreign_in(texts: Iterable[str], lang: Lang, where: str) -> Iterator[Wrong]:
    """Yield every word of the other language in texts."""
    for text in texts:
        yield from (Wrong(word, text, where) for word in dict.fromkeys(words_of(text)) if is_foreign(word, lang))


def untranslated(shown: Mapping[Lang, Iterable[str]], where: str) -> Iterator[Wrong]:
    """Yield every word that stands in both versions of a page and that the product's texts do not have in both languages."""
    said = {lang: {word: text for text in texts for word in words_of(text)} for lang, texts in shown.items()}
    for word in said["nl"].keys() & said["en"].keys():
        if word not in allowed() and not all(vocabulary(lang)[word] for lang in LANGUAGES):
            yield Wrong(word, said["nl"][word], f"{where}, the same in both languages")


def _origin(text: str) -> str:
    same = [pair.where for pair in pairs() if text in (pair.nl, pair.en)]
    return f"; {same[0]}" if same else ""
