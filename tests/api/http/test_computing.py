"""The service answers with documents and with problems, never with a trace or an echo of the input."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from catalogue.documents.canonical import digest_of
from catalogue.resolve import concept_versions, family_ids, resolve_building, resolve_concept
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures

DEMO = resolve_building("demo-portiek-1966").model_dump(mode="json")


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_a_concept_comes_with_its_digest_as_etag(client: TestClient) -> None:
    answer = client.get("/v1/concepts/A3/versions/1.0.0")
    assert answer.headers["etag"] == f'"{digest_of(resolve_concept("A3"))}"'
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/v1/concepts/A3").headers["cache-control"] == "no-cache"


def test_a_configuration_is_computed(client: TestClient) -> None:
    answer = client.post("/v1/configurations", json={"building": DEMO, "concept": "A3"})
    assert answer.status_code == 200
    assert answer.json()["summary"]["dwellings"] > 0
    assert answer.headers["etag"] == f'"{answer.json()["digest"]}"'


def test_a_refusal_of_the_domain_is_an_answer(client: TestClient) -> None:
    asked = {"building": DEMO, "concept": "A3", "options": {"intervention": "plinth_conversion"}}
    answer = client.post("/v1/configurations", json=asked)
    assert answer.status_code == 200
    assert answer.json()["summary"]["verdict"] == "does_not_fit"


def test_matches(client: TestClient) -> None:
    answer = client.post("/v1/matches", json={"building": DEMO})
    assert {item["concept"] for item in answer.json()["matches"]} == {f"{concept_id}@1.0.0" for concept_id in concept_versions()}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"building": ', 400),
        (b'{"building": {}, "concept": "A3"}', 422),
        (json.dumps({"building": DEMO, "concept": "A99"}).encode(), 404),
        (json.dumps({"building": DEMO, "concept": "A3", "options": {"nonsense": 1}}).encode(), 422),
        (json.dumps({"building": DEMO, "concept": "A3"}).encode()[:-1] + b', "options": {"mix": {"studio": NaN}}}', 422),
        (b'{"x": 1e999}', 422),
        (b" " * 3_000_000, 413),
    ],
)
def test_a_bad_request_is_a_problem(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/v1/configurations", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    answer = client.get("/v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_openapi_document_names_the_problems(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"400", "404", "413", "422"} <= set(paths["/v1/configurations"]["post"]["responses"])


def test_the_odds_of_every_family_are_those_of_the_rules_with_their_evidence(client: TestClient) -> None:
    building = overlay(building_from_measures(55.0, 10.0), {"year_built": 1968, "storeys_existing": 4, "dwelling_type_existing": "portiek"})
    answer = client.post("/v1/family-odds", json={"building": building.model_dump(mode="json", exclude_unset=True)})
    assert answer.status_code == 200
    body = answer.json()
    assert body["telling"] is True
    assert body["candidates"][0]["family"] == "F05"
    # year, storeys, depth, length and type: a line of evidence for each; the rules know no usual length with a corridor (F13, F14)
    assert {item["family"]: len(item["evidence"]) for item in body["candidates"]} == {
        family_id: 4 if family_id in ("F13", "F14") else 5 for family_id in family_ids()
    }
    silent = client.post(
        "/v1/family-odds", json={"building": building_from_measures(55.0, 10.0).model_dump(mode="json", exclude_unset=True)}
    )
    assert silent.json()["telling"] is False
    assert client.post("/v1/family-odds", json={"building": {}}).status_code == 422


def test_a_family_that_is_needed_is_inferred_as_on_the_command_line(client: TestClient) -> None:
    roof = {"polygon": {"outer": [[0.0, 0.0], [60.0, 0.0], [60.0, 11.0], [0.0, 11.0]]}}
    building = {"id": "measured", "roof": roof, "year_built": 1968, "storeys_existing": 4}
    answer = client.post("/v1/configurations", json={"building": building, "concept": "A3"})
    assert answer.status_code == 200
    families = {member["family"] for member in answer.json()["loads"]["envelope"]["families"]}
    assert answer.json()["conditional_on"]["family"] in families
    assert len(families) > 1
    unknown = {**building, "year_built": None}
    assert client.post("/v1/configurations", json={"building": unknown, "concept": "A3"}).status_code == 422
