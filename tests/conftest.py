"""What every test shares: the data beside the repository, and a hypothesis profile that gives the same examples each time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
