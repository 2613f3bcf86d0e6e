"""The ASGI application that a server runs: `uvicorn api.app:app`."""

from __future__ import annotations

from api.http.application import create_app

app = create_app()
