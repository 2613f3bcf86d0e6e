"""Inspections: which buildings a file holds, or what is known, assumed and unknown of one; from measures where there is no file."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from api.http.access import PrincipalDep
from api.http.configuring import may_configure
from api.http.language import LangDep
from api.http.negotiation import JSON, SVG, chosen_media_type
from api.http.service import ServiceDep
from api.http.work_problems import WORK_RESPONSES
from api.inspection import Wanted
from api.work.files import safe_name
from api.work.inspecting import draw_measured, inspect_measured, inspected_file
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.configuration import HostSummary, Knowledge
from catalogue.documents.finding import Finding
from catalogue.documents.loading import parse_json
from catalogue.errors import IncompleteRequest, InvalidDocument
from configurator.host.readers.content import RowChoice

router = APIRouter(prefix="/v1/inspections", tags=["inspections"], responses=WORK_RESPONSES)
MAX_AROUND_M = 100.0
"""Further away nothing belongs to the picture of one building."""

_OK: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "What is there."}
}


class FoundBuilding(BaseModel):
    """One building of a file that holds several. Null is unknown."""

    id: str
    year_built: int | None
    flat_levels: int
    area_m2: float | None
    """Area of its largest roof level."""
    height_m: float | None
    """Height of that level above ground."""


class InspectedWing(BaseModel):
    """One wing of a building that has several."""

    id: str
    level: str
    host: HostSummary
    findings: list[Finding]


class SurroundingMass(BaseModel):
    """What stands near the building, as a plain mass: for a picture, it is no input of a configuration."""

    outline_m: list[tuple[float, float]]
    """In the coordinates of the building document."""
    height_m: float | None
    """Above its own ground; null is unknown."""


class TableRow(BaseModel):
    """One row of a portfolio table."""

    row: int
    id: str
    bag_ids: list[str]
    facts: dict[str, Any]
    families: list[FamilyCandidate]
    knocked_out: bool
    findings: list[Finding]


class Table(BaseModel):
    """A portfolio table: which of its columns were understood as what, which were not, and its rows."""

    columns: dict[str, str]
    ignored: list[str]
    rows: list[TableRow]


class Inspection(BaseModel):
    """What was found: several buildings to choose from, or one with its host, or the rows of a table."""

    buildings: list[FoundBuilding] | None = None
    building: Building | None = None
    """The building document, to be sent on to a configuration."""
    host: HostSummary | None = None
    knowledge: Knowledge | None = None
    findings: list[Finding] = []
    wings: list[InspectedWing] | None = None
    needed: list[str] = []
    """What is still needed before anything can be configured on it, as JSON pointers into the building document."""
    lacking: str | None = None
    """The same as a sentence."""
    surroundings: list[SurroundingMass] | None = None
    """The nearest masses in the file, with `around_m`; other parts of the same building are among them."""
    table: Table | None = None


@router.post("", operation_id="inspect", response_model=Inspection, responses=_OK)
async def post_inspection(  # noqa: PLR0913, PLR0917 - one parameter a field of the form
    request: Request,
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
    file: Annotated[
        UploadFile | None, File(description="Building document, GeoJSON, CityJSON, IFC (STEP), GeoPackage, GeoParquet, DXF, CSV or XLSX.")
    ] = None,
    building: Annotated[
        list[str] | None, Form(description="Which building, where the file holds several; further ones join its row.")
    ] = None,
    crs: Annotated[str | None, Form(max_length=40, description="Coordinate system, where the file names none: EPSG:28992.")] = None,
    roof_level: Annotated[str | None, Form(max_length=40, description="Only this flat level of the roof; 1 is the largest.")] = None,
    row: Annotated[RowChoice, Form(description="`auto`: adjoining panden of equal height are one roof.")] = "auto",
    length_m: Annotated[
        float | None, Form(allow_inf_nan=False, description="Length along the building in metres, instead of a file.")
    ] = None,
    depth_m: Annotated[float | None, Form(allow_inf_nan=False, description="Depth across it in metres, instead of a file.")] = None,
    around_m: Annotated[
        float, Form(ge=0.0, le=MAX_AROUND_M, allow_inf_nan=False, description="Also what stands within so many metres of its roof.")
    ] = 0.0,
    facts: Annotated[str | None, Form(max_length=100_000, description='JSON object of facts on top: {"storeys_existing": 4}.')] = None,
) -> Response:
    """Inspect a building file or measures; with `Accept: image/svg+xml` a plan of the one building that is meant.

    Every file is read in a process of its own with limits; whatever it does there costs this request alone.
    """
    may_configure(principal)
    media_type = chosen_media_type(request, (JSON, SVG))
    known = _facts(facts)
    if file is None:
        measures = _measures(length_m, depth_m)
        if media_type == SVG:
            return Response(await service.work.run(draw_measured, *measures, known, lang), media_type=SVG)
        return Response(await service.work.run(inspect_measured, *measures, known), media_type=JSON)
    if length_m is not None or depth_m is not None:
        raise InvalidDocument("measures-and-upload", pointers=("/length_m",))
    first, *others = building or (None,)
    wanted = Wanted(first, tuple(str(one) for one in others), crs, roof_level, row, known, around_m)
    async with service.files.kept(((safe_name(file.filename or ""), file.file),)) as (path,):
        drawn = lang if media_type == SVG else None
        body = await service.files.run(inspected_file, path, wanted, drawn, service.files.limits)
    return Response(body, media_type=media_type)


def _facts(text: str | None) -> dict[str, Any]:
    if text is None or not text.strip():
        return {}
    value = parse_json(text, "facts")
    if not isinstance(value, dict):
        raise InvalidDocument("facts-malformed", pointers=("/facts",))
    return value


def _measures(length_m: float | None, depth_m: float | None) -> tuple[float, float]:
    if length_m is None or depth_m is None:
        raise IncompleteRequest("inspection-empty", pointers=("/file", "/length_m", "/depth_m"))
    return length_m, depth_m
