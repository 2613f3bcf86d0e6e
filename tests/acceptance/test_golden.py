"""The golden examples are what the engine computes today: a result never changes unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.documents.schemas import PUBLISHED
from tests.examples import example_text, examples

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_the_engine_still_gives_the_golden_example(name: str) -> None:
    assert example_text(examples()[name]) == (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
