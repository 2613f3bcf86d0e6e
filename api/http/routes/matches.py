"""Matches: several concepts on one building, each criterion with its numbers; the building is compiled once for all of them."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.asked import AskedMatch, asking_for
from api.http.configuring import may_configure
from api.http.language import LangDep
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.work.computing import make_matches
from catalogue.matching.match import Match
from catalogue.matching.ranking import Objective, Offer

router = APIRouter(prefix="/v1/matches", tags=["matches"], route_class=StrictRoute, responses=WORK_RESPONSES)


class OfferedMatch(Match):
    """A match, and what the concept gives on this building."""

    offer: Offer


class Ranked(Body):
    """A concept with its score by the weights that were given; null when a weighed figure is unknown."""

    concept: str
    score: float | None
    """From 0 to 1, higher is better: the weighted mean of its places between the worst and the best.

    Null when a weighed figure is unknown.
    """
    missing: list[Objective]


class MatchList(Body):
    """Matches, most promising verdict first; within a verdict nothing is ranked unless weights were given."""

    matches: list[OfferedMatch]
    pareto_front: list[str]
    """Concepts that no other beats: none is as good in everything and better in something."""
    weights: dict[Objective, float]
    """Those that were given."""
    ranking: list[Ranked]
    disclaimer: str


@router.post("", operation_id="match", response_model=MatchList)
async def post_match(asked: AskedMatch, service: ServiceDep, principal: PrincipalDep, lang: LangDep) -> Response:
    """Match concepts on one building, each criterion with its numbers. A match is a screening, never a yes."""
    may_configure(principal)
    asking = await run_in_threadpool(asking_for, service, principal, asked, asked.concepts, asked.documents)
    weights = {str(name): weight for name, weight in asked.weights.items()}
    key = f"match:{asking.key}:{sorted(weights.items())}:{lang}"
    body = await service.computed(principal, key, make_matches, asking.ask, weights, lang)
    return Response(body, media_type="application/json", headers={"Content-Language": lang})
