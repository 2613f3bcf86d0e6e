"""Whether the service lives and can work, and who may read its figures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from configurator.version import ENGINE_VERSION


def started(folder: Path, **settings: object) -> TestClient:
    chosen = Settings.model_validate({"database": str(folder / "optop.sqlite"), "workers": 1, **settings})
    return TestClient(create_app(chosen), raise_server_exceptions=False)


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": ENGINE_VERSION}
    client.post("/v1/matches", json={})
    for _ in range(600):
        ready = client.get("/readyz")
        if ready.status_code == 200:
            break
        time.sleep(0.1)
    assert ready.json() == {"status": "ok", "checks": {"database": "ok", "work": "ok", "disk": "ok"}}


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"least_free_disk_bytes": 10**18}, "disk"), ({}, "work"), ({}, "database")],
    ids=["disk", "work", "database"],
)
def test_what_is_not_there_is_said(tmp_path: Path, settings: dict[str, object], said: str) -> None:
    with started(tmp_path, **settings) as client:
        service = client.app.app.state.service  # type: ignore[attr-defined]
        if said == "work":
            service.work.close()
        if said == "database":
            with service.database.writing() as connection:
                connection.exec_driver_sql("update alembic_version set version_num = '0001'")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["code"] == "not-ready"
        assert f"{said}:" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == 200


def test_figures_are_for_this_machine_or_for_who_has_the_token(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/metrics").status_code == 404
    with started(tmp_path, metrics_token="watcher") as guarded:
        assert guarded.get("/metrics").status_code == 404
        assert guarded.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 404
        answer = guarded.get("/metrics", headers={"authorization": "Bearer watcher"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert "optop_work_capacity 66.0" in answer.text


def test_addresses_of_others_invention_make_no_series(client: TestClient, tmp_path: Path) -> None:
    with started(tmp_path, metrics_token="watcher") as counted:
        for number in range(5):
            counted.get(f"/nothing-{number}")
        counted.request("BREW", "/healthz")
        counted.get("/v1/concepts/A3/versions/1.0.0")
        counted.get("/v1/concepts/A3/versions/1.0.0")
        text = counted.get("/metrics", headers={"authorization": "Bearer watcher"}).text
    assert "nothing-" not in text
    assert 'method="other"' in text
    assert 'route="/v1/concepts/{concept_id}/versions/{version}",status="200"} 2.0' in text


def test_a_version_from_memory_is_the_one_that_the_route_sends(client: TestClient) -> None:
    address = "/v1/concepts/A3/versions/1.0.0"
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert dict(first.headers) | {"x-request-id": "", "ratelimit": ""} == dict(second.headers) | {"x-request-id": "", "ratelimit": ""}
    held = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert client.get("/v1/concepts/A3/versions/9.9.9").status_code == 404
    assert client.head(address).headers["etag"] == first.headers["etag"]
