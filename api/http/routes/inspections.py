"""Inspections: which buildings a file holds, or what is known, assumed and unknown of one; from measures where there is no file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response
from pydantic import ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.access import Principal, PrincipalDep, require_scope
from api.http.asked import named_building
from api.http.configuring import may_configure
from api.http.language import LangDep
from api.http.negotiation import JSON, SVG, chosen_media_type
from api.http.service import Service, ServiceDep
from api.http.work_problems import WORK_RESPONSES
from api.inspection import Origin, Wanted
from api.work.files import safe_name
from api.work.inspecting import inspect_known, inspected_apart
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.configuration import HostSummary, Knowledge
from catalogue.documents.finding import Finding
from catalogue.documents.loading import parse_json
from catalogue.errors import IncompleteRequest, InvalidDocument
from configurator.host.readers.content import RowChoice
from configurator.host.readers.fetch import SETTING as FETCH_SETTING

router = APIRouter(prefix="/v1/inspections", tags=["inspections"], responses=WORK_RESPONSES)
MAX_AROUND_M = 100.0
"""Further away nothing belongs to the picture of one building."""

_OK: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "What is there."}
}


class AskedInspection(Body):
    """What is inspected, and what is known of it already."""

    model_config = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
        json_schema_extra={"examples": [{"length_m": 60.0, "depth_m": 10.5, "facts": '{"storeys_existing": 4, "year_built": 1968}'}]},
    )

    file: UploadFile | None = Field(
        default=None, description="Building document, GeoJSON, CityJSON, IFC (STEP), GeoPackage, GeoParquet, DXF, CSV or XLSX."
    )
    table: UploadFile | None = Field(
        default=None, description="A portfolio table (CSV, XLSX): its row of this building goes on top of what the file says."
    )
    building: list[str] | None = Field(
        default=None, max_length=100, description="Which building, where there are several; further ones join its row."
    )
    building_id: str | None = Field(
        default=None, max_length=80, description="A building that is shipped, or that your organisation keeps, instead of a file."
    )
    pand: str | None = Field(default=None, max_length=40, description="Id of a BAG pand to fetch with its neighbours, instead of a file.")
    box: str | None = Field(
        default=None, max_length=120, description="Fetch the panden in a box of RD metres, at most 500 m wide: `x0,y0,x1,y1`."
    )
    crs: str | None = Field(default=None, max_length=40, description="Coordinate system, where the file names none: EPSG:28992.")
    roof_level: str | None = Field(default=None, max_length=40, description="Only this flat level of the roof; 1 is the largest.")
    row: RowChoice = Field(default="auto", description="`auto`: adjoining panden of equal height are one roof. `alone`: this one only.")
    length_m: float | None = Field(default=None, allow_inf_nan=False, description="Length along the building, instead of a file.")
    depth_m: float | None = Field(default=None, allow_inf_nan=False, description="Depth across it, instead of a file.")
    around_m: float = Field(
        default=0.0, ge=0.0, le=MAX_AROUND_M, allow_inf_nan=False, description="Also what stands within so many metres of its roof."
    )
    facts: str | None = Field(default=None, max_length=100_000, description='JSON object of facts on top: {"storeys_existing": 4}.')


class FoundBuilding(Body):
    """One building of a file that holds several. Null is unknown."""

    id: str
    year_built: int | None
    """Year in which it was built."""
    flat_levels: int
    """Number of flat levels of its roof."""
    area_m2: float | None
    """Area of its largest roof level."""
    height_m: float | None
    """Height of that level above ground."""


class InspectedWing(Body):
    """One wing of a building that has several."""

    id: str
    level: str
    host: HostSummary
    findings: list[Finding]


class SurroundingMass(Body):
    """What stands near the building, as a plain mass: for a picture, it is no input of a configuration."""

    outline_m: list[tuple[float, float]]
    """In the coordinates of the building document."""
    height_m: float | None
    """Above its own ground; null is unknown."""


class TableRow(Body):
    """One row of a portfolio table."""

    row: int
    """Number of the row in the file; the first is 1, its header."""
    id: str
    bag_ids: list[str]
    facts: dict[str, Any]
    families: list[FamilyCandidate]
    knocked_out: bool
    findings: list[Finding]


class Table(Body):
    """A portfolio table: which of its columns were understood as what, which were not, and its rows."""

    columns: dict[str, str]
    ignored: list[str]
    rows: list[TableRow]


class Inspection(Body):
    """What was found: several buildings to choose from, or one with its host, or the rows of a table."""

    buildings: list[FoundBuilding] | None = None
    building: Building | None = None
    """The building document, to be sent on to a configuration."""
    host: HostSummary | None = None
    knowledge: Knowledge | None = None
    findings: tuple[Finding, ...] = ()
    wings: list[InspectedWing] | None = None
    needed: tuple[str, ...] = ()
    """What is still needed before anything can be configured on it, as JSON pointers into the building document."""
    lacking: str | None = None
    """The same as a sentence."""
    surroundings: list[SurroundingMass] | None = None
    """The nearest masses in the file, with `around_m`; other parts of the same building are among them."""
    table: Table | None = None


@router.post("", operation_id="inspect", response_model=Inspection, responses=_OK)
async def post_inspection(
    request: Request, service: ServiceDep, principal: PrincipalDep, lang: LangDep, asked: Annotated[AskedInspection, File()]
) -> Response:
    """Inspect a building: from a file, measures, an id, or fetched as a BAG pand; with `Accept: image/svg+xml` a plan of it.

    Every file is read in a process of its own with limits; whatever it does there costs this request alone. Panden are fetched only where
    the service is set to (`OPTOP_3DBAG_API`), and only for who shows a key.
    """
    may_configure(principal)
    media_type = chosen_media_type(request, (JSON, SVG))
    drawn = lang if media_type == SVG else None
    origin = await run_in_threadpool(_origin, service, principal, asked)
    first, *others = asked.building or (None,)
    joined, known = tuple(str(one) for one in others), _facts(asked.facts)
    wanted = Wanted(first, joined, asked.crs, asked.roof_level, asked.row, None, known, asked.around_m)
    uploads = [(safe_name(one.filename or ""), one.file) for one in (asked.file, asked.table) if one is not None]
    if not uploads and origin.pand is None and origin.box is None:
        return Response(await service.compute(principal, inspect_known, origin, wanted, drawn), media_type=media_type)
    async with service.files.kept(uploads, service.largest_file_bytes(principal)) as paths:
        left = list(paths)
        origin = origin if asked.file is None else replace(origin, file=left.pop(0))
        wanted = wanted if asked.table is None else replace(wanted, table=left.pop(0))
        where = ", ".join(path.name for path in paths) or str(origin.pand or origin.box)
        body = await service.files.run(inspected_apart, origin, wanted, drawn, where, service.files.limits)
    return Response(body, media_type=media_type)


def _origin(service: Service, principal: Principal, asked: AskedInspection) -> Origin:
    """Return where the building comes from. Raises IncompleteRequest for nothing, InvalidDocument for two of them."""
    measured = asked.length_m is not None or asked.depth_m is not None
    said = {"file": asked.file, "building_id": asked.building_id, "pand": asked.pand, "box": asked.box, "length_m": measured or None}
    given = tuple(name for name, value in said.items() if value is not None)
    if len(given) > 1:
        pointers = tuple(f"/{name}" for name in given)
        raise InvalidDocument("inspection-several-origins", given=given, pointers=pointers)
    if not given or (measured and (asked.length_m is None or asked.depth_m is None)):
        raise IncompleteRequest("inspection-empty", pointers=("/file", "/length_m", "/depth_m"))
    if asked.pand is not None or asked.box is not None:
        require_scope(principal, "configurations:run")  # nobody in particular makes this service ask another one
        return Origin(pand=asked.pand, box=asked.box, fetched_from=os.environ.get(FETCH_SETTING))
    if asked.building_id is not None:
        return Origin(document=named_building(service, principal, asked.building_id).model_dump_json())
    return Origin(measures_m=None if asked.length_m is None or asked.depth_m is None else (asked.length_m, asked.depth_m))


def _facts(text: str | None) -> dict[str, Any]:
    if text is None or not text.strip():
        return {}
    value = parse_json(text, "facts")
    if not isinstance(value, dict):
        raise InvalidDocument("facts-malformed", pointers=("/facts",))
    return value
