"""What may happen to work, as problems: too much of it says when to come back."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from api.http.problems import PROBLEM_RESPONSES, Problem, problem_response
from api.http.strict_json import UnreadableBody
from api.work import Overloaded

WORK_RESPONSES: dict[int | str, dict[str, object]] = {
    **PROBLEM_RESPONSES,
    **{
        status: {"model": Problem, "content": {"application/problem+json": {}}, "description": description}
        for status, description in (
            (500, "The computation was lost, or failed in a way that nobody foresaw; the log has it under the request id."),
            (503, "Too much waits already; the header Retry-After says when it is worth trying again."),
        )
    },
}
"""Problems of a route that computes."""


def install_work_handlers(app: FastAPI) -> None:
    """Turn what may happen to work into problems."""

    @app.exception_handler(Overloaded)
    def _overloaded(_: Request, error: Overloaded) -> JSONResponse:
        answer = problem_response(error.http_status, type(error).__name__, error.message, error.code)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer

    @app.exception_handler(UnreadableBody)
    def _unreadable(_: Request, error: UnreadableBody) -> JSONResponse:
        return problem_response(error.status_code, "UnreadableInput", str(error.detail), "unreadable-input")
