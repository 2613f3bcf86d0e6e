"""Building families, and which one a building belongs to."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.http.documents import document_response
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.resolve import family_ids, resolve_family, resolve_family_rules
from configurator.host.families import clues_of, infer_families

router = APIRouter(prefix="/v1", tags=["families"])


class FamilyList(BaseModel):
    """Ids of the building families."""

    families: tuple[str, ...]


class AskedFamilies(BaseModel):
    """A building whose family is looked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    building: Building


class FamilyOdds(BaseModel):
    """Every family of the catalogue with its odds and what speaks for and against it, the likeliest first."""

    rules: str
    """Which rules: `ID@VERSION`."""
    telling: bool
    """False when too little is known to tell families apart: then no family is inferred from these odds."""
    candidates: tuple[FamilyCandidate, ...]


@router.get("/families", operation_id="list_families")
def list_families() -> FamilyList:
    """List the building families."""
    return FamilyList(families=family_ids())


@router.get("/families/{family_id}", operation_id="get_family")
def get_family(family_id: str) -> Response:
    """Return one building family as canonical JSON."""
    return document_response(resolve_family(family_id), pinned=False)


@router.post("/family-odds", operation_id="infer_families")
def post_family_odds(asked: AskedFamilies) -> FamilyOdds:
    """Weigh every family against what is known of a building, also when it names its own."""
    rules, clues = resolve_family_rules(), clues_of(asked.building)
    candidates = infer_families(clues, [resolve_family(family_id) for family_id in family_ids()], rules)
    return FamilyOdds(rules=f"{rules.id}@{rules.version}", telling=clues.telling, candidates=candidates)
