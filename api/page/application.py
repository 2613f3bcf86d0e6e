"""Add the page to the service's application: its routes, its files, its error pages and the headers of every answer."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.page.assets import page_assets, static_file
from api.page.errors import add_error_pages
from api.page.headers import SecurityHeaders
from api.page.pages import ROUTERS
from api.page.texts import preferred_language

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    """Send a visitor to the start page in the language of the browser."""
    lang = preferred_language(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{lang}/", 307, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})


@router.get("/favicon.ico")
def icon(request: Request) -> Response:
    """Hand out the icon to a browser that asks for it where it always was."""
    assets = page_assets()
    return static_file(request, assets.entry("icon").file) if assets.built else Response(status_code=404)


def add_page(app: FastAPI) -> None:
    """Add the routes of the page."""
    app.include_router(router)
    app.add_api_route("/static/{name}", static_file, include_in_schema=False)
    for pages in ROUTERS:
        app.include_router(pages)
    add_error_pages(app)
    app.add_middleware(SecurityHeaders)
