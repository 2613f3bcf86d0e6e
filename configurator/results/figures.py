"""What a number of a configuration is that has no provenance of its own: an input, a count, a place, a copy, or computed how."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from catalogue.documents.document import Document, LocalText

FigureKind = Literal["input", "count", "placed", "copy", "computed"]
"""`input`: somebody said it, or a file did; `placed`: the layout chose it; `copy`: it repeats what stands elsewhere."""


class Figure(Document):
    """All numbers at one pattern of JSON pointers."""

    pattern: str
    """`*` stands for one part, `**` at the end for the rest."""
    kind: FigureKind
    nl: str
    en: str
    formula: str | None = None
    clause: str | None = None
    inputs: tuple[str, ...] = ()

    @property
    def about(self) -> LocalText:
        """What the number is."""
        return LocalText(nl=self.nl, en=self.en)


@cache
def figures() -> tuple[Figure, ...]:
    """Return all patterns, in the order in which they are tried."""
    text = resources.files("configurator.results").joinpath("data", "figures.yaml").read_text(encoding="utf-8")
    return tuple(Figure.model_validate(entry) for entry in yaml.safe_load(text))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Figure], ...]:
    def expression(pattern: str) -> str:
        return re.escape(pattern).replace(r"\*\*", ".+").replace(r"\*", "[^/]+")

    return tuple((re.compile(expression(figure.pattern)), figure) for figure in figures())


def figure_at(pointer: str) -> Figure | None:
    """Return what the number at a JSON pointer is; None where no pattern matches."""
    return next((figure for pattern, figure in _patterns() if pattern.fullmatch(pointer)), None)
