"""Anything that the description allows, and much that it does not, against the running application on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.http.conftest import caller, unlimited

CONFIGURATION = {
    "checks": {
        # What a schema cannot say is said by 400 and 422 (a cursor of another list, build-ups that name each other), and by 412 and 428.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "3xx", "400", "401", "403", "404", "406", "409", "412", "413", "415", "422", "428", "429"]
        },
    },
}
schemathesis.serializer.alias("application/zip", "image/png")
EXAMPLES = 12
"""For each operation, as often as they should be taken and as often as they should not."""


def failures_of(operation: APIOperation[Any, Any, Any, Any], token: str, mode: GenerationMode) -> list[str]:
    """Call an operation in many ways with every check of the tool; returns what was not as described."""
    found: list[str] = []

    @given(operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def called(case: Any) -> None:
        # Somebody who may do everything: whatever is refused, is refused for what it is. One check asks again without the key.
        said = {"Authorization": f"Bearer {token}"}
        response = case.call(headers=said)
        try:
            case.validate_response(response, headers=said)
        except (Failure, FailureGroup) as failure:
            parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
            found.extend(f"{operation.label}: {type(one).__name__} {response.status_code} {response.text[:300]}" for one in parts)

    try:
        called()
    except Unsatisfiable:  # nothing can be wrong with a call without parameters
        assert mode == GenerationMode.NEGATIVE
    return found


@pytest.mark.slow
def test_every_answer_is_as_described(either: TestClient) -> None:
    configuration = SchemathesisConfig.from_dict(CONFIGURATION)
    described = schemathesis.openapi.from_asgi("/openapi.json", either.app, config=configuration)
    token = caller(either, "fuzz", "Fuzz", "admin", "operator").token
    operations = [result.ok() for result in described.get_all_operations() if isinstance(result, Ok)]
    found = [
        failure
        for operation in operations
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for failure in failures_of(operation, token, mode)
    ]
    assert not found, "\n".join(dict.fromkeys(found))
    assert either.get("/healthz").status_code == 200


def test_the_description_is_there(tmp_path: Path) -> None:
    """A cheap part of the above for every run: the description is valid, and names each operation once."""
    app = create_app(unlimited(tmp_path / "o.sqlite"))
    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    names = [result.ok().definition.raw["operationId"] for result in described.get_all_operations() if isinstance(result, Ok)]
    assert len(names) == len(set(names)) > 40
    described.validate()
