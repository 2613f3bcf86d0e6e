"""Whether the service lives, whether it can work, and its figures."""

from __future__ import annotations

import hmac
import ipaddress
import shutil
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.http.metrics import CONTENT_TYPE
from api.http.service import Service, ServiceDep
from api.work import Overloaded
from catalogue.errors import NotFound
from catalogue.store.database import HEAD, schema_revision, sqlite_file
from configurator.version import ENGINE_VERSION

router = APIRouter(tags=["operation"])
RETRY_S = 5
_HEALTH = b'{"status":"ok","version":"%b"}' % ENGINE_VERSION.encode()


class Health(Body):
    """The process is alive."""

    status: str = "ok"
    version: str = ENGINE_VERSION


class Readiness(Body):
    """The service can work: what was looked at, and how it is."""

    status: str
    checks: dict[str, str]


class NotReady(Overloaded):
    """Something that the service needs is not there now."""

    code = "not-ready"


@router.get("/healthz", operation_id="health", response_model=Health)
async def health() -> Response:
    """Say that the process is alive; nothing is looked at."""
    return Response(_HEALTH, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/readyz", operation_id="ready")
async def ready(service: ServiceDep) -> Readiness:
    """Say whether requests can be answered: database and its schema, a process that computes, room on the disk. 503 where not."""
    checks = await run_in_threadpool(_checks, service)
    wrong = [f"{name}: {said}" for name, said in checks.items() if said != "ok"]
    if wrong:
        raise NotReady("not-ready", cause="; ".join(wrong), retry_after_s=RETRY_S)
    return Readiness(status="ok", checks=checks)


def _checks(service: Service) -> dict[str, str]:
    return {"database": _database(service), "work": _work(service), "disk": _disk(service)}


def _database(service: Service) -> str:
    try:
        revision = schema_revision(service.database)
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the answer is that it is not there
        return f"cannot be reached ({type(error).__name__})"
    return "ok" if revision == HEAD else f"has schema {revision}, not {HEAD}; run optop catalogue upgrade"


def _work(service: Service) -> str:
    states = [pool.state for pool in service.pools]
    for pool, state in zip(service.pools, states, strict=True):
        if not state.workers:
            pool.start()  # whoever is not ready is asked for nothing, and the next piece of work would have started it
    if not all(state.workers for state in states):
        return "no process that computes lives yet"
    waiting = next((state.pending for state in states if state.pending >= state.capacity), None)
    return "ok" if waiting is None else f"{waiting} computations wait"


def _disk(service: Service) -> str:
    file = sqlite_file(service.settings.database)
    least = service.settings.least_free_disk_bytes
    for folder in {Path("/tmp") if file is None else file.absolute().parent}:  # noqa: S108 - where uploads are kept, beside the database
        free = shutil.disk_usage(folder).free
        if free < least:
            return f"{free / 1e6:.0f} MB free, {least / 1e6:.0f} MB wanted"
    return "ok"


@router.get("/metrics", operation_id="metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, service: ServiceDep) -> Response:
    """Return the figures of this process for Prometheus: to this machine itself, or to whoever shows OPTOP_METRICS_TOKEN as a bearer."""
    if not _may_read_metrics(request, service):
        raise NotFound("no-such-address")
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE)


def _may_read_metrics(request: Request, service: Service) -> bool:
    token = service.settings.metrics_token
    if token is not None:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.get_secret_value().encode())
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
