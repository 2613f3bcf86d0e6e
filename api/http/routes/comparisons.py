"""Comparisons: two to five concepts side by side on one building, as JSON or CSV."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.comparison_csv import comparison_csv
from api.http.access import PrincipalDep
from api.http.asked import AskedComparison, asking_for
from api.http.configuring import may_configure
from api.http.language import LangDep
from api.http.negotiation import CSV, JSON, chosen_media_type
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.http.work_problems import WORK_RESPONSES
from api.work.computing import make_comparison
from catalogue.errors import InvalidDocument
from configurator.fit.comparison import MAX_COMPARED, MIN_COMPARED, Comparison

router = APIRouter(prefix="/v1/comparisons", tags=["comparisons"], route_class=StrictRoute, responses=WORK_RESPONSES)
_OK: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The comparison."}}


@router.post("", operation_id="compare", response_model=Comparison, responses=_OK)
async def post_comparison(
    request: Request, asked: AskedComparison, service: ServiceDep, principal: PrincipalDep, lang: LangDep
) -> Response:
    """Compare two to five concept versions on one building under one assumption set. What is unknown is null, in CSV the word for it.

    JSON, or with `Accept: text/csv` one row a figure, whose names are in the language that is asked for.
    """
    may_configure(principal)
    media_type = chosen_media_type(request, (JSON, CSV))
    if not asked.concepts and not asked.documents:
        raise InvalidDocument("comparison-empty", pointers=("/concepts",))
    asking = await run_in_threadpool(asking_for, service, principal, asked, asked.concepts, asked.documents)
    if not MIN_COMPARED <= len(asking.ask.concepts) <= MAX_COMPARED:
        raise InvalidDocument(
            "comparison-different",
            least=MIN_COMPARED,
            most=MAX_COMPARED,
            count=len(asking.ask.concepts),
            pointers=("/concepts",),
        )
    body = await service.computed(principal, f"compare:{asking.key}", make_comparison, asking.ask)
    headers = {"Vary": "Accept, Accept-Language"}
    if media_type == JSON:
        return Response(body, media_type=JSON, headers=headers)
    text = comparison_csv(Comparison.model_validate_json(body), lang)
    return Response(text, media_type=CSV, headers={**headers, "Content-Language": lang})
