"""Assumption sets: the choices that are the same for every concept that is compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.conditions import REVALIDATED, IfNoneMatch, conditional, entity_tag, tagged
from api.http.cursors import ListPage, PageDep
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.document import LocalText
from catalogue.resolve import assumption_ids, resolve_assumptions

router = APIRouter(prefix="/v1/assumption-sets", tags=["assumption sets"])


class ListedAssumptions(Body):
    """One assumption set in a list."""

    id: str
    version: str
    name: LocalText
    digest: str


class AssumptionsList(ListPage[ListedAssumptions]):
    """Assumption sets by id."""


def _listed(reference: str) -> ListedAssumptions:
    found = resolve_assumptions(reference)
    return ListedAssumptions(id=found.id, version=found.version, name=found.name, digest=digest_of(found))


@router.get("", operation_id="list_assumption_sets")
def list_assumptions(page: PageDep, _: PrincipalDep) -> AssumptionsList:
    """List the assumption sets that a configuration may be computed with."""
    what = ("assumptions",)
    after = page.after(what) or [""]
    found = [reference for reference in assumption_ids() if reference > str(after[0])]
    shown, following = page.cut(what, found, lambda reference: [reference], REVALIDATED)
    return AssumptionsList(items=[_listed(reference) for reference in shown], next_cursor=following)


@router.get(
    "/{assumptions_id}",
    operation_id="get_assumption_set",
    response_model=Assumptions,
    responses={304: {"description": "You have it."}},
)
def get_assumptions(
    assumptions_id: Annotated[str, Path(max_length=80, openapi_examples={"default": {"value": "nl-2026"}})],
    _: PrincipalDep,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return one assumption set as canonical JSON."""
    found = resolve_assumptions(assumptions_id)
    return conditional(canonical_bytes(found), tagged(entity_tag(digest_of(found)), REVALIDATED), if_none_match)
