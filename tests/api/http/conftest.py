"""A running service on a fresh embedded database, and keys for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database that a service was started on once."""
    return tmp_path_factory.mktemp("service") / "optop.sqlite"


@pytest.fixture(scope="module")
def client(first_start: Path) -> Iterator[TestClient]:
    """The whole application, started, as anybody reaches it."""
    with TestClient(create_app(Settings(database=str(first_start))), raise_server_exceptions=False) as started:
        yield started
