"""The frame of every page in a real browser: no complaints, accessible, the theme is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


def test_the_chosen_theme_holds_on_the_next_page(open_page: OpenPage) -> None:
    page = open_page("/nl/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Licht of donker").click()
    page.goto(page.url.replace("/nl/", "/en/"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_language_switch_stays_on_the_page(open_page: OpenPage) -> None:
    page = open_page("/nl/configure?concept=A3")
    page.get_by_role("link", name="EN Engels").click()
    assert page.url.endswith("/en/configure?concept=A3")
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_lost_address_offers_a_way_back(open_page: OpenPage, complaints: Any) -> None:
    complaints.expected = ("404",)
    page = open_page("/en/nothing")
    page.get_by_role("link", name="To the start page").click()
    assert page.url.endswith("/en/")
