"""Problems that a route which computes may answer with, beside those of every route."""

from __future__ import annotations

from api.http.problems import problem_responses

WORK_RESPONSES = problem_responses(406, 409)
"""Declared on their routers: nothing acceptable; a concept version that was withdrawn, or that another engine drew."""
