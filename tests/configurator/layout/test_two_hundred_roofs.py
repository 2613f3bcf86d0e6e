"""Every property of a layout on two hundred random roofs: the same tests, with more examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROPERTIES = Path(__file__).with_name("test_properties.py")


@pytest.mark.slow
def test_no_property_is_violated_on_two_hundred_roofs() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(PROPERTIES)],
        env={**os.environ, "OPTOP_LEAST_EXAMPLES": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
