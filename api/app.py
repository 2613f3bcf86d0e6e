"""The whole application: the service and the page. A server runs it with `uvicorn --factory api.app:create_app`."""

from __future__ import annotations

from api.http.application import Asgi, create_service, guarded
from api.page.application import add_page
from api.settings import Settings, environment_settings


def create_app(settings: Settings | None = None) -> Asgi:
    """Make the application with the given settings, or with those of the environment."""
    app = create_service(settings or environment_settings())
    add_page(app)
    return guarded(app)
