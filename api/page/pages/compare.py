"""Compare: up to five concepts on one building or on the standard block of a family."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import QueryParams

from api.http.access import Principal, PrincipalDep
from api.http.service import Service, ServiceDep
from api.page.computing import building_picture, compared
from api.page.concepts.cards import flags_of
from api.page.concepts.compared_on import ComparedOn, compared_on, own_buildings
from api.page.concepts.comparison import ACCESSES, STOREYS, CompareView, choices, compare_view
from api.page.library import concept_by_reference, offered_versions, references
from api.page.rendering import render
from api.page.texts import Lang, text
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.store.versions import Version
from configurator.fit.comparison import MAX_COMPARED, MIN_COMPARED

router = APIRouter(include_in_schema=False)
EXAMPLE = ("A3", "A5", "A8")
"""Concepts that a visitor sees who comes without any: a light box, a heavy one, and one on a transfer grid."""


@router.get("/{lang:lang}/compare")
def compare_page(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show what the concepts of the address give on one building, differences first; an example where the address names none."""
    t = partial(text, lang)
    asked = request.query_params
    named = list(dict.fromkeys(name for name in asked.getlist("concept") if name))
    offered = offered_versions(service.database)
    example = not named
    named = named or [one.reference for one in offered if one.concept_id in EXAMPLE]
    on, options = compared_on(service, principal, asked, lang), options_of(asked)
    found = [concept_by_reference(service.database, name) for name in named]
    chosen = [version.reference for version, _ in found]
    view = _compared(service, principal, found, on, options, lang) if MIN_COMPARED <= len(named) <= MAX_COMPARED else None
    listed = references((*offered, *(one for one, _ in found if one.state != "published")), lang)
    return render(
        request,
        "concepts/compare.html",
        lang,
        view=view,
        choices=choices(listed, chosen, on, own_buildings(service, principal, lang), options, lang, t),
        on=on,
        example=example and view is not None,
        too_many=len(named) > MAX_COMPARED,
        count=len(named),
        chosen_storeys=options.storeys_added,
        chosen_access=t(f"compare.access_{options.access}"),
        configure_query=configure_query(on, options),
        picture_query=urlencode({**on.given, "storeys": options.storeys_added, "access": options.access}),
    )


@router.get("/{lang:lang}/compare/{concept_id}/{number}/picture.svg")
def compared_picture(request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand out the picture of one concept on the building that it is compared on."""
    asked = request.query_params
    _, concept = concept_by_reference(service.database, f"{concept_id}@{number}")
    on = compared_on(service, principal, asked, lang)
    drawn = building_picture(service, principal, concept, on.building, options_of(asked), lang)
    kept = "public" if on.shared() else "private"
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": f"{kept}, max-age=3600"})


def configure_query(on: ComparedOn, options: Options) -> str:
    """Return the building and options of a comparison as the address of the configuration page has them."""
    return f"{on.configure_query()}&{urlencode({'storeys_added': options.storeys_added, 'access': options.access})}"


def options_of(asked: QueryParams) -> Options:
    """Return the options that an address asks for; what is no choice of this page counts as not asked."""
    storeys, access = asked.get("storeys", ""), asked.get("access", "")
    given: dict[str, object] = {"storeys_added": int(storeys)} if storeys in {str(count) for count in STOREYS} else {}
    return Options.model_validate({**given, **({"access": access} if access in ACCESSES else {})})


def _compared(
    service: Service, principal: Principal, found: Sequence[tuple[Version, Concept]], on: ComparedOn, options: Options, lang: Lang
) -> CompareView:
    t = partial(text, lang)
    concepts = [concept for _, concept in found]
    answer = compared(service, principal, on.building, concepts, options)
    return compare_view(answer, concepts, [flags_of(version, t) for version, _ in found], on, lang, t)
