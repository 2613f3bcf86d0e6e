"""Whose a kept configuration is, and what is said of it once its concept was withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_building
from catalogue.store import publishing
from catalogue.store.retention import tidy
from catalogue.store.versions import Withdrawal
from tests.api.http.keys import AT, bearer, service_of

DEMO = resolve_building("demo-portiek-1966").model_dump(mode="json")


def ask(client: TestClient, project: str, headers: dict[str, str] | None = None, concept: str = "A3") -> Any:
    asked = {"building": DEMO, "concept": concept, "project_key": project}
    return client.post("/v1/configurations", json=asked, headers=headers)


def test_a_foreign_configuration_does_not_exist(client: TestClient) -> None:
    mine, other = bearer(client, "corporation"), bearer(client, "neighbour")
    digest = ask(client, "secret-plan", mine).json()["digest"]
    address = f"/v1/configurations/{digest}"
    for path in ("", ".json", ".glb", "/files", "/files/configuration.json", "/marks", "/trace?pointer=/summary/modules"):
        assert client.get(address + path, headers=mine).status_code == 200, path
        for headers in (other, {}):
            answer = client.get(address + path, headers=headers)
            assert answer.status_code == 404, path
            assert answer.json()["code"] == "not-found"
    assert client.post(f"{address}/recompute", headers=other).status_code == 404
    assert "private" in client.get(f"{address}.json", headers=mine).headers["cache-control"]


def test_who_asks_for_the_same_gets_a_row_of_his_own(client: TestClient) -> None:
    mine, other = bearer(client, "corporation"), bearer(client, "neighbour")
    digest = ask(client, "both", mine).json()["digest"]
    assert ask(client, "both", other).json()["digest"] == digest
    assert client.get(f"/v1/configurations/{digest}", headers=other).status_code == 200
    assert client.get(f"/v1/configurations/{digest}").status_code == 404
    assert "private" in client.get(f"/v1/configurations/{digest}.json", headers=other).headers["cache-control"]
    assert ask(client, "both").json()["digest"] == digest
    assert "public" in client.get(f"/v1/configurations/{digest}.json").headers["cache-control"]


def test_a_key_for_other_things_does_not_configure(client: TestClient) -> None:
    narrow = bearer(client, "corporation", "admin", scopes=("audit:read",))
    answer = ask(client, "narrow", narrow)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


@pytest.mark.parametrize(("kind", "code"), [("safety", "CAT-WITHDRAWN-SAFETY"), ("discontinued", "CAT-WITHDRAWN")])
def test_a_withdrawal_marks_what_is_kept_and_leaves_the_record(client: TestClient, kind: Any, code: str) -> None:
    concept = {"safety": "A5", "discontinued": "A6"}[kind]
    before = ask(client, "marked", concept=concept)
    digest = before.json()["digest"]
    address = f"/v1/configurations/{digest}"
    assert client.get(f"{address}/marks").json() == {"marks": []}
    # A copy that somebody keeps must not go on saying that nothing is wrong: it is asked about each time.
    kept = client.get(address)
    assert kept.headers["cache-control"] == "no-cache"
    assert client.get(address, headers={"if-none-match": kept.headers["etag"]}).status_code == 304
    why = Withdrawal(kind, LocalText(nl="Voeg scheurt.", en="Joint cracks."))
    publishing.withdraw(service_of(client).database, concept, "1.0.0", why, actor="Rik", organisation="optop-example", at=AT)
    now = client.get(address, headers={"if-none-match": kept.headers["etag"]})
    assert now.status_code == 200
    assert [mark["code"] for mark in now.json()["marks"]] == [code]
    assert now.headers["etag"] != before.headers["etag"]
    assert now.headers["cache-control"] == "no-cache"
    assert client.get(f"{address}.json").content == before.content
    assert "scheurt" in client.get(f"{address}/marks").json()["marks"][0]["text"]
    assert ask(client, "again", concept=concept).status_code in (404, 409)
    # What was computed stays readable and can be drawn and computed again: it says what it rests on.
    drawn = client.get(f"{address}.svg")
    assert drawn.status_code == 200
    assert "immutable" in drawn.headers["cache-control"]
    assert f'<{address}/marks>; rel="status"' in drawn.headers["link"]
    assert client.post(f"{address}/recompute").json()["digest"] == digest


def test_what_was_tidied_up_is_computed_anew_also_where_its_digest_is_still_held(client: TestClient) -> None:
    mine = bearer(client, "corporation")
    digest = ask(client, "tidied").json()["digest"]
    owned = ask(client, "owned", mine).json()["digest"]
    service = service_of(client)
    tidy(service.database, service.now() + dt.timedelta(seconds=1), actor="Bea", at=service.now())
    assert client.get(f"/v1/configurations/{digest}").status_code == 404
    assert client.get(f"/v1/configurations/{owned}", headers=mine).status_code == 200
    again = ask(client, "tidied")
    assert (again.status_code, again.json()["digest"]) == (200, digest)
    assert client.get(f"/v1/configurations/{digest}").status_code == 200
