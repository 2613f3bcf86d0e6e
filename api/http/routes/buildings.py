"""Buildings that an organisation keeps: its own alone; what belongs to another answers 404."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import PRIVATE, IfMatch, IfNoneMatch, conditional, entity_tag, require_match, tagged
from api.http.cursors import ListPage, PageDep
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.sending import BuildingId, made
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from catalogue.documents.building import Building
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import InvalidDocument
from catalogue.store import buildings
from catalogue.store.answers import Answer
from configurator.host.rings import check_building

router = APIRouter(route_class=StrictRoute, prefix="/v1/buildings", tags=["buildings"], responses=problem_responses(401, 403))
CHANGES = problem_responses(412, 428)


class ListedBuilding(Body):
    """One building in a list."""

    id: str
    name_nl: str | None = Field(description="Dutch name; null is none.")
    name_en: str | None = Field(description="English name; null is none.")
    family: str | None = Field(description="Building family, where the document names one.")
    storeys_existing: int | None = Field(description="Storeys above the plinth; null is unknown.")
    example_data: bool = Field(description="True when the building is made up.")
    digest: str = Field(description="Of the document's canonical form; its entity tag.")
    changed_at: str = Field(description="RFC 3339, UTC.")
    changed_by: str = Field(description="Holder of the key that saved it last.")


class BuildingList(ListPage[ListedBuilding]):
    """Buildings of your organisation, by id."""


def _refuse_broken(building: Building) -> None:
    """Refuse what could never be configured: texts that nothing can show, outlines that are none."""
    refuse_unprintable(building, "")
    check_building(building, "The building")


@router.get("", operation_id="list_buildings")
def list_buildings(page: PageDep, service: ServiceDep, principal: PrincipalDep) -> BuildingList:
    """List the buildings of your organisation. Scope `buildings:read`."""
    organisation = require_scope(principal, "buildings:read")
    what = ("buildings", organisation)
    after = page.after(what) or [""]
    with service.database.reading() as connection:
        found = buildings.buildings_of(connection, organisation, after=str(after[0]), limit=page.limit + 1)
    shown, following = page.cut(what, found, lambda one: [one.id], PRIVATE)
    return BuildingList(items=[ListedBuilding.model_validate(one, from_attributes=True) for one in shown], next_cursor=following)


@router.post("", operation_id="create_building", status_code=201, response_model=Building, responses=problem_responses(409))
def post_building(
    building: Building, request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Keep a new building. Scope `buildings:write`."""
    organisation = require_scope(principal, "buildings:write")
    _refuse_broken(building)

    def save() -> Answer:
        kept = buildings.make_building(service.database, building, organisation=organisation, actor=principal.name, at=service.now())
        return made(kept.body, f"/v1/buildings/{building.id}", kept.digest)

    return done_once(service, principal, request, idempotency_key, building, save)


@router.get("/{building_id}", operation_id="get_building", response_model=Building, responses={304: {"description": "You have it."}})
def get_building(building_id: BuildingId, service: ServiceDep, principal: PrincipalDep, if_none_match: IfNoneMatch = None) -> Response:
    """Return a building of your organisation. Scope `buildings:read`."""
    organisation = require_scope(principal, "buildings:read")
    with service.database.reading() as connection:
        kept = buildings.read_building(connection, building_id, organisation)
    return conditional(kept.body, tagged(entity_tag(kept.digest), PRIVATE), if_none_match)


@router.put("/{building_id}", operation_id="replace_building", response_model=Building, responses=CHANGES)
def put_building(
    building_id: BuildingId, building: Building, service: ServiceDep, principal: PrincipalDep, if_match: IfMatch = None
) -> Response:
    """Replace a building of your organisation. Results that were made with it stay as they are. Scope `buildings:write`."""
    organisation = require_scope(principal, "buildings:write")
    _refuse_broken(building)
    if building.id != building_id:
        raise InvalidDocument("building-other-address", building=building.id, building_id=building_id, pointers=("/id",))
    kept = buildings.replace_building(
        service.database,
        building,
        lambda digest: require_match(if_match, entity_tag(digest)),
        organisation=organisation,
        actor=principal.name,
        at=service.now(),
    )
    return conditional(kept.body, tagged(entity_tag(kept.digest), PRIVATE), None)


@router.delete("/{building_id}", operation_id="delete_building", status_code=204, responses=CHANGES)
def delete_building(building_id: BuildingId, service: ServiceDep, principal: PrincipalDep, if_match: IfMatch = None) -> None:
    """Throw a building of your organisation away. Results that were made with it carry it with them. Scope `buildings:write`."""
    organisation = require_scope(principal, "buildings:write")
    buildings.delete_building(
        service.database,
        building_id,
        lambda digest: require_match(if_match, entity_tag(digest)),
        organisation=organisation,
        actor=principal.name,
        at=service.now(),
    )
