"""What the facts of a host signal before anything is placed: strategy, heritage, foundation, a family that does not match."""

from __future__ import annotations

from catalogue.documents.building import Building
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import Finding, finding
from configurator.host.origins import Ledger
from configurator.host.terms import term

TIMBER_PILE_RISK_BEFORE = 1960
"""Before this year piles under Dutch housing were mostly timber."""


def _strategy(building: Building) -> list[Finding]:
    """Say when the owner's plans or a monument status stand in the way."""
    found: list[Finding] = []
    strategy, heritage = building.asset_strategy, building.heritage
    if strategy is not None and strategy.value in ("sell", "demolish"):
        found.append(
            finding(
                "HOST-STRATEGY", subjects=("/asset_strategy",), strategy_nl=term(strategy.value).nl, strategy_en=term(strategy.value).en
            )
        )
    if heritage is not None and heritage.value:
        found.append(finding("HOST-HERITAGE", subjects=("/heritage",)))
    return found


def _foundation(building: Building) -> list[Finding]:
    """Say when the foundation is unknown, or timber."""
    fact = building.foundation
    if fact is None or fact.value.type == "unknown":
        return [finding("HOST-FOUNDATION-UNKNOWN", subjects=("/foundation",))]
    timber = fact.value.material == "timber"
    old = building.year_built is not None and building.year_built.value < TIMBER_PILE_RISK_BEFORE
    if fact.value.type == "pile" and (timber or (fact.value.material == "unknown" and old)):
        return [
            finding(
                "HOST-FOUNDATION-TIMBER",
                subjects=("/foundation",),
                material_nl=term(fact.value.material).nl,
                material_en=term(fact.value.material).en,
            )
        ]
    return []


def _family(building: Building, family: BuildingFamily | None, storeys: int) -> list[Finding]:
    """Say when the family does not suit an extension, or does not look like this building."""
    if family is None:
        return []
    found: list[Finding] = []
    if family.outlook != "suitable":
        code = "HOST-FAMILY-UNSUITABLE" if family.outlook == "unsuitable" else "HOST-FAMILY-CONDITIONAL"
        reason = family.outlook_reason
        found.append(finding(code, subjects=("/family",), family=family.id, reason_nl=reason.nl, reason_en=reason.en))
    year = None if building.year_built is None else building.year_built.value
    if year is not None and not family.years.min <= year <= family.years.max:
        found.append(
            finding(
                "HOST-FAMILY-YEAR",
                subjects=("/family", "/year_built"),
                family=family.id,
                year=year,
                low=int(family.years.min),
                high=int(family.years.max),
            )
        )
    if not family.storeys.min <= storeys <= family.storeys.max:
        found.append(
            finding(
                "HOST-FAMILY-STOREYS",
                subjects=("/family", "/storeys_existing"),
                family=family.id,
                storeys=storeys,
                low=int(family.storeys.min),
                high=int(family.storeys.max),
            )
        )
    return found


def note_signals(building: Building, family: BuildingFamily | None, storeys: int, ledger: Ledger) -> None:
    """Write the signals of a building into the ledger, in a fixed order.

    Args:
        building: the building document.
        family: its family, or None.
        storeys: number of storeys as compiled.
        ledger: where the findings go.
    """
    ledger.findings.extend([*_strategy(building), *_foundation(building), *_family(building, family, storeys)])
