"""A real server that the tests of one run share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.serving import Server, serving

FREE = {"QUEUE_LIMIT": "100", "QUEUE_LIMIT_ANONYMOUS": "100", "RATE_LIMIT_ANONYMOUS": "", "RATE_LIMIT_ANONYMOUS_COMPUTING": ""}
"""Settings of a server that refuses nobody."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a fresh database of its own; tests may kill its workers, not the server."""
    with serving(tmp_path_factory.mktemp("serving"), **FREE) as started:
        yield started
