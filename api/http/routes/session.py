"""Who is asking, and sessions of people in a browser."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.http.sessions import sign_in, sign_out
from api.http.strict_json import StrictRoute
from api.roles import Principal

router = APIRouter(route_class=StrictRoute, prefix="/v1", tags=["access"])


class WhoAmI(Body):
    """Who makes this request, as the service sees it."""

    organisation: str | None = Field(description="Id of the organisation; null for an anonymous caller.")
    name: str = Field(description="The holder, as the audit log and publication records name it.")
    roles: list[str] = Field(description="Of reader, publisher, reviewer, admin, operator.")
    scopes: list[str] = Field(description="What this caller may do.")


class AskedSession(Body):
    """A key that a session is begun with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"key": "optop_abcdefgh_" + "A" * 43}]})

    key: str = Field(max_length=200, description="A machine key, `optop_<id>_<secret>`.")


def _who(principal: Principal) -> WhoAmI:
    return WhoAmI(organisation=principal.organisation, name=principal.name, roles=sorted(principal.roles), scopes=sorted(principal.scopes))


@router.get("/principal", operation_id="get_principal")
def get_principal(principal: PrincipalDep) -> WhoAmI:
    """Say who makes this request, and what that caller may do."""
    return _who(principal)


@router.post("/session", operation_id="begin_session")
def post_session(asked: AskedSession, request: Request, response: Response, service: ServiceDep) -> WhoAmI:
    """Begin a session of this browser, in the cookie `optop_session`, with a machine key. Only from a page of this service."""
    return _who(sign_in(service, asked.key, request, response))


@router.delete("/session", operation_id="end_session", status_code=204)
def delete_session(request: Request, response: Response) -> None:
    """End the session of this browser."""
    sign_out(request, response)
