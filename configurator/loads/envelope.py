"""The estimate over all families that the building may belong to: a wrong family is not in the P10-P90 of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents.finding import Finding, finding
from catalogue.documents.request import LEAST_ODDS
from configurator.layout.placement import Layout
from configurator.loads.bands import BANDS
from configurator.loads.estimate import Weighed


@dataclass(frozen=True, slots=True)
class FamilyCase:
    """The estimate as if the building belonged to one family."""

    family_id: str
    odds: float
    estimate: Weighed
    layout: Layout
    """What would be placed: another family may have other walls."""
    same_walls: bool
    """Whether walls, heights and so the layout are those of the result; then only the weights differ."""

    @property
    def has_figures(self) -> bool:
        """Whether something is placed and its loads are known."""
        return bool(self.layout.modules) and self.estimate.governing_row is not None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Lowest P10 and highest P90 of the worst row over the families that count; ratios."""

    cases: tuple[FamilyCase, ...]
    without: tuple[FamilyCase, ...]
    """Families that count as well, with which nothing can be placed or no load can be given."""
    p10: float
    p90: float
    band: int
    """Index of the worst band."""


def family_envelope(cases: Sequence[FamilyCase]) -> Envelope | None:
    """Return the envelope over the families with more than 10 % odds that have figures; None without any."""
    likely = sorted((case for case in cases if case.odds > LEAST_ODDS), key=lambda case: (-case.odds, case.family_id))
    counted = tuple(case for case in likely if case.has_figures)
    if not counted:
        return None
    spreads = [(case.estimate.rows.spread, case.estimate.governing_row or 0) for case in counted]
    return Envelope(
        cases=counted,
        without=tuple(case for case in likely if not case.has_figures),
        p10=min(float(spread.p10[row]) for spread, row in spreads),
        p90=max(float(spread.p90[row]) for spread, row in spreads),
        band=max(int(case.estimate.rows.band.max()) for case in counted),
    )


def envelope_findings(envelope: Envelope | None) -> tuple[Finding, ...]:
    """Say how far the families lie apart, and with which of them there is no answer; nothing where there is no envelope."""
    if envelope is None:
        return ()
    found = [
        finding(
            "LOAD-FAMILY-ENVELOPE",
            subjects=("/family",),
            families=_named(envelope.cases),
            low_percent=100.0 * envelope.p10,
            high_percent=100.0 * envelope.p90,
            band=BANDS[envelope.band],
        )
    ]
    if envelope.without:
        found.append(finding("LOAD-FAMILY-WITHOUT-FIGURES", subjects=("/family",), families=_named(envelope.without)))
    return tuple(found)


def _named(cases: Sequence[FamilyCase]) -> str:
    return ", ".join(f"{case.family_id} ({case.odds:.0%})" for case in cases)
