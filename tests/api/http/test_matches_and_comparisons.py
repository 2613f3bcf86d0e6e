"""Several concepts on one building over HTTP: the same answers as the engine gives one by one."""

from __future__ import annotations

import csv
import io
from typing import Any

from starlette.testclient import TestClient

from api.resolution import inputs_for
from catalogue.documents.options import Options
from catalogue.resolve import concept_versions, resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure
from configurator.fit.comparison import compare
from configurator.fit.matching import match_computed

BUILDING = resolve_building("demo-portiek-1966")
DEMO = BUILDING.model_dump(mode="json")


def computed(concept: str) -> Any:
    return configure(inputs_for(BUILDING, resolve_concept(concept), Options(), resolve_assumptions(), None))


def test_matches_are_those_of_whole_configurations(client: TestClient) -> None:
    answer = client.post("/v1/matches", json={"building": DEMO})
    assert answer.status_code == 200
    found = {item["concept"]: item for item in answer.json()["matches"]}
    assert set(found) == {f"{concept}@1.0.0" for concept in concept_versions()}
    for concept in ("A3", "A5", "A8"):
        whole = match_computed(computed(concept)).model_dump(mode="json")
        assert found[f"{concept}@1.0.0"]["verdict"] == whole["verdict"]
    assert set(answer.json()["pareto_front"]) <= set(found)
    assert answer.json()["ranking"] == []


def test_weights_order_and_the_language_is_that_of_the_disclaimer(client: TestClient) -> None:
    asked = {"building": DEMO, "concepts": ["A3", "A5", "A3"], "weights": {"homes": 1.0}}
    answer = client.post("/v1/matches?lang=en", json=asked)
    assert len(answer.json()["matches"]) == 2
    scores = [item["score"] for item in answer.json()["ranking"]]
    assert scores == sorted(scores, reverse=True)
    assert "Indicative" in answer.json()["disclaimer"] or "indicative" in answer.json()["disclaimer"]
    assert client.post("/v1/matches", json={**asked, "weights": {"beauty": 1}}).status_code == 422


def test_a_comparison_is_that_of_whole_configurations(client: TestClient) -> None:
    answer = client.post("/v1/comparisons", json={"building": DEMO, "concepts": ["A3", "A5", "A8"]})
    assert answer.status_code == 200
    expected = compare([computed(concept) for concept in ("A3", "A5", "A8")])
    assert answer.json() == expected.model_dump(mode="json")


def test_a_comparison_as_csv(client: TestClient) -> None:
    asked = {"building": DEMO, "concepts": ["A3", "A5"]}
    answer = client.post("/v1/comparisons", json=asked, headers={"accept": "text/csv", "accept-language": "en"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["key", "figure", "unit", "A3@1.0.0", "A5@1.0.0"]
    body = client.post("/v1/comparisons", json=asked).json()
    assert [row[0] for row in rows[1:]] == [row["key"] for row in body["rows"]]
    for row, told in zip(rows[1:], body["rows"], strict=True):
        assert [cell == "unknown" for cell in row[3:]] == [value is None for value in told["values"]], row
    assert any(None in told["values"] for told in body["rows"])


def test_one_or_six_or_twice_the_same_is_no_comparison(client: TestClient) -> None:
    for concepts in (["A3"], ["A3", "A3"], ["A1", "A2", "A3", "A4", "A5", "A6"]):
        answer = client.post("/v1/comparisons", json={"building": DEMO, "concepts": concepts})
        assert answer.status_code == 422, concepts
