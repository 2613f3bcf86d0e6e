"""Configure: a building, a concept, and what becomes of them. The first state stands in the page; from there on the script asks anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from api.http.access import Principal, PrincipalDep
from api.http.previewing import previewed
from api.http.service import Service, ServiceDep
from api.page.address import Address, building_part, read_address
from api.page.concepts.compared_on import own_buildings
from api.page.figures import increase_number, million_text, tonnes_text
from api.page.findings import finding_sections, tasks_by_role
from api.page.library import offered_concepts
from api.page.rendering import render
from api.page.texts import Lang
from api.previews import AskedPreview
from api.work import TryLater
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.errors import OptopError
from catalogue.resolve import building_ids, family_ids, resolve_building, resolve_family

router = APIRouter(include_in_schema=False)
INTERVENTION = "rooftop_extension"
"""What this page configures; concepts for other interventions are in the catalogue."""


@dataclass(frozen=True, slots=True)
class FirstState:
    """What the page shows before any script runs: a configuration, or why there is none."""

    view: dict[str, Any] | None
    picture: str
    problem: str


async def first_state(address: Address, service: Service, principal: Principal) -> FirstState:
    """Compute what an address asks for; a request that cannot be computed is said in a sentence."""
    try:
        body = await previewed(service, principal, address.asked.model_copy(update={"drawing": "picture"}))
    except TryLater:  # the whole page comes back later
        raise
    except OptopError as error:
        return FirstState(None, "", error.sentence(address.asked.lang))
    view: dict[str, Any] = json.loads(body)
    return FirstState(view, str(view.pop("drawing")), address.problem)


def for_script(value: Any) -> Markup:  # noqa: ANN401  # anything that JSON can hold
    """Return JSON for a `<script type="application/json">`: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped as JSON


def _offered(service: Service) -> list[Concept]:
    """Return the concepts that are offered for what this page configures, as a person counts."""
    return [concept for concept in offered_concepts(service.database) if INTERVENTION in concept.interventions]


def _as_compared(options: Options) -> dict[str, str]:
    """Return the options that a comparison takes over."""
    return {"storeys": str(options.storeys_added), "access": options.access}


def _known(asked: AskedPreview, state: FirstState, lang: Lang) -> dict[str, Any]:
    """Return what the script begins with."""
    building = None if asked.building is None else asked.building.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {"lang": lang, "view": state.view, "problem": state.problem, "building": building}


@router.get("/{lang:lang}/configure")
async def configure(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show the configuration that the address holds."""
    address = read_address(dict(request.query_params), lang)
    state = await first_state(address, service, principal)
    concepts = await run_in_threadpool(_offered, service)
    asked, findings = address.asked, [] if state.view is None else state.view["findings"]
    return render(
        request,
        "configure.html",
        lang,
        status=200 if state.view is not None and not state.problem else 422,
        view=state.view,
        sections=finding_sections(findings),
        roles=tasks_by_role(findings),
        problem=state.problem,
        picture=Markup(state.picture),  # noqa: S704 - our own drawing
        asked=asked,
        options=asked.options.model_dump(mode="json"),
        values=address.values,
        compared_on=urlencode({**building_part(address.values), **_as_compared(asked.options)}),
        known=for_script(_known(asked, state, lang)),
        for_script=for_script,
        increase_number=increase_number,
        million_text=million_text,
        tonnes_text=tonnes_text,
        buildings=[resolve_building(name) for name in building_ids()],
        own=await run_in_threadpool(own_buildings, service, principal, lang),
        concepts=concepts,
        families=[resolve_family(name) for name in family_ids()],
    )
