"""Building families: the list, and a page for each."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.http.service import ServiceDep
from api.page.families.views import family_line, family_view, in_outlook_order
from api.page.library import offered_concepts
from api.page.matching import MATCHES, families, fit_view
from api.page.rendering import render
from api.page.texts import Lang, text
from catalogue.resolve import resolve_family, resolve_family_rules
from configurator.outputs.drawing.family_sheet import family_svg

router = APIRouter(include_in_schema=False)


@router.get("/{lang:lang}/families")
def family_list(request: Request, lang: Lang, service: ServiceDep) -> HTMLResponse:
    """Show every family with its bays, and how many concepts stand on it."""
    t = partial(text, lang)
    concepts = offered_concepts(service.database)
    lines = [family_line(family, [MATCHES.permits(one, family) for one in concepts], lang, t) for family in families()]
    return render(request, "families/list.html", lang, lines=in_outlook_order(lines))


@router.get("/{lang:lang}/families/{family_id}")
def family_page(request: Request, lang: Lang, family_id: str, service: ServiceDep) -> HTMLResponse:
    """Show one family: bays and section, figures with their evidence, how it is told from others, and which concepts stand on it."""
    t = partial(text, lang)
    family = resolve_family(family_id)
    fits = [fit_view(one, family, MATCHES.match(one, family), lang, t) for one in offered_concepts(service.database)]
    view = family_view(family, resolve_family_rules(), fits, lang, t, service.now().date())
    return render(request, "families/family.html", lang, view=view, drawing=family_svg(family, lang))
