"""Anything that the description allows, and much that it does not, against the running application on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue import publish_starter
from api.settings import Settings
from tests.api.http.conftest import AT, UNLIMITED, caller, service_of
from tests.databases import PostgresDatabases

CONFIGURATION = {
    "checks": {
        # What a schema cannot say is said by 400 and 422 (a cursor of another list, build-ups that name each other), and by 412 and 428.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "3xx", "400", "401", "403", "404", "406", "409", "412", "413", "422", "428", "429", "503"]
        },
    },
}
EXAMPLES = 12


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application on one of the databases, with the starter catalogue."""
    address = str(tmp_path_factory.mktemp("fuzzed") / "optop.sqlite")
    server = None
    if request.param == "postgresql":
        server = PostgresDatabases(request.getfixturevalue("postgres_server"))
        address = server.migrated()
    with TestClient(create_app(Settings(database=address, pepper="for tests only", **UNLIMITED))) as client:  # type: ignore[arg-type]
        if server is not None:
            publish_starter(service_of(client).database, AT)
        yield client
    if server is not None:
        server.close()


@pytest.fixture(scope="module")
def api_schema(running: TestClient) -> BaseSchema:
    """The description of the running application, which says who it is that asks."""
    configuration = SchemathesisConfig.from_dict(CONFIGURATION)
    return schemathesis.openapi.from_asgi("/openapi.json", running.app, config=configuration)


@pytest.fixture(scope="module")
def key(running: TestClient) -> str:
    """Somebody who may do everything: whatever is refused, is refused for what it is."""
    return caller(running, "fuzz", "Fuzz", "admin", "operator").token


schema = schemathesis.pytest.from_fixture("api_schema")


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case, key: str) -> None:
    case.call_and_validate(headers={"authorization": f"Bearer {key}"})


def test_the_description_is_there(tmp_path: Path) -> None:
    """A cheap part of the above for every run: the description is valid, and names each operation once."""
    app = create_app(Settings(database=str(tmp_path / "o.sqlite"), **UNLIMITED))  # type: ignore[arg-type]
    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    names = [operation.ok().definition.raw["operationId"] for operation in described.get_all_operations()]
    assert len(names) == len(set(names)) > 40
    described.validate()
