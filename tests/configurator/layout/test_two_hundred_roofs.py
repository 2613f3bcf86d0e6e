"""Every property of a layout on two hundred random roofs: the same tests, with more examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROPERTIES = (
    "test_properties.py",
    "test_packing_properties.py",
    "test_lengthwise.py",
    "test_reasons.py",
    "test_bad_and_disjoint_roofs.py",
)


@pytest.mark.slow
@pytest.mark.parametrize("properties", PROPERTIES)
def test_no_property_is_violated_on_two_hundred_roofs(properties: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).with_name(properties))],
        env={**os.environ, "OPTOP_LEAST_EXAMPLES": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
