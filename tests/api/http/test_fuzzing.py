"""Anything that the description allows, and much that it does not, against the running application on both databases."""

from __future__ import annotations

import os
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
from api.http.description import example_building, example_concept
from tests.api.http.conftest import Caller, caller, unlimited

CONFIGURATION = {
    "checks": {
        # What a schema cannot say is said by 400 and 422 (a cursor of another list, build-ups that name each other), and by 412 and 428.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "3xx", "400", "401", "403", "404", "406", "409", "412", "413", "415", "422", "428", "429"]
        },
    },
}
schemathesis.serializer.alias("application/zip", "image/png")
EXAMPLES = int(os.environ.get("OPTOP_FUZZ_EXAMPLES", "12"))
"""For each operation, as often as they should be taken and as often as they should not; more by the variable, for a longer look."""


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


ENDING = {
    "begin_session",
    "end_session",
    "discard_draft",
    "publish_draft",
    "submit_draft",
    "request_changes",
    "delete_building",
    "revoke_key",
}
"""What is no more afterwards what the others look for; their own tests walk through them."""
NAMING = {
    "configure",
    "match",
    "compare",
    "preview",
    "trace_preview",
    "request_of_preview",
    "fit_concept",
    "diff_concepts",
    "create_key",
    "inspect",
    "explain_figure",
    "withdraw_concept_version",
    "diff_concept_versions",
}
"""What names things in its body or query: those may well not be there (404)."""
SAID = {200, 201, 204, 304, 400, 406, 409, 422}
"""What may come of valid data about things that are there: an answer, or what no schema can say."""


def there(client: TestClient, by: Caller) -> dict[str, dict[str, str]]:
    """Bring about what the examples of the description name; returns digests and the id of a key by tag."""
    assert by("POST", "/v1/buildings", example_building()).status_code == 201
    assert by("POST", "/v1/drafts", example_concept()).status_code == 201
    key = by("POST", "/v1/keys", {"holder": "R", "roles": ["reader"]}).json()["id"]
    configuration = by("POST", "/v1/configurations", {"building_id": "kade-12", "concept": "A3"}).json()["digest"]
    headers = {"authorization": f"Bearer {by.token}", "content-type": "image/png"}
    file = client.post("/v1/attachments", content=b"\x89PNG\r\n\x1a\n", headers=headers).json()["digest"]
    return {"keys": {"key_id": key}, "configurations": {"digest": configuration}, "attachments": {"digest": file}}


def refusals_of(operation: APIOperation[Any, Any, Any, Any], token: str, examples: dict[str, str]) -> list[str]:
    """Call an operation with valid data about things that are there; returns what was refused for want of them."""
    name = operation.definition.raw["operationId"]
    found: list[str] = []

    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    def called(case: Any) -> None:
        case.path_parameters = {key: examples.get(key, value) for key, value in (case.path_parameters or {}).items()}
        case.headers = {key: value for key, value in (case.headers or {}).items() if key != "Idempotency-Key"} | {"If-Match": "*"}
        case.query = {key: value for key, value in (case.query or {}).items() if key != "cursor"}
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        if response.status_code not in SAID and not (name in NAMING and response.status_code == 404):
            found.append(f"{name}: {response.status_code} {response.text[:200]}")

    called()
    return found


@pytest.mark.slow
def test_valid_data_about_things_that_are_there_is_not_refused_for_want_of_them(either: TestClient) -> None:
    """Everything else in a call is as the tool makes it: only what a call is about is known to exist, and its tag as it stands."""
    described = schemathesis.openapi.from_asgi("/openapi.json", either.app, config=SchemathesisConfig.from_dict(CONFIGURATION))
    by = caller(either, "optop-example", "Owner", "admin", "operator")
    known = there(either, by)
    strange: list[str] = []
    for operation in (result.ok() for result in described.get_all_operations() if isinstance(result, Ok)):
        raw = operation.definition.raw
        if raw["operationId"] in ENDING | {"metrics"}:
            continue
        examples = {p["name"]: next(iter(p["examples"].values()))["value"] for p in raw.get("parameters", ()) if "examples" in p}
        strange += refusals_of(operation, by.token, examples | known.get(raw["tags"][0], {}))
    assert strange == []


def test_the_description_is_there(tmp_path: Path) -> None:
    """A cheap part of the above for every run: the description is valid, and names each operation once."""
    app = create_app(unlimited(tmp_path / "o.sqlite"))
    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    names = [result.ok().definition.raw["operationId"] for result in described.get_all_operations() if isinstance(result, Ok)]
    assert len(names) == len(set(names)) > 40
    described.validate()
