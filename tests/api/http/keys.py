"""Keys of organisations, for the tests of who may read what."""

from __future__ import annotations

import datetime as dt

from starlette.testclient import TestClient

from api.http.service import Service
from api.keys import AskedKey, issue_key
from catalogue.errors import NotFound
from catalogue.store.organisations import make_organisation, read_organisation

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


def service_of(client: TestClient) -> Service:
    """Return the service behind a client."""
    found: Service = client.app.app.state.service  # type: ignore[attr-defined]
    return found


def bearer(client: TestClient, organisation: str, *roles: str, scopes: tuple[str, ...] | None = None) -> dict[str, str]:
    """Return the header of a new key; its organisation is made when it is not there yet."""
    service = service_of(client)
    try:
        with service.database.reading() as connection:
            read_organisation(connection, organisation)
    except NotFound:
        make_organisation(service.database, organisation, organisation, actor="test", at=AT)
    asked = AskedKey(organisation, "An", roles or ("reader",), scopes)
    return {"authorization": f"Bearer {issue_key(service.database, service.pepper, asked, actor='test', at=AT).token}"}
