"""The words of a trace in Dutch: a configuration keeps its formulas, clauses and sources in English, with symbols for both languages."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

_DECIMALS = re.compile(r"(?<![\w.])(\d+)\.(\d+)(?![\w.]*\.\d)")
_EXTREME = re.compile(r"\b(?:max|min)\(")


@cache
def trace_words() -> dict[str, str]:
    """Return the Dutch of every phrase in formulas, clauses and sources, by the English."""
    text = resources.files("configurator.results").joinpath("data", "trace_words.yaml").read_text(encoding="utf-8")
    return {entry["en"]: entry["nl"] for entry in yaml.safe_load(text)}


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(trace_words(), key=len, reverse=True)
    return re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def words_in_dutch(text: str) -> str:
    """Return a formula, clause or source of a configuration with its words in Dutch; symbols and numbers stay as they are."""
    return _phrases().sub(lambda found: trace_words()[found.group()], text)


def numbers_in_dutch(text: str) -> str:
    """Return arithmetic with decimal commas, and `;` between the arguments of max and min."""
    parts = list(text)
    for opening in _EXTREME.finditer(text):
        depth = 0
        for at in range(opening.end() - 1, len(text)):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if depth == 0:
                break
            if depth == 1 and text.startswith(", ", at):
                parts[at] = ";"
    return _DECIMALS.sub(r"\1,\2", "".join(parts))


def in_dutch(text: str) -> str:
    """Return a formula with its words and its numbers as Dutch writes them."""
    return numbers_in_dutch(words_in_dutch(text))
