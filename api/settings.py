"""The settings of the service: from the environment, each with the prefix `OPTOP_`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.logs import LogFormat, LogLevel
from catalogue.errors import InvalidDocument
from catalogue.errors.validation import problem_phrase

PREFIX = "OPTOP_"
RATE = r"^$|^[1-9][0-9]*/(second|minute|hour|day)$"
"""How often something may be done, as it is written; empty is without limit."""
OTHER_VARIABLES = ("OPTOP_LANG", "OPTOP_3DBAG_API", "OPTOP_SHARED", "OPTOP_CI", "OPTOP_TEST_POSTGRES_URL")
"""Variables of the command line and of the tests."""


class Settings(BaseSettings):
    """What whoever runs the service may set; every one has a default that works on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database: str = "optop.sqlite"
    """Path of an SQLite file, or `postgresql://user@host/name`."""
    pepper: SecretStr | None = None
    """Secret that the digests of machine keys are made with; without one, the first start makes one and keeps it beside the data."""
    max_body_bytes: int = Field(default=2_000_000, ge=10_000)
    """Largest JSON body; files have limits of their own."""
    rate_limit_key: str = Field(default="3000/minute", pattern=RATE)
    """How many requests one key may make; empty is no limit."""
    rate_limit_anonymous: str = Field(default="600/minute", pattern=RATE)
    """How many requests one address may make without a key; empty is no limit."""
    rate_limit_anonymous_computing: str = Field(default="300/minute", pattern=RATE)
    """How many of those may be computed; what was computed already is not counted; empty is no limit."""
    processes: int = Field(default=1, ge=1, le=1000)
    """Processes of the service that answer under one address: each grants its share of the limits of rate."""
    workers: int = Field(default=2, ge=1, le=128)
    """Processes that compute; as many as there are cores for them."""
    live_workers: int = Field(default=1, ge=1, le=128)
    """Processes beside these that compute only what a configuration shows while somebody moves a slider: it waits for no other work."""
    queue_limit: int = Field(default=32, ge=0, le=10_000)
    """Computations that may wait beside those that run; more are answered with 503 and a Retry-After."""
    queue_limit_anonymous: int = Field(default=24, ge=0, le=10_000)
    """So many may wait before those without a key are refused: the rest of the places is for keys."""
    budget_s: float = Field(default=30.0, gt=0, le=3600)
    """Wall-clock seconds that the computation of one request may take."""
    budget_anonymous_s: float = Field(default=15.0, gt=0, le=3600)
    """The same for a request without a key."""
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
    max_file_bytes_anonymous: int = Field(default=25_000_000, ge=10_000)
    """Largest file that is read for somebody without a key."""
    anonymous_retention_days: int = Field(default=90, ge=1, le=36_500)
    """Days after which `optop catalogue tidy` may remove a configuration that nobody in particular asked for."""
    result_cache_bytes: int = Field(default=256_000_000, ge=0)
    """Memory for results that were computed already."""
    least_free_disk_bytes: int = Field(default=500_000_000, ge=0)
    """Room on the disk of the database below which the service says that it is not ready."""
    log_format: LogFormat = "json"
    """`json`: one object a line. `text`: for people."""
    log_level: LogLevel = "info"
    """`debug`, `info`, `warning` or `error`."""
    access_log: bool = False
    """Log every request; without it only those that failed. Each line costs about as much as answering a small request."""
    metrics_token: SecretStr | None = None
    """Bearer token that `/metrics` is read with; without one only this machine itself may read it."""
    shutdown_s: int = Field(default=40, ge=1, le=3600)
    """Seconds that running requests get to finish when the service is told to stop."""
    keep_alive_s: int = Field(default=20, ge=1, le=3600)
    """Seconds that an idle connection is kept open; longer than that of the proxy in front of it."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed."""


@lru_cache(maxsize=1)
def environment_settings() -> Settings:
    """Return the settings of this process. Raises InvalidDocument for a value that cannot be."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise InvalidDocument("setting-unusable", name=name, problem=problem_phrase(first), pointers=(name,)) from None


def shown(settings: Settings) -> dict[str, str | int | float | bool | None]:
    """Return every setting by the name of its variable, without a secret or the password of a database."""
    found: dict[str, str | int | float | bool | None] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        found[PREFIX + name.upper()] = "(set)" if isinstance(value, SecretStr) else value
    found[PREFIX + "DATABASE"] = _without_password(settings.database)
    return found


def unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return variables that look like settings and are none: most often a slip of the pen, that would be ignored in silence."""
    known = {*shown(Settings()), *OTHER_VARIABLES}
    return tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))


def _without_password(address: str) -> str:
    """Return an address of a database as it may be shown: also a password with any sign in it, or among the parameters, stays unsaid."""
    hidden = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", address)
    return re.sub(r"([?&][^=&]*pass[^=&]*=)[^&]*", r"\1***", hidden)
