"""The pages to read and to publish in a real browser: whole journeys, accessibility, without script, on paper, and pictures to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.page.library import document_yaml
from catalogue.resolve import resolve_concept
from tests.page.conftest import RunningServer
from tests.page.people import key, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
READING = {
    "start": "",
    "concepts": "concepts",
    "filtered": "concepts?q=hout&support=wall_on_wall",
    "version": "concepts/A3/1.0.0",
    "compare": "compare?concept=A3&concept=A5&concept=A7&building=family:F10",
    "families": "families",
    "family": "families/F05",
    "sign-in": "publish",
}
LAYOUT_SHIFT = """() => new Promise((done) => { let total = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(total), 300); })"""


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", list(READING))
def test_every_page_is_accessible_still_and_kept_as_a_picture(
    name: str, lang: str, open_page: OpenPage, accessibility: Callable[[Page], list[Any]], pictures: Path
) -> None:
    for dark in (False, True):
        page = open_page(f"/{lang}/{READING[name]}", dark=dark)
        assert page.evaluate(LAYOUT_SHIFT) < 0.01
        page.screenshot(path=pictures / f"{name}-{lang}-{'dark' if dark else 'light'}.png", full_page=True)
        assert accessibility(page) == []


@pytest.mark.parametrize("width", [1024, 390])
@pytest.mark.parametrize("name", list(READING))
def test_a_page_fits_a_tablet_and_a_telephone(name: str, width: int, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(f"/nl/{READING[name]}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=pictures / f"{name}-nl-{width}.png", full_page=True)


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
    assert page.locator(".comparison thead img").count() == 2
    assert all(page.locator(".comparison thead img").evaluate_all("images => images.map(one => one.complete && one.naturalWidth > 0)"))


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
    page.get_by_role("button", name="Vul in CO₂ van productie").first.click()
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


def test_a_comparison_prints_on_paper(open_page: OpenPage, pictures: Path) -> None:
    page = open_page("/nl/compare?concept=A3&concept=A5&concept=A7&concept=A8&concept=A2")
    page.emulate_media(media="print")
    assert not page.locator("header.site nav").is_visible()
    assert not page.locator(".compare-choice").is_visible()
    paper = page.pdf(path=pictures / "compare.pdf", format="A4", landscape=True)
    assert paper.startswith(b"%PDF")
    assert page.locator(".comparison").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")
