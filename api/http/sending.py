"""What several routes name in their addresses, and how they answer what was made or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel

from api.http.conditions import entity_tag
from catalogue.store.answers import Answer
from catalogue.store.versions import Version

_ID, _VERSION = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$", r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$"


def _in_path(pattern: str, description: str, example: str) -> Any:  # noqa: ANN401 - what the framework takes as a declaration
    return Path(pattern=pattern, description=description, openapi_examples={"one": {"value": example}})


ConceptId = Annotated[str, _in_path(_ID, "Id of a concept.", "A3")]
VersionNumber = Annotated[str, _in_path(_VERSION, "Version number, `MAJOR.MINOR.PATCH`.", "1.0.0")]
DraftId = Annotated[str, _in_path(_ID, "Id of a concept of your organisation.", "M1")]
DraftVersion = Annotated[str, _in_path(_VERSION, "Version number of the draft, `MAJOR.MINOR.PATCH`.", "0.1.0")]
BuildingId = Annotated[str, _in_path(_ID, "Id of a building of your organisation.", "kade-12")]


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
