"""How answers are sent: documents as their canonical bytes with tag and caching, small things as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Annotated

from fastapi import Path, Response
from pydantic import BaseModel

from api.http.conditions import entity_tag, is_known
from catalogue.store.answers import Answer
from catalogue.store.versions import Version

JSON = "application/json"
ConceptId = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$", description="Id of a concept.", openapi_examples={"starter": {"value": "A3"}})
]
DraftId = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$",
        description="Id of a concept of your organisation.",
        openapi_examples={"own": {"value": "M1"}},
    ),
]
DraftVersion = Annotated[
    str,
    Path(
        pattern=r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$",
        description="Version number of the draft, `MAJOR.MINOR.PATCH`.",
        openapi_examples={"own": {"value": "0.1.0"}},
    ),
]
VersionNumber = Annotated[
    str,
    Path(
        pattern=r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$",
        description="Version number, `MAJOR.MINOR.PATCH`.",
        openapi_examples={"starter": {"value": "1.0.0"}},
    ),
]


def conditional(body: bytes, etag: str, caching: str, if_none_match: str | None, **headers: str) -> Response:
    """Return a document, or 304 for a client that has it. Underscores in names of headers stand for hyphens."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return conditional_with(body, {**said, "ETag": etag, "Cache-Control": caching}, if_none_match)


def conditional_with(body: bytes, headers: dict[str, str], if_none_match: str | None) -> Response:
    """Return a document with these headers, of which one is its tag, or 304 for a client that has it."""
    if is_known(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)


def made(model: BaseModel | bytes, location: str, etag: str | None = None, *, again: BaseModel | None = None) -> Answer:
    """Return what was made, where it is, and its tag; `again` is what a retry gets where the first answer is shown once."""
    headers = {"Location": location} | ({} if etag is None else {"ETag": entity_tag(etag)})
    body = model if isinstance(model, bytes) else _body(model)
    return Answer(201, body, headers, body_again=None if again is None else _body(again))


def changed(model: BaseModel, headers: Mapping[str, str] | None = None, *, again: BaseModel | None = None) -> Answer:
    """Return what something was changed into; `again` is what a retry gets where the first answer is shown once."""
    return Answer(200, _body(model), headers or {}, body_again=None if again is None else _body(again))


def _body(model: BaseModel) -> bytes:
    return model.model_dump_json().encode()


def version_address(concept_id: str, version: str) -> str:
    """Return where a version is."""
    return f"/v1/concepts/{concept_id}/versions/{version}"


def lifecycle_headers(version: Version) -> dict[str, str]:
    """Say in headers what became of a version: Deprecation (RFC 9745), Sunset (RFC 8594) and what took its place.

    Its document stays readable for ever: the sunset is when it ceased to be taken for new configurations.
    """
    headers: dict[str, str] = {}
    changed_at = dt.datetime.fromisoformat(version.changed_at)
    if version.deprecated or version.state != "published":
        since = dt.datetime.fromisoformat(version.deprecated_at or version.changed_at)
        headers["Deprecation"] = f"@{int(since.timestamp())}"
    if version.state == "withdrawn":
        headers["Sunset"] = format_datetime(changed_at, usegmt=True)
    if version.successor is not None:
        headers["Link"] = f'<{version_address(*version.successor.split("@", 1))}>; rel="successor-version"'
    return headers
