"""Configurations: one concept on one building, kept for ever by digest, with every file that can be made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.access import Principal, PrincipalDep
from api.http.asked import AskedConfiguration, asking_for
from api.http.conditions import REVALIDATED, conditional, entity_tag, kept_for_ever, tagged
from api.http.configuring import configured, explained, kept, may_configure, recomputed, written
from api.http.idempotency import IdempotencyKey, answered_once, known_answer, replayed, retryable, sent
from api.http.language import LangDep
from api.http.negotiation import JSON, chosen_media_type
from api.http.service import Service, ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.outputs import ALL_FILES, BY_SUFFIX, MEDIA_TYPES, NL_SFB, OutputFile, file_by_suffix
from catalogue.documents.configuration import Configuration
from catalogue.documents.finding import Finding, finding_text
from catalogue.errors import NotFound
from catalogue.store.answers import Answer
from catalogue.store.configurations import KeptConfiguration
from configurator.fit.recomputation import Recomputation
from configurator.results.trace import Trace

router = APIRouter(prefix="/v1/configurations", tags=["configurations"], route_class=StrictRoute, responses=WORK_RESPONSES)
Digest = Annotated[str, Path(pattern=r"^sha256:[0-9a-f]{64}$", description="Digest of the configuration, as it names it itself.")]


def _files(suffixes: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """Declare that a configuration comes in the forms that these suffixes have."""
    content: dict[str, Any] = {MEDIA_TYPES[suffix].partition(";")[0]: {} for suffix in suffixes}
    return {200: {"description": "The configuration in the form that was asked for.", "content": content}}


MARKDOWN = MEDIA_TYPES["md"]
Suffix = Annotated[str, Path(description="What kind of file.", openapi_examples={"model": {"value": "glb"}})]
FileName = Annotated[str, Path(description="Its name in the list of files.", openapi_examples={"record": {"value": "configuration.json"}})]
_TRACE: dict[str, Any] = {"content": {"text/markdown": {"schema": {"type": "string"}}}, "description": "The trace."}
Classification = Annotated[
    str,
    Query(
        min_length=1,
        max_length=80,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Name of the NL-SfB system in an IFC, as your checks spell it.",
    ),
]
DRAWN = tuple(suffix for suffix in BY_SUFFIX if suffix != "json")
"""Every form but the record itself, whose model says what it is."""
_BY_MEDIA_TYPE = {file.media_type: file for file in BY_SUFFIX.values()}


class KeptAnswer(Configuration):
    """A configuration, and what has to be said about it since: its concept version was withdrawn, and why."""

    marks: tuple[Finding, ...] = ()


class OutputEntry(Body):
    """One file that can be made of a configuration."""

    name: str
    format: str
    media_type: str
    href: str


class OutputList(Body):
    """Every file that can be made of a configuration; it is made when it is asked for."""

    files: list[OutputEntry]


class Mark(Body):
    """Something that has to be said about a kept configuration since, with its text in the language that was asked for."""

    finding: Finding
    text: str


class MarkList(Body):
    """Nothing, unless the concept version was withdrawn."""

    marks: list[Mark]


class Recomputed(Body):
    """A configuration that was computed again: where the new one is, and what changed."""

    digest: str
    href: str
    changes: Recomputation


@router.post("", operation_id="configure", response_model=KeptAnswer)
async def post_configuration(
    request: Request, asked: AskedConfiguration, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Compute one configuration, or return the one that is kept for the very same request; it is kept for ever.

    200 with findings also when nothing can be placed: that is an answer. It belongs to the organisation of the key that asks; what nobody
    in particular asks for can be read by whoever knows its digest.
    """
    may_configure(principal)
    remembered = retryable(principal, request, idempotency_key, asked)
    answer = await run_in_threadpool(known_answer, service, remembered)
    if answer is None:
        asking = await run_in_threadpool(asking_for, service, principal, asked, (asked.concept,))
        made = Answer(200, (await configured(service, principal, asking)).digest.encode())
        answer = await run_in_threadpool(answered_once, service, remembered, lambda: made)
    found = await run_in_threadpool(kept, service, principal, answer.body.decode())
    headers = {"Location": _address(found.digest), "Cache-Control": "no-store"}
    return _configuration(request, found, headers | replayed(answer))


@router.get("/{digest}.{suffix}", operation_id="get_configuration_file", response_class=Response, responses=_files(BY_SUFFIX))
async def get_file_by_suffix(
    request: Request,
    digest: Digest,
    suffix: Suffix,
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
    classification: Classification = NL_SFB,
) -> Response:
    """Return a configuration as a file: json, ifc, glb, svg (plan), png (picture), csv (loads), xlsx, dxf, pdf, obj, stl, md, yaml."""
    found = await run_in_threadpool(kept, service, principal, digest)
    return await _file(request, service, principal, found, file_by_suffix(suffix), lang, classification)


@router.get("/{digest}", operation_id="get_configuration", response_model=KeptAnswer, responses=_files(DRAWN))
async def get_configuration(
    request: Request, digest: Digest, service: ServiceDep, principal: PrincipalDep, lang: LangDep, classification: Classification = NL_SFB
) -> Response:
    """Return a configuration: JSON, or by `Accept` any of its files.

    The JSON has `marks` where its concept version was withdrawn since, so a kept copy has to be asked about (`ETag`, 304);
    `{digest}.json` and the other files are for ever the same bytes, and lead with `Link: rel="status"` to what is said of them now.
    """
    media_type = chosen_media_type(request, tuple(_BY_MEDIA_TYPE))
    found = await run_in_threadpool(kept, service, principal, digest)
    if media_type != JSON:
        return await _file(request, service, principal, found, _BY_MEDIA_TYPE[media_type], lang, classification)
    # What became of its concept version stands in it, so a kept copy is asked about each time; only the record never changes.
    return _configuration(request, found, {"Cache-Control": REVALIDATED, "Vary": "Accept, Authorization, Cookie"})


@router.get("/{digest}/files", operation_id="list_configuration_files")
def list_files(digest: Digest, service: ServiceDep, principal: PrincipalDep) -> OutputList:
    """List every file that can be made of a configuration."""
    found = kept(service, principal, digest)
    names = ((file, file.named(found.building_id)) for file in ALL_FILES)
    entries = [
        OutputEntry(name=name, format=file.format, media_type=file.media_type, href=f"{_address(digest)}/files/{name}")
        for file, name in names
    ]
    return OutputList(files=entries)


@router.get("/{digest}/files/{name}", operation_id="get_configuration_file_by_name", response_class=Response, responses=_files(MEDIA_TYPES))
async def get_file(
    request: Request,
    digest: Digest,
    name: FileName,
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
    classification: Classification = NL_SFB,
) -> Response:
    """Return one file of a configuration by its name in the list."""
    found = await run_in_threadpool(kept, service, principal, digest)
    file = next((one for one in ALL_FILES if one.named(found.building_id) == name), None)
    if file is None:
        raise NotFound("configuration-file-unknown", address=_address(digest))
    return await _file(request, service, principal, found, file, lang, classification)


@router.get("/{digest}/marks", operation_id="list_configuration_marks")
def list_marks(digest: Digest, service: ServiceDep, principal: PrincipalDep, lang: LangDep) -> MarkList:
    """Return what has to be said about a configuration now: nothing, unless its concept version was withdrawn."""
    return MarkList(marks=[Mark(finding=mark, text=finding_text(mark, lang)) for mark in kept(service, principal, digest).marks])


@router.get("/{digest}/trace", operation_id="explain_figure", response_model=Trace, responses={200: _TRACE})
async def get_trace(
    request: Request,
    digest: Digest,
    pointer: Annotated[
        str,
        Query(
            max_length=200,
            description="JSON pointer of a figure: /loads/lines/3/r_n_p50.",
            openapi_examples={"line": {"value": "/loads/lines/0/r_n_p50"}},
        ),
    ],
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
) -> Response:
    """Return the trace of one figure: symbols, numbers, clause, status, and the figures that it follows from, the figure itself first.

    JSON, or with `Accept: text/markdown` a table for a report.
    """
    media_type = chosen_media_type(request, (JSON, MARKDOWN))
    found = await run_in_threadpool(kept, service, principal, digest)
    body = await explained(service, principal, found, pointer, None if media_type == JSON else lang)
    return Response(body, media_type=media_type, headers={"Vary": "Accept, Accept-Language"})


@router.post("/{digest}/recompute", operation_id="recompute_configuration", response_model=Recomputed)
async def post_recompute(
    request: Request,
    digest: Digest,
    service: ServiceDep,
    principal: PrincipalDep,
    lang: LangDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Compute a kept configuration again with the engine and the documents of now: a new digest, and what changed. The old one stays."""
    may_configure(principal)
    remembered = retryable(principal, request, idempotency_key, lang)
    answer = await run_in_threadpool(known_answer, service, remembered)
    if answer is None:
        found = await run_in_threadpool(kept, service, principal, digest)
        again = await recomputed(service, principal, found, lang)
        body = json.dumps({"digest": again.digest, "href": _address(again.digest)}).encode()
        headers = {"Location": _address(again.digest), "Content-Language": lang}
        made = Answer(200, body[:-1] + b',"changes":' + again.changes + b"}", headers)
        answer = await run_in_threadpool(answered_once, service, remembered, lambda: made)
    return sent(answer)


def _address(digest: str) -> str:
    return f"/v1/configurations/{digest}"


def _configuration(request: Request, found: KeptConfiguration, headers: dict[str, str]) -> Response:
    """Return a configuration, with its marks where there are any; the entity tag covers both."""
    tag, body = found.digest, found.body
    if found.marks:
        marks = json.dumps([mark.model_dump(mode="json") for mark in found.marks], ensure_ascii=False).encode()
        tag = f"{found.digest}.{hashlib.sha256(marks).hexdigest()[:16]}"
        body = body[:-1] + b',"marks":' + marks + b"}"
    links = {"Link": f'{_status(found)}, <{_address(found.digest)}/files>; rel="alternate"'}
    return conditional(body, {"ETag": entity_tag(tag), **links, **headers}, _held(request))


def _held(request: Request) -> str | None:
    """Return the tags that a client has; what is asked for with a body is always answered with one."""
    return request.headers.get("if-none-match") if request.method == "GET" else None


def _status(found: KeptConfiguration) -> str:
    """Return the link to what has to be said about a configuration by now: its files are kept for ever, and cannot say it themselves."""
    return f'<{_address(found.digest)}/marks>; rel="status"'


async def _file(
    request: Request, service: Service, principal: Principal, found: KeptConfiguration, file: OutputFile, lang: LangDep, classification: str
) -> Response:
    content = await written(service, principal, found, file, lang, classification)
    said = {
        "Content-Disposition": f'inline; filename="{file.named(found.building_id)}"',
        "Content-Language": lang,
        "Link": _status(found),
        "Vary": "Accept, Accept-Language, Authorization, Cookie",
    }
    tag = found.digest if file.format == "json" else f"sha256:{hashlib.sha256(content).hexdigest()}"
    return conditional(content, tagged(entity_tag(tag), kept_for_ever(public=found.public), said), _held(request), file.media_type)
