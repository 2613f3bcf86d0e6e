"""Concepts tried out over HTTP: the same answers as the command line gives, for what is published and for what is only a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.concept_trials import DiffReport, FitReport
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.resolve import family_ids, resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.fit.matching import match_concept, prepare_host
from configurator.fit.standard_blocks import standard_block, standard_options
from tests.api.http.conftest import Caller
from tests.api.test_cli_catalogue import answer as cli_answer

PUBLISHED: dict[str, Any] = json.loads(resolve_concept("A3").model_dump_json(exclude_defaults=True))
HEAVIER: dict[str, Any] = json.loads(json.dumps(PUBLISHED).replace('"version": "1.0.0"', '"version": "2.0.0"'))
SHIPPED = "demo-portiek-1966"


def heavier() -> dict[str, Any]:
    """The next version of A3, with four more layers of dry screed, some 100 kg/m2, on the floor of every module."""
    changed: dict[str, Any] = json.loads(json.dumps(HEAVIER))
    layers = changed["build_ups"][changed["module"]["floor"]]["layers"]
    layers += layers[1:2] * 4
    return changed


def test_where_a_concept_fits_is_what_each_standard_block_says(client: TestClient) -> None:
    answer = client.post("/v1/concept-fits", json={"concept": "A3"})
    assert answer.status_code == 200, answer.text
    report = FitReport.model_validate_json(answer.content)
    assert [one.family for one in report.families] == list(family_ids())
    concept = resolve_concept("A3")
    for one in report.families[:3]:
        family = resolve_family(one.family)
        host = prepare_host(standard_block(family), family, standard_options(concept), resolve_assumptions())
        assert one.match == match_concept(host, concept).match
    sent = client.post("/v1/concept-fits", json={"document": PUBLISHED})
    assert sent.json() == answer.json()


def test_the_command_line_says_the_same_of_fits_and_differences(client: TestClient, tmp_path: Path) -> None:
    assert cli_answer("concept", "fit", "A3", cwd=tmp_path) == client.post("/v1/concept-fits", json={"concept": "A3"}).json()
    file = tmp_path / "new.json"
    file.write_text(json.dumps(heavier()), encoding="utf-8")
    told = cli_answer("concept", "diff", "A3", str(file), "--on", SHIPPED, cwd=tmp_path)
    assert told == client.post("/v1/concept-diffs", json={"old": "A3", "new_document": heavier(), "building_ids": [SHIPPED]}).json()


def test_what_a_new_version_does_to_a_building(client: TestClient) -> None:
    document = heavier()
    building = json.loads(resolve_building(SHIPPED).model_dump_json())
    asked = {"old": "A3@1.0.0", "new_document": document, "buildings": [building], "building_ids": [SHIPPED]}
    answer = client.post("/v1/concept-diffs", json=asked)
    assert answer.status_code == 200, answer.text
    report = DiffReport.model_validate_json(answer.content)
    assert (report.old, report.new, report.actual_bump) == ("A3@1.0.0", "A3@2.0.0", "major")
    sent, named = report.consequences
    assert sent == named  # the same building, sent and named
    assert sent.dwellings_before == sent.dwellings_after
    assert sent.worst_r_n_p50_before is not None
    assert sent.worst_r_n_p50_after is not None
    assert sent.worst_r_n_p50_after > sent.worst_r_n_p50_before  # more layers can only weigh more
    configured = client.post("/v1/configurations", json={"building_id": SHIPPED, "concept": "A3@1.0.0"}).json()
    assert sent.digest_before == configured["digest"]
    assert digest_of(Concept.model_validate(document)) != configured["request"]["concept"]["digest"]


def test_a_difference_without_buildings_is_that_of_the_documents(client: TestClient) -> None:
    answer = client.post("/v1/concept-diffs", json={"old_document": PUBLISHED, "new_document": {**HEAVIER, "version": "1.0.1"}})
    told = answer.json()
    assert [change["pointer"] for change in told["changes"]] == ["/version"]
    assert (told["consequences"], told["bump_is_enough"]) == ([], True)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("concept-fits", {}, 422),
        ("concept-fits", {"concept": "A3", "document": PUBLISHED}, 422),
        ("concept-fits", {"concept": "A99"}, 404),
        ("concept-fits", {"concept": "A3", "assumptions": "nl-1900"}, 404),
        ("concept-fits", {"document": {**PUBLISHED, "id": "bad id"}}, 422),
        ("concept-diffs", {"old": "A3"}, 422),
        ("concept-diffs", {"old": "A3", "new": "A99"}, 404),
        ("concept-diffs", {"old": "A3", "new": "A5", "building_ids": [SHIPPED]}, 422),
        ("concept-diffs", {"old": "A3", "new": "A3", "building_ids": ["nowhere"]}, 404),
        ("concept-diffs", {"old": "A3", "new": "A3", "building_ids": [SHIPPED] * 6}, 422),
    ],
)
def test_what_cannot_be_tried_is_a_problem(client: TestClient, path: str, body: dict[str, Any], status: int) -> None:
    answer = client.post(f"/v1/{path}", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text


def test_a_document_is_matched_and_compared_beside_the_published(client: TestClient, maker: Caller) -> None:
    lighter = {**PUBLISHED, "id": "M7", "version": "0.1.0"}
    matched = client.post("/v1/matches", json={"building_id": SHIPPED, "concepts": ["A3"], "documents": [lighter]}).json()
    first, second = matched["matches"]
    assert {first["concept"], second["concept"]} == {"A3@1.0.0", "M7@0.1.0"}
    assert first["criteria"] == second["criteria"]  # it differs in its name alone
    asked = {"building_id": SHIPPED, "concepts": ["A3"], "documents": [lighter]}
    compared = client.post("/v1/comparisons", json=asked).json()
    assert compared["concepts"] == ["A3@1.0.0", "M7@0.1.0"]
    assert [row["key"] for row in compared["rows"] if row["differs"] and None not in row["values"]] == []
    twins = {**asked, "documents": [{**PUBLISHED, "name": {"nl": "Ander", "en": "Other"}}]}
    assert client.post("/v1/comparisons", json=twins).status_code == 422
    body = json.loads(resolve_building(SHIPPED).model_dump_json())
    assert maker("POST", "/v1/buildings", {**body, "id": "mijn"}).status_code == 201
    assert maker("POST", "/v1/matches", {"building_id": "mijn", "concepts": ["A3"]}).status_code == 200
    assert client.post("/v1/matches", json={"building_id": "mijn", "concepts": ["A3"]}).status_code == 404
