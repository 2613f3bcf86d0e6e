"""Organisations: your own, and for whoever runs this installation all of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import ConfigDict, Field, StringConstraints

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import PRIVATE, IfMatch, entity_tag, require_match
from api.http.cursors import ListPage, PageDep
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.sending import made
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.roles import Principal
from catalogue.documents.canonical import digest_of_bytes
from catalogue.documents.document import Slug
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import NotFound
from catalogue.store import organisations
from catalogue.store.answers import Answer

router = APIRouter(route_class=StrictRoute, prefix="/v1/organisations", tags=["organisations"], responses=problem_responses(401, 403))
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
OrganisationId = Annotated[
    str, Path(max_length=200, description="Id of an organisation.", openapi_examples={"own": {"value": "optop-example"}})
]


class Organisation(Body):
    """One organisation."""

    id: str
    name: str
    created_at: str = Field(description="RFC 3339, UTC.")


class OrganisationList(ListPage[Organisation]):
    """Organisations that you may see, by id."""


class NewOrganisation(Body):
    """An organisation to make."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"id": "woonstede", "name": "Stichting Woonstede"}]})

    id: Slug
    name: Name


class Renamed(Body):
    """Another name; the id stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Stichting Woonstede"}]})

    name: Name


def _visible(principal: Principal) -> str | None:
    """The one organisation that a principal may see, or None for all."""
    if principal.organisation is not None and principal.may("installation:manage"):
        return None
    return require_own(principal)


def require_own(principal: Principal) -> str:
    """Return the organisation of a principal that may be any but the anonymous. Raises NotAuthenticated or NotAllowed."""
    return require_scope(principal, "organisation:write" if principal.may("organisation:write") else "buildings:read")


def _tag(found: organisations.Organisation) -> str:
    return digest_of_bytes(f"{found.id}\n{found.name}".encode())[7:23]


def _shown(found: organisations.Organisation) -> Organisation:
    return Organisation(id=found.id, name=found.name, created_at=found.created_at)


def _answer(response: Response, found: organisations.Organisation) -> Organisation:
    response.headers.update({"ETag": entity_tag(_tag(found)), "Cache-Control": PRIVATE})
    return _shown(found)


@router.get("", operation_id="list_organisations")
def list_organisations(page: PageDep, service: ServiceDep, principal: PrincipalDep) -> OrganisationList:
    """List your own organisation; with the scope `installation:manage` every one."""
    only = _visible(principal)
    what = ("organisations", only or "*")
    after = page.after(what) or [""]
    with service.database.reading() as connection:
        found = organisations.organisations(connection, only, after=str(after[0]), limit=page.limit + 1)
    shown, following = page.cut(what, found, lambda one: [one.id], PRIVATE)
    return OrganisationList(items=[_shown(one) for one in shown], next_cursor=following)


@router.post("", operation_id="create_organisation", status_code=201, response_model=Organisation, responses=problem_responses(409))
def post_organisation(
    asked: NewOrganisation, request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Make an organisation; then make its first key. Scope `installation:manage`."""
    require_scope(principal, "installation:manage")
    refuse_unprintable(asked, "")

    def make() -> Answer:
        found = organisations.make_organisation(service.database, asked.id, asked.name, actor=principal.name, at=service.now())
        return made(_shown(found), f"/v1/organisations/{asked.id}", _tag(found))

    return done_once(service, principal, request, idempotency_key, asked, make)


@router.get("/{organisation_id}", operation_id="get_organisation")
def get_organisation(organisation_id: OrganisationId, response: Response, service: ServiceDep, principal: PrincipalDep) -> Organisation:
    """Return your own organisation; with the scope `installation:manage` any."""
    _require_visible(_visible(principal), organisation_id)
    with service.database.reading() as connection:
        return _answer(response, organisations.read_organisation(connection, organisation_id))


@router.put("/{organisation_id}", operation_id="rename_organisation", responses=problem_responses(412, 428))
def put_organisation(
    organisation_id: OrganisationId,
    asked: Renamed,
    response: Response,
    service: ServiceDep,
    principal: PrincipalDep,
    if_match: IfMatch = None,
) -> Organisation:
    """Give your organisation another name; its id stays. Scope `organisation:write`."""
    visible = None if principal.may("installation:manage") else require_scope(principal, "organisation:write")
    require_own(principal)
    _require_visible(visible, organisation_id)
    refuse_unprintable(asked, "")
    with service.database.writing() as connection:
        require_match(if_match, entity_tag(_tag(organisations.read_organisation(connection, organisation_id))))
        renamed = organisations.rename_organisation(service.database, organisation_id, asked.name, actor=principal.name, at=service.now())
    return _answer(response, renamed)


def _require_visible(only: str | None, organisation_id: str) -> None:
    if only not in (None, organisation_id):
        raise NotFound("organisation-unknown", organisation_id=organisation_id, pointers=("/organisation",))
