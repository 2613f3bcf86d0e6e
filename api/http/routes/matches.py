"""Matches: several concepts on one building, each criterion with its numbers."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from api.http.asked import AskedMatch, inputs_of
from catalogue.matching.match import Match
from catalogue.resolve import concept_versions, resolve_concept
from configurator.configure import configure
from configurator.fit.matching import match_computed, ordered

router = APIRouter(prefix="/v1/matches", tags=["matches"])


class MatchList(BaseModel):
    """Matches, most promising verdict first."""

    matches: list[Match]


@router.post("", operation_id="match")
def post_match(asked: AskedMatch) -> MatchList:
    """Match concepts on one building, each criterion with its numbers."""
    references = asked.concepts or list(concept_versions())
    return MatchList(matches=ordered([match_computed(configure(inputs_of(asked, resolve_concept(name)))) for name in references]))
