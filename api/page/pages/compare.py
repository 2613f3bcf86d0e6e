"""Compare: up to five concepts on one building or on the standard block of a family."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import QueryParams

from api.http.access import Principal, PrincipalDep
from api.http.service import Service, ServiceDep
from api.page.computing import building_picture, compared
from api.page.concepts.cards import flags_of
from api.page.concepts.comparison import ACCESSES, STOREYS, CompareView, building_named, choices, compare_view
from api.page.families.views import block_query
from api.page.library import concept_by_reference, offered_versions, references
from api.page.rendering import render
from api.page.texts import Lang, text
from catalogue.documents.options import Options
from configurator.fit.comparison import MAX_COMPARED, MIN_COMPARED

router = APIRouter(include_in_schema=False)
FIRST_BUILDING = "demo-portiek-1966"


@router.get("/{lang:lang}/compare")
def compare_page(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show what the concepts of the address give on one building, differences first; without concepts what can be chosen."""
    t = partial(text, lang)
    asked = request.query_params
    named = list(dict.fromkeys(name for name in asked.getlist("concept") if name))
    building, options = asked.get("building") or FIRST_BUILDING, options_of(asked)
    found = [concept_by_reference(service.database, name) for name in named]
    chosen = [version.reference for version, _ in found]
    view = _compared(service, principal, named, building, options, lang) if MIN_COMPARED <= len(named) <= MAX_COMPARED else None
    offered = references((*offered_versions(service.database), *(one for one, _ in found if one.state != "published")), lang)
    return render(
        request,
        "concepts/compare.html",
        lang,
        view=view,
        choices=choices(offered, chosen, building, options, lang, t),
        too_many=len(named) > MAX_COMPARED,
        count=len(named),
        configure_query=configure_query(building, options),
        picture_query=urlencode({"building": building, "storeys": options.storeys_added, "access": options.access}),
    )


@router.get("/{lang:lang}/compare/{concept_id}/{number}/picture.svg")
def compared_picture(request: Request, lang: Lang, concept_id: str, number: str, service: ServiceDep, principal: PrincipalDep) -> Response:
    """Hand out the picture of one concept on the building that it is compared on."""
    asked = request.query_params
    _, concept = concept_by_reference(service.database, f"{concept_id}@{number}")
    name = asked.get("building") or FIRST_BUILDING
    host, _ = building_named(name)
    drawn = building_picture(service, principal, concept, host, options_of(asked), lang)
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


def configure_query(building: str, options: Options) -> str:
    """Return the building and options of a comparison as the address of the configuration page has them."""
    family = building_named(building)[1]
    host = urlencode({"building": building}) if family is None else block_query(family)
    return f"{host}&{urlencode({'storeys_added': options.storeys_added, 'access': options.access})}"


def options_of(asked: QueryParams) -> Options:
    """Return the options that an address asks for; what is no choice of this page counts as not asked."""
    storeys, access = asked.get("storeys", ""), asked.get("access", "")
    given: dict[str, object] = {"storeys_added": int(storeys)} if storeys in {str(count) for count in STOREYS} else {}
    return Options.model_validate({**given, **({"access": access} if access in ACCESSES else {})})


def _compared(service: Service, principal: Principal, named: list[str], building: str, options: Options, lang: Lang) -> CompareView:
    t = partial(text, lang)
    host, _ = building_named(building)
    found = [concept_by_reference(service.database, name) for name in named]
    concepts = [concept for _, concept in found]
    answer = compared(service, principal, host, concepts, options)
    return compare_view(answer, concepts, [flags_of(version, t) for version, _ in found], building, lang, t)
