"""For the maker: which of the concept's own figures keeps it off how many buildings, and how little would be enough."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from catalogue.documents.document import Document
from catalogue.matching.criteria import Remedy
from catalogue.matching.match import SUPPORT_CRITERIA, Match


class NearMiss(Document):
    """One figure of a concept that keeps it off buildings of one family."""

    concept: str
    family: str | None
    parameter: str
    """JSON pointer into the concept."""
    hosts: int
    """Buildings that it does not fit, or fits only in part, because of this figure."""
    only_reason: int
    """Of these, the buildings on which nothing else of the concept fails."""
    least_change: float | None
    """Smallest change that lets it fit one of them, in the parameter's unit."""
    median_change: float | None
    """Median of the changes that are needed, in the parameter's unit."""


def near_misses(matches: Iterable[tuple[str | None, Match]]) -> tuple[NearMiss, ...]:
    """Count the maker's own figures that fail, per concept, family and figure, the commonest first.

    Args:
        matches: the family of each building, and the match of a concept on it.
    """
    found: dict[tuple[str, str | None, str], list[tuple[Remedy, bool]]] = {}
    for family, item in matches:
        failing = {criterion.id for criterion in item.criteria if criterion.verdict == "fail" and criterion.id != "MATCH-PLACED"}
        for criterion in item.criteria:
            settled = SUPPORT_CRITERIA if criterion.id in SUPPORT_CRITERIA else (criterion.id,)  # one way to stand is enough
            alone = len(criterion.would_fit) == 1 and failing <= set(settled)
            for one in criterion.would_fit:
                if one.owner == "concept":
                    found.setdefault((item.concept, family, one.parameter), []).append((one, alone))
    counted = [_counted(key, entries) for key, entries in found.items()]
    return tuple(sorted(counted, key=lambda miss: (-miss.hosts, miss.concept, miss.family or "", miss.parameter)))


def _counted(key: tuple[str, str | None, str], entries: list[tuple[Remedy, bool]]) -> NearMiss:
    changes = [one.change for one, _ in entries if one.change is not None]
    return NearMiss(
        concept=key[0],
        family=key[1],
        parameter=key[2],
        hosts=len(entries),
        only_reason=sum(alone for _, alone in entries),
        least_change=min(changes, key=abs, default=None),
        median_change=round(median(changes), 3) if changes else None,
    )
