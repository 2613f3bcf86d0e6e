"""Configurations over HTTP: kept for ever by digest, in every form, for whom they belong to, and again by the engine of now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.outputs import ALL_FILES, BY_SUFFIX
from api.resolution import inputs_for
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure

DEMO = resolve_building("demo-portiek-1966").model_dump(mode="json")
ASKED: dict[str, Any] = {"building": DEMO, "concept": "A3"}
BEGINS = {
    "json": b"{",
    "ifc": b"ISO-10303-21;",
    "glb": b"glTF",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "csv": b"id,level",
    "xlsx": b"PK",
    "dxf": b"  0",
    "pdf": b"%PDF-",
    "obj": b"#",
    "stl": b"",
    "md": b"#",
    "yaml": b"#",
}


@pytest.fixture(scope="module")
def digest(client: TestClient) -> str:
    return str(client.post("/v1/configurations", json=ASKED).json()["digest"])


def test_what_is_asked_for_twice_is_computed_once_and_is_what_the_engine_gives(client: TestClient, digest: str) -> None:
    again = client.post("/v1/configurations", json=ASKED)
    inputs = inputs_for(resolve_building("demo-portiek-1966"), resolve_concept("A3"), Options(), resolve_assumptions(), None)
    assert again.content == canonical_bytes(configure(inputs).configuration)
    assert again.headers["location"] == f"/v1/configurations/{digest}"


def test_a_configuration_is_read_for_ever_by_its_digest(client: TestClient, digest: str) -> None:
    answer = client.get(f"/v1/configurations/{digest}")
    assert answer.status_code == 200
    assert answer.json()["digest"] == digest
    assert answer.headers["etag"] == f'"{digest}"'
    record = client.get(f"/v1/configurations/{digest}.json")
    assert record.content == answer.content
    assert "immutable" in record.headers["cache-control"]
    held = client.get(f"/v1/configurations/{digest}", headers={"if-none-match": f'"other", "{digest}"'})
    assert (held.status_code, held.content) == (304, b"")
    assert client.get(f"/v1/configurations/sha256:{'0' * 64}").status_code == 404
    assert client.get("/v1/configurations/nonsense").status_code == 404


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_every_file_comes_by_its_suffix_and_by_accept(client: TestClient, digest: str, suffix: str) -> None:
    by_suffix = client.get(f"/v1/configurations/{digest}.{suffix}")
    assert by_suffix.status_code == 200, by_suffix.text
    assert by_suffix.content.startswith(BEGINS[suffix])
    assert "immutable" in by_suffix.headers["cache-control"]
    media_type = by_suffix.headers["content-type"]
    by_accept = client.get(f"/v1/configurations/{digest}", headers={"accept": media_type.partition(";")[0]})
    assert (by_accept.headers["content-type"], by_accept.content) == (media_type, by_suffix.content)
    tag = by_suffix.headers["etag"]
    assert client.get(f"/v1/configurations/{digest}.{suffix}", headers={"if-none-match": tag}).status_code == 304


def test_files_are_listed_and_come_by_name(client: TestClient, digest: str) -> None:
    listed = client.get(f"/v1/configurations/{digest}/files").json()["files"]
    assert len(listed) == len(ALL_FILES)
    names = [entry["name"] for entry in listed]
    assert len(set(names)) == len(names)
    entry = next(one for one in listed if one["name"].endswith("_BWK_Bestaand.ifc"))
    assert client.get(entry["href"]).content.startswith(b"ISO-10303-21;")
    assert client.get(f"/v1/configurations/{digest}/files/nothing.txt").status_code == 404


def test_texts_are_in_the_language_that_is_asked_for(client: TestClient, digest: str) -> None:
    address = f"/v1/configurations/{digest}.md"
    dutch = client.get(address)
    english = client.get(address, headers={"accept-language": "fr, en-GB;q=0.8, nl;q=0.5"})
    assert (dutch.headers["content-language"], english.headers["content-language"]) == ("nl", "en")
    assert "Uitgangspuntenblad" in dutch.text
    assert "Sheet of inputs" in english.text
    assert client.get(f"{address}?lang=en").content == english.content
    assert client.get(f"{address}?lang=fr").status_code == 422


def test_nothing_that_is_accepted_is_a_problem(client: TestClient, digest: str) -> None:
    answer = client.get(f"/v1/configurations/{digest}", headers={"accept": "video/mp4"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert client.get(f"/v1/configurations/{digest}.mp4").status_code == 404


def test_a_figure_is_explained(client: TestClient, digest: str) -> None:
    answer = client.get(f"/v1/configurations/{digest}/trace", params={"pointer": "/loads/lines/3/r_n_p50"})
    assert answer.status_code == 200
    assert answer.json()["steps"][0]["pointer"] == "/loads/lines/3/r_n_p50"
    assert client.get(f"/v1/configurations/{digest}/trace", params={"pointer": "/nothing"}).status_code == 404


def test_recomputing_with_the_same_engine_changes_nothing(client: TestClient, digest: str) -> None:
    answer = client.post(f"/v1/configurations/{digest}/recompute?lang=en")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["digest"] == digest
    assert body["changes"]["sentences"] == ["Nothing has changed."]


def test_an_inferred_family_survives_recomputing_and_drawing(client: TestClient) -> None:
    roof = {"polygon": {"outer": [[0.0, 0.0], [60.0, 0.0], [60.0, 11.0], [0.0, 11.0]]}}
    building = {"id": "measured", "roof": roof, "year_built": 1968, "storeys_existing": 4}
    digest = client.post("/v1/configurations", json={"building": building, "concept": "A3"}).json()["digest"]
    assert client.post(f"/v1/configurations/{digest}/recompute").json()["digest"] == digest
    assert client.get(f"/v1/configurations/{digest}.glb").status_code == 200


def test_a_twin_key_in_the_body_is_refused(client: TestClient) -> None:
    body = json.dumps(ASKED)[:-1] + ', "concept": "A5"}'
    answer = client.post("/v1/configurations", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable-input")
    assert "'concept'" in answer.json()["detail"]
