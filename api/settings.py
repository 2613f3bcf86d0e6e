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
    rate_limit_key: str = "3000/minute"
    """How many requests one key may make, in each process of the service; empty is no limit."""
    rate_limit_anonymous: str = "600/minute"
    """How many requests one address may make without a key, in each process of the service; empty is no limit."""


@lru_cache(maxsize=1)
def environment_settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
