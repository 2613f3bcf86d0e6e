"""What every route works with: the settings, the database, and whatever else lives as long as the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.settings import Settings
from api.work import WorkPool


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the running service; one for each application."""

    settings: Settings
    work: WorkPool


def service_of(request: Request) -> Service:
    """Return the service that this request came to."""
    return cast("Service", request.app.state.service)


ServiceDep = Annotated[Service, Depends(service_of)]
"""The service, for a route that needs it."""
