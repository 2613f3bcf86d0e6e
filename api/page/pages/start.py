"""The start page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.page.pictures import start_picture
from api.page.rendering import render
from api.page.texts import Lang

router = APIRouter(include_in_schema=False)


@router.get("/{lang:lang}/")
def start(request: Request, lang: Lang) -> HTMLResponse:
    """Show what optop is, and where each of its users begins."""
    return render(request, "start.html", lang)


@router.get("/{lang:lang}/picture.svg")
def picture(lang: Lang) -> Response:
    """Hand out the picture of the start page."""
    return Response(start_picture(lang), media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})
