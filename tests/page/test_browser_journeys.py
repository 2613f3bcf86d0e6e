"""Journeys of an architect in a real browser, from a building of one's own to a file in hand, on a real server."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.configurator.host.readers.ifc_block import Block, ifc_text
from tests.configurator.host.readers.test_rows import street
from tests.configurator.host.readers.test_surroundings import outlines
from tests.configurator.host.samples import written
from tests.page.test_browser_configure import READY, after, figure, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
ANSWER_MS = 60_000


def uploads(page: Page, path: Path) -> None:
    """Open the dialog and have a file read."""
    page.locator("#other-building").click()
    page.locator("#way-file").click()
    page.locator("#upload input[type=file]").set_input_files(path)
    page.locator("#upload button").first.click()


def chooses(page: Page, building: str) -> None:
    """Choose a building of the list that a file holds, and wait for the answer."""
    page.locator("#pick-list input[type=search]").fill(building)
    after(page, page.locator("#pick-list td button").first.click)


def downloaded(page: Page, kind: str, folder: Path) -> bytes:
    with page.expect_download(timeout=ANSWER_MS) as download:
        page.locator(f'[data-format="{kind}"]').click()
    path = folder / f"model.{kind}"
    download.value.save_as(path)
    return path.read_bytes()


def digest(page: Page) -> str:
    return str(page.locator("#bench").get_attribute("data-digest"))


def around(page: Page) -> int:
    return int(page.locator("#model canvas").get_attribute("data-around") or 0)


TILE = street((0, 45, 14.0, 0), (70, 90, 9.0, 0), (0, 30, 8.0, 40), (400, 420, 9.0, 0))
"""A block of 45 x 10 m with 12 m above its ground, two buildings beside it, and one far away."""


def test_a_tile_becomes_a_configuration_with_its_neighbours(open_page: OpenPage, tmp_path: Path) -> None:
    page = ready(open_page("/en/configure"))
    begin = time.monotonic()
    uploads(page, written(tmp_path, "tile.city.json", TILE))
    page.wait_for_selector("#pick-list table")
    assert page.locator("#pick-list tbody tr").count() == 4
    chooses(page, "0000000000000000")
    assert int(figure(page, "modules")) > 0
    sys.stdout.write(f"from a tile to the first result: {time.monotonic() - begin:.1f} s\n")
    assert time.monotonic() - begin < 60.0
    assert "&around=" in page.url
    assert around(page) == 2
    with_neighbours = digest(page)
    assert downloaded(page, "ifc", tmp_path).startswith(b"ISO-10303-21")
    assert downloaded(page, "pdf", tmp_path).startswith(b"%PDF")
    # the address brings all of it back; without the neighbours it is the same configuration
    path = "/" + page.url.split("/", 3)[3]
    assert (digest(ready(open_page(path))), around(page)) == (with_neighbours, 2)
    alone = ready(open_page(path.partition("&around=")[0]))
    assert (digest(alone), around(alone)) == (with_neighbours, 0)
    # another building leaves the neighbours behind
    after(page, lambda: page.locator("#building").select_option("demo-portiek-1966"))
    assert "around=" not in page.url
    assert around(page) == 0
    after(page, lambda: page.locator("#undo").click())
    assert (digest(page), around(page)) == (with_neighbours, 2)


def test_an_address_with_broken_neighbours_shows_the_building_without_them(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure?around=not-packed-at-all"))
    assert int(figure(page, "modules")) > 0
    assert around(page) == 0


def test_an_outline_file_becomes_a_configuration(open_page: OpenPage, complaints: Any, tmp_path: Path) -> None:
    complaints.expected = ("422",)
    page = ready(open_page("/nl/configure"))
    uploads(page, written(tmp_path, "straat.geojson", outlines((0, 0, 60, 10.5, 12.0), (0, 30, 20, 40, 7.5), (30, 30, 50, 40, None))))
    page.wait_for_selector("#pick-list table")
    page.locator("#pick-list td button").first.click()
    page.wait_for_selector('#bench[data-state="refused"]', timeout=ANSWER_MS)
    assert "familie" in page.locator("#trouble").inner_text().lower()
    after(page, lambda: page.locator('#choices [name="family"]').select_option("F05"))
    assert int(figure(page, "modules")) > 0
    assert around(page) == 2


def test_an_ifc_becomes_a_configuration(open_page: OpenPage, complaints: Any, tmp_path: Path) -> None:
    complaints.expected = ("422",)
    path = tmp_path / "block.ifc"
    path.write_text(ifc_text(Block()), encoding="utf-8")
    page = ready(open_page("/en/configure?family=F05"))
    uploads(page, path)
    page.wait_for_selector('#bench[data-state="refused"], #bench[data-state="shown"]:not([data-answers="1"])', timeout=ANSWER_MS)
    if page.locator("#bench").get_attribute("data-state") == "refused":
        after(page, lambda: page.locator('#choices [name="family"]').select_option("F05"))
    assert page.locator("#load-diagram .bar").count() == len(Block().bays_m) + 1
    assert int(figure(page, "modules")) > 0
    assert around(page) == 0


def test_from_building_to_download_by_keyboard_alone(open_page: OpenPage, tmp_path: Path) -> None:
    page = ready(open_page("/en/configure"))
    page.locator("#building").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#building-dialog[open]")
    reach(page, "length")
    page.keyboard.press("Control+a")
    page.keyboard.type("48")
    after(page, lambda: page.keyboard.press("Enter"))
    reach(page, "storeys_added")
    after(page, lambda: page.keyboard.press("ArrowRight"))
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.dataset?.format") == "ifc":
            break
    with page.expect_download(timeout=ANSWER_MS) as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "model.ifc")
    assert (tmp_path / "model.ifc").read_bytes().startswith(b"ISO-10303-21")


def reach(page: Page, name: str) -> None:
    """Press Tab until the field of that name has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement?.name") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by keyboard")


def test_five_variants_side_by_side_and_no_sixth(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    for gable in range(4):
        page.locator("#keep").click()
        page.locator('[name="setback_mm.gable"]').focus()
        after(page, lambda: page.keyboard.press("ArrowRight"))
        assert page.locator("#variants-table thead th").count() == gable + 2
    page.locator("#keep").click()
    assert page.locator("#share-said").inner_text() != ""
    assert page.locator("#variants-table thead th").count() == 5
    rows = page.locator("#variants-table tbody").first.locator("tr")
    gables = next(text for text in rows.all_inner_texts() if "gable" in text.lower())
    assert all(f"{value}" in gables for value in (100, 200, 300, 400))
    page.get_by_role("button", name="Remove A").click()
    assert page.locator("#variants-table thead th").count() == 4


def test_the_camera_flies_to_the_plan_and_a_flight_can_be_left_out(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure?access=gallery", reduced_motion="reduce"))
    drawn = page.locator("#model canvas")
    before = int(drawn.get_attribute("data-drawn") or 0)
    page.locator('[name="shown"][value="plan"]').check()
    page.wait_for_selector("#drawing:not([hidden]) svg g")
    still = int(drawn.get_attribute("data-drawn") or 0) - before
    page.locator('[name="shown"][value="model"]').check()
    page.wait_for_selector("#model:not([hidden])")
    assert still <= 3
    said = page.locator("#drawing svg").text_content() or ""
    assert "w01" in said
    assert "optop" not in said  # what is drawn, not a sheet of paper with its title block


def test_equal_findings_are_one_row_and_every_one_can_be_reached(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure?access=gallery&storeys_added=2"))
    known = json.loads(page.locator("#known").text_content() or "{}")
    findings = known["view"]["findings"]
    rows = page.locator("#findings .finding").count()
    assert rows < len(findings)
    assert rows == len({json.dumps([f[name] for name in ("code", "status", "title", "obtain", "fix")]) for f in findings})
    for number in (findings[0]["number"], findings[-1]["number"]):
        assert page.locator(f"#finding-{number}").count() == 1
    asked: dict[str, set[str]] = {f["who"]: set() for f in findings if f["who"]}
    for finding in findings:
        if finding["who"] and finding["obtain"]:
            asked[finding["who"]].add(finding["obtain"])
    counts = page.locator("#askers .asker-count").all_inner_texts()
    assert [int(text) for text in counts] == sorted((len(tasks) for tasks in asked.values()), reverse=True)
    page.locator("#askers .asker").first.click()
    page.locator("#unknowns .role[open] .finding-link").first.click()
    assert str(page.evaluate("document.activeElement.id")).startswith("finding-")


def test_pins_do_not_cover_each_other(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure?storeys_added=2"))
    boxes = [pin.bounding_box() for pin in page.locator(".pins .pin:visible").all()]
    places = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box is not None]
    assert len(places) >= 4
    near = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :] if abs(a[0] - b[0]) < 24 and abs(a[1] - b[1]) < 24]
    assert near == []


def test_a_sheet_on_paper_says_what_it_is_and_where_it_came_from(open_page: OpenPage, pictures: Path) -> None:
    page = ready(open_page("/en/configure?access=gallery&storeys_added=2"))
    path = pictures / "configure-print.pdf"
    page.pdf(path=path, format="A4", print_background=True)
    content = path.read_bytes()
    assert 2 <= len(re.findall(rb"/Type /Page\b", content)) <= 5
    assert b"/Subtype /Image" in content  # the model
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    text = page.locator("main").inner_text()
    assert "A3@1.0.0" in text
    assert digest(page) in text
    assert page.url in text
    assert "LOAD-STABILITY" in text  # findings are printed in full, shut ones too
    assert "Copy the address" not in text
    for part in ("#stage-view", "#load-diagram svg", "#figures"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["width"] > 600, part
        assert box["x"] + box["width"] <= 681, part
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator('[data-section="permit"]').get_attribute("open") is None


def test_the_button_prints_plan_and_section_of_what_is_chosen_and_keeps_neither(open_page: OpenPage) -> None:
    page = ready(open_page("/nl/configure?storeys_added=2"))
    drawings = page.locator("#print-drawings")
    page.evaluate("() => { window.print = () => document.querySelector('#print-drawings').setAttribute('data-printed', ''); }")
    page.locator("#print").click()
    page.wait_for_selector("#print-drawings[data-printed]", state="attached", timeout=ANSWER_MS)
    plan, section = (one.text_content() or "" for one in drawings.locator("> svg").all())
    assert "w01" in plan
    assert "bovenkant optopping" in section
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert drawings.locator("svg").count() == 0, "a sheet of other choices would show these"


@pytest.mark.slow
def test_a_real_tile_in_under_a_minute(open_page: OpenPage, shared_data: Path, pictures: Path) -> None:
    page = open_page("/nl/")
    begin = time.monotonic()
    page.goto(page.url.replace("/nl/", "/nl/configure"))
    page.wait_for_selector(READY, state="attached")
    uploads(page, shared_data / "3dbag" / "amersfoort_9-516-588.city.json")
    page.wait_for_selector("#pick-list table", timeout=ANSWER_MS)
    chooses(page, "0355100000741774")
    elapsed = time.monotonic() - begin
    sys.stdout.write(f"from the address to the first result on a real building: {elapsed:.1f} s\n")
    page.wait_for_timeout(400)
    page.screenshot(path=pictures / "configure-neighbours.png")
    assert int(figure(page, "modules")) > 0
    assert around(page) > 5
    assert elapsed < 60.0
