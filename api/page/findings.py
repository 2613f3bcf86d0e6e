"""Findings as a few rows, for a page without script: `src/configure/finding_groups.ts` does the same for every later answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Entry: TypeAlias = Mapping[str, Any]
"""A finding of the live view."""

SECTIONS: Final = ("fail", "improve", "comparison", "permit", "info")
"""What does not fit, what one change improves, what stands in the way of comparing or of a permit, what is good to know."""


def section_of(finding: Entry) -> str:
    """Return which section a finding belongs to."""
    if finding["status"] == "fail":
        return "fail"
    if finding["fix"] is not None:
        return "improve"
    if finding["blocks"] in {"screening", "comparison"}:
        return "comparison"
    return "permit" if finding["blocks"] == "permit" else "info"


def finding_sections(findings: Sequence[Entry]) -> list[tuple[str, list[list[Entry]]]]:
    """Return the sections that have findings, in the order of their weight; findings that say the same are one group."""
    sections: dict[str, dict[str, list[Entry]]] = {name: {} for name in SECTIONS}
    for finding in findings:
        sameness = json.dumps([finding[name] for name in ("code", "status", "title", "obtain", "fix")])
        sections[section_of(finding)].setdefault(sameness, []).append(finding)
    return [(name, list(groups.values())) for name, groups in sections.items() if groups]


def tasks_by_role(findings: Sequence[Entry]) -> list[tuple[str, list[str]]]:
    """Return what has to be found out, by who has to; the role with most to do first."""
    roles: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding["who"] is not None and finding["obtain"] is not None:
            roles.setdefault(finding["who"], {})[finding["obtain"]] = None
    return sorted(((role, list(tasks)) for role, tasks in roles.items()), key=lambda entry: -len(entry[1]))
