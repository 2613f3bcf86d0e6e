"""Whether the service lives."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from configurator.version import ENGINE_VERSION

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """The process is alive."""

    status: str = "ok"
    version: str = ENGINE_VERSION


@router.get("/healthz", operation_id="health")
def health() -> Health:
    """Say that the process is alive."""
    return Health()
