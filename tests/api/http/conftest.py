"""A running service on a fresh embedded database, and people with keys for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue import publish_starter
from api.http.service import Service
from api.keys import AskedKey, issue_key
from api.settings import Settings
from catalogue.store.organisations import make_organisation, organisations
from tests.databases import PostgresDatabases

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


def unlimited(database: Path | str) -> Settings:
    """Settings for a database, without limits to how often one may ask."""
    return Settings(
        database=str(database),
        pepper=SecretStr("for tests only"),
        rate_limit_key="",
        rate_limit_anonymous="",
        rate_limit_anonymous_computing="",
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application, started, as anybody reaches it."""
    file = tmp_path_factory.mktemp("service") / "optop.sqlite"
    with TestClient(create_app(unlimited(file)), raise_server_exceptions=False) as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application on one of the databases, with the starter catalogue."""
    address, server = str(tmp_path_factory.mktemp("either") / "optop.sqlite"), None
    if request.param == "postgresql":
        server = PostgresDatabases(request.getfixturevalue("postgres_server"))
        address = server.migrated()
    with TestClient(create_app(unlimited(address)), raise_server_exceptions=False) as started:
        if server is not None:
            publish_starter(service_of(started).database, AT)
        yield started
    if server is not None:
        server.close()


def service_of(client: TestClient) -> Service:
    """The service behind a client."""
    service: Service = client.app.app.state.service  # type: ignore[attr-defined]
    return service


@dataclass(frozen=True)
class Caller:
    """Somebody with a key."""

    client: TestClient
    token: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask for something; names of headers are written with underscores."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            said.setdefault("content-type", "application/json")
        return self.client.request(method, path, content=content, headers={"authorization": f"Bearer {self.token}", **said})


def caller(client: TestClient, organisation: str, holder: str, *roles: str) -> Caller:
    """Give somebody a key; their organisation is made where there is none."""
    service = service_of(client)
    with service.database.reading() as connection:
        there = {one.id for one in organisations(connection, organisation, after="", limit=1)}
    if not there:
        make_organisation(service.database, organisation, organisation.title(), actor="test", at=AT)
    return Caller(client, issue_key(service.database, service.pepper, AskedKey(organisation, holder, roles), actor="test", at=AT).token)


@pytest.fixture(scope="module")
def maker(client: TestClient) -> Caller:
    """Writes concepts of `maker`."""
    return caller(client, "maker", "An Auteur", "publisher")


@pytest.fixture(scope="module")
def reviewer(client: TestClient) -> Caller:
    """Reviews concepts of `maker`."""
    return caller(client, "maker", "Rik Reviewer", "reviewer")


@pytest.fixture(scope="module")
def stranger(client: TestClient) -> Caller:
    """May do everything, in another organisation."""
    return caller(client, "stranger", "Vera Vreemd", "admin")
