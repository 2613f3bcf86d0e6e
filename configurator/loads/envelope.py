"""The estimate over all families that the building may belong to: a wrong family is not in the P10-P90 of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.finding import Finding, finding
from configurator.loads.bands import BANDS
from configurator.loads.estimate import LoadEstimate

SMALLEST_ODDS = 0.10
"""Families with odds up to this are left out."""


@dataclass(frozen=True, slots=True)
class FamilyCase:
    """The estimate as if the building belonged to one family."""

    family_id: str
    odds: float
    estimate: LoadEstimate


@dataclass(frozen=True, slots=True)
class Envelope:
    """Lowest P10 and highest P90 of the worst row over the families that count; ratios."""

    cases: tuple[FamilyCase, ...]
    p10: float
    p90: float
    band: int
    """Index of the worst band."""


def family_envelope(cases: Sequence[FamilyCase]) -> Envelope | None:
    """Return the envelope over the families with more than 10 % odds that have figures; None without any."""
    counted = tuple(
        sorted(
            (case for case in cases if case.odds > SMALLEST_ODDS and case.estimate.governing_row is not None),
            key=lambda case: (-case.odds, case.family_id),
        )
    )
    if not counted:
        return None
    spreads = [(case.estimate.rows.spread, case.estimate.governing_row or 0) for case in counted]
    return Envelope(
        cases=counted,
        p10=min(float(spread.p10[row]) for spread, row in spreads),
        p90=max(float(spread.p90[row]) for spread, row in spreads),
        band=max(int(case.estimate.rows.band.max()) for case in counted),
    )


def envelope_findings(envelope: Envelope | None) -> tuple[Finding, ...]:
    """Say how far the families lie apart; nothing where there is no envelope."""
    if envelope is None:
        return ()
    return (
        finding(
            "LOAD-FAMILY-ENVELOPE",
            subjects=("/family",),
            families=", ".join(f"{case.family_id} ({case.odds:.0%})" for case in envelope.cases),
            low_percent=100.0 * envelope.p10,
            high_percent=100.0 * envelope.p90,
            band=BANDS[envelope.band],
        ),
    )
