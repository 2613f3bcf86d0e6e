"""Previews: everything that a live view shows of one configuration, in one compact answer; and the trace of one figure of it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.previews import MEDIA_TYPES, AskedPreview, computed_preview, preview_bytes, preview_file
from configurator.results.trace import TraceStep, trace_figure

router = APIRouter(prefix="/v1/previews", tags=["previews"])


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
def post_preview(asked: AskedPreview) -> Response:
    """Compute one configuration and answer with what a live view shows of it; nothing is kept."""
    answer = preview_bytes(computed_preview(asked), asked)
    return Response(answer, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/trace", operation_id="trace_preview")
def post_trace(asked: AskedTrace) -> TraceAnswer:
    """Compute one configuration and answer with where one of its figures comes from."""
    trace = trace_figure(computed_preview(asked).configuration, asked.pointer)
    return TraceAnswer(steps=trace.steps, family=trace.family)


@router.post("/files/{suffix}", operation_id="write_preview_file", response_class=Response)
def post_file(asked: AskedPreview, suffix: str) -> Response:
    """Compute one configuration and answer with one of its files: ifc, glb, svg, dxf, csv, pdf or json."""
    name, content = preview_file(computed_preview(asked), suffix, asked.lang)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=MEDIA_TYPES[suffix], headers=headers)
