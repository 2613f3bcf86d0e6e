"""The verdict over all criteria of one concept on one host."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.concept import Concept, Intervention
from catalogue.documents.document import Document
from catalogue.matching.criteria import Criterion, EngineFigures, HostFacts, intervention, load_band, placed
from catalogue.matching.demands import HOST_CRITERIA

MatchVerdict = Literal["does_not_fit", "conditional", "unknown"]
HARD = (
    "MATCH-INTERVENTION",
    "MATCH-STOREYS",
    "MATCH-ROOF-SIZE",
    "MATCH-BEARING-SYSTEM",
    "MATCH-BAY-RANGE",
    "MATCH-OBSTACLES",
    "MATCH-WALL-MATERIAL",
)
"""Criteria of which one failure rules a concept out before anything is computed."""
SUPPORT_CRITERIA = ("MATCH-BAYS-WALL-ON-WALL", "MATCH-BAYS-TRANSFER-GRID")
"""Ways to stand of which one must be possible."""
NOTHING = EngineFigures(
    dwellings=0,
    modules=0,
    usable_area_m2=0.0,
    added_mass_kg_per_m2=None,
    worst_r_n_p50=None,
    worst_r_n_p50_foundation=None,
    worst_band=None,
)
"""Figures of a concept of which nothing was placed."""


class Match(Document):
    """One concept on one host."""

    concept: str
    """`ID@VERSION`."""
    verdict: MatchVerdict
    criteria: tuple[Criterion, ...]

    def criterion(self, criterion_id: str) -> Criterion:
        """Return one criterion by its id. Raises KeyError for another id: that is a mistake of the programmer."""
        return {criterion.id: criterion for criterion in self.criteria}[criterion_id]


def host_criteria(concept: Concept, facts: HostFacts, wanted: Intervention) -> tuple[Criterion, ...]:
    """Judge the demands that need no engine."""
    return (intervention(concept, wanted), *(criterion(concept, facts) for criterion in HOST_CRITERIA))


def ruled_out(criteria: tuple[Criterion, ...]) -> bool:
    """Tell whether the demands alone rule a concept out, so that nothing needs to be computed."""
    by_id = {criterion.id: criterion.verdict for criterion in criteria}
    stands = [by_id[name] for name in SUPPORT_CRITERIA]
    return any(by_id[name] == "fail" for name in HARD) or all(verdict in ("fail", "not_applicable") for verdict in stands)


def match(concept: Concept, facts: HostFacts, wanted: Intervention, figures: EngineFigures) -> Match:
    """Judge one concept on one host. The verdict is never a yes."""
    demands = host_criteria(concept, facts, wanted)
    criteria = (*demands, placed(figures), load_band(figures))
    fits_not = ruled_out(demands) or figures.dwellings == 0
    load = criteria[-1].verdict
    verdict: MatchVerdict = "does_not_fit" if fits_not else "unknown" if load == "unknown" else "conditional"
    return Match(concept=f"{concept.id}@{concept.version}", verdict=verdict, criteria=criteria)
