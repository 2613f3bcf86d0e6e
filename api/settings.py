"""The settings of the service: from the environment, each with the prefix `OPTOP_`."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What whoever runs the service may set; every one has a default that works on one machine."""

    model_config = SettingsConfigDict(env_prefix="OPTOP_", extra="ignore", frozen=True)

    database: str = "optop.sqlite"
    """Path of an SQLite file, or `postgresql://user@host/name`."""
    pepper: SecretStr | None = None
    """Secret that the digests of machine keys are made with; without one, the first start makes one and keeps it beside the data."""
    max_body_bytes: int = Field(default=2_000_000, ge=10_000)
    """Largest JSON body; files have limits of their own."""
    workers: int = Field(default=2, ge=1, le=128)
    """Processes that compute; as many as there are cores for them."""
    queue_limit: int = Field(default=16, ge=0, le=10_000)
    """Computations that may wait beside those that run; more are answered with 503 and a Retry-After."""
    budget_s: float = Field(default=30.0, gt=0, le=3600)
    """Wall-clock seconds that the computation of one request may take."""
    worker_memory_bytes: int = Field(default=4 << 30, ge=1 << 30)
    """Address space of one process that computes."""
    file_children: int = Field(default=2, ge=1, le=128)
    """Uploaded files that are read at the same time, each in a process of its own."""
    file_queue_limit: int = Field(default=8, ge=0, le=10_000)
    """Uploaded files that may wait beside those."""
    file_seconds: int = Field(default=60, ge=1, le=3600)
    """Seconds, of processor time and of the clock, that reading one uploaded file may take."""
    file_memory_bytes: int = Field(default=2 << 30, ge=1 << 30)
    """Address space of a process that reads an uploaded file."""
    max_file_bytes: int = Field(default=100_000_000, ge=10_000)
    """Largest uploaded file."""
    result_cache_bytes: int = Field(default=256_000_000, ge=0)
    """Memory for results that were computed already."""


@lru_cache(maxsize=1)
def environment_settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
