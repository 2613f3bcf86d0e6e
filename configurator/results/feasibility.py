"""The feasibility scan (haalbaarheidsscan): six themes, each red, amber, green or unknown, with its next question. Never a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from catalogue.documents.configuration import Configuration, RuleResult
from catalogue.documents.document import Document, LocalText
from catalogue.documents.finding import Finding

Light = Literal["red", "amber", "green", "unknown"]
ORDER = {"fail": 0, "unknown": 1, "conditional": 2}
"""Findings in the order in which they ask for an answer; `info` asks for none."""


class Theme(Document):
    """One theme of the scan, as `data/feasibility.yaml` declares it."""

    id: str
    title: LocalText
    computed: bool
    findings: tuple[str, ...]
    rules: tuple[str, ...]
    needs: tuple[str, ...]
    question: LocalText


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """One theme of one configuration."""

    theme: Theme
    light: Light
    """`green` says that nothing in this result objects, not that there is no objection."""
    findings: tuple[Finding, ...]
    """What makes it so, the most pressing first."""
    rules: tuple[RuleResult, ...]
    """Rules of the theme that are not met, or unknown."""
    missing: tuple[str, ...]
    """Fields of the building document that nobody has filled in."""

    def question(self, lang: str) -> str:
        """Return the next question: what the most pressing finding asks to obtain, else the theme's own."""
        asked = next((f.action.obtain for f in self.findings if f.action is not None), None)
        return (asked if asked is not None and not self.missing else self.theme.question).in_language(lang)

    def who(self) -> str | None:
        """Return the role that the most pressing finding asks, or None."""
        return next((f.action.who for f in self.findings if f.action is not None), None)


@cache
def themes() -> tuple[Theme, ...]:
    """Return every theme in the order of the scan."""
    text = resources.files("configurator.results").joinpath("data", "feasibility.yaml").read_text(encoding="utf-8")
    return tuple(Theme.model_validate(entry) for entry in yaml.safe_load(text))


def feasibility_scan(configuration: Configuration) -> tuple[ThemeResult, ...]:
    """Return the scan of one configuration: every finding counts in the first theme that names the start of its code."""
    taken: dict[str, list[Finding]] = {theme.id: [] for theme in themes()}
    for item in configuration.findings:
        owner = next((t.id for t in themes() if item.code.startswith(t.findings)), None)
        if owner is not None and item.status in ORDER:
            taken[owner].append(item)
    return tuple(_result(theme, taken[theme.id], configuration) for theme in themes())


def _result(theme: Theme, findings: Sequence[Finding], configuration: Configuration) -> ThemeResult:
    rules = tuple(r for r in configuration.rules if r.id in theme.rules and r.verdict in ("fail", "unknown"))
    missing = tuple(path for path in theme.needs if not _known(configuration, path))
    ordered = tuple(sorted(findings, key=lambda f: ORDER[f.status]))
    return ThemeResult(theme, _light(theme, ordered, rules, missing), ordered, rules, missing)


def _light(theme: Theme, findings: Sequence[Finding], rules: Sequence[RuleResult], missing: Sequence[str]) -> Light:
    if any(f.status == "fail" for f in findings) or any(r.verdict == "fail" and not r.debated for r in rules):
        return "red"
    if missing or not theme.computed:
        return "unknown"
    return "amber" if findings or rules else "green"


def _known(configuration: Configuration, path: str) -> bool:
    node: object = configuration.request.building
    for name in path.split("."):
        node = getattr(node, name, None)
    value = getattr(node, "value", node)
    return value not in (None, "unknown")
