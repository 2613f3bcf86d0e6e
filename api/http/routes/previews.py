"""Previews: everything that a live view shows of one configuration, in one compact answer; and what leads on from it. Nothing is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.asked import AskedConfiguration
from api.http.previewing import previewed, requested, traced
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.previews import AskedPreview
from configurator.results.trace import TraceStep

router = APIRouter(prefix="/v1/previews", tags=["previews"], route_class=StrictRoute, responses=WORK_RESPONSES)
JSON = {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "What is shown."}


PriorityHeader = Annotated[str | None, Header(max_length=200, description="Urgency of the answer (RFC 9218): `u=7` is background.")]


def is_background(priority: str | None) -> bool:
    """Return whether a Priority header has the least urgency (RFC 9218, 4.1)."""
    return any(part.strip() == "u=7" for part in (priority or "").split(","))


class AskedTrace(AskedPreview):
    """A figure of a configuration whose trace is asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"building_id": "demo-portiek-1966", "concept": "A3", "pointer": "/loads/lines/0/r_n_p50"}]}
    )

    pointer: str = Field(max_length=300, pattern="^/")
    """JSON pointer into the configuration."""


class TraceAnswer(Body):
    """A figure and all that it follows from, the figure itself first."""

    steps: tuple[TraceStep, ...]
    family: str | None
    """The family that an interval rests on."""


def _sent(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("", operation_id="preview", response_class=Response, responses={200: JSON})
async def post_preview(asked: AskedPreview, service: ServiceDep, principal: PrincipalDep, priority: PriorityHeader = None) -> Response:
    """Compute one configuration and answer with what a live view shows of it.

    With `Priority: u=7` (RFC 9218, background) nobody waits for the answer yet: it is computed behind everything else.
    """
    pool = service.work if is_background(priority) else service.live
    return _sent(await previewed(service, principal, asked, pool))


@router.post("/trace", operation_id="trace_preview", response_model=TraceAnswer)
async def post_trace(asked: AskedTrace, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Compute one configuration and answer with where one of its figures comes from."""
    return _sent(await traced(service, principal, asked, asked.pointer))


@router.post("/request", operation_id="request_of_preview", response_model=AskedConfiguration)
async def post_request(asked: AskedPreview, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Answer with the body that asks `/v1/configurations` for the same configuration, to keep it and to have its files made."""
    return _sent(await requested(service, principal, asked))
