"""What pages have computed: in the pool, once, and with a page of its own where too much waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.http.service import Service
from api.settings import Settings
from api.work import WorkPool

PICTURE = "/nl/compare/A3/1.0.0/picture.svg?building=demo-portiek-1966"
COMPUTING = (
    "/nl/",
    "/nl/picture.svg",
    "/nl/families",
    "/en/families/F05",
    "/nl/concepts/A3/1.0.0",
    "/nl/concepts/A3/1.0.0/card.svg",
    "/nl/concepts/A3/1.0.0/demo.svg",
    "/nl/compare?concept=A3&concept=A5",
    PICTURE,
    "/nl/configure?building=demo-portiek-1966&concept=A3",
)
"""Every kind of page and picture for which something is computed."""


def client_of(folder: Path, **settings: Any) -> TestClient:
    made = Settings(database=str(folder / "optop.sqlite"), pepper=SecretStr("for tests only"), **settings)
    return TestClient(create_app(made), raise_server_exceptions=False, headers={"accept": "text/html,*/*"})


def service_of(client: TestClient) -> Service:
    service: Service = client.app.app.state.service  # type: ignore[attr-defined]
    return service


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("pages"), rate_limit_anonymous_computing="") as started:
        yield started


@contextmanager
def full(client: TestClient) -> Iterator[None]:
    """Let every pool of a service have taken on as much as it can."""
    with ExitStack() as stack:
        for pool in service_of(client).pools:
            stack.enter_context(taken(pool))
        yield


@contextmanager
def taken(pool: WorkPool) -> Iterator[None]:
    """Let one pool have taken on as much as it can."""
    most = pool.state.capacity
    with pool._lock:
        pool._pending += most
    try:
        yield
    finally:
        with pool._lock:
            pool._pending -= most


@pytest.mark.parametrize("path", COMPUTING)
def test_a_page_is_refused_with_a_page_and_a_time_to_come_back_and_held_once_computed(path: str, client: TestClient) -> None:
    service = service_of(client)
    held = service.results.size_bytes
    with full(client):
        refused = client.get(path)
    assert refused.status_code == 503
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["content-type"].startswith("text/html")
    assert refused.headers["content-language"] == path[1:3]
    assert "503" in refused.text
    assert client.get(path).status_code == 200
    assert service.results.size_bytes > held


def test_what_is_held_is_shown_however_much_waits(client: TestClient) -> None:
    assert client.get(PICTURE).status_code == 200
    with full(client):
        assert client.get(PICTURE).status_code == 200
        assert client.get("/en/concepts").status_code == 200


def test_what_moves_under_a_hand_waits_for_no_other_work(client: TestClient) -> None:
    asked = {"building_id": "demo-portiek-1966", "concept": "A3", "options": {"setback_mm": {"facade": 700}}}
    with taken(service_of(client).work):
        assert client.get("/nl/families/F06").status_code == 503
        assert client.post("/v1/previews", json=asked).status_code == 200


def test_a_page_for_a_program_is_a_problem(client: TestClient) -> None:
    with full(client):
        answer = client.get("/nl/compare/A5/1.0.0/picture.svg", headers={"accept": "image/svg+xml"})
    assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
    assert answer.headers["retry-after"]


def test_the_same_picture_whoever_asks_and_another_for_other_options(client: TestClient) -> None:
    again = client.get(PICTURE)
    assert again.content == client.get(PICTURE).content
    assert again.content.startswith(b"<?xml") or again.content.startswith(b"<svg")
    assert client.get(f"{PICTURE}&storeys=2").content != again.content


def test_computing_without_a_key_has_a_limit_of_its_own(tmp_path: Path) -> None:
    with client_of(tmp_path, rate_limit_anonymous_computing="2/minute") as few:
        for storeys in (1, 2):
            assert few.get(f"{PICTURE}&storeys={storeys}").status_code == 200
        refused = few.get(f"{PICTURE}&storeys=3")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert few.get(f"{PICTURE}&storeys=2").status_code == 200  # held: costs nothing
        assert few.get("/nl/concepts").status_code == 200
