"""What a check answers, and how it is written down."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.document import Document, LocalText

CheckVerdict = Literal["pass", "fail", "unknown", "not_applicable"]


class CheckResult(Document):
    """The outcome of one check."""

    id: str
    verdict: CheckVerdict
    blocks_publication: bool
    subjects: tuple[str, ...] = ()
    """JSON pointers into the concept document."""
    message: LocalText


def outcome(check: str, verdict: CheckVerdict, nl: str, en: str, *, subjects: tuple[str, ...] = (), blocks: bool = True) -> CheckResult:
    """Write down the outcome of a check; only a failure blocks, and only where `blocks` says so."""
    return CheckResult(
        id=check, verdict=verdict, blocks_publication=blocks and verdict == "fail", subjects=subjects, message=LocalText(nl=nl, en=en)
    )


def passed(good: bool) -> CheckVerdict:
    """Return `pass` or `fail`."""
    return "pass" if good else "fail"
