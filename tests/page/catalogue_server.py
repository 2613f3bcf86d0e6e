"""The whole application with a database of its own, driven without a browser; and people with keys of their own."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.http.service import Service
from api.keys import AskedKey, issue_key
from api.settings import Settings
from catalogue.errors import Conflict
from catalogue.store.database import Database
from catalogue.store.organisations import make_organisation

ORIGIN = "http://testserver"
PEPPER = "a pepper of the tests, long enough for anybody"


class Visitor:
    """Somebody with a browser: keeps cookies, sends forms with their origin, follows no redirect by itself."""

    def __init__(self, client: TestClient) -> None:
        """Keep the client."""
        self.client = client

    def get(self, path: str) -> Any:
        """Look at a page."""
        return self.client.get(path, headers={"accept": "text/html"}, follow_redirects=False)

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]] | None = None, origin: str = ORIGIN) -> Any:
        """Send a form."""
        headers = {"accept": "text/html", "origin": origin, "content-type": "application/x-www-form-urlencoded"}
        return self.client.post(path, content=urlencode(fields or {}), headers=headers, follow_redirects=False)


def make_key(database: Database, pepper: bytes, holder: str, *roles: str, organisation: str = "maker") -> str:
    """Make a key, and its organisation where there is none."""
    at = dt.datetime.now(dt.UTC)
    with contextlib.suppress(Conflict):
        make_organisation(database, organisation, organisation, actor="test", at=at)
    return issue_key(database, pepper, AskedKey(organisation, holder, roles), actor="test", at=at).token


def key_for(service: Service, holder: str, *roles: str, organisation: str = "maker") -> str:
    """Make a key of a running service."""
    return make_key(service.database, service.pepper, holder, *roles, organisation=organisation)


@contextmanager
def running(folder: Path) -> Iterator[tuple[TestClient, Service]]:
    """Give the application, started, with the starter catalogue in a database in the folder."""
    app = create_app(
        Settings(
            database=str(folder / "optop.sqlite"),
            pepper=SecretStr(PEPPER),
            rate_limit_key="",
            rate_limit_anonymous="",
            rate_limit_anonymous_computing="",
        )
    )
    with TestClient(app, raise_server_exceptions=True) as client:
        service: Service = app.app.state.service  # type: ignore[attr-defined] # the guard around the application
        yield client, service


def signed_in(client: TestClient, key: str) -> Visitor:
    """Give somebody who has signed in with a key, with cookies of their own."""
    visitor = Visitor(TestClient(client.app))
    answer = visitor.post("/nl/publish/session", {"key": key})
    assert answer.status_code == 303, answer.text
    return visitor
