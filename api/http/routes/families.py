"""Building families, and which one a building belongs to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict, Field

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.conditions import REVALIDATED, IfNoneMatch, conditional, entity_tag, tagged
from api.http.cursors import ListPage, PageDep
from api.http.strict_json import StrictRoute
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.document import LocalText
from catalogue.documents.family import BuildingFamily, Outlook
from catalogue.documents.printable import refuse_unprintable
from catalogue.resolve import family_ids, resolve_family, resolve_family_rules
from configurator.host.families import clues_of, infer_families

router = APIRouter(route_class=StrictRoute, prefix="/v1", tags=["families"])


class ListedFamily(Body):
    """One building family in a list."""

    id: str
    version: str
    name: LocalText
    outlook: Outlook = Field(description="Whether such buildings lend themselves to a rooftop extension.")
    example_data: bool
    digest: str


class FamilyList(ListPage[ListedFamily]):
    """Building families, by id."""


class AskedFamilies(Body):
    """A building whose family is looked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    building: Building


class FamilyOdds(Body):
    """Every family of the catalogue with its odds and what speaks for and against it, the likeliest first."""

    rules: str = Field(description="Which rules: `ID@VERSION`.")
    telling: bool = Field(description="False when too little is known to tell families apart: then no family is inferred from these odds.")
    candidates: tuple[FamilyCandidate, ...]


def _listed(family: BuildingFamily) -> ListedFamily:
    said = {name: getattr(family, name) for name in ("id", "version", "name", "outlook", "example_data")}
    return ListedFamily(**said, digest=digest_of(family))


@router.get("/families", operation_id="list_families")
def list_families(page: PageDep, _: PrincipalDep) -> FamilyList:
    """List the building families."""
    what = ("families",)
    after = page.after(what) or [""]
    found = [family_id for family_id in family_ids() if family_id > str(after[0])]
    shown, following = page.cut(what, found, lambda family_id: [family_id], REVALIDATED)
    return FamilyList(items=[_listed(resolve_family(family_id)) for family_id in shown], next_cursor=following)


@router.get(
    "/families/{family_id}", operation_id="get_family", response_model=BuildingFamily, responses={304: {"description": "You have it."}}
)
def get_family(
    family_id: Annotated[str, Path(max_length=80, openapi_examples={"galerij": {"value": "F09"}})],
    _: PrincipalDep,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return one building family as canonical JSON."""
    family = resolve_family(family_id)
    return conditional(canonical_bytes(family), tagged(entity_tag(digest_of(family)), REVALIDATED), if_none_match)


@router.post("/family-odds", operation_id="infer_families")
def post_family_odds(asked: AskedFamilies, _: PrincipalDep) -> FamilyOdds:
    """Weigh every family against what is known of a building, also when it names its own."""
    refuse_unprintable(asked, "")
    rules, clues = resolve_family_rules(), clues_of(asked.building)
    candidates = infer_families(clues, [resolve_family(family_id) for family_id in family_ids()], rules)
    return FamilyOdds(rules=f"{rules.id}@{rules.version}", telling=clues.telling, candidates=candidates)
