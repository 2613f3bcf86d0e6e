"""Crawling any list while rows come and go: what was there all the time is seen, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.keys import AskedKey, issue_key
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.resolve import resolve_building, resolve_concept
from catalogue.store import publishing
from catalogue.store.buildings import delete_building, make_building
from catalogue.store.database import Database
from catalogue.store.drafts import discard_draft, save_draft
from catalogue.store.organisations import make_organisation
from catalogue.store.versions import Withdrawal
from tests.api.http.conftest import AT, Caller, caller, service_of

OWN = "crawl"
A3 = resolve_concept("A3")
BUILDING = json.loads(resolve_building("demo-portiek-1966").model_dump_json())
SIGNING = publishing.Signing(OWN, "An", "Rik")


def concept(concept_id: str, version: str = "1.0.0", **changes: Any) -> Concept:
    return Concept.model_validate({**json.loads(A3.model_dump_json()), "id": concept_id, "version": version, **changes})


@pytest.fixture(scope="module")
def owner(client: TestClient) -> Caller:
    return caller(client, OWN, "An", "admin", "operator")


@pytest.fixture(scope="module")
def database(client: TestClient) -> Database:
    return service_of(client).database


def crawl(owner: Caller, path: str, identity: Callable[[Any], Any], between: Iterator[None]) -> list[Any]:
    """Read a list to its end, two rows a page, and let something happen after each page."""
    seen: list[Any] = []
    address: str | None = path
    for _ in range(300):
        answer = owner("GET", str(address))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen += [identity(item) for item in page["items"]]
        link = answer.headers.get("link")
        assert (link is None) == (page["next_cursor"] is None)
        if link is None:
            return seen
        address = link[1 : link.index(">")]
        next(between)
    raise AssertionError("the list has no end")


def held(stay: set[Any], seen: list[Any]) -> None:
    assert len(seen) == len(set(seen)), "twice"
    assert stay <= set(seen), stay - set(seen)


def test_buildings(owner: Caller, database: Database) -> None:
    def make(name: str) -> None:
        make_building(database, Building.model_validate({**BUILDING, "id": name}), organisation=OWN, actor="An", at=AT)

    def drop(name: str) -> None:
        delete_building(database, name, lambda _: None, organisation=OWN, actor="An", at=AT)

    for number in range(9):
        make(f"stay-{number}")
        make(f"stay-{number}-gone")

    def between() -> Iterator[None]:
        for number in count():
            make(f"aaa-{number}")  # before the place
            make(f"stay-{number % 9}-new-{number}")
            if number < 9:
                drop(f"stay-{number}-gone")  # under the cursor's feet, also the row that it names
            yield

    held({f"stay-{number}" for number in range(9)}, crawl(owner, "/v1/buildings?limit=2", lambda item: item["id"], between()))


def test_drafts(owner: Caller, database: Database) -> None:
    def make(name: str) -> None:
        save_draft(database, concept(name), organisation=OWN, author="An", at=AT)

    for number in range(5):
        make(f"D{number}")
        make(f"D{number}gone")

    def between() -> Iterator[None]:
        for number in count():
            make(f"C{number}")
            make(f"D{number % 5}new{number}")
            if number < 5:
                discard_draft(database, f"D{number}gone", "1.0.0", organisation=OWN, actor="An", at=AT)
            yield

    held({f"D{number}" for number in range(5)}, crawl(owner, "/v1/drafts?limit=2", lambda item: item["concept_id"], between()))


def test_concepts_and_versions(owner: Caller, database: Database) -> None:
    names = [f"P{number}" for number in range(5)]
    for name in names:
        publishing.publish(database, concept(name), SIGNING, AT)
        publishing.publish(database, concept(f"{name}gone"), SIGNING, AT)
    why = Withdrawal("error", LocalText(nl="Fout", en="Wrong"))

    def between() -> Iterator[None]:
        for number in count(1):
            publishing.publish(database, concept("A-before", f"{number}.0.0", max_storeys=1 + number % 3), SIGNING, AT)
            publishing.publish(database, concept(f"P{number % 5}new{number}"), SIGNING, AT)
            if number <= 5:
                publishing.withdraw(database, f"P{number - 1}gone", "1.0.0", why, actor="An", organisation=OWN, at=AT)
            yield

    going_on = between()
    offered = crawl(owner, f"/v1/concepts?limit=2&organisation={A3.organisation}", lambda item: item["card"]["id"], going_on)
    held(set(names), offered)
    everything = "/v1/concepts?limit=2&state=published&state=superseded&state=withdrawn"
    held({f"{name}gone@1.0.0" for name in names}, crawl(owner, everything, _reference, going_on))
    held({"A-before@1.0.0"}, crawl(owner, "/v1/concepts/A-before/versions?limit=2", _reference, going_on))


def _reference(item: Any) -> str:
    return f"{item['card']['id']}@{item['card']['version']}"


def test_keys_organisations_and_the_audit_log(client: TestClient, owner: Caller, database: Database) -> None:
    service = service_of(client)

    def key(number: int) -> str:
        asked = AskedKey(OWN, f"K{number}", ("reader",))
        return issue_key(database, service.pepper, asked, actor="An", at=AT).key.id

    stay = {key(number) for number in range(6)}

    def between() -> Iterator[None]:
        for number in count():
            key(100 + number) if number < 6 else None
            make_organisation(database, f"org-{number:04}", "x", actor="An", at=AT) if number < 6 else None
            yield

    held(stay, crawl(owner, "/v1/keys?limit=2", lambda item: item["id"], between()))
    for name in "klm":
        make_organisation(database, f"stay-{name}", "x", actor="An", at=AT)
    held({"stay-k", "stay-l", "stay-m"}, crawl(owner, "/v1/organisations?limit=2", lambda item: item["id"], iter([None] * 300)))
    before = owner("GET", "/v1/audit-chain").json()
    assert before["whole"] is True
    places = crawl(owner, "/v1/audit-entries?limit=40", lambda item: item["seq"], iter([None] * 300))
    held(set(range(1, before["length"] + 1)), places)
    assert places == sorted(places)


def test_families_assumptions(owner: Caller) -> None:
    nothing = iter([None] * 300)
    assert len(crawl(owner, "/v1/families?limit=3", lambda item: item["id"], nothing)) == 14
    assert crawl(owner, "/v1/assumption-sets?limit=1", lambda item: item["id"], nothing) == ["nl-2026"]
