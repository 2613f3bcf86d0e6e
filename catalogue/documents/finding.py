"""Findings (bevindingen): what the domain has to say about a configuration. Not exceptions, not log lines.

The texts per language and the meaning of each code live in `finding_codes/*.yaml` beside this file, one file for each package
that speaks. A code is public: documented, never reused.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

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


class _DecimalComma(float):
    """A number that is written with the decimal comma of Dutch."""

    def __format__(self, spec: str) -> str:
        return format(float(self), spec).replace(".", ",")


class _Parameters(dict[str, Parameter]):
    """Parameters of a text; a kept result of an older engine may have a text only in English where there is a Dutch one now."""

    def __missing__(self, name: str) -> Parameter:
        return self[name.removesuffix("_nl")] if name.endswith("_nl") else "?"


def _in_dutch(value: Parameter) -> Parameter:
    if isinstance(value, str) and _NUMBERS.fullmatch(value):
        return value.replace(".", ",")
    return _DecimalComma(value) if isinstance(value, float) else value


def finding_text(item: Finding, lang: str) -> str:
    """Return the sentence of a finding in `lang` (`nl` or `en`), with its parameters filled in; Dutch has decimal commas."""
    parameters = _Parameters(item.parameters)
    if lang == "nl":
        parameters = _Parameters({name: _in_dutch(value) for name, value in parameters.items()})
    return finding_codes()[item.code].text.in_language(lang).format_map(parameters)
