"""Cards and drawings as a browser shows them: what covers what, how large texts are, both themes, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from catalogue.resolve import family_ids

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
TEXT_PX = """texts => Math.min(...texts.map(one => {
  const svg = one.ownerSVGElement;
  return parseFloat(one.getAttribute('font-size')) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
}))"""
"""Height of the smallest text of the drawings on a page, in pixels of the screen."""


def test_the_bar_to_compare_follows_the_reader_only_once_something_is_ticked(open_page: OpenPage) -> None:
    page = open_page("/nl/concepts", script=False)
    bar, window = page.locator(".compare-bar"), page.viewport_size
    assert window is not None
    before = bar.bounding_box()
    assert before is not None
    assert before["y"] > window["height"], "it stands at the end of the list and covers no card"
    page.get_by_label("Vergelijk Brede houtskeletdoos").check()
    after = bar.bounding_box()
    assert after is not None
    assert after["y"] + after["height"] == pytest.approx(window["height"], abs=1.0)
    page.get_by_label("Vergelijk Brede houtskeletdoos").uncheck()
    assert bar.evaluate("one => getComputedStyle(one).position") == "static"


@pytest.mark.parametrize(("width", "path"), [(1440, "concepts/A7"), (1024, "concepts/A3"), (390, "concepts/A7"), (1440, "families/F10")])
def test_no_text_of_a_drawing_is_below_11_pixels(width: int, path: str, open_page: OpenPage) -> None:
    page = open_page(f"/nl/{path}", width=width)
    texts = page.locator(".drawing-sheet svg text")
    assert texts.count() > 5
    assert texts.evaluate_all(TEXT_PX) >= 10.9


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_text_of_the_list_of_families_is_below_11_pixels(width: int, open_page: OpenPage) -> None:
    page = open_page("/en/families", width=width)
    assert page.locator(".family-lines .drawn svg").count() == len(family_ids())
    assert page.locator(".drawn svg text, .scales svg text").evaluate_all(TEXT_PX) >= 10.9


def test_every_family_fits_a_telephone_however_long_its_words(open_page: OpenPage) -> None:
    page = open_page("/nl/families", width=390)
    for family_id in family_ids():
        page.goto(page.url.split("/nl/")[0] + f"/nl/families/{family_id}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, family_id


def test_the_materials_of_a_build_up_open_under_it_and_fit_the_page(open_page: OpenPage) -> None:
    for width in (1440, 390):
        page = open_page("/nl/concepts/A3/1.0.0", width=width)
        page.locator(".build-up summary").first.click()
        shown = page.locator(".build-up").first
        assert "Linoleum op ondervloer" in shown.locator("details table").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box, section = shown.bounding_box(), page.locator("#buildups").bounding_box()
        assert box is not None
        assert section is not None
        assert box["width"] == pytest.approx(section["width"], abs=1.0)


def test_a_dark_page_has_light_lines_and_dimmed_materials(open_page: OpenPage) -> None:
    found = {}
    for dark in (False, True):
        page = open_page("/nl/concepts/A3/1.0.0", dark=dark)
        read = "(one, what) => getComputedStyle(one)[what]"
        line, tint = page.locator("#module svg line").first, page.locator("#module svg .tint").first
        found[dark] = (line.evaluate(read, "stroke"), float(tint.evaluate(read, "fillOpacity")))
        assert found[dark][0] == page.locator("body").evaluate(read, "color")
    assert found[False][0] != found[True][0]
    assert found[False][1] == 1.0
    assert found[True][1] < 0.5


def test_on_paper_no_build_up_is_cut_in_two_and_every_picture_is_there(open_page: OpenPage) -> None:
    page = open_page("/nl/concepts/A3/1.0.0")
    page.emulate_media(media="print")
    assert page.locator(".build-up").evaluate_all("all => all.every(one => getComputedStyle(one).breakInside === 'avoid')")
    boxes = [box for one in page.locator(".build-up").all() if (box := one.bounding_box()) is not None]
    assert len(boxes) == 5
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(boxes)), "none runs into the next"
    assert not any(one.is_visible() for one in page.locator("details.evidence:not([open])").all())
    page.goto(page.url.split("/nl/")[0] + "/nl/concepts", wait_until="load")
    drawn = page.locator(".concept .picture img").evaluate_all("all => all.map(one => one.complete && one.naturalWidth > 0)")
    assert drawn
    assert all(drawn)
