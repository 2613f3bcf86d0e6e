"""The service as an application: its resources, limits and problems. `api.app` adds the page and hands it to a server."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from api.http.compression import Compressed
from api.http.description import install_description
from api.http.front import Front
from api.http.guard import Guard
from api.http.metrics import Metrics
from api.http.observed import Observed
from api.http.problems import PROBLEM_RESPONSES, install_problem_handlers
from api.http.routes import (
    assumptions,
    attachments,
    audit,
    buildings,
    catalogue,
    comparisons,
    concept_trials,
    concepts,
    configurations,
    drafts,
    families,
    ifc_checks,
    inspections,
    keys,
    matches,
    operation,
    organisations,
    previews,
    problems,
    session,
    versions,
)
from api.http.service import open_service
from api.settings import Settings
from configurator.version import ENGINE_VERSION

DESCRIPTION = """Publishes modular, biobased concepts for rooftop extensions as checked documents, and configures them on existing blocks.
Answers are indicative and traceable, never a promise of feasibility.

Units stand in the names: `_mm`, `_m`, `_m2`, `_kg`, `_kn`, `_kn_per_m`; ratios are fractions, money is integer euro cents, times are
RFC 3339 in UTC. Errors are `application/problem+json` (RFC 9457); what the domain refuses is no error but an answer with findings.
Lists go page by page with `cursor` and `limit`. A change names the state that it changes with `If-Match`; what creates something takes an
`Idempotency-Key`. Reading what is published needs no key."""
Asgi = ASGIApp
"""What a server runs."""
ROUTERS = (
    operation.router,
    concepts.router,
    versions.router,
    attachments.router,
    drafts.router,
    concept_trials.router,
    families.router,
    assumptions.router,
    buildings.router,
    configurations.router,
    matches.router,
    comparisons.router,
    previews.router,
    session.router,
    organisations.router,
    keys.router,
    audit.router,
    problems.router,
)
UPLOAD_ROUTERS = (inspections.router, ifc_checks.router, catalogue.router)
"""Take files, which may be larger than a JSON body."""
THREADS = 40
"""For what is short: reading a row, drawing a page."""
FORM_BYTES = 1_000_000
"""What a form with files may hold beside them."""


def create_service(settings: Settings) -> FastAPI:
    """Make the application of `/v1`; what it opens is opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = await run_in_threadpool(open_service, settings)
        app.state.service = service
        # A page waits for the pool in a thread; those that wait must not take the threads of all others.
        to_thread.current_default_thread_limiter().total_tokens = THREADS + sum(pool.state.capacity for pool in service.pools)
        app.state.metrics.watch(service.pools, service.files, service.results)
        gc.collect()
        gc.freeze()  # what was imported stays: the collector need not walk through it while somebody waits
        sharing = asyncio.create_task(app.state.metrics.share())
        try:
            yield
        finally:
            sharing.cancel()
            await run_in_threadpool(service.close)
            app.state.metrics.end()

    # The framework's own pages of documentation load scripts from other hosts; the description itself is at /openapi.json.
    app = FastAPI(
        title="optop",
        version=ENGINE_VERSION,
        description=DESCRIPTION,
        max_body_size=settings.max_body_bytes,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,  # a document is one thing, read or written; its canonical form leaves out what is default
        redirect_slashes=False,
        lifespan=lifespan,
    )
    for router in ROUTERS:
        app.include_router(router, responses=PROBLEM_RESPONSES)
    for router in UPLOAD_ROUTERS:
        app.include_router(router, responses=PROBLEM_RESPONSES, max_body_size=settings.max_file_bytes + FORM_BYTES)
    install_problem_handlers(app)
    install_description(app)
    app.state.metrics = Metrics()
    app.add_middleware(Front, state=app.state)
    app.add_middleware(Compressed)
    app.add_middleware(Observed, metrics=app.state.metrics, access_log=settings.access_log)
    return app


def guarded(app: FastAPI) -> ASGIApp:
    """Wrap a whole application in what must stand around everything: the framework refuses large bodies before its own middleware."""
    return Guard(app)
