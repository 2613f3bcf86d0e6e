"""What a corporation does: an example, its own building from a 3DBAG tile and its own table, and what fits its kind of building."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.configurator.host.readers.test_rows import street
from tests.configurator.host.samples import written
from tests.page.conftest import RunningServer
from tests.page.people import key, sign_in
from tests.page.test_browser_configure import figure, ready
from tests.page.test_browser_journeys import ANSWER_MS, TILE, chooses, digest, uploads

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
PAND = "0000000000000000"
TABLE = f"BAG-id;Bouwjaar;Lagen\n{PAND};1966;4\n"


def compared_digests(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("main .small .code").all_inner_texts()]


def test_from_the_example_to_an_own_building_and_one_concept_on_it(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/nl/")
    page.get_by_role("link", name="Vergelijk drie concepten").click()
    assert page.get_by_role("heading", name="Op Demoblok: portiekflat uit 1966").is_visible()
    example = compared_digests(page)
    assert len(set(example)) == 3
    page.get_by_text("Andere concepten, ander gebouw").click()
    page.get_by_role("link", name="Eigen gebouw").click()
    uploads(ready(page), written(tmp_path, "tile.city.json", TILE))
    chooses(page, PAND)
    page.wait_for_function("document.querySelector('#compare-here').search.includes('doc=')")
    page.get_by_role("link", name="Vergelijk concepten op dit gebouw").click()
    page.get_by_role("table", name="Vergelijken").wait_for()
    assert "Demoblok" not in page.locator("h1").inner_text()
    own = compared_digests(page)
    assert len(own) == 3
    assert not set(own) & set(example), "computed on another building"
    homes = page.locator(".comparison tr", has_text="Woningen").locator("td").all_inner_texts()
    page.get_by_role("link", name="Configureer CLT-doos").click()
    ready(page)
    assert "concept=A5" in page.url
    assert figure(page, "dwellings") == homes[1].strip()
    assert digest(page).removeprefix("sha256:").startswith(own[1]), "the same configuration as was compared"


def test_a_building_of_the_organisation_from_a_tile_and_a_table_stays_its_own(
    open_page: OpenPage, own_server: RunningServer, tmp_path: Path
) -> None:
    token = key(own_server, "Corporatie", "publisher", "reader")
    page = open_page("/nl/publish", on=own_server.address)
    sign_in(page, token)
    headers = {"Authorization": f"Bearer {token}"}
    tile = written(tmp_path, "tile.city.json", street((0, 45, 14.0, 0), (0, 30, 8.0, 40)))
    files = {
        "file": {"name": "tile.city.json", "mimeType": "application/json", "buffer": tile.read_bytes()},
        "table": {"name": "bezit.csv", "mimeType": "text/csv", "buffer": TABLE.encode()},
        "building": PAND,
    }
    found = page.request.post(f"{own_server.address}/v1/inspections", headers=headers, multipart=files, timeout=ANSWER_MS).json()
    building = {**found["building"], "id": "kade-12"}
    made = page.request.post(
        f"{own_server.address}/v1/buildings", headers={**headers, "Content-Type": "application/json"}, data=json.dumps(building)
    )
    assert made.status == 201, made.text()
    page.goto(f"{own_server.address}/nl/compare")
    page.get_by_text("Andere concepten, ander gebouw").click()
    page.get_by_label("Gebouw", exact=True).select_option("kade-12")
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    page.get_by_role("heading", name="Op kade-12").wait_for()
    assert "bestaande lagen 4" in page.locator(".criteria").inner_text(), "known from the table"
    page.get_by_role("link", name="Configureer Brede houtskeletdoos").click()
    assert int(figure(ready(page), "modules")) > 0
    assert page.locator("#building").input_value() == "kade-12"
    stranger = open_page("/nl/compare", on=own_server.address)
    assert "kade-12" not in stranger.content()


def test_what_fits_a_kind_of_building_without_script(open_page: OpenPage) -> None:
    page = open_page("/nl/", script=False)
    page.get_by_role("link", name="Zoek eerst uw type gebouw").click()
    page.get_by_role("link", name="Galerijflat, tunnelgietbouw (ERA en andere)").click()
    row = page.locator("#concepts tr", has_text="Brede houtskeletdoos")
    assert "past niet" in row.inner_text()
    assert "Grootste overspanning" in row.inner_text()
    page.get_by_role("link", name="Vergelijk concepten hierop").click()
    if not page.locator(".compare-choice").is_visible():
        page.get_by_text("Andere concepten, ander gebouw").click()
    page.get_by_label("A3 Brede houtskeletdoos").check()
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    table = page.get_by_role("table", name="Vergelijken")
    assert "Wat verschilt" in table.inner_text()
    assert "onbekend" in table.inner_text()
    page.get_by_text("Andere concepten, ander gebouw").click()
    page.get_by_label("Gebouw", exact=True).select_option(label="Demoblok: portiekflat uit 1966")
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    assert page.get_by_role("heading", name="Op Demoblok: portiekflat uit 1966").is_visible()
