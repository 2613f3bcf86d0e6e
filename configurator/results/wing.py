"""One wing of a building with everything that was computed for it."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.configuration import Impact, RuleResult
from catalogue.documents.finding import Finding
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.envelope import Envelope
from configurator.loads.estimate import LoadEstimate


@dataclass(frozen=True, slots=True)
class ComputedWing:
    """The working values of one wing; ids in it are those of a building of one wing."""

    key: str
    """Starts the ids of the wing in what is published and written; empty where the building is one wing."""
    host: HostBuilding
    layout: Layout
    loads: LoadEstimate
    rules: tuple[RuleResult, ...]
    rule_findings: tuple[Finding, ...]
    impact: Impact
    envelope: Envelope | None
