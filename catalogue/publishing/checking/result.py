"""What a check answers, and how it is written down."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.document import Document, LocalText

CheckVerdict = Literal["pass", "fail", "unknown", "not_applicable"]


class CheckResult(Document):
    """The outcome of one check."""

    id: str
    """Public id of the check; ids are never reused."""
    verdict: CheckVerdict
    """What came out."""
    blocks_publication: bool
    """True for a failure that keeps the version from being published."""
    subjects: tuple[str, ...] = ()
    """JSON pointers into the concept document."""
    message: LocalText
    """The outcome with its numbers."""


def outcome(check: str, verdict: CheckVerdict, nl: str, en: str, *, subjects: tuple[str, ...] = (), blocks: bool = True) -> CheckResult:
    """Write down the outcome of a check; only a failure blocks, and only where `blocks` says so."""
    return CheckResult(
        id=check, verdict=verdict, blocks_publication=blocks and verdict == "fail", subjects=subjects, message=LocalText(nl=nl, en=en)
    )


def passed(good: bool) -> CheckVerdict:
    """Return `pass` or `fail`."""
    return "pass" if good else "fail"
