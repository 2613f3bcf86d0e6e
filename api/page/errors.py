"""When a page cannot be shown: the same problem that the API would give, said in the visitor's language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.page.headers import SECURITY_HEADERS
from api.page.rendering import render
from api.page.texts import LANGUAGES, Lang, preferred_language
from api.work import TryLater
from catalogue.errors import OptopError

SERVICE_PREFIXES = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
"""Addresses of the service: their problems stay problems, also for a browser."""
TITLED = (400, 403, 404, 413, 422, 429, 503)
"""Status codes with a title of their own in the texts (`base.error.404`)."""


def language_of(request: Request) -> Lang:
    """Return the language of an address, or that of the browser where it has none."""
    first = request.url.path.lstrip("/").partition("/")[0]
    return next((lang for lang in LANGUAGES if lang == first), preferred_language(request.headers.get("accept-language", "")))


def wants_page(request: Request) -> bool:
    """Return whether a person looks at the answer: a browser, at an address that is not the service's."""
    return not request.url.path.startswith(SERVICE_PREFIXES) and "text/html" in request.headers.get("accept", "")


def error_page(request: Request, status: int, detail: str = "", retry_after_s: int | None = None) -> Response:
    """Return a page that says what happened and where to go, and after how long it is worth trying again."""
    named = str(status) if status in TITLED else ("500" if status >= 500 else "400")  # noqa: PLR2004 - the class of server errors
    page = render(request, "error.html", language_of(request), status=status, code=status, named=named, detail=detail)
    page.headers.update(SECURITY_HEADERS)  # the answer to an unexpected error leaves outside of the middleware that adds them
    if retry_after_s is not None:
        page.headers["Retry-After"] = str(retry_after_s)
    return page


Handler = Callable[[Request, Exception], Response | Awaitable[Response]]
StatusOf = Callable[[Exception, Lang], tuple[int, str]]
"""What an error comes to: a status code, and a sentence in the visitor's language or nothing."""


def _page_or(inner: Handler, status_of: StatusOf) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if wants_page(request):
            retry_after_s = error.retry_after_s if isinstance(error, TryLater) else None
            return error_page(request, *status_of(error, language_of(request)), retry_after_s)
        answer = inner(request, error)
        return await answer if isinstance(answer, Awaitable) else answer

    return handle


def _of_optop(error: Exception, lang: Lang) -> tuple[int, str]:
    return (error.http_status, error.sentence(lang)) if isinstance(error, OptopError) else (500, "")


def _of_http(error: Exception, _: Lang) -> tuple[int, str]:
    return (error.status_code, "") if isinstance(error, HTTPException) else (500, "")


def _of_any(_: Exception, __: Lang) -> tuple[int, str]:
    return 500, ""


def _of_validation(_: Exception, __: Lang) -> tuple[int, str]:
    return 422, ""


def add_error_pages(app: FastAPI) -> None:
    """Put pages in front of the problems that the application answers with already."""
    kinds: tuple[tuple[type[Exception], StatusOf], ...] = (
        (OptopError, _of_optop),
        (RequestValidationError, _of_validation),
        (HTTPException, _of_http),
        (Exception, _of_any),
    )
    for kind, status_of in kinds:
        inner = app.exception_handlers.get(kind)
        if inner is not None:
            app.add_exception_handler(kind, _page_or(cast("Handler", inner), status_of))
