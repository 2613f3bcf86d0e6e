"""What each kind of problem means: where the `type` of a problem leads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.http.access import PrincipalDep
from api.http.conditions import REVALIDATED
from api.http.problems import ProblemKind, problem_kinds
from catalogue.errors import NotFound

router = APIRouter(prefix="/v1/problems", tags=["problems"])


@router.get("", operation_id="list_problems")
def list_problems(response: Response, _: PrincipalDep) -> list[ProblemKind]:
    """List every kind of problem."""
    response.headers["Cache-Control"] = REVALIDATED
    return list(problem_kinds().values())


@router.get("/{code}", operation_id="get_problem")
def get_problem(
    code: Annotated[str, Path(max_length=80, openapi_examples={"one": {"value": "not-found"}})], response: Response, _: PrincipalDep
) -> ProblemKind:
    """Return what a kind of problem means, and what whoever gets it can do."""
    found = problem_kinds().get(code)
    if found is None:
        raise NotFound("problem-unknown", name=code, known=tuple(problem_kinds()), pointers=("/code",))
    response.headers["Cache-Control"] = REVALIDATED
    return found
