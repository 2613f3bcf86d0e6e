"""What every route works with: the settings, the database, and whatever else lives as long as the process."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.http.limits import RateLimiter
from api.http.version_cache import VersionCache
from api.keys import pepper_beside
from api.settings import Settings
from api.start import open_for_service, prepare_first_start
from catalogue.store.database import Database


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the running service; one for each application."""

    settings: Settings
    database: Database
    pepper: bytes
    """Secret that keys are digested with, and sessions and cursors are signed with."""
    limiter: RateLimiter
    versions: VersionCache

    def now(self) -> dt.datetime:
        """Return the moment, for what is stamped and for what expires."""
        return dt.datetime.now(dt.UTC)


def open_service(settings: Settings) -> Service:
    """Open what the service needs; the first start prepares a catalogue and prints an admin key once, on stderr."""
    pepper = pepper_beside(settings.database, None if settings.pepper is None else settings.pepper.get_secret_value())
    database = open_for_service(settings.database)
    service = Service(settings, database, pepper, RateLimiter(settings), VersionCache())
    token = prepare_first_start(database, pepper, service.now())
    if token is not None:
        sys.stderr.write(f"First start. Admin key, shown only now / beheersleutel, alleen nu te zien:\n{token}\n")
        sys.stderr.flush()
    return service


def service_of(request: Request) -> Service:
    """Return the service that this request came to."""
    return cast("Service", request.app.state.service)


ServiceDep = Annotated[Service, Depends(service_of)]
"""The service, for a route that needs it."""
