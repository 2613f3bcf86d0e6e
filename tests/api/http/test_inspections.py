"""Uploaded files: what is in them, and that a hostile one costs its own request only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from configurator.host.readers.fetch import SETTING
from tests.api.http.conftest import Caller
from tests.configurator.host.readers.ifc_block import Block, ifc_text
from tests.configurator.host.readers.test_fetch import ID, NEXT, pand_service
from tests.configurator.host.readers.test_formats import PANDEN, geopackage
from tests.configurator.host.readers.test_rows import street

CORNERS = ((142000.0, 455000.0), (142060.0, 455000.0), (142060.0, 455011.0), (142000.0, 455011.0))
FACTS = json.dumps({"storeys_existing": 4, "year_built": 1968})


def feature(number: int) -> dict[str, object]:
    corners = [[x + 100.0 * number, y] for x, y in CORNERS]
    return {
        "type": "Feature",
        "id": f"b{number}",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
    }


def collection(count: int) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [feature(k) for k in range(count)]}).encode()


def test_an_ifc_gives_a_building_document_that_can_be_configured(client: TestClient) -> None:
    answer = client.post("/v1/inspections", files={"file": ("block.ifc", ifc_text(Block()))}, data={"facts": '{"family": "F05"}'})
    assert answer.status_code == 200, answer.text
    building = answer.json()["building"]
    assert building["storeys_existing"]["value"] == 4
    assert answer.json()["host"]["bearing_lines"]
    configured = client.post("/v1/configurations", json={"building": building, "concept": "A3"})
    assert configured.status_code == 200, configured.text


def test_a_file_of_several_lists_them_and_one_is_chosen(client: TestClient) -> None:
    files = {"file": ("roofs.geojson", collection(3))}
    crs = {"crs": "EPSG:28992"}
    answer = client.post("/v1/inspections", files=files, data=crs)
    assert [found["id"] for found in answer.json()["buildings"]] == ["b0", "b1", "b2"]
    one = client.post("/v1/inspections", files=files, data={**crs, "building": "b1", "facts": FACTS})
    assert one.json()["building"]["storeys_existing"]["value"] == 4
    drawn = client.post("/v1/inspections", files=files, data={**crs, "building": "b1", "facts": FACTS}, headers={"accept": "image/svg+xml"})
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "<svg" in drawn.text
    assert client.post("/v1/inspections", files=files, data={**crs, "building": "b9"}).status_code == 404


def test_measures_alone(client: TestClient) -> None:
    answer = client.post("/v1/inspections", data={"length_m": "60", "depth_m": "10.5", "facts": FACTS})
    assert answer.status_code == 200, answer.text
    assert answer.json()["building"]["family"]["value"].startswith("F")
    lacking = client.post("/v1/inspections", data={"length_m": "60", "depth_m": "10.5"}).json()
    assert lacking["host"] is None
    assert lacking["needed"]
    assert (
        "image/svg"
        in client.post(
            "/v1/inspections", data={"length_m": "60", "depth_m": "10.5", "facts": FACTS}, headers={"accept": "image/svg+xml"}
        ).headers["content-type"]
    )


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"length_m": "60"}, 422),
        ({"length_m": "nan", "depth_m": "10"}, 422),
        ({"length_m": "1e9", "depth_m": "10"}, 422),
        ({"length_m": "60", "depth_m": "10", "facts": "[1]"}, 422),
        ({"length_m": "60", "depth_m": "10", "facts": "{"}, 400),
        ({"length_m": "60", "depth_m": "10", "facts": '{"nonsense": 1}'}, 404),
    ],
)
def test_a_form_that_says_nothing_usable(client: TestClient, form: dict[str, str], status: int) -> None:
    answer = client.post("/v1/inspections", data=form)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text


def test_a_table_is_read_row_by_row(client: TestClient) -> None:
    text = "complexnummer;bouwjaar;bouwlagen;woningen;ontsluiting\n0012;1966;4;24;portiek\n"
    answer = client.post("/v1/inspections", files={"file": ("bezit.csv", text)})
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["table"]["rows"]
    assert row["facts"]["storeys_existing"] == 4
    assert "bouwjaar" in json.dumps(answer.json()["table"]["columns"])


def test_a_name_of_an_upload_leads_nowhere(client: TestClient) -> None:
    answer = client.post("/v1/inspections", files={"file": ("../../etc/passwd\0.geojson", collection(1))}, data={"crs": "EPSG:28992"})
    assert answer.status_code == 200, answer.text


def test_an_ifc_is_checked_and_compared(client: TestClient) -> None:
    text = ifc_text(Block(hut_m=None)).encode()
    answer = client.post("/v1/ifc-checks?lang=en", files={"file": ("block.ifc", text)})
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["schema"] == "IFC4"
    assert {"IFC-SCHEMA", "GEO-CLOSED"} <= {result["id"] for result in report["results"]}
    assert all(result["title"] for result in report["results"])
    same = client.post("/v1/ifc-comparisons", files={"old": ("a.ifc", text), "new": ("b.ifc", text)})
    assert same.json()["objects"] == []
    assert client.post("/v1/ifc-checks", files={"file": ("x.ifc", b"nothing")}).status_code == 400


def test_what_is_read_in_a_child_anyway_is_read_in_the_one_there_is(client: TestClient, tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"pand": PANDEN})
    answer = client.post("/v1/inspections", files={"file": ("roofs.gpkg", path.read_bytes())})
    assert answer.status_code == 200, answer.text


def test_a_building_by_its_id_and_as_a_plan(client: TestClient, maker: Caller, stranger: Caller) -> None:
    shipped = client.post("/v1/inspections", data={"building_id": "demo-portiek-1966"})
    assert shipped.json()["building"]["id"] == "demo-portiek-1966"
    plan = client.post("/v1/inspections", data={"building_id": "demo-portiek-1966"}, headers={"accept": "image/svg+xml"})
    assert plan.text.startswith("<?xml") or plan.text.startswith("<svg")
    assert maker("POST", "/v1/buildings", {**shipped.json()["building"], "id": "eigen"}).status_code == 201
    bearer = {"authorization": f"Bearer {maker.token}"}
    assert client.post("/v1/inspections", data={"building_id": "eigen"}, headers=bearer).json()["building"]["id"] == "eigen"
    for other in ({}, {"authorization": f"Bearer {stranger.token}"}):
        assert client.post("/v1/inspections", data={"building_id": "eigen"}, headers=other).status_code == 404


def test_a_row_of_a_table_goes_on_top_of_a_file(client: TestClient) -> None:
    """The same as `--table` of the command line."""
    table = "BAG-id;Bouwjaar;Lagen\n0000000000000000;1958;4\n"
    tile = json.dumps(street((0, 15, 13.0, 0)))
    files = {"file": ("tile.city.json", tile), "table": ("bezit.csv", table)}
    answer = client.post("/v1/inspections", files=files)
    assert answer.status_code == 200, answer.text
    building = answer.json()["building"]
    assert (building["storeys_existing"]["value"], building["storeys_existing"]["source"]) == (4, "portfolio")
    assert building["sources"]["portfolio"]["reference"] == "bezit.csv, row 2"
    none = client.post("/v1/inspections", files={**files, "table": ("bezit.csv", table.replace("0;1958", "1;1958"))})
    assert (none.status_code, "no row of building" in none.json()["detail"]) == (404, True)


def test_panden_are_fetched_for_who_shows_a_key(client: TestClient, maker: Caller, panden: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bearer = {"authorization": f"Bearer {maker.token}"}
    off = client.post("/v1/inspections", data={"pand": ID}, headers=bearer)
    assert (off.status_code, "fetching is off" in off.json()["detail"]) == (422, True)
    monkeypatch.setenv(SETTING, panden)
    assert client.post("/v1/inspections", data={"pand": ID}).status_code == 401
    pand = client.post("/v1/inspections", data={"pand": ID}, headers=bearer)
    assert pand.status_code == 200, pand.text
    assert pand.json()["building"]["bag_ids"] == [ID[-16:], NEXT[-16:]]
    box = {"box": "142000,455000,142100,455100"}
    listed = client.post("/v1/inspections", data=box, headers=bearer)
    assert [one["id"] for one in listed.json()["buildings"]] == [ID, NEXT]
    one = client.post("/v1/inspections", data={**box, "building": ID, "row": "alone"}, headers=bearer)
    assert one.json()["building"]["bag_ids"] == [ID[-16:]]
    assert client.post("/v1/inspections", data={"box": "1,2,3"}, headers=bearer).status_code == 400
    assert client.post("/v1/inspections", data={"pand": "0" * 16}, headers=bearer).status_code == 404


@pytest.fixture
def panden() -> Iterator[str]:
    """Something that answers as the 3DBAG API does, on this machine."""
    with pand_service() as address:
        yield address
