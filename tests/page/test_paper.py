"""What comes out of the printer: a comparison and a candidate under review, whole, in order, with what they were computed from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.conftest import RunningServer
from tests.page.people import begin, key, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
PAPER_PX = {"width": 680, "height": 960}
"""A4 within its margins, in CSS pixels."""


def on_paper(page: Page, path: Path) -> None:
    """Print a page, and show it from then on as it is printed."""
    assert page.pdf(path=path, prefer_css_page_size=True, print_background=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER_PX)


def overlaps(page: Page) -> list[str]:
    """Return the parts of a page that lie on the part before."""
    return [
        str(one)
        for one in page.evaluate("""() => {
          const parts = [...document.querySelectorAll('.page > *, .page > section > *')].filter((one) => one.getClientRects().length > 0);
          const below = (one, next) => !one.contains(next) && next.getBoundingClientRect().top < one.getBoundingClientRect().bottom - 1;
          return parts.flatMap((one, place) => parts[place + 1] && below(one, parts[place + 1]) ? [one.outerHTML.slice(0, 80)] : []);
        }""")
    ]


def test_a_comparison(open_page: OpenPage, pictures: Path) -> None:
    page = open_page("/nl/compare?concept=A3&concept=A5&concept=A7&concept=A8&concept=A2")
    on_paper(page, pictures / "compare.pdf")
    assert not page.locator("header.site nav").is_visible()
    assert not page.locator(".choosing").is_visible()
    assert page.locator(".page").evaluate("page => page.scrollWidth <= page.clientWidth + 1"), "nothing is cut off at the right"
    assert overlaps(page) == []
    said = page.locator("body").inner_text()
    for digest in page.locator("main .small .code").all_inner_texts():
        assert digest in said
    assert "Uitkomsten zijn indicatief" in said
    assert "/nl/compare?concept=A3" in said, "where to find it again"


@pytest.mark.slow
def test_a_candidate(open_page: OpenPage, server: RunningServer, pictures: Path) -> None:
    maker = open_page("/nl/publish")
    sign_in(maker, key(server, "Printer", "publisher"))
    begin(maker, "PAPER")
    maker.get_by_role("link", name="Controleren en indienen").click()
    maker.get_by_role("button", name="Indienen ter beoordeling").click()
    page = open_page("/nl/publish")
    sign_in(page, key(server, "Reader of paper", "reviewer"))
    page.get_by_role("link", name="PAPER@0.1.0", exact=True).click()
    page.wait_for_load_state("networkidle")
    on_paper(page, pictures / "review.pdf")
    assert not page.locator(".decision").is_visible(), "a decision is taken on the screen"
    assert page.locator(".page").evaluate("page => page.scrollWidth <= page.clientWidth + 1")
    assert overlaps(page) == []
    said = page.locator("body").inner_text()
    assert "sha256:" in said
    assert "/nl/review/PAPER@0.1.0" in said
