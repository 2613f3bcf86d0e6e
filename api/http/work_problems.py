"""What may happen to work, as problems: too much of it says when to come back."""

from __future__ import annotations

from api.http.problems import PROBLEM_RESPONSES, Problem

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
