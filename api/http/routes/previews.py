"""Previews: everything that a live view shows of one configuration, in one compact answer; and the trace of one figure of it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.http.access import PrincipalDep
from api.http.configuring import may_configure
from api.http.offered import offered_concept
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.outputs import file_by_suffix
from api.previews import AskedPreview
from api.work.previewing import make_preview, trace_preview, write_preview
from configurator.results.trace import TraceStep

router = APIRouter(prefix="/v1/previews", tags=["previews"], route_class=StrictRoute, responses=WORK_RESPONSES)


class AskedTrace(AskedPreview):
    """A figure of a configuration whose trace is asked for."""

    pointer: str = Field(max_length=300, pattern="^/")
    """JSON pointer into the configuration."""


class TraceAnswer(BaseModel):
    """A figure and all that it follows from, the figure itself first."""

    steps: tuple[TraceStep, ...]
    family: str | None
    """The family that an interval rests on."""


@router.post("", operation_id="preview", response_class=Response, responses={200: {"content": {"application/json": {}}}})
async def post_preview(asked: AskedPreview, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Compute one configuration and answer with what a live view shows of it; nothing is kept."""
    may_configure(principal)
    concept = await run_in_threadpool(offered_concept, service, asked.concept)
    answer = await service.work.run(make_preview, asked.model_dump_json().encode(), concept.body)
    return Response(answer, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/trace", operation_id="trace_preview", response_model=TraceAnswer)
async def post_trace(asked: AskedTrace, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Compute one configuration and answer with where one of its figures comes from."""
    may_configure(principal)
    concept = await run_in_threadpool(offered_concept, service, asked.concept)
    preview = asked.model_dump_json(exclude={"pointer"}).encode()
    return Response(await service.work.run(trace_preview, preview, concept.body, asked.pointer), media_type="application/json")


@router.post("/files/{suffix}", operation_id="write_preview_file", response_class=Response)
async def post_file(asked: AskedPreview, suffix: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Compute one configuration and answer with one of its files: ifc, glb, svg, png, csv, xlsx, dxf, pdf, obj, stl, md, yaml or json."""
    may_configure(principal)
    file = file_by_suffix(suffix)
    concept = await run_in_threadpool(offered_concept, service, asked.concept)
    name, content = await service.work.run(write_preview, asked.model_dump_json().encode(), concept.body, file)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=file.media_type, headers=headers)
