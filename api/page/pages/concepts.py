"""Concepts: the list with its filters, a page for each version with its pictures and downloads."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.page.computing import concept_vignette, demo_picture, family_fits
from api.page.concepts.cards import list_view, query_of
from api.page.concepts.changes import changes_view
from api.page.concepts.version import offering_of_version, version_view
from api.page.library import document_yaml, find_page, newest_reference, published_version
from api.page.rendering import render
from api.page.texts import Lang, text
from catalogue.documents.canonical import canonical_bytes
from catalogue.publishing.checks import check_concept
from configurator.outputs.drawing.module_sheet import module_svg

router = APIRouter(include_in_schema=False)
PINNED = "public, max-age=3600"
"""A published version never changes, but how it is painted may with the next release."""


@router.get("/{lang:lang}/concepts")
def concept_list(request: Request, lang: Lang, service: ServiceDep) -> HTMLResponse:
    """Show the catalogue, as narrow as the address asks for."""
    query = query_of(request.query_params.multi_items())
    view = list_view(find_page(service.database, query), query, lang, partial(text, lang))
    return render(request, "concepts/list.html", lang, view=view)


@router.get("/{lang:lang}/concepts/{concept_id}")
def concept(lang: Lang, concept_id: str, service: ServiceDep) -> RedirectResponse:
    """Lead to the version that is offered."""
    number = newest_reference(service.database, concept_id)
    return RedirectResponse(f"/{lang}/concepts/{concept_id}/{number}", 307, headers={"Cache-Control": "no-cache"})


@router.get("/{lang:lang}/concepts/{concept_id}/{number}")
def concept_version(
    request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep, against: str = ""
) -> HTMLResponse:
    """Show one version: what it is, what it demands, where its figures come from, what became of it, and what another one had."""
    t = partial(text, lang)
    found = published_version(service.database, concept_id, number, against)
    today = service.now().date()
    offering = offering_of_version(found.version, found.concept, check_concept(found.concept, today), lang, t, today)
    fits = family_fits(service, principal, found.concept, lang)
    changes = None if found.diff is None else changes_view(found.diff, lang, t)
    view = version_view(found.version, found.others, found.record, offering, changes, fits, lang, t)
    return render(request, "concepts/version.html", lang, view=view, module=module_svg(found.concept, lang))


@router.get("/{lang:lang}/concepts/{concept_id}/{number}/{name}")
def concept_file(lang: Lang, concept_id: str, number: str, name: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand out a picture of a version, or its document."""
    found = published_version(service.database, concept_id, number)
    headers = {"Cache-Control": PINNED}
    file = f"{concept_id}@{number}"
    if name == "card.svg":
        return Response(concept_vignette(service, principal, found.concept, lang), media_type="image/svg+xml", headers=headers)
    if name == "demo.svg":
        return Response(demo_picture(service, principal, found.concept, lang), media_type="image/svg+xml", headers=headers)
    if name == "document.yaml":
        kept = {**headers, "Content-Disposition": f'attachment; filename="{file}.yaml"'}
        return Response(document_yaml(found.concept), media_type="application/yaml", headers=kept)
    if name == "document.json":
        kept = {**headers, "Content-Disposition": f'attachment; filename="{file}.json"'}
        return Response(canonical_bytes(found.concept), media_type="application/json", headers=kept)
    return Response("There is no such file.\n", 404, media_type="text/plain")
