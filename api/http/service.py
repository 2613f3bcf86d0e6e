"""What every route works with: the settings, the database, and whatever else lives as long as the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.settings import Settings
from api.work import FileDesk, ResultCache, WorkPool
from configurator.host.readers.isolation import Limits


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the running service; one for each application."""

    settings: Settings
    work: WorkPool
    """Computes, in processes."""
    files: FileDesk
    """Reads uploaded files, each in a process of its own."""
    results: ResultCache
    """Answers that are pure functions of what was asked."""


def open_service(settings: Settings) -> Service:
    """Start what the service works with."""
    memory, seconds = settings.worker_memory_bytes, settings.file_seconds
    work = WorkPool(workers=settings.workers, queue_limit=settings.queue_limit, budget_s=settings.budget_s, memory_bytes=memory)
    limits = Limits(cpu_s=seconds, memory_bytes=settings.file_memory_bytes, wall_s=float(seconds))
    files = FileDesk(
        children=settings.file_children, queue_limit=settings.file_queue_limit, limits=limits, max_bytes=settings.max_file_bytes
    )
    work.start()
    return Service(settings, work, files, ResultCache(settings.result_cache_bytes))


def close_service(service: Service) -> None:
    """Finish what runs, and end every process."""
    service.files.close()
    service.work.close()


def service_of(request: Request) -> Service:
    """Return the service that this request came to."""
    return cast("Service", request.app.state.service)


ServiceDep = Annotated[Service, Depends(service_of)]
"""The service, for a route that needs it."""
