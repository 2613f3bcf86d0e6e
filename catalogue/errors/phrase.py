"""Sentences in Dutch and English with places for parameters: what an error says, and the pieces that sentences are built of.

The texts stand in `*.yaml` beside this file, one file an area: `code: {nl: ..., en: ...}`. A place may carry a format
(`{size_mb:.1f}`); Dutch has decimal commas. Lists are joined with commas, `{reasons:;}` with semicolons; a phrase may stand in another
one. A parameter called `cause` is what a library said, in its own words: English quotes it, Dutch may leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Protocol, cast, runtime_checkable

import yaml


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, or a piece of one, that can be said in either language."""

    code: str
    """Public code: a key of `*.yaml`. A code that is not there is said as it stands."""
    parameters: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, lang: str) -> str:
        """Return it in `lang` (`nl` or `en`), with its parameters filled in."""
        entry = sentences().get(self.code)
        return self.code if entry is None else _FORMATTERS[lang].vformat(entry[lang], (), self.parameters)

    def __str__(self) -> str:
        """Return it in English."""
        return self.in_language("en")

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON values, to be sent to another process."""
        return {"code": self.code, "parameters": {name: _plain(value) for name, value in self.parameters.items()}}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Phrase:
        """Return the phrase that `as_plain` wrote."""
        return cls(str(plain["code"]), {str(name): _said(value) for name, value in plain["parameters"].items()})


@runtime_checkable
class _Bilingual(Protocol):
    """What can be said in either language: a phrase, or a text of a document."""

    def in_language(self, lang: str) -> str: ...


Said = str | Phrase
"""The name of something in a sentence: the same in both languages (a file), or a phrase (the outline of a roof)."""


def _plain(value: object) -> object:
    if isinstance(value, Phrase):
        return value.as_plain()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float) or value is None else str(value)


def _said(value: object) -> object:
    if isinstance(value, dict):
        return Phrase.from_plain(value)
    return tuple(_said(one) for one in value) if isinstance(value, list) else value


class _InLanguage(Formatter):
    """Fills places in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> object:  # noqa: ANN401, ARG002 - the library's signature
        """Return a parameter; one that is missing is a question mark."""
        return kwargs.get(str(key), "?")

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a value as text."""
        if isinstance(value, _Bilingual):
            return value.in_language(self._lang)
        if isinstance(value, tuple | list):
            return ("; " if format_spec == ";" else ", ").join(self.format_field(one, "") for one in value)
        try:
            text = format(value, format_spec) if format_spec else str(value)
        except (TypeError, ValueError):  # an error must not fail while it is shown
            text = str(value)
        return text.replace(".", ",") if self._lang == "nl" and isinstance(value, float) else text


_FORMATTERS = {lang: _InLanguage(lang) for lang in ("nl", "en")}


def sentences_of(area: str) -> dict[str, dict[str, str]]:
    """Return the sentences of one file by their codes: a text for `nl` and one for `en`."""
    text = resources.files("catalogue.errors").joinpath(f"{area}.yaml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return every sentence by its code."""
    names = sorted(file.name for file in resources.files("catalogue.errors").iterdir() if file.name.endswith(".yaml"))
    return {code: said for name in names for code, said in sentences_of(name.removesuffix(".yaml")).items()}
