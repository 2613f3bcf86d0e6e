"""Building families: the list, and a page for each."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.http.access import PrincipalDep
from api.http.service import ServiceDep
from api.page.computing import matches, permits
from api.page.families.views import by_outlook, family_line, family_view
from api.page.library import offered_concepts
from api.page.matching import fit_views
from api.page.rendering import render
from api.page.texts import Lang, text
from catalogue.resolve import family_ids, resolve_family, resolve_family_rules
from configurator.outputs.drawing.family_sheet import family_svg
from configurator.outputs.drawing.family_strip import scale_strip_svg

router = APIRouter(include_in_schema=False)


@router.get("/{lang:lang}/families")
def family_list(request: Request, lang: Lang, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show every family with its bays, and how many concepts stand on it."""
    t = partial(text, lang)
    concepts = offered_concepts(service.database)
    rows = permits(service, principal, concepts, family_ids())
    lines = [family_line(resolve_family(name), [row[k] for row in rows], lang, t) for k, name in enumerate(family_ids())]
    return render(request, "families/list.html", lang, groups=by_outlook(lines), scales=scale_strip_svg(lang))


@router.get("/{lang:lang}/families/{family_id}")
def family_page(request: Request, lang: Lang, family_id: str, service: ServiceDep, principal: PrincipalDep) -> HTMLResponse:
    """Show one family: bays and section, figures with their evidence, how it is told from others, and which concepts stand on it."""
    t = partial(text, lang)
    family = resolve_family(family_id)
    concepts = offered_concepts(service.database)
    fits = fit_views(concepts, [family_id], matches(service, principal, concepts, [family_id]), lang, t)
    view = family_view(family, resolve_family_rules(), fits, lang, t, service.now().date())
    return render(request, "families/family.html", lang, view=view, drawing=family_svg(family, lang))
