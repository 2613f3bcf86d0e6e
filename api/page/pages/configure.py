"""Configure: a building, a concept, and what becomes of them. The first state stands in the page; from there on the script asks anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.outputs import bundle_of
from api.page.address import Address, read_address
from api.page.rendering import render
from api.page.texts import Lang
from api.previews import AskedPreview, computed_preview
from catalogue.documents.concept import Concept
from catalogue.errors import OptopError
from catalogue.resolve import building_ids, concept_versions, family_ids, resolve_building, resolve_concept, resolve_family
from configurator.outputs.live import LiveView, live_view
from configurator.outputs.picture import picture_svg

router = APIRouter(include_in_schema=False)
INTERVENTION = "rooftop_extension"
"""What this page configures; concepts for other interventions are in the catalogue."""


@dataclass(frozen=True, slots=True)
class FirstState:
    """What the page shows before any script runs: a configuration, or why there is none."""

    view: LiveView | None
    picture: str
    problem: str


def _offered() -> list[Concept]:
    concepts = [resolve_concept(name) for name in concept_versions()]
    return [concept for concept in concepts if INTERVENTION in concept.interventions]


def first_state(address: Address, lang: Lang) -> FirstState:
    """Compute what an address asks for; a request that cannot be computed is said in a sentence."""
    try:
        bundle = bundle_of(computed_preview(address.asked), lang)
    except OptopError as error:
        return FirstState(None, "", error.message)
    return FirstState(live_view(bundle), picture_svg(bundle, lang).decode("utf-8"), address.problem)


def for_script(value: Any) -> Markup:  # noqa: ANN401  # anything that JSON can hold
    """Return JSON for a `<script type="application/json">`: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped as JSON


def _known(asked: AskedPreview, state: FirstState, lang: Lang) -> dict[str, Any]:
    """Return what the script begins with."""
    building = None if asked.building is None else asked.building.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {"lang": lang, "view": state.view, "problem": state.problem, "building": building}


@router.get("/{lang:lang}/configure")
def configure(request: Request, lang: Lang) -> HTMLResponse:
    """Show the configuration that the address holds."""
    address = read_address(dict(request.query_params), lang)
    state = first_state(address, lang)
    asked = address.asked
    return render(
        request,
        "configure.html",
        lang,
        status=200 if state.view is not None and not state.problem else 422,
        view=state.view,
        problem=state.problem,
        picture=Markup(state.picture),  # noqa: S704 - our own drawing
        asked=asked,
        options=asked.options.model_dump(mode="json"),
        values=address.values,
        known=for_script(_known(asked, state, lang)),
        for_script=for_script,
        buildings=[resolve_building(name) for name in building_ids()],
        concepts=_offered(),
        families=[resolve_family(name) for name in family_ids()],
    )
