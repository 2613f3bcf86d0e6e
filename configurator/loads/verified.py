"""What a verification by a named engineer does to the rows of the norm tables: those that agree are verified, those that differ refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalogue.documents.configuration import Loads
from catalogue.documents.evidence import Status
from catalogue.documents.finding import Finding, finding
from catalogue.documents.verification import CheckedRow, Verification
from catalogue.errors import InvalidDocument, Phrase
from configurator.loads.norm_register import norm_register, row_numbers
from configurator.loads.norm_tables import NormRow

Outcome = Literal["agrees", "differs", "other_edition", "open"]
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What became of one row that an engineer looked at."""

    row_id: str
    outcome: Outcome
    """`open`: the engineer has not looked everything up."""
    by: str
    date: dt.date
    detail: str
    """What differs; empty where nothing does."""


def checks_of(verification: Verification | None) -> dict[str, RowCheck]:
    """Compare a verification with the norm tables, by row id; empty without one.

    Raises InvalidDocument for a row, or a number of a row, that the tables do not have.
    """
    if verification is None:
        return {}
    who = verification.engineer
    by = ", ".join(part for part in (who.name, who.organisation, who.registration) if part)
    found = {}
    for checked in verification.rows:
        outcome, detail = _judged(checked)
        found[checked.row] = RowCheck(checked.row, outcome, by, verification.date, detail)
    return found


def _judged(checked: CheckedRow) -> tuple[Outcome, str]:
    """Return what a row's answer amounts to, and what differs. The edition counts: another one may have other numbers."""
    where = ("/verification/rows",)
    row = norm_register().get(checked.row)
    if row is None:
        raise InvalidDocument("verification-row-unknown", row=checked.row, pointers=where)
    ours = row_numbers(row)
    if set(checked.values) != set(ours):
        wanted = tuple(ours) or Phrase("agrees-only")
        raise InvalidDocument("verification-row-differs", row=checked.row, wanted=wanted, pointers=where)
    if not checked.looked_up:
        return "open", ""
    if checked.edition != row.edition:
        return "other_edition", f"{checked.edition} / {row.edition}"
    theirs = {name: value for name, value in checked.values.items() if value is not None}
    unlike = [f"{name} {theirs[name]:g} / {value:g}" for name, value in ours.items() if abs(theirs[name] - value) > _SAME]
    if unlike or (not ours and not checked.agrees):
        return "differs", "; ".join(unlike) or checked.remark
    return "agrees", ""


def with_checks(rows: Sequence[NormRow], checks: dict[str, RowCheck]) -> tuple[NormRow, ...]:
    """Return rows with the status that the checks give them: agreed is verified, a difference makes a published value unverified too."""
    return tuple(_raised(row, checks[row.id]) if row.id in checks else row for row in rows)


def _raised(row: NormRow, check: RowCheck) -> NormRow:
    if check.outcome == "agrees":
        return row.model_copy(update={"status": "verified", "source": f"{check.by}, {check.date}"})
    return row.model_copy(update={"status": "unverified"}) if check.outcome == "differs" else row


def row_status(loads: Loads, row_id: str) -> Status:
    """Return the status of a norm row in a result: that of its check, else that of the tables."""
    outcome = next((check.outcome for check in loads.norm_checks if check.row == row_id), None)
    by_outcome: dict[str | None, Status] = {"agrees": "verified", "differs": "unverified"}
    return by_outcome.get(outcome, norm_register()[row_id].status)


def check_findings(rows: Sequence[NormRow], checks: dict[str, RowCheck]) -> tuple[Finding, ...]:
    """Say which of the rows that were used a named engineer checked, and which are refused; nothing without a verification."""
    used = [checks[row.id] for row in rows if row.id in checks]
    found = []
    agreed = [check for check in used if check.outcome == "agrees"]
    if agreed:
        names = ", ".join(check.row_id for check in agreed)
        found.append(finding("LOAD-NORM-CHECKED", count=len(agreed), by=agreed[0].by, date=str(agreed[0].date), rows=names))
    refused = {"differs": "LOAD-NORM-DIFFERS", "other_edition": "LOAD-NORM-OTHER-EDITION"}
    found.extend(
        finding(refused[check.outcome], row=check.row_id, by=check.by, date=str(check.date), detail=check.detail or "-")
        for check in used
        if check.outcome in refused
    )
    return tuple(found)
