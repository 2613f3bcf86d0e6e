"""Every 4xx and 5xx is an `application/problem+json` (RFC 9457) with a code, JSON pointers and the request id; input is never echoed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from api.bodies import Body
from api.http.language import Lang, problem_language
from api.http.request_ids import request_id_of
from api.work import TryLater
from catalogue.errors import OptopError, Phrase
from catalogue.errors.validation import problem_phrase

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ADDRESS = "/v1/problems/"
HTTP_NO_CONTENT, HTTP_UNAUTHORIZED, HTTP_NOT_FOUND, HTTP_METHOD_NOT_ALLOWED = 204, 401, 404, 405
CODES_BY_STATUS = {
    400: "malformed-body",
    401: "not-authenticated", 403: "not-allowed", 404: "no-such-address", 405: "method-not-allowed",
    406: "not-acceptable", 409: "conflict",
    412: "precondition-failed", 413: "body-too-large", 415: "unsupported-media-type", 422: "invalid-document",
    428: "precondition-required", 429: "rate-limited", 503: "unavailable",
}  # fmt: skip
"""What the framework's own errors are called."""


class ProblemPart(Body):
    """One of several things that are wrong."""

    pointer: str = Field(description="JSON pointer (RFC 6901) into the body, or into the parameters.")
    place: str = Field(description="body, query, path or header.")
    detail: str = Field(description="What is wrong there.")
    reason: str = Field(default="", description="Code of the sentence in `detail`; public and never reused.")


class Problem(Body):
    """What went wrong with a request (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": f"{ADDRESS}not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no building 'kade-12'.",
                    "code": "not-found",
                    "reason": "building-unknown",
                    "pointers": ["/building"],
                    "errors": [],
                    "request_id": "5f0c2e8b9a41d7c3",
                }
            ]
        }
    )

    type: str = Field(description="Address of the description of this kind of problem.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="The HTTP status again.")
    detail: str = Field(
        description="What is wrong with this request, and what to do, in one sentence: Dutch where `lang` or Accept-Language asks for it."
    )
    code: str = Field(description="The kind of problem, for programs; public and never reused.")
    reason: str = Field(default="", description="Code of the sentence in `detail`, finer than `code`; public and never reused.")
    pointers: list[str] = Field(default=[], description="JSON pointers of the fields that it is about.")
    errors: list[ProblemPart] = Field(default=[], description="Each thing that is wrong, where there are several.")
    request_id: str = Field(description="Names this request in the log of the service; also in the header X-Request-Id.")


class ProblemKind(Body):
    """A kind of problem."""

    code: str
    status: int
    """HTTP status."""
    title: str
    advice: str = Field(description="What whoever gets it can do.")


@cache
def problem_kinds() -> dict[str, ProblemKind]:
    """Return every kind of problem by its code."""
    text = resources.files("api.http").joinpath("data", "problems.yaml").read_text(encoding="utf-8")
    return {code: ProblemKind(code=code, **said) for code, said in yaml.safe_load(text).items()}


DESCRIPTIONS: dict[int, str] = {
    400: "The body cannot be read.",
    401: "No key, or one that is not in force.",
    403: "The key may not do this.",
    404: "There is no such thing, or it belongs to another organisation.",
    405: "The address has no such method.",
    406: "None of the kinds in Accept can be made.",
    409: "The catalogue is in another state than supposed.",
    412: "It was changed since it was read.",
    413: "The body is too large.",
    415: "The body is of another kind than is read here.",
    422: "The request is incomplete or breaks its schema.",
    428: "The header If-Match is missing.",
    429: "Too many requests.",
    500: "A fault of the service.",
    503: "The service cannot do this now.",
}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return problems of these statuses as a route declares them, so that the OpenAPI document tells the truth."""
    return {status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": DESCRIPTIONS[status]} for status in statuses}


PROBLEM_RESPONSES = problem_responses(400, 401, 403, 404, 413, 415, 422, 429, 500, 503)
"""Problems that any route may answer with; declared once on each router."""


def problem_response(
    scope: Scope,
    status: int,
    code: str,
    said: Phrase,
    *,
    pointers: Sequence[str] = (),
    errors: Sequence[ProblemPart] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem as a response, in the language that the request asks for."""
    lang = problem_language(scope)
    kind = problem_kinds().get(code) or problem_kinds()["optop-error"]
    problem = Problem(
        type=f"{ADDRESS}{kind.code}",
        title=kind.title,
        status=status,
        detail=said.in_language(lang),
        code=code,
        reason=said.code,
        pointers=list(pointers),
        errors=list(errors),
        request_id=request_id_of(scope),
    )
    kept = {**(headers or {}), "Cache-Control": "no-store", "Content-Language": lang}
    return JSONResponse(problem.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=kept)


def install_problem_handlers(app: FastAPI) -> None:
    """Turn every error of this application into a problem."""
    app.add_exception_handler(OptopError, _optop)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def _optop(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, OptopError):
        raise error
    headers = {}
    if error.http_status == HTTP_UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="optop"'
    if isinstance(error, TryLater):
        headers["Retry-After"] = str(error.retry_after_s)
    return problem_response(request.scope, error.http_status, error.code, error.phrase, pointers=error.pointers, headers=headers)


def _pointer(steps: Sequence[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _parts(error: RequestValidationError, lang: Lang) -> list[ProblemPart]:
    """Say each problem without what was sent: that may be NaN, secret, or megabytes."""
    phrases = [problem_phrase(problem) for problem in error.errors()]
    return [
        ProblemPart(
            pointer=_pointer(() if problem["type"] == "json_invalid" else problem["loc"][1:]),
            place=str(problem["loc"][0]) if problem["loc"] else "body",
            detail=phrase.in_language(lang),
            reason=phrase.code,
        )
        for problem, phrase in zip(error.errors(), phrases, strict=True)
    ]


def _is_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    return media_type == "application/json" or (media_type.startswith("application/") and media_type.endswith("+json"))


def _validation(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    scope, parts = request.scope, _parts(error, problem_language(request.scope))
    if any(problem["type"] == "json_invalid" for problem in error.errors()):
        return problem_response(scope, 400, "malformed-body", Phrase("body-malformed"), pointers=[""], errors=parts)
    if any(part.place == "body" and not part.pointer for part in parts) and not _is_json(request):
        return problem_response(scope, 415, "unsupported-media-type", Phrase("body-media-type"))
    if all(part.place == "path" for part in parts):
        return problem_response(scope, 404, "not-found", Phrase("address-part-cannot-be", {"name": parts[0].pointer[1:]}), errors=parts)
    pointers = list(dict.fromkeys(part.pointer for part in parts))
    said = {
        "at": parts[0].pointer or Phrase("the-body"),
        "problem": problem_phrase(error.errors()[0]),
        "also": Phrase("and-more", {"count": len(parts) - 1}) if len(parts) > 1 else "",
    }
    return problem_response(scope, 422, "invalid-document", Phrase("body-breaks-schema", said), pointers=pointers, errors=parts)


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = getattr(error, "code", CODES_BY_STATUS.get(error.status_code, "bad-request"))
    said = getattr(error, "phrase", None) or Phrase("framework-refusal", {"cause": str(error.detail)})
    if error.status_code == HTTP_NOT_FOUND:
        said = Phrase("no-such-address")
    if error.status_code != HTTP_METHOD_NOT_ALLOWED:
        return problem_response(request.scope, error.status_code, code, said, headers=error.headers)
    allowed = {"Allow": ", ".join(_methods_of(request))}
    if request.method == "OPTIONS":
        return Response(status_code=HTTP_NO_CONTENT, headers=allowed)
    said = Phrase("method-not-possible", {"method": request.method})
    return problem_response(request.scope, error.status_code, code, said, headers=allowed)


def _methods_of(request: Request) -> list[str]:
    """Return what can be done with an address: a framework names only the first of the routes that share it."""
    routes = request.app.routes
    found = {method for method in METHODS if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)}
    return sorted(found | ({"HEAD", "OPTIONS"} if "GET" in found else {"OPTIONS"}))


def _unforeseen(request: Request, _: Exception) -> JSONResponse:
    said = Phrase("internal-error", {"request_id": request_id_of(request.scope)})
    return problem_response(request.scope, 500, "internal-error", said)
