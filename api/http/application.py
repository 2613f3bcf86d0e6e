"""The service as an application: its resources, limits and problems. `api.app` adds the page and hands it to a server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from api.http.problems import PROBLEM_RESPONSES, LargeBodyProblem, install_problem_handlers
from api.http.routes import comparisons, concepts, configurations, families, ifc_checks, inspections, matches, operation, previews, session
from api.http.service import open_service
from api.http.work_problems import install_work_handlers
from api.settings import Settings
from configurator.version import ENGINE_VERSION

Asgi = ASGIApp
"""What a server runs."""
ROUTERS = (
    operation.router,
    session.router,
    concepts.router,
    families.router,
    configurations.router,
    matches.router,
    comparisons.router,
    previews.router,
)
UPLOAD_ROUTERS = (inspections.router, ifc_checks.router)
"""Take files, which may be larger than a JSON body."""
FORM_BYTES = 1_000_000
"""What a form with files may hold beside them."""


def create_service(settings: Settings) -> FastAPI:
    """Make the application of `/v1`; what it opens is opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = await run_in_threadpool(open_service, settings)
        app.state.service = service
        try:
            yield
        finally:
            await run_in_threadpool(service.close)

    # The framework's own pages of documentation load scripts from other hosts; the description itself is at /openapi.json.
    app = FastAPI(
        title="optop", version=ENGINE_VERSION, max_body_size=settings.max_body_bytes, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    for router in ROUTERS:
        app.include_router(router, responses=PROBLEM_RESPONSES)
    for router in UPLOAD_ROUTERS:
        app.include_router(router, responses=PROBLEM_RESPONSES, max_body_size=settings.max_file_bytes + FORM_BYTES)
    install_problem_handlers(app)
    install_work_handlers(app)
    return app


def guarded(app: FastAPI) -> ASGIApp:
    """Wrap a whole application in what must stand around everything: the framework refuses large bodies before its own middleware."""
    return LargeBodyProblem(app)
