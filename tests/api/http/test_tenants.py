"""Two organisations walk every route: what one keeps does not exist for the other. A route that nobody placed here fails the test."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalogue.documents.canonical import digest_of_bytes
from catalogue.resolve import resolve_building, resolve_concept
from tests.api.http.conftest import Caller, caller

SECRET = "geheim-van-maker"
PUBLIC = "public"
OWN = "own"
"""Answers about the caller alone: nothing of another's can be named in the request."""
PNG = b"\x89PNG\r\n\x1a\n" + SECRET.encode()
ID, VERSION = "Geheim", "0.1.0"

WALK: dict[str, str] = {
    # public: everybody sees the same
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /metrics": PUBLIC,
    "GET /v1/concepts": PUBLIC,
    "GET /v1/concepts/{concept_id}": "404",
    "GET /v1/concepts/{concept_id}/template": PUBLIC,
    "GET /v1/concepts/{concept_id}/versions": "404",
    "GET /v1/concepts/{concept_id}/versions/{version}": "404",
    "GET /v1/concepts/{concept_id}/versions/{version}/card": "404",
    "GET /v1/concepts/{concept_id}/versions/{version}/record": "404",
    "GET /v1/concepts/{concept_id}/versions/{version}/checks": "404",
    "GET /v1/concepts/{concept_id}/versions/{version}/diff": "404",
    "POST /v1/concepts/{concept_id}/versions/{version}/deprecation": "404",
    "POST /v1/concepts/{concept_id}/versions/{version}/withdrawal": "404",
    "GET /v1/families": PUBLIC,
    "GET /v1/families/{family_id}": PUBLIC,
    "POST /v1/family-odds": PUBLIC,
    "GET /v1/assumption-sets": PUBLIC,
    "GET /v1/assumption-sets/{assumptions_id}": PUBLIC,
    "POST /v1/concept-checks": PUBLIC,
    "POST /v1/concept-fits": PUBLIC,
    "POST /v1/concept-diffs": "404",
    "GET /v1/problems": PUBLIC,
    "GET /v1/problems/{code}": PUBLIC,
    # of the caller
    "GET /v1/principal": OWN,
    "POST /v1/session": OWN,
    "DELETE /v1/session": OWN,
    "POST /v1/attachments": OWN,
    "GET /v1/drafts": OWN,
    "GET /v1/buildings": OWN,
    "GET /v1/organisations": OWN,
    "GET /v1/keys": OWN,
    "GET /v1/audit-entries": OWN,
    "GET /v1/audit-chain": OWN,
    "POST /v1/buildings": OWN,
    # names something of the other: is not there
    "GET /v1/attachments/{digest}": "404",
    "GET /v1/drafts/{concept_id}/{version}": "404",
    "PUT /v1/drafts/{concept_id}/{version}": "404",
    "DELETE /v1/drafts/{concept_id}/{version}": "404",
    "GET /v1/drafts/{concept_id}/{version}/judgement": "404",
    "POST /v1/drafts/{concept_id}/{version}/submission": "404",
    "POST /v1/drafts/{concept_id}/{version}/change-request": "404",
    "POST /v1/drafts/{concept_id}/{version}/publication": "404",
    "GET /v1/buildings/{building_id}": "404",
    "PUT /v1/buildings/{building_id}": "404",
    "DELETE /v1/buildings/{building_id}": "404",
    "GET /v1/organisations/{organisation_id}": "404",
    "PUT /v1/organisations/{organisation_id}": "404",
    "GET /v1/keys/{key_id}": "404",
    "DELETE /v1/keys/{key_id}": "404",
    "POST /v1/keys/{key_id}/secret": "404",
    # asks for what only somebody else may do
    "POST /v1/drafts": "403",  # the id is claimed
    "POST /v1/organisations": "403",
    "POST /v1/keys": "403",  # for another organisation
    "GET /v1/catalogue": "403",
    "POST /v1/catalogue": "403",
    "POST /v1/catalogue/starter": "403",
}
"""What each route does for a stranger who knows every id of the other organisation."""
ELSEWHERE = (
    "/v1/configurations",
    "/v1/matches",
    "/v1/comparisons",
    "/v1/inspections",
    "/v1/ifc-checks",
    "/v1/ifc-comparisons",
    "/v1/previews",
    "/{lang}",
)
"""Walked where they are tested: kept configurations in test_configurations, pages in tests/page."""


def routes(client: TestClient) -> set[str]:
    """Every route of the application, as the framework knows them."""
    described = client.app.app.openapi()["paths"]  # type: ignore[attr-defined]
    return {f"{method.upper()} {path}" for path, methods in described.items() for method in methods if not path.startswith(ELSEWHERE)}


def test_every_route_is_walked(client: TestClient) -> None:
    assert routes(client) == set(WALK)


@pytest.fixture(scope="module")
def named(client: TestClient, maker: Caller) -> dict[str, str]:
    """Something of each kind that belongs to `maker`, by the names that addresses use."""
    attachment = client.post(
        "/v1/attachments", content=PNG, headers={"authorization": f"Bearer {maker.token}", "content-type": "image/png"}
    )
    assert attachment.json()["digest"] == digest_of_bytes(PNG)
    assert maker("POST", "/v1/drafts", concept()).status_code == 201
    assert maker("POST", "/v1/buildings", building()).status_code == 201
    admin = caller(client, "maker", "Ada Admin", "admin")
    key_id = admin("POST", "/v1/keys", {"holder": SECRET, "roles": ["reader"]}).json()["id"]
    return {
        "concept_id": ID,
        "version": VERSION,
        "digest": digest_of_bytes(PNG),
        "building_id": ID,
        "organisation_id": "maker",
        "key_id": key_id,
        "family_id": "F09",
        "assumptions_id": "nl-2026",
        "code": "not-found",
    }


def concept() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resolve_concept("A3").model_dump_json())
    return {**data, "id": ID, "version": VERSION, "organisation": SECRET, "images": [image()]}


def image() -> dict[str, Any]:
    return {"name": "front", "attachment": digest_of_bytes(PNG), "caption": {"nl": SECRET, "en": SECRET}}


def building() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resolve_building("demo-portiek-1966").model_dump_json())
    return {**data, "id": ID, "name": {"nl": SECRET, "en": SECRET}}


def body_for(route: str) -> Any:
    """A body that would be taken from the owner."""
    other = {**concept(), "organisation": "other", "images": []}
    return {
        "POST /v1/drafts": other,
        "PUT /v1/drafts/{concept_id}/{version}": other,
        "POST /v1/drafts/{concept_id}/{version}/change-request": {"comment": "x"},
        "PUT /v1/buildings/{building_id}": {**building(), "name": None},
        "POST /v1/buildings": {**building(), "id": "Eigen", "name": None},
        "POST /v1/organisations": {"id": "x", "name": "x"},
        "PUT /v1/organisations/{organisation_id}": {"name": "x"},
        "POST /v1/keys": {"holder": "x", "roles": ["reader"], "organisation": "maker"},
        "POST /v1/concepts/{concept_id}/versions/{version}/withdrawal": {"reason": "error", "text": {"nl": "x", "en": "x"}},
        "POST /v1/concept-checks": other,
        "POST /v1/concept-fits": {"document": other},
        "POST /v1/concept-diffs": {"old": "A3", "new_document": {**other, "id": "A3"}, "building_ids": [ID]},
        "POST /v1/family-odds": {"building": {**building(), "name": None}},
        "POST /v1/session": {"key": "x"},
    }.get(route)


@pytest.mark.parametrize("route", WALK)
def test_a_stranger_finds_nothing_of_the_other(client: TestClient, stranger: Caller, named: dict[str, str], route: str) -> None:
    method, path = route.split(" ", 1)
    address = path.format(**named)
    if path.endswith("/template"):
        address = "/v1/concepts/A3/template?new_id=X1"
    answer = stranger(method, address, body_for(route), If_Match="*", origin="http://testserver")
    assert SECRET not in answer.text
    if WALK[route] not in (PUBLIC, OWN):
        assert answer.status_code == int(WALK[route]), answer.text
    anonymous = client.request(method, address, json=body_for(route), headers={"if-match": "*"})
    assert SECRET not in anonymous.text
    if WALK[route] in ("404", "403") and not path.startswith(("/v1/concepts/", "/v1/attachments/", "/v1/concept-diffs")):
        assert anonymous.status_code == 401


def test_the_owner_finds_everything_untouched(maker: Caller, named: dict[str, str]) -> None:
    """After the walk above: nothing of it changed anything."""
    for path in (f"/v1/drafts/{ID}/{VERSION}", f"/v1/buildings/{ID}", f"/v1/attachments/{digest_of_bytes(PNG)}"):
        answer = maker("GET", path)
        assert answer.status_code == 200
        assert SECRET.encode() in answer.content


def test_a_file_of_another_cannot_be_published_by_naming_its_digest(client: TestClient, stranger: Caller, named: dict[str, str]) -> None:
    """A stranger who knows the digest of a private file names it in a document of the own: it counts as not handed in."""
    mine = {**concept(), "id": "Gestolen", "organisation": "stranger", "images": [{**image(), "caption": {"nl": "x", "en": "x"}}]}
    made = stranger("POST", "/v1/drafts", mine)
    assert made.status_code == 201
    judged = stranger("GET", f"/v1/drafts/Gestolen/{VERSION}/judgement").json()
    assert judged["missing_attachments"] == [digest_of_bytes(PNG)]
    assert judged["publishable"] is False
    handed_in = stranger("POST", f"/v1/drafts/Gestolen/{VERSION}/submission", If_Match=made.headers["etag"])
    reviewer = caller(client, "stranger", "Rob", "reviewer")
    refused = reviewer("POST", f"/v1/drafts/Gestolen/{VERSION}/publication", If_Match=handed_in.headers["etag"])
    assert (refused.status_code, "was not handed in" in refused.text) == (422, True)
    assert stranger("GET", f"/v1/attachments/{digest_of_bytes(PNG)}").status_code == 404
