"""Previews over HTTP: the same figures as the configuration, drawings and files of it, and a plain word where it cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.routes.previews import is_background
from api.previews import AskedPreview, preview_ask
from api.work.previewing import computed_preview
from catalogue.documents.canonical import canonical_bytes
from catalogue.resolve import resolve_building, resolve_concept
from tests.api.http.conftest import caller

ASKED: dict[str, Any] = {"building_id": "demo-portiek-1966", "concept": "A3", "options": {"storeys_added": 2, "access": "gallery"}}

CROSSED = {"building": {"id": "x", "roof": {"polygon": {"outer": [[0, 0], [9, 9], [9, 0], [0, 9]]}}}, "facts": {"family": "F05"}}


def previewed(client: TestClient, **changes: Any) -> Any:
    return client.post("/v1/previews", json={**ASKED, **changes})


def test_a_preview_has_the_figures_of_the_configuration(client: TestClient) -> None:
    building = resolve_building("demo-portiek-1966").model_dump(mode="json")
    whole = client.post("/v1/configurations", json={"building": building, "concept": "A3", "options": ASKED["options"]}).json()
    view = previewed(client).json()
    assert view["digest"] == whole["digest"]
    assert view["summary"]["dwellings"] == whole["summary"]["dwellings"]
    assert len(view["findings"]) == len(whole["findings"])
    assert view["drawing"] is None


def test_options_may_come_as_an_address_has_them(client: TestClient) -> None:
    spoken = previewed(client, options={"storeys_added": "2", "access": "gallery", "setback_edge_mm": {"e1": "500"}, "green_roof": "true"})
    typed = previewed(client, options={"storeys_added": 2, "access": "gallery", "setback_edge_mm": {"e1": 500}, "green_roof": True})
    assert spoken.status_code == 200
    assert spoken.json()["digest"] == typed.json()["digest"]


@pytest.mark.parametrize(("drawing", "word"), [("plan", "storey 4"), ("section", "Section"), ("picture", "picture")])
def test_the_drawing_that_is_asked_for_comes_along(client: TestClient, drawing: str, word: str) -> None:
    svg = previewed(client, drawing=drawing, storey=4, lang="en").json()["drawing"]
    assert svg.startswith("<svg")
    assert word in svg
    assert " style=" not in svg


@pytest.mark.parametrize(
    ("priority", "background"), [("u=7", True), ("i, u=7", True), ("u=1", False), ("u=77", False), ("", False), (None, False)]
)
def test_only_the_least_urgency_is_background(priority: str | None, background: bool) -> None:
    assert is_background(priority) is background


def test_an_answer_that_nobody_waits_for_yet_is_the_same(client: TestClient) -> None:
    asked = {**ASKED, "options": {**ASKED["options"], "setback_mm": {"facade": 1100}}}
    early = client.post("/v1/previews", json=asked, headers={"priority": "u=7"})
    assert early.status_code == 200
    assert early.content == client.post("/v1/previews", json=asked).content


def test_one_storey_is_less_than_all(client: TestClient) -> None:
    one, every = (previewed(client, drawing="plan", storey=storey).json()["drawing"] for storey in (4, None))
    assert len(one) < len(every)
    assert previewed(client, drawing="plan", storey=44).json()["drawing"] == every


def test_measures_and_what_the_user_knows(client: TestClient) -> None:
    building = {"id": "drawn", "roof": {"polygon": {"outer": [[0, 0], [60, 0], [60, 10.5], [0, 10.5]]}}}
    asked = {"building": building, "facts": {"family": "F05", "storeys_existing": 4, "roof.ballast": "gravel"}, "concept": "A5"}
    view = client.post("/v1/previews", json=asked).json()
    assert view["family"] == "F05"
    assert len(view["wings"][0]["storeys"]) == 4


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ({"concept": "A3"}, 422, "either building or building_id"),
        ({**ASKED, "building_id": "nothing"}, 404, "nothing"),
        ({**ASKED, "concept": "A99"}, 404, "A99"),
        ({**ASKED, "options": {"storeys_added": 9}}, 422, "storeys_added"),
        ({**ASKED, "options": {"nonsense": 1}}, 422, "nonsense"),
        ({**ASKED, "facts": {"roof.ballast": "butter"}}, 422, "ballast"),
        ({**ASKED, "facts": {"rof": 1}}, 404, "rof"),
        ({**CROSSED, "concept": "A3"}, 400, "cross"),
        ({"building": {"id": "x", "roof": {"polygon": {"outer": [[0, 0], [60, 0], [60, 9], [0, 9]]}}}, "concept": "A3"}, 422, "family"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(client: TestClient, asked: dict[str, Any], status: int, part: str) -> None:
    answer = client.post("/v1/previews", json=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert part in answer.json()["detail"]


def test_the_trace_of_a_figure(client: TestClient) -> None:
    row = previewed(client).json()["loads"][2]["levels"][0]["row"]
    answer = client.post("/v1/previews/trace", json={**ASKED, "pointer": f"/loads/lines/{row}/r_n"}).json()
    assert answer["steps"][0]["pointer"] == f"/loads/lines/{row}/r_n"
    assert "n_new_kn_per_m" in json.dumps(answer["steps"])
    assert client.post("/v1/previews/trace", json={**ASKED, "pointer": "/nothing"}).status_code == 404


def test_the_request_of_a_preview_makes_the_configuration_that_it_shows(client: TestClient) -> None:
    facts = {"roof.ballast": "tiles", "storeys_existing": 5}
    request = client.post("/v1/previews/request", json={**ASKED, "facts": facts}).json()
    made = client.post("/v1/configurations", json=request)
    assert made.status_code == 200
    assert made.json()["digest"] == previewed(client, facts=facts).json()["digest"]
    assert client.get(f"/v1/configurations/{made.json()['digest']}.glb").content.startswith(b"glTF")


def test_a_building_that_an_organisation_keeps_is_its_own(client: TestClient) -> None:
    maker = caller(client, "corporation", "a publisher", "admin")
    document = {**resolve_building("demo-portiek-1966").model_dump(mode="json", exclude_none=True), "id": "own-block"}
    assert maker("POST", "/v1/buildings", document).status_code == 201
    asked = {"building_id": "own-block", "concept": "A3"}
    assert maker("POST", "/v1/previews", asked).json()["summary"]["modules"] > 0
    assert client.post("/v1/previews", json=asked).status_code == 404


def test_the_last_results_of_a_process_are_not_computed_again() -> None:
    concept = canonical_bytes(resolve_concept("A3"))
    demo = resolve_building("demo-portiek-1966")
    asks = [preview_ask(demo, concept, AskedPreview.model_validate({**ASKED, "lang": lang})) for lang in ("nl", "en")]
    assert computed_preview(asks[0]) is computed_preview(asks[1])
    other = AskedPreview.model_validate({**ASKED, "options": {"storeys_added": 1}})
    assert computed_preview(preview_ask(demo, concept, other)) is not computed_preview(asks[0])
