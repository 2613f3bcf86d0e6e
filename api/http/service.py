"""What every route works with: the settings, the database, and whatever else lives as long as the process."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request

from api.http.limits import RateLimiter
from api.http.version_cache import VersionCache
from api.keys import pepper_beside
from api.roles import Principal
from api.settings import Settings
from api.start import open_for_service, prepare_first_start
from api.work import FileDesk, ResultCache, WorkPool
from api.work.worker import NICE, PROMPT
from catalogue.store.database import Database
from configurator.host.readers.isolation import Limits

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the running service; one for each application."""

    settings: Settings
    database: Database
    pepper: bytes
    """Secret that keys are digested with, and sessions and cursors are signed with."""
    limiter: RateLimiter
    """Counts requests."""
    versions: VersionCache
    """Published versions as they are sent."""
    work: WorkPool
    """Computes, in processes."""
    live: WorkPool
    """Computes what is shown under a moving hand: in processes that wait for no other work."""
    files: FileDesk
    """Reads uploaded files, each in a process of its own."""
    results: ResultCache
    """Answers that are pure functions of what was asked."""

    async def compute(
        self, principal: Principal, function: Callable[..., Result], *arguments: object, pool: WorkPool | None = None
    ) -> Result:
        """Run a function in a pool, `work` unless another is named, for somebody: who shows no key gets a smaller share of it.

        Raises RateLimited, and what `WorkPool.run` raises.
        """
        chosen = pool or self.work
        if principal.organisation is not None:
            return await chosen.run(function, *arguments)
        self.limiter.count_computation(principal.network)
        budget_s = min(self.settings.budget_anonymous_s, self.settings.budget_s)
        return await chosen.run(function, *arguments, budget_s=budget_s, waiting=self.settings.queue_limit_anonymous)

    async def computed(
        self, principal: Principal, key: str, function: Callable[..., bytes], *arguments: object, pool: WorkPool | None = None
    ) -> bytes:
        """Return what is held under a key, or run a function in a pool for it. Raises what `compute` raises."""
        return await self.results.get_or_make(key, lambda: self.compute(principal, function, *arguments, pool=pool))

    @property
    def pools(self) -> tuple[WorkPool, ...]:
        """All that compute."""
        return self.work, self.live

    def largest_file_bytes(self, principal: Principal) -> int:
        """Return the size of the largest file that is read for somebody."""
        most = self.settings.max_file_bytes
        return most if principal.organisation is not None else min(most, self.settings.max_file_bytes_anonymous)

    def now(self) -> dt.datetime:
        """Return the moment, for what is stamped and for what expires."""
        return dt.datetime.now(dt.UTC)

    def close(self) -> None:
        """Finish what runs, end every process, and close the database."""
        self.files.close()
        self.live.close()
        self.work.close()
        self.database.close()


def open_service(settings: Settings) -> Service:
    """Open what the service needs; the first start prepares a catalogue and prints an admin key once, on stderr."""
    work, live = _pool(settings, settings.workers, NICE), _pool(settings, settings.live_workers, PROMPT)
    for pool in (live, work):
        pool.start()  # while the database is opened: what computes imports for seconds
    pepper = pepper_beside(settings.database, None if settings.pepper is None else settings.pepper.get_secret_value())
    database = open_for_service(settings.database)
    service = Service(
        settings=settings,
        database=database,
        pepper=pepper,
        limiter=RateLimiter(settings),
        versions=VersionCache(),
        work=work,
        live=live,
        files=_desk(settings),
        results=ResultCache(settings.result_cache_bytes),
    )
    token = prepare_first_start(database, pepper, service.now())
    if token is not None:
        sys.stderr.write(f"First start. Admin key, shown only now / beheersleutel, alleen nu te zien:\n{token}\n")
        sys.stderr.flush()
    return service


def _pool(settings: Settings, workers: int, nice: int) -> WorkPool:
    return WorkPool(
        workers=workers,
        nice=nice,
        queue_limit=settings.queue_limit,
        budget_s=settings.budget_s,
        memory_bytes=settings.worker_memory_bytes,
    )


def _desk(settings: Settings) -> FileDesk:
    seconds = settings.file_seconds
    return FileDesk(
        children=settings.file_children,
        queue_limit=settings.file_queue_limit,
        limits=Limits(cpu_s=seconds, memory_bytes=settings.file_memory_bytes, wall_s=float(seconds)),
        max_bytes=settings.max_file_bytes,
    )


async def service_of(request: Request) -> Service:
    """Return the service that this request came to. Asynchronous, for the framework sends a plain function to a thread."""
    return cast("Service", request.app.state.service)


ServiceDep = Annotated[Service, Depends(service_of)]
"""The service, for a route that needs it."""
