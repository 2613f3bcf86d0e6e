"""Which of several concepts is better in what: a Pareto front without weights, and an order by weights that the user gives.

Nothing is weighed unless somebody says how. What is unknown is never taken for zero, for average or for the best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from catalogue.documents.document import Document
from catalogue.errors import InvalidDocument
from catalogue.matching.match import MatchVerdict

Objective = Literal["homes", "load", "cost", "carbon", "lead_time"]
HIGHER_IS_BETTER: dict[Objective, bool] = {"homes": True, "load": False, "cost": False, "carbon": False, "lead_time": False}
"""Every objective, and which way is better."""


CarbonBasis = Literal["declared", "layers"]
"""`declared`: the maker's total. `layers`: the sum of the layers, without windows, connector, access and installations."""


class Offer(Document):
    """What one concept gives on one host; None is unknown."""

    concept: str
    verdict: MatchVerdict
    homes: int
    """Number of new dwellings."""
    load: float | None
    """Largest relative increase of a bearing line at any level, median (r_n_p50)."""
    cost: float | None
    """Concept price in euro: price per m2 x gross floor area. It is no total: `cost_covers` says what is in it."""
    cost_covers: tuple[str, ...] = ()
    carbon: float | None
    """Embodied carbon of production (A1 to A3), kg CO2-eq; `carbon_basis` says of what."""
    carbon_basis: CarbonBasis | None = None
    lead_time: float | None
    """Days from order to the first module on site."""
    total_cost: None = None
    """Unknown: connector, access, lift, works below, fees and VAT are computed by nobody yet."""

    def figure(self, objective: Objective) -> float | None:
        """Return the figure of one objective."""
        value: float | None = getattr(self, objective)
        return value

    def scope(self, objective: Objective) -> frozenset[str]:
        """Return what the figure of an objective covers: figures that cover different things cannot be compared."""
        if objective == "carbon":
            return frozenset(() if self.carbon_basis is None else (self.carbon_basis,))
        return frozenset(self.cost_covers if objective == "cost" else ())


@dataclass(frozen=True, slots=True)
class Scored:
    """An offer with its score by the user's weights; None when a weighed figure is unknown."""

    concept: str
    score: float | None
    missing: tuple[Objective, ...]


def dominates(one: Offer, other: Offer) -> bool:
    """Tell whether one offer is at least as good in everything and better in something.

    Where only one of two figures is known the two cannot be compared, so neither dominates. Prices and carbon that cover different things
    cannot be compared either. What is unknown of both does not count.
    """
    better = False
    for objective, upwards in HIGHER_IS_BETTER.items():
        mine, theirs = one.figure(objective), other.figure(objective)
        if mine is None and theirs is None:
            continue
        if mine is None or theirs is None or one.scope(objective) != other.scope(objective):
            return False
        if mine != theirs:
            if (mine > theirs) != upwards:
                return False
            better = True
    return better


def pareto_front(offers: Sequence[Offer]) -> tuple[str, ...]:
    """Return the concepts that no other dominates, in the order given; what does not fit is left out."""
    fitting = [offer for offer in offers if offer.verdict != "does_not_fit"]
    return tuple(offer.concept for offer in fitting if not any(dominates(other, offer) for other in fitting))


def weighed(offers: Sequence[Offer], weights: Mapping[str, float]) -> tuple[Scored, ...]:
    """Order the concepts that fit by the weights that the user gives, best first, those without a score last.

    Each figure counts as its place between the worst (0) and the best (1) among the offers whose figure is known; the score is the
    weighted mean. Raises InvalidDocument for an objective that does not exist or weights that cannot be.
    """
    for name, weight in weights.items():
        if name not in HIGHER_IS_BETTER:
            raise InvalidDocument("objective-unknown", name=name, known=tuple(HIGHER_IS_BETTER), pointers=(f"/{name}",))
        if not 0.0 <= weight < float("inf"):
            raise InvalidDocument("weight-not-positive", name=name, weight=weight, pointers=(f"/{name}",))
    wanted = [objective for objective in HIGHER_IS_BETTER if weights.get(objective, 0.0) > 0.0]
    if not wanted:
        raise InvalidDocument("no-weight")
    fitting = [offer for offer in offers if offer.verdict != "does_not_fit"]
    places = {objective: _places(fitting, objective) for objective in wanted}
    scored = []
    for index, offer in enumerate(fitting):
        missing = tuple(objective for objective in wanted if places[objective][index] is None)
        total = sum(weights[objective] * (places[objective][index] or 0.0) for objective in wanted)
        score = None if missing else round(total / sum(weights[objective] for objective in wanted), 6)
        scored.append(Scored(offer.concept, score, missing))
    return tuple(sorted(scored, key=lambda item: (item.score is None, -(item.score or 0.0), item.concept)))


def _places(offers: Sequence[Offer], objective: Objective) -> list[float | None]:
    """What does not cover what most figures cover is unknown here: it cannot be put on one scale."""
    scopes = [tuple(sorted(offer.scope(objective))) for offer in offers if offer.figure(objective) is not None]
    usual = max(sorted(set(scopes)), key=scopes.count, default=())
    figures = [None if tuple(sorted(offer.scope(objective))) != usual else offer.figure(objective) for offer in offers]
    known = [figure for figure in figures if figure is not None]
    if not known:
        return figures
    low, high = min(known), max(known)
    if low == high:
        return [None if figure is None else 1.0 for figure in figures]
    upwards = HIGHER_IS_BETTER[objective]
    return [None if f is None else (f - low if upwards else high - f) / (high - low) for f in figures]
