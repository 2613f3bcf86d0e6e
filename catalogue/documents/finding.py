"""Findings (bevindingen): what the domain has to say about a configuration. Not exceptions, not log lines.

The texts per language and the meaning of each code live in `finding_codes/*.yaml` beside this file, one file for each package
that speaks. A code is public: documented, never reused.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import Field

from catalogue.documents.document import Document, LocalText

FindingStatus = Literal["fail", "unknown", "conditional", "info"]
Stage = Literal["screening", "comparison", "permit"]
Parameter = str | int | float | bool | None


class Action(Document):
    """Who has to do what to settle a finding."""

    who: str
    """Role: `corporation`, `architect`, `structural_engineer`, `manufacturer`, `municipality`."""
    obtain: LocalText
    """What they have to find out or obtain."""


class FindingGeometry(Document):
    """Where a finding is, in the host's local frame."""

    kind: Literal["point", "line", "polygon"]
    points_mm: tuple[tuple[float, float], ...]
    """Plan positions in local millimetres; a polygon is not closed by repetition."""


class Finding(Document):
    """One thing that fails, is unknown, holds under a condition, or is good to know."""

    code: str
    """Public code, a key of `finding_codes/*.yaml`."""
    status: FindingStatus
    blocks: Stage | None = None
    """The first stage that cannot be passed while this finding stands."""
    subjects: tuple[str, ...] = ()
    """Ids of what it is about: modules, dwellings, bearing lines, stretches, or JSON pointers into the request."""
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    """Values that the text is filled with; lengths carry their unit in the name."""
    clause: str | None = None
    """Norm and clause, where there is one."""
    margin_mm: float | None = None
    """By how much a length fails (negative) or holds (positive)."""
    geometry: FindingGeometry | None = None
    fix: dict[str, Parameter] | None = None
    """A patch on the options (`{"support": "transfer_grid"}`) that removes the finding."""
    action: Action | None = None


class FindingCode(Document):
    """The public meaning of one code."""

    status: FindingStatus
    blocks: Stage | None = None
    title: LocalText
    text: LocalText
    """Template with `{parameter}` places."""
    clause: str | None = None
    action: Action | None = None


@cache
def finding_codes() -> dict[str, FindingCode]:
    """Return every public finding code by id."""
    codes: dict[str, FindingCode] = {}
    folder = resources.files("catalogue.documents").joinpath("finding_codes")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for code, entry in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if code in codes:
                raise ValueError(f"finding code {code} is defined twice")
            codes[code] = FindingCode.model_validate(entry)
    return codes


def finding(
    code: str,
    *,
    status: FindingStatus | None = None,
    subjects: tuple[str, ...] = (),
    margin_mm: float | None = None,
    geometry: FindingGeometry | None = None,
    fix: dict[str, Parameter] | None = None,
    **parameters: Parameter,
) -> Finding:
    """Make a finding of a public code; status, stage, clause and action come from the code list.

    Raises KeyError for a code that is not in the list: that is a mistake of the programmer.
    """
    entry = finding_codes()[code]
    return Finding(
        code=code,
        status=status or entry.status,
        blocks=entry.blocks,
        subjects=subjects,
        parameters=parameters,
        clause=entry.clause,
        margin_mm=margin_mm,
        geometry=geometry,
        fix=fix,
        action=entry.action,
    )


_NUMBERS = re.compile(r"-?\d+\.\d+(-\d+\.\d+)?")
"""A number, or a range of two, that is a text already."""
_STOREY = re.compile(r"s(\d+)")


@cache
def finding_words() -> dict[str, dict[str, LocalText]]:
    """Return the words of parameters' values, by the kind that a text names after the parameter (`{access:access}`)."""
    text = resources.files("catalogue.documents").joinpath("finding_words.yaml").read_text(encoding="utf-8")
    return {
        kind: {str(value): LocalText.model_validate(said) for value, said in words.items()} for kind, words in yaml.safe_load(text).items()
    }


class _Parameters(dict[str, Parameter]):
    """Parameters of a text; a kept result of an older engine may have one text where there is one for each language now."""

    def __missing__(self, name: str) -> Parameter:
        return self[name[:-3]] if name.endswith(("_nl", "_en")) else "?"


class _Sentence(string.Formatter):
    """Fills in a text of one language: decimal commas in Dutch, and words for values of a named kind."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as the standard library has it
        if isinstance(value, str):
            words = finding_words().get(format_spec)
            if words is not None or format_spec == "finding":
                return ", ".join(self._said(part, words) for part in value.split(", "))
            return value.replace(".", ",") if self._lang == "nl" and _NUMBERS.fullmatch(value) else format(value, format_spec)
        written = format(value, format_spec)
        return written.replace(".", ",") if self._lang == "nl" and isinstance(value, float) else written

    def _said(self, value: str, words: Mapping[str, LocalText] | None) -> str:
        if words is None:
            code = finding_codes().get(value)
            return value if code is None else _small(code.title.in_language(self._lang))
        storey = _STOREY.fullmatch(value)
        said = words.get(value) or (words.get("s*") if storey else None)
        if said is None:
            return value
        return said.in_language(self._lang).format(number=int(storey[1]) if storey else "")


def _small(title: str) -> str:
    """Return a title as part of a sentence."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def finding_text(item: Finding, lang: str) -> str:
    """Return the sentence of a finding in `lang` (`nl` or `en`), with its parameters filled in."""
    return _Sentence(lang).vformat(finding_codes()[item.code].text.in_language(lang), (), _Parameters(item.parameters))


def fix_text(fix: Mapping[str, Parameter], lang: str) -> str:
    """Return what a fix changes of the options in words: `ontsluiting galerij, nieuwe lagen 2`; an option without words keeps its name."""
    words = finding_words()

    def said(kind: str, value: str) -> str:
        return words[kind][value].in_language(lang) if value in words[kind] else value

    changes = (
        f"{said('option', path)} {'–' if value is None else said('option_value', str(value))}" for path, value in sorted(fix.items())
    )
    return ", ".join(changes)
