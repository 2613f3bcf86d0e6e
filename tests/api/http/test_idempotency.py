"""Idempotency-Key on everything that creates or changes something, on both databases: repeats at once have one effect and one answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalogue.resolve import resolve_building, resolve_concept
from catalogue.store import audit
from catalogue.store.database import Database
from tests.api.http.conftest import Caller, caller, service_of

PURE = {
    "begin_session",  # a cookie that is signed, and nothing that is kept
    "check_concept",
    "check_ifc",
    "compare",
    "compare_ifc",
    "diff_concepts",
    "fit_concept",
    "infer_families",
    "inspect",
    "match",
    "preview",
    "request_of_preview",
    "trace_preview",
}
"""POST because they take a body: they compute, and keep nothing."""
AT_ONCE = 4
ASKED = {"building_id": "demo-portiek-1966", "concept": "A3"}
BUILDING: dict[str, Any] = json.loads(resolve_building("demo-portiek-1966").model_dump_json(exclude_defaults=True))
CONCEPT: dict[str, Any] = json.loads(resolve_concept("A3").model_dump_json(exclude_defaults=True))
PIXEL = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Step:
    """One operation, what it changes, and what its key is then misused for."""

    name: str
    method: Callable[[People], Caller]
    path: Callable[[People], str]
    body: Any = None
    other: Any = None
    """Another body; without one the key comes again for another address."""
    effects: int = 1
    """Entries in the audit log."""
    tagged: bool = False


@dataclass
class People:
    """Everybody who acts here, and what they made on the way."""

    admin: Caller
    maker: Caller
    reviewer: Caller
    made: dict[str, Any]


def concept(version: str) -> dict[str, Any]:
    return {**CONCEPT, "id": "M1", "version": version}


DRAFT = "/v1/drafts/M1/0.1.0"
VERSION = "/v1/concepts/M1/versions/0.1.0"
TEXT = {"nl": "Fout.", "en": "Wrong."}
STEPS = (
    Step("create_organisation", lambda p: p.admin, lambda _: "/v1/organisations", {"id": "x1", "name": "X"}, {"id": "x2", "name": "X"}),
    Step("create_key", lambda p: p.admin, lambda _: "/v1/keys", {"holder": "R", "roles": ["reader"]}, {"holder": "S", "roles": ["reader"]}),
    Step("rotate_key", lambda p: p.admin, lambda p: f"/v1/keys/{p.made['create_key']['id']}/secret"),
    Step("create_building", lambda p: p.maker, lambda _: "/v1/buildings", {**BUILDING, "id": "b1"}, {**BUILDING, "id": "b2"}),
    Step("hand_in_attachment", lambda p: p.maker, lambda _: "/v1/attachments", PIXEL, PIXEL + b"2"),
    Step("create_draft", lambda p: p.maker, lambda _: "/v1/drafts", concept("0.1.0"), concept("0.1.1")),
    Step("submit_draft", lambda p: p.maker, lambda _: f"{DRAFT}/submission", tagged=True),
    Step("request_changes", lambda p: p.reviewer, lambda _: f"{DRAFT}/change-request", {"comment": "a"}, {"comment": "b"}, tagged=True),
    Step("submit_draft", lambda p: p.maker, lambda _: f"{DRAFT}/submission", tagged=True),
    Step("publish_draft", lambda p: p.reviewer, lambda _: f"{DRAFT}/publication", tagged=True),
    Step("deprecate_concept_version", lambda p: p.maker, lambda _: f"{VERSION}/deprecation"),
    Step(
        "configure",
        lambda p: p.maker,
        lambda _: "/v1/configurations",
        {"building_id": "b1", "concept": "M1@0.1.0"},
        {"building_id": "b1", "concept": "A3"},
    ),
    Step(
        "recompute_configuration", lambda p: p.maker, lambda p: f"/v1/configurations/{p.made['configure']['digest']}/recompute", effects=0
    ),
    Step(
        "withdraw_concept_version",
        lambda p: p.maker,
        lambda _: f"{VERSION}/withdrawal",
        {"reason": "error", "text": TEXT},
        {"reason": "safety", "text": TEXT},
    ),
    Step("import_starter_catalogue", lambda p: p.admin, lambda _: "/v1/catalogue/starter", effects=0),
)


def entries_of(database: Database) -> int:
    with database.reading() as connection:
        return len(audit.entries(connection))


def ask(by: Caller, path: str, body: Any, **headers: str) -> Any:
    if isinstance(body, bytes):
        said = {"authorization": f"Bearer {by.token}", "content-type": "image/png"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return by.client.post(path, content=body, headers=said)
    return by("POST", path, body, **headers)


def walk(step: Step, people: People, database: Database, key: str) -> None:
    by, path = step.method(people), step.path(people)
    headers = {"If_Match": people.maker("GET", DRAFT).headers["etag"]} if step.tagged else {}
    before = entries_of(database)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: ask(by, path, step.body, Idempotency_Key=key, **headers), range(AT_ONCE)))
    assert {answer.status_code for answer in answers} <= {200, 201}, (step.name, answers[0].text[:300])
    assert entries_of(database) == before + step.effects, step.name
    first = [answer for answer in answers if "idempotency-replayed" not in answer.headers]
    assert len(first) == 1, step.name
    again = ask(by, path, step.body, Idempotency_Key=key, **headers)  # also with the tag of a state that is gone
    assert again.headers["idempotency-replayed"] == "true"
    assert {**again.json(), "token": None} == {**first[0].json(), "token": None}
    assert all(again.headers.get(name) == first[0].headers.get(name) for name in ("location", "etag", "cache-control"))
    if step.other is None:
        other = by("POST", "/v1/configurations", ASKED, Idempotency_Key=key)
    else:
        other = ask(by, path, step.other, Idempotency_Key=key, **headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused"), step.name
    assert entries_of(database) == before + step.effects, step.name
    people.made[step.name] = first[0].json()


def test_repeats_at_once_have_one_effect_and_one_answer(either: TestClient) -> None:
    database = service_of(either).database
    people = People(
        admin=caller(either, "maker", "Ada", "admin", "operator"),
        maker=caller(either, "maker", "An", "publisher"),
        reviewer=caller(either, "maker", "Rik", "reviewer"),
        made={},
    )
    for number, step in enumerate(STEPS):
        walk(step, people, database, f"key-{number}")


def test_an_archive_is_taken_in_once(either: TestClient) -> None:
    operator = caller(either, "installation", "Otto", "operator")
    archive = operator("GET", "/v1/catalogue")
    assert archive.headers["content-type"] == "application/zip"
    assert operator("GET", "/v1/catalogue").content == archive.content
    headers = {"authorization": f"Bearer {operator.token}", "content-type": "application/zip", "idempotency-key": "archive"}
    first, again = (either.post("/v1/catalogue", content=archive.content, headers=headers) for _ in range(2))
    assert first.status_code == 200, first.text
    assert (first.json()["versions"], len(first.json()["unchanged"]) > 5) == ([], True)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert either.post("/v1/catalogue", content=archive.content + b" ", headers=headers).json()["code"] == "idempotency-key-reused"


def test_every_post_that_keeps_something_takes_a_key(either: TestClient) -> None:
    described = either.app.app.openapi()["paths"]  # type: ignore[attr-defined]
    posts = [methods["post"] for methods in described.values() if "post" in methods]
    keyed = {one["operationId"] for one in posts if any(p["name"] == "Idempotency-Key" for p in one.get("parameters", ()))}
    assert {one["operationId"] for one in posts} - keyed == PURE
    assert keyed == {step.name for step in STEPS} | {"import_catalogue"}


def test_nobody_in_particular_shares_no_keys(either: TestClient) -> None:
    """What one anonymous caller used as a key does not stand in the way of another."""
    first = either.post("/v1/configurations", json=ASKED, headers={"idempotency-key": "1"})
    other = either.post("/v1/configurations", json={**ASKED, "concept": "A5"}, headers={"idempotency-key": "1"})
    assert (first.status_code, other.status_code) == (200, 200)
    assert other.json()["request"]["concept"]["id"] == "A5"


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é"])
def test_a_key_that_cannot_be_one_is_refused(either: TestClient, key: str) -> None:
    headers = {b"idempotency-key": key.encode("utf-8")}
    answer = either.post("/v1/configurations", json=ASKED, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-document")
