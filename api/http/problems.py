"""Every 4xx and 5xx is an `application/problem+json` (RFC 9457) with a code and JSON pointers; input is never echoed."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue.errors import OptopError

MEDIA_TYPE = "application/problem+json"
HTTP_UNAUTHORIZED = 401
HTTP_CONTENT_TOO_LARGE = 413


class Problem(BaseModel):
    """What went wrong with a request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    pointers: list[str] = []


PROBLEM_RESPONSES: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": description}
    for status, description in (
        (400, "The body cannot be read."),
        (404, "There is no such document."),
        (413, "The body is too large."),
        (422, "The request is incomplete or breaks its schema."),
    )
}
"""Declared once on the router, so that the OpenAPI document tells the truth."""


def problem_response(status: int, title: str, detail: str, code: str, pointers: tuple[str, ...] = ()) -> JSONResponse:
    """Return a problem as a response."""
    problem = Problem(title=title, status=status, detail=detail, code=code, pointers=list(pointers))
    return JSONResponse(problem.model_dump(), status_code=status, media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Turn every error of this application into a problem."""

    @app.exception_handler(OptopError)
    def _optop(_: Request, error: OptopError) -> JSONResponse:
        response = problem_response(error.http_status, type(error).__name__, error.message, error.code, error.pointers)
        if error.http_status == HTTP_UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Bearer realm="optop"'
        return response

    @app.exception_handler(RequestValidationError)
    def _validation(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = error.errors()
        pointers = tuple("/" + "/".join(str(part) for part in problem["loc"][1:]) for problem in problems)
        status = 400 if any(problem["type"] == "json_invalid" for problem in problems) else 422
        return problem_response(status, "InvalidDocument", f"{pointers[0]}: {problems[0]['msg']}.", "invalid-document", pointers)

    @app.exception_handler(HTTPException)
    def _http(_: Request, error: HTTPException) -> JSONResponse:
        return problem_response(error.status_code, str(error.detail), str(error.detail), "http-error")


class LargeBodyProblem:
    """The framework refuses a body that announces its size with plain text; this answers with a problem instead."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but a plain 413."""
        refused = False

        async def sending(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == HTTP_CONTENT_TOO_LARGE:
                headers = dict(message["headers"])
                refused = not headers.get(b"content-type", b"").startswith(MEDIA_TYPE.encode())
                if refused:
                    detail = "The body is too large; send at most 2 MB, and larger geometry through the command line."
                    await problem_response(HTTP_CONTENT_TOO_LARGE, "Content Too Large", detail, "body-too-large")(scope, receive, send)
            if not refused:
                await send(message)

        await self.app(scope, receive, sending)
