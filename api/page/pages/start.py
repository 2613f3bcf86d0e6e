"""The start page."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.page.computing import DEMO, START_CONCEPT, permits, start_picture
from api.page.library import offered_concepts
from api.page.rendering import render
from api.page.texts import Lang
from catalogue.resolve import resolve_building

router = APIRouter(include_in_schema=False)
COMPARED = 3
"""Concepts that the start page offers to compare: of different systems, as far as there are."""


@router.get("/{lang:lang}/")
def start(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show what optop is, and where each of its users begins."""
    family = resolve_building(DEMO).family
    concepts = offered_concepts(service.database)
    chances = permits(service, principal, concepts, [] if family is None else [family.value])
    offered = [one for one, permitted in zip(concepts, chances, strict=True) if any(permitted)]
    by_system = {one.system: f"{one.id}@{one.version}" for one in reversed(offered)}  # the first one of every system
    first = next((f"{one.id}@{one.version}" for one in offered if one.id == START_CONCEPT), next(iter(by_system.values()), ""))
    compared = urlencode([*(("concept", reference) for reference in sorted(by_system.values())[:COMPARED]), ("building", DEMO)])
    return render(request, "start.html", lang, compared=compared, concept=first)


@router.get("/{lang:lang}/picture.svg")
def picture(lang: Lang, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand out the picture of the start page."""
    return Response(start_picture(service, principal, lang), media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})
