"""What a check says: pass, fail or unknown, with what it looked at and the first things that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["pass", "fail", "unknown"]
Group = Literal["schema", "convention", "ids", "geometry"]
EXAMPLES = 5
"""So many things that are wrong are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check on one file."""

    id: str
    """Public id; for an IDS, its file and the specification's own identifier or number."""
    group: Group
    verdict: Verdict
    """Unknown: there was nothing to look at, or it could not be looked at. Missing is never a pass."""
    checked: int
    """How many things were looked at."""
    failed: int
    examples: tuple[str, ...] = ()
    title: str = ""
    """Title of a specification, in the language of its IDS; empty for checks of our own, whose texts are in `data/checks.yaml`."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All checks on one file."""

    file: str
    schema: str
    results: tuple[CheckResult, ...]

    @property
    def verdict(self) -> Verdict:
        """Fail when anything fails, else unknown when anything is unknown, else pass."""
        verdicts = {result.verdict for result in self.results}
        return "fail" if "fail" in verdicts else "unknown" if "unknown" in verdicts or not verdicts else "pass"

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON value."""
        return {"file": self.file, "schema": self.schema, "verdict": self.verdict, "results": [asdict(result) for result in self.results]}


def judged(check_id: str, group: Group, checked: int, failures: Iterable[str]) -> CheckResult:
    """Return the result of a check that looked at `checked` things and found these failures; looking at nothing is unknown."""
    found = list(failures)
    verdict: Verdict = "fail" if found else "pass" if checked else "unknown"
    return CheckResult(check_id, group, verdict, checked, len(found), tuple(found[:EXAMPLES]))


def report_from_json(answer: dict[str, Any]) -> CheckReport:
    """Return the report in a JSON value that `to_json` made."""
    results: Sequence[dict[str, Any]] = answer["results"]
    return CheckReport(
        answer["file"], answer["schema"], tuple(CheckResult(**{**item, "examples": tuple(item["examples"])}) for item in results)
    )
