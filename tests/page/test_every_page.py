"""Every page in both languages and themes: accessible, still while it loads, headings in order, no wider than its screen; and a picture."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.keys import pepper_beside
from catalogue.store.database import open_database
from tests.page.catalogue_server import make_key
from tests.page.conftest import RunningServer, free_port
from tests.page.filled import fill

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
PAGES = {
    "start": "",
    "configure": "configure?access=gallery&storeys_added=2",
    "concepts": "concepts",
    "concepts-filtered": "concepts?q=hout&support=wall_on_wall",
    "version": "concepts/A3",
    "version-changed": "concepts/LOOK/3.0.0?against=2.0.0",
    "version-deprecated": "concepts/LOOK/2.0.0",
    "version-withdrawn": "concepts/LOOK/1.0.0",
    "compare": "compare?concept=A3&concept=A5&concept=A7&building=family:F10",
    "compare-own": "compare?concept=A3&concept=A8&building=kade-12",
    "compare-choice": "compare?concept=A3",
    "families": "families",
    "family": "families/F05",
    "desk": "publish",
    "draft-form": "publish/LOOK@5.0.0",
    "draft-buildups": "publish/LOOK@5.0.0?part=buildups",
    "draft-yaml": "publish/LOOK@5.0.0/yaml",
    "draft-preview": "publish/LOOK@5.0.0/preview",
    "draft-files": "publish/LOOK@5.0.0/files",
    "draft-judge": "publish/LOOK@5.0.0/judge",
    "review": "review/LOOK@4.0.0",
    "life": "publish/version/LOOK/2.0.0",
    "error-404": "nothing",
    "error-403": "publish/version/A3/1.0.0",
    "error-400": "compare?concept=A3&concept=A5&doc=AAAA",
}
"""Every page of the service, for who has signed in; `sign-in` is looked at before that."""
REFUSED = tuple(f"status of {status}" for status in (400, 403, 404))
LAYOUT_SHIFT = """() => new Promise((done) => { let total = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(total), 200); })"""
MOST_SHIFT = 0.05
OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter((one) => one.checkVisibility()).map((one) => +one.tagName[1])"""


@pytest.fixture(scope="module")
def filled(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, str]]:
    """A server whose catalogue holds something for every page, and a key of somebody who may do everything there."""
    running = RunningServer(tmp_path_factory.mktemp("filled"), free_port())
    running.start()
    file = str(running.folder / "optop.sqlite")
    with open_database(file) as database:
        token = make_key(database, pepper_beside(file, None), "Carla", "publisher", "reviewer")
        fill(database)
    yield running, token
    running.stop()


def skips(levels: list[int]) -> bool:
    """Tell whether an outline does not begin with one title, or leaves a level out on the way down."""
    return levels[:1] != [1] or levels.count(1) != 1 or any(below > above + 1 for above, below in itertools.pairwise(levels))


def visited(page: Page, address: str, lang: str, token: str) -> Iterator[str]:
    """Go to every page one after the other, signing in on the way, and give the name of each."""
    page.goto(f"{address}/{lang}/publish")
    yield "sign-in"
    page.locator("#key").fill(token)
    page.locator("main button.primary").click()
    page.wait_for_url(f"**/{lang}/publish")
    for name, path in PAGES.items():
        page.goto(f"{address}/{lang}/{path}")
        if name == "configure":
            page.wait_for_selector("html[data-ready]", state="attached")
            page.wait_for_timeout(400)
        yield name


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_is_accessible_still_and_kept_as_a_picture(
    lang: str,
    dark: bool,
    open_page: OpenPage,
    filled: tuple[RunningServer, str],
    accessibility: Callable[[Page], list[Any]],
    pictures: Path,
    complaints: Any,
) -> None:
    complaints.expected = REFUSED
    server, token = filled
    page = open_page("/", on=server.address, dark=dark, width=1280)
    wrong: dict[str, object] = {}
    titles: dict[str, str] = {}
    for name in visited(page, server.address, lang, token):
        if not dark and (shift := page.evaluate(LAYOUT_SHIFT)) > MOST_SHIFT:
            wrong[f"{name}: shift"] = shift
        page.screenshot(path=pictures / f"{name}-{lang}-{'dark' if dark else 'light'}.png", full_page=name != "configure")
        if violations := accessibility(page):
            wrong[f"{name}: axe"] = violations
        if skips(outline := page.evaluate(OUTLINE)):
            wrong[f"{name}: headings"] = outline
        if page.locator("html").get_attribute("lang") != lang:
            wrong[f"{name}: lang"] = page.locator("html").get_attribute("lang")
        titles[name] = page.title()
    assert wrong == {}
    assert all(title.endswith("optop") or title.startswith("optop") for title in titles.values())
    alike = [name for name, title in titles.items() if list(titles.values()).count(title) > 1]
    assert [name for name in alike if not name.startswith(("error-", "concepts"))] == [], "each page has a title of its own"


@pytest.mark.parametrize("width", [1024, 390])
def test_every_page_fits_its_screen(
    width: int,
    open_page: OpenPage,
    filled: tuple[RunningServer, str],
    accessibility: Callable[[Page], list[Any]],
    pictures: Path,
    complaints: Any,
) -> None:
    complaints.expected = REFUSED
    server, token = filled
    page = open_page("/", on=server.address, width=width)
    wrong: dict[str, object] = {}
    for name in visited(page, server.address, "nl", token):
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[f"{name}: wide"] = needed
        page.screenshot(path=pictures / f"{name}-nl-{width}.png", full_page=name != "configure")
        if width == 1024 and (violations := accessibility(page)):
            wrong[f"{name}: axe"] = violations
    assert wrong == {}


def test_an_unexpected_error_has_a_page_that_looks_like_the_others(
    open_page: OpenPage, own_server: RunningServer, accessibility: Callable[[Page], list[Any]], pictures: Path, complaints: Any
) -> None:
    complaints.expected = ("status of 500",)
    page = open_page("/nl/publish", on=own_server.address)
    with open_database(str(own_server.folder / "optop.sqlite")) as database, database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE version_facet")
    page.goto(f"{own_server.address}/nl/concepts?q=hout")
    assert page.locator(".eyebrow").inner_text() == "500"
    assert "Source Sans" in page.evaluate("getComputedStyle(document.body).fontFamily"), "with its style, under its own policy"
    page.screenshot(path=pictures / "error-500-nl-light.png")
    assert accessibility(page) == []
    page.get_by_role("link", name="Naar de startpagina").click()
    page.wait_for_url("**/nl/")
