"""Configure before any script runs: the figures, the picture, the findings and a form that works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.page.assets import page_assets
from api.page.pages.configure import for_script
from tests.page.catalogue_server import running


@pytest.fixture(scope="module")
def client(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application, started, as a browser asks it."""
    page_assets.cache_clear()
    with running(tmp_path_factory.mktemp("page")) as (started, _):
        started.headers["accept"] = "text/html"
        yield started


def figure(page: str, name: str) -> str:
    found = re.search(rf'data-figure="{name}">.*?data-value>([^<]*)<', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_first_state_has_the_figures_of_the_service(client: TestClient, lang: str) -> None:
    page = client.get(f"/{lang}/configure?storeys_added=2&access=gallery").text
    asked = {"building_id": "demo-portiek-1966", "concept": "A3", "options": {"storeys_added": 2, "access": "gallery"}, "lang": lang}
    view = client.post("/v1/previews", json=asked, headers={"accept": "application/json"}).json()
    assert figure(page, "dwellings") == str(view["summary"]["dwellings"])
    assert figure(page, "modules") == str(view["summary"]["modules"])
    known = re.search(r'<script type="application/json" id="known">(.*?)</script>', page, re.DOTALL)
    assert known is not None
    assert json.loads(known[1])["view"]["digest"] == view["digest"]
    assert "<svg" in page
    low, high = (view["offered"]["concept_cost"][f"{end}_eur_cents"] / 1e8 for end in ("low", "high"))
    assert figure(page, "concept_cost") == f"{low:.1f}–{high:.1f}".replace(".", "," if lang == "nl" else ".")
    assert "alleen lagen" in page if lang == "nl" else "layers alone" in page


def test_an_address_that_is_not_understood_shows_the_demo_and_says_so(client: TestClient) -> None:
    answer = client.get("/en/configure?storeys_added=77")
    assert answer.status_code == 422
    assert "storeys_added" in answer.text
    assert figure(answer.text, "dwellings") != "0"


def test_a_building_that_cannot_be_computed_says_what_is_needed(client: TestClient) -> None:
    answer = client.get("/en/configure?length=60&depth=10.5")
    assert answer.status_code == 422
    assert "family" in answer.text


def test_what_the_form_does_not_show_is_carried_along(client: TestClient) -> None:
    page = client.get("/nl/configure?setback_edge_mm.e1=500&assumption=x").text
    assert 'name="setback_edge_mm.e1" value="500"' in client.get("/nl/configure?setback_edge_mm.e1=500").text
    assert "assumption" in page


def test_nothing_in_the_address_ends_the_script_or_becomes_markup(client: TestClient) -> None:
    nasty = "</script><script>alert(1)</script>"
    page = client.get("/nl/configure", params={"concept": nasty, "building": nasty}).text
    assert "<script>alert" not in page
    assert "<" not in for_script({"a": nasty})
    assert json.loads(for_script({"a": nasty})) == {"a": nasty}
