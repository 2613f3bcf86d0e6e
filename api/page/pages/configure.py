"""Configure: a building, a concept, and what becomes of them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.page.rendering import render
from api.page.texts import Lang

router = APIRouter(include_in_schema=False)


@router.get("/{lang:lang}/configure")
def configure(request: Request, lang: Lang) -> HTMLResponse:
    """Show the configuration page."""
    return render(request, "configure.html", lang)
