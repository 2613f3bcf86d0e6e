"""The pages to read and to publish in a real browser: whole journeys, accessibility, without script, on paper, and pictures to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from api.page.library import document_yaml
from catalogue.resolve import resolve_concept
from tests.page.conftest import RunningServer
from tests.page.people import key, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


def test_filters_narrow_by_pressing_a_button_and_the_address_holds_them(open_page: OpenPage) -> None:
    page = open_page("/nl/concepts", script=False)
    everything = page.locator(".concept").count()
    page.locator('[name="system"][value="clt_box"]').check()
    page.get_by_role("button", name="Toon").click()
    assert "system=clt_box" in page.url
    assert 0 < page.locator(".concept").count() < everything
    page.get_by_role("link", name="Zonder filter Bouwsysteem: CLT-doos").click()
    assert page.locator(".concept").count() == everything


def test_cards_lead_to_a_comparison(open_page: OpenPage) -> None:
    page = open_page("/en/concepts")
    for name in ("Wide timber-frame box", "CLT box"):
        page.locator(".concept", has=page.get_by_role("link", name=name, exact=True)).get_by_label("Compare").check()
    page.get_by_role("button", name="Compare the chosen concepts").click()
    page.wait_for_load_state("load")
    assert page.locator(".comparison .pictures img").count() == 2
    assert all(page.locator(".comparison .pictures img").evaluate_all("images => images.map(one => one.complete && one.naturalWidth > 0)"))


def test_the_drawings_are_there_and_to_be_read(open_page: OpenPage) -> None:
    page = open_page("/nl/concepts/A3/1.0.0")
    assert page.locator("#buildups svg").count() == len(resolve_concept("A3").build_ups)
    smallest = page.locator("#buildups svg text").evaluate_all("texts => Math.min(...texts.map(one => one.getBoundingClientRect().height))")
    assert smallest >= 9.0
    assert page.locator("#families tbody tr").count() == 14


def test_a_maker_without_script_edits_and_checks(open_page: OpenPage, server: RunningServer) -> None:
    page = open_page("/nl/publish", script=False)
    sign_in(page, key(server, "Plain", "publisher"))
    page.get_by_label("Id van het concept").fill("PLAIN")
    page.get_by_role("button", name="Begin", exact=True).first.click()
    page.get_by_role("link", name="Milieu").click()
    page.get_by_role("button", name="Invullen CO₂ van productie").first.click()
    page.locator('[name="/environment/embodied_kg_co2_eq_per_m2/value"]').fill("2,5")
    page.locator('[name="/environment/embodied_kg_co2_eq_per_m2/basis"]').select_option("tested")
    page.locator('[name="/environment/embodied_kg_co2_eq_per_m2/source"]').fill("ex")
    page.locator("button.primary", has_text="Bewaar").click()
    assert "Bewaard" in page.inner_text("main")
    assert page.locator('[name="/environment/embodied_kg_co2_eq_per_m2/value"]').input_value() == "2,5"
    page.get_by_role("link", name="YAML").click()
    brought = document_yaml(resolve_concept("A3").model_copy(update={"id": "PLAIN", "version": "0.1.0"}))
    page.get_by_label("Het hele document").fill(brought.replace("max_storeys: 2", "max_storeys: nul"))
    page.get_by_role("button", name="Controleer").click()
    assert "Vul een getal in." in page.inner_text("main")
