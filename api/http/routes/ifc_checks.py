"""IFC checks and IFC comparisons of uploaded files, each read in a process of its own."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import Response
from pydantic import Field

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.configuring import may_configure
from api.http.language import LangDep
from api.http.service import ServiceDep
from api.http.work_problems import WORK_RESPONSES
from api.work.files import safe_name
from catalogue.errors import InvalidDocument
from configurator.ifc_check.check import check_ifc
from configurator.ifc_check.revision import Fate, compare_ifc
from configurator.ifc_check.texts import check_texts
from configurator.ifc_check.verdicts import Group, Verdict

router = APIRouter(prefix="/v1", tags=["ifc"], responses=WORK_RESPONSES)
MAX_IDS_FILES = 5
IfcUpload = Annotated[UploadFile, File(description="An IFC file (STEP) of anybody.")]


class IfcCheckResult(Body):
    """One check on one file."""

    id: str
    group: Group
    verdict: Verdict
    """Unknown: there was nothing to look at, or it could not be looked at. Missing is never a pass."""
    checked: int
    """Number of things that were looked at."""
    failed: int
    """Number of those that fail."""
    examples: list[str]
    """The first things that are wrong; the rest is counted in `failed`."""
    title: str
    """What is checked, in the language that is asked for; of an IDS in its own."""


class IfcCheckReport(Body):
    """All checks on one file."""

    file: str
    schema_: Annotated[str, Field(alias="schema")]
    """Schema of the file: IFC4, IFC2X3 and so on."""
    verdict: Verdict
    results: list[IfcCheckResult]


class RevisedObject(Body):
    """One object that is not the same in both files."""

    fate: Fate
    global_id: str
    ifc_class: str
    name: str
    what: list[str]


class IfcComparison(Body):
    """What changed between two exports, by GlobalId."""

    old: str
    new: str
    counts: dict[str, int]
    """Number of objects by what became of them."""
    objects: list[RevisedObject]


@router.post("/ifc-checks", operation_id="check_ifc", response_model=IfcCheckReport)
async def post_ifc_check(
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
    file: IfcUpload,
    ids: Annotated[list[UploadFile] | None, File(description="Information requirements (IDS) to check as well; at most five.")] = None,
) -> Response:
    """Check an IFC of anybody: schema, rules, BIM basis ILS, conventions, and its geometry against what the file says of it."""
    may_configure(principal)
    requirements = ids or []
    if len(requirements) > MAX_IDS_FILES:
        raise InvalidDocument("ids-many", most=MAX_IDS_FILES, count=len(requirements), pointers=("/ids",))
    uploads = [(safe_name(one.filename or ""), one.file) for one in (file, *requirements)]
    async with service.files.kept(uploads, service.largest_file_bytes(principal)) as (path, *paths):
        report = await service.files.run(check_ifc, path, tuple(paths), service.files.limits)
    texts, answer = check_texts(), report.to_json()
    for result in answer["results"]:
        result["title"] = texts[result["id"]].title.in_language(lang) if result["id"] in texts else result["title"]
    return Response(json.dumps(answer, ensure_ascii=False), media_type="application/json", headers={"Content-Language": lang})


@router.post("/ifc-comparisons", operation_id="compare_ifc", response_model=IfcComparison)
async def post_ifc_comparison(service: ServiceDep, principal: PrincipalDep, old: IfcUpload, new: IfcUpload) -> Response:
    """Compare two exports by GlobalId: what is kept, moved, changed, new and deleted."""
    may_configure(principal)
    uploads = [(safe_name(one.filename or ""), one.file) for one in (old, new)]
    async with service.files.kept(uploads, service.largest_file_bytes(principal)) as (before, after):
        revision = await service.files.run(compare_ifc, before, after, service.files.limits)
    return Response(json.dumps(revision.to_json(), ensure_ascii=False), media_type="application/json")
