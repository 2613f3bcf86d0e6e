"""Write the page of all publication checks and match criteria: python -m catalogue.publishing.reference docs/checks.md."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from catalogue.matching.criteria import Criterion, intervention, load_band, placed
from catalogue.matching.demands import HOST_CRITERIA
from catalogue.publishing.checks import CHECKS, DATED_CHECKS
from catalogue.publishing.completeness import needed_by_audience

CRITERIA: tuple[Callable[..., Criterion], ...] = (intervention, *HOST_CRITERIA, placed, load_band)
"""Every criterion of a match, in the order in which it is shown."""


def checks_page() -> str:
    """Return the page with every check, criterion and need, as the functions and tables themselves say it."""
    lines = [
        "# Publication checks and match criteria",
        "",
        "Ids are public and never reused. A check answers `pass`, `fail`, `unknown` or `not_applicable` with its numbers; a criterion of a",
        "match also `conditional`. What the document or the host does not say is unknown, never a pass.",
        "",
        "## Publication checks",
        *_described([*CHECKS, *DATED_CHECKS]),
        "",
        "## Criteria of a match",
        *_described(CRITERIA),
        "",
        "## What each audience needs",
    ]
    for audience, wanted in needed_by_audience().items():
        proof = "; what is only assumed counts as missing" if wanted.proof else ""
        lines += ["", f"### {audience}{proof}"]
        lines += [f"- `{need.pointer}`" + (f" ({', '.join(need.interventions)})" if need.interventions else "") for need in wanted.needs]
    return "\n".join(lines) + "\n"


def _described(functions: Iterable[Callable[..., Any]]) -> list[str]:
    lines = []
    for function in functions:
        name, _, text = (inspect.getdoc(function) or "").partition(": ")
        lines.append(f"- **{name}** {' '.join(text.split())}")
    return lines


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(checks_page(), encoding="utf-8")
