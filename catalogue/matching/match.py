"""The verdict over all criteria of one concept on one host."""

from __future__ import annotations

from typing import Literal

from catalogue.documents.concept import Concept, Intervention
from catalogue.documents.document import Document
from catalogue.matching.criteria import HOST_CRITERIA, Criterion, EngineFigures, HostFacts, intervention, load_band, placed

MatchVerdict = Literal["does_not_fit", "conditional", "unknown"]
KNOCK_OUT = ("MATCH-INTERVENTION", "MATCH-STOREYS", "MATCH-ROOF-SIZE", "MATCH-PLACED")
"""Criteria of which one failure rules a concept out."""


class Match(Document):
    """One concept on one host."""

    concept: str
    """`ID@VERSION`."""
    verdict: MatchVerdict
    criteria: tuple[Criterion, ...]


def match(concept: Concept, facts: HostFacts, wanted: Intervention, figures: EngineFigures) -> Match:
    """Judge one concept on one host. The verdict is never a yes."""
    criteria = (
        intervention(concept, wanted),
        *(criterion(concept, facts) for criterion in HOST_CRITERIA),
        placed(figures),
        load_band(figures),
    )
    return Match(concept=f"{concept.id}@{concept.version}", verdict=_verdict(criteria), criteria=criteria)


def _verdict(criteria: tuple[Criterion, ...]) -> MatchVerdict:
    by_id = {criterion.id: criterion for criterion in criteria}
    if any(by_id[knock_out].verdict == "fail" for knock_out in KNOCK_OUT):
        return "does_not_fit"
    supports = [by_id["MATCH-BAYS-WALL-ON-WALL"].verdict, by_id["MATCH-BAYS-TRANSFER-GRID"].verdict]
    if all(verdict in ("fail", "not_applicable") for verdict in supports):
        return "does_not_fit"
    return "unknown" if by_id["MATCH-LOAD-BAND"].verdict == "unknown" else "conditional"
