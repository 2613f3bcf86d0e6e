"""Previews over HTTP: the same figures as the configuration, drawings and files of it, and a plain word where it cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.previews import AskedPreview, RecentResults
from catalogue.resolve import resolve_building, resolve_concept

client = TestClient(create_app(), raise_server_exceptions=False)
ASKED: dict[str, Any] = {"building_id": "demo-portiek-1966", "concept": "A3", "options": {"storeys_added": 2, "access": "gallery"}}

CROSSED = {"building": {"id": "x", "roof": {"polygon": {"outer": [[0, 0], [9, 9], [9, 0], [0, 9]]}}}, "facts": {"family": "F05"}}


def previewed(**changes: Any) -> Any:
    return client.post("/v1/previews", json={**ASKED, **changes})


def test_a_preview_has_the_figures_of_the_configuration() -> None:
    building = resolve_building("demo-portiek-1966").model_dump(mode="json")
    whole = client.post("/v1/configurations", json={"building": building, "concept": "A3", "options": ASKED["options"]}).json()
    view = previewed().json()
    assert view["digest"] == whole["digest"]
    assert view["summary"]["dwellings"] == whole["summary"]["dwellings"]
    assert len(view["findings"]) == len(whole["findings"])
    assert view["drawing"] is None


def test_options_may_come_as_an_address_has_them() -> None:
    spoken = previewed(options={"storeys_added": "2", "access": "gallery", "setback_edge_mm": {"e1": "500"}, "green_roof": "true"})
    typed = previewed(options={"storeys_added": 2, "access": "gallery", "setback_edge_mm": {"e1": 500}, "green_roof": True})
    assert spoken.status_code == 200
    assert spoken.json()["digest"] == typed.json()["digest"]


@pytest.mark.parametrize(("drawing", "word"), [("plan", "storey 4"), ("section", "Section"), ("picture", "picture")])
def test_the_drawing_that_is_asked_for_comes_along(drawing: str, word: str) -> None:
    svg = previewed(drawing=drawing, storey=4, lang="en").json()["drawing"]
    assert svg.startswith("<svg")
    assert word in svg
    assert " style=" not in svg


def test_one_storey_is_less_than_all() -> None:
    one, every = (previewed(drawing="plan", storey=storey).json()["drawing"] for storey in (4, None))
    assert len(one) < len(every)
    assert previewed(drawing="plan", storey=44).json()["drawing"] == every


def test_measures_and_what_the_user_knows() -> None:
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
def test_what_cannot_be_computed_is_said_in_a_sentence(asked: dict[str, Any], status: int, part: str) -> None:
    answer = client.post("/v1/previews", json=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert part in answer.json()["detail"]


def test_the_trace_of_a_figure() -> None:
    row = previewed().json()["loads"][2]["levels"][0]["row"]
    answer = client.post("/v1/previews/trace", json={**ASKED, "pointer": f"/loads/lines/{row}/r_n"}).json()
    assert answer["steps"][0]["pointer"] == f"/loads/lines/{row}/r_n"
    assert "n_new_kn_per_m" in json.dumps(answer["steps"])
    assert client.post("/v1/previews/trace", json={**ASKED, "pointer": "/nothing"}).status_code == 404


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("glb", b"glTF"), ("svg", b"<?xml"), ("csv", b"id,level"), ("json", b"{"), ("ifc", b"ISO-10303-21"), ("dxf", b"  0")],
)
def test_a_file_of_what_is_shown(suffix: str, begins: bytes) -> None:
    answer = client.post(f"/v1/previews/files/{suffix}", json=ASKED)
    assert answer.content.startswith(begins)
    assert f'.{suffix}"' in answer.headers["content-disposition"]


def test_a_file_that_nothing_writes() -> None:
    assert client.post("/v1/previews/files/exe", json=ASKED).status_code == 404


def test_recent_results_are_kept_up_to_a_number_and_found_again() -> None:
    recent = RecentResults(2)
    one, other, third = (AskedPreview.model_validate({**ASKED, "options": {"storeys_added": n}}) for n in (0, 1, 2))
    first = recent.computed(one, resolve_building, resolve_concept)
    assert recent.computed(one, resolve_building, resolve_concept) is first
    recent.computed(other, resolve_building, resolve_concept)
    recent.computed(third, resolve_building, resolve_concept)
    again = recent.computed(one, resolve_building, resolve_concept)
    assert again is not first
    assert again.configuration == first.configuration
