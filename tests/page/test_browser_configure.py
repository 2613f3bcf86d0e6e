"""Configure in a real browser: what an architect does there, with keyboard and mouse, on a real server."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OpenPage = Callable[..., "Page"]
GALLERY = "/en/configure?access=gallery&storeys_added=2"
READY = "html[data-ready]"
PIXELS = """() => {
  const canvas = document.querySelector("#model canvas");
  const copy = document.createElement("canvas");
  copy.width = canvas.width; copy.height = canvas.height;
  const paper = copy.getContext("2d");
  paper.drawImage(canvas, 0, 0);
  const data = paper.getImageData(0, 0, copy.width, copy.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4 * 7) seen.add((data[i] >> 4 << 8) | (data[i + 1] >> 4 << 4) | (data[i + 2] >> 4));
  return seen.size;
}"""
"""How many different colours the model has on the screen, coarsely."""


def ready(page: Page) -> Page:
    page.wait_for_selector(READY, state="attached")
    return page


def answers(page: Page) -> int:
    return int(page.locator("#bench").get_attribute("data-answers") or 0)


def after(page: Page, act: Callable[[], object]) -> None:
    """Do something and wait for the answer to it."""
    before = answers(page)
    act()
    page.wait_for_selector(f'#bench[data-state="shown"]:not([data-answers="{before}"])', timeout=20_000)


def figure(page: Page, name: str) -> str:
    return str(page.locator(f'[data-figure="{name}"] [data-value]').inner_text())


def asked(page: Page, address: str, **body: Any) -> Any:
    """Return what the service itself says."""
    request = urllib.request.Request(
        f"{address}/v1/previews", json.dumps({"lang": "en", **body}).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_a_slider_moved_by_keyboard_changes_the_figures_to_those_of_the_service(open_page: OpenPage, server: Any) -> None:
    page = ready(open_page("/en/configure"))
    page.locator('[name="storeys_added"]:checked').focus()
    after(page, lambda: page.keyboard.press("ArrowRight"))
    page.locator('[name="setback_mm.gable"]').focus()
    after(page, lambda: page.keyboard.press("ArrowRight"))
    options = {"storeys_added": 2, "setback_mm": {"gable": 100}}
    view = asked(page, server.address, building_id="demo-portiek-1966", concept="A3", options=options)
    assert figure(page, "dwellings") == str(view["summary"]["dwellings"])
    assert figure(page, "modules") == str(view["summary"]["modules"])
    assert figure(page, "worst_r_n_p50") == f"+{view['summary']['worst_r_n_p50'] * 100:.0f}"
    assert page.locator("#bench").get_attribute("data-digest") == view["digest"]
    assert page.locator("#findings-count").inner_text() == str(len(view["findings"]))
    assert page.locator("#load-diagram .bar").count() == len(view["loads"])


def test_a_change_never_touches_the_figure_that_it_changes(open_page: OpenPage) -> None:
    page = ready(open_page("/nl/configure"))
    after(page, lambda: page.locator('[name="storeys_added"][value="2"]').check())
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("#figures .changed")].map((figure) => ["[data-change]", "[data-value]"].map((part) => {
             const box = figure.querySelector(part).getBoundingClientRect();
             return [box.left, box.top, box.right, box.bottom];
           }))"""
    )
    assert len(boxes) >= 6
    for change, value in boxes:
        digits_top = value[1] + 0.3 * (value[3] - value[1])  # a line is taller than its digits
        assert change[2] > change[0], "a change is said"
        assert change[2] <= value[0] or change[3] <= digits_top


def test_the_model_is_not_empty_and_turning_it_changes_the_picture(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    page.wait_for_selector("#model canvas[data-drawn]")
    assert page.evaluate(PIXELS) > 25
    canvas = page.locator("#model canvas")
    before = page.evaluate("document.querySelector('#model canvas').toDataURL().length")
    canvas.focus()
    address = page.url
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#model canvas').toDataURL().length") != before
    assert page.url == address


@pytest.mark.parametrize("by", ["dwelling", "band", "storey"])
def test_colours_have_a_legend(by: str, open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    page.locator("#colour").select_option(by)
    assert page.locator("#legend .key").count() >= 2


def test_undo_redo_and_the_address(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    first = page.locator("#bench").get_attribute("data-digest")
    after(page, lambda: page.locator('[name="access"][value="gallery"]').check())
    gallery = page.locator("#bench").get_attribute("data-digest")
    address = page.url
    assert address.endswith("?access=gallery")
    after(page, lambda: page.locator("#undo").click())
    assert page.locator("#bench").get_attribute("data-digest") == first
    assert page.url.endswith("/en/configure")
    after(page, lambda: page.keyboard.press("Control+y"))
    assert (page.locator("#bench").get_attribute("data-digest"), page.url) == (gallery, address)
    other = ready(open_page(address.partition("/en/")[1] + address.partition("/en/")[2]))
    assert other.locator("#bench").get_attribute("data-digest") == gallery
    assert other.locator('[name="access"][value="gallery"]').is_checked()


def test_a_fix_is_applied_with_one_click(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    fix = page.locator(".finding .fix").first
    after(page, fix.click)
    assert page.url != GALLERY
    after(page, lambda: page.locator("#undo").click())
    assert page.url.endswith(GALLERY)


def test_a_wall_shows_its_numbers_and_their_provenance(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    page.locator('[data-line="w05"]').focus()
    page.keyboard.press("Enter")
    details = page.locator("#details")
    assert "w05" in details.inner_text()
    details.locator("summary").click()
    details.locator(".trace li").first.wait_for()
    assert "NEN-EN 1990" in details.locator(".trace").inner_text()


def test_a_set_back_of_one_edge(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    page.get_by_text("By roof edge").click()
    page.locator('[name="setback_edge_mm.e1"]').focus()
    after(page, lambda: page.keyboard.press("ArrowRight"))
    assert "setback_edge_mm.e1=400" in page.url


def test_the_edge_that_is_set_is_marked_in_the_plan(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY, reduced_motion="reduce"))
    page.locator('[name="shown"][value="plan"]').check()
    page.wait_for_selector("#drawing:not([hidden]) svg g")
    page.get_by_text("By roof edge").click()
    page.locator('[data-typed="setback_edge_mm.e1"]').focus()
    assert page.locator("#drawing .edge-mark").count() == 2  # in each of the two storeys
    page.locator("#concept").focus()
    assert page.locator("#drawing .edge-mark").count() == 0


def test_an_exact_set_back_is_typed(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    typed = page.locator('[data-typed="setback_mm.gable"]')
    typed.fill("1234")
    after(page, lambda: typed.press("Enter"))
    assert page.url.endswith("?setback_mm.gable=1234")
    assert typed.input_value() == "1234"
    typed.fill("99999")
    typed.press("Enter")
    assert page.url.endswith("?setback_mm.gable=1234")  # what is out of range is not taken
    assert typed.evaluate("field => field.matches(':invalid')")


def test_a_mix_always_makes_a_hundred_and_can_be_given_up(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    wish = page.locator('[data-free-of="mix."]')
    assert wish.is_checked()
    after(page, wish.uncheck)
    typed = page.locator('[data-typed^="mix."]')
    typed.first.fill("40")
    after(page, lambda: typed.first.press("Enter"))
    assert sum(int(value) for value in typed.evaluate_all("fields => fields.map(field => field.value)")) == 100
    assert "mix.studio=0.4" in page.url
    after(page, wish.check)
    assert "mix." not in page.url


def test_the_width_is_free_until_it_is_fixed(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    free = page.locator('[data-free-of="module_width_mm"]')
    assert free.is_checked()
    free.uncheck()
    page.wait_for_url("**module_width_mm=*")
    assert page.locator('[data-typed="module_width_mm"]').is_enabled()
    free.check()
    page.wait_for_url(lambda address: "module_width_mm" not in address)


def test_a_bar_stands_under_its_wall(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure", reduced_motion="reduce"))
    page.locator('[name="shown"][value="plan"]').check()
    page.wait_for_selector('#drawing:not([hidden]) [data-id="length"] line', state="attached")
    middles = """selector => [...document.querySelectorAll(selector)].filter(text => /^w\\d+$/.test(text.textContent)).map(text => {
      const box = text.getBoundingClientRect(); return [text.textContent, box.x + box.width / 2]; })"""
    plan, bars = dict(page.evaluate(middles, "#drawing text")), dict(page.evaluate(middles, "#load-diagram .name"))
    assert len(plan) == len(bars) == 16
    assert all(abs(plan[wall] - bars[wall]) < 0.6 for wall in plan)


def test_another_concept_forgets_the_width_of_the_one_before(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure?module_width_mm=3580&concept=A3"))
    after(page, lambda: page.locator("#concept").select_option("A5"))
    assert page.url.endswith("?concept=A5")


def test_the_engines_own_drawings(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    after(page, lambda: page.locator('[name="shown"][value="plan"]').check())
    assert "storey 4" in (page.locator("#drawing svg").text_content() or "")
    after(page, lambda: page.locator("#storey").select_option("5"))
    assert "storey 4 " not in (page.locator("#drawing svg").text_content() or "")
    after(page, lambda: page.locator('[name="shown"][value="section"]').check())
    assert "Section" in (page.locator("#drawing svg").text_content() or "")


def test_variants_side_by_side_with_the_differences_first(open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY))
    page.locator("#keep").click()
    assert "variant A" in page.locator("#share-said").inner_text()
    after(page, lambda: page.locator("#concept").select_option("A5"))
    rows = page.locator("#variants-table tr")
    assert "differs" in (rows.nth(1).get_attribute("class") or "")
    assert "CLT box" in page.locator("#variants-table").inner_text()
    after(page, lambda: page.get_by_role("button", name="Open").click())
    assert page.url.endswith(GALLERY)


def test_a_file_is_downloaded_with_word_of_it(open_page: OpenPage, tmp_path: Path) -> None:
    page = ready(open_page(GALLERY))
    with page.expect_download(timeout=60_000) as download:
        page.locator('[data-format="glb"]').click()
    download.value.save_as(tmp_path / "model.glb")
    assert (tmp_path / "model.glb").read_bytes().startswith(b"glTF")
    assert "is ready" in page.locator("#downloads [role=status]").inner_text()


def test_a_drawn_roof_becomes_a_building(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    page.locator("#other-building").click()
    page.locator("#way-draw").click()
    page.locator("#clear-corners").click()
    plan = page.locator("#draw-plan svg")
    box = plan.bounding_box()
    assert box is not None
    scale = box["width"] / 84.0
    for x, y in ((0.1, 0.2), (54.02, 0.1), (54.2, 11.98), (0.1, 12.1)):
        page.mouse.click(box["x"] + (x + 6) * scale, box["y"] + (50 - y) * scale)
    after(page, lambda: page.locator("#draw button.primary").click())
    assert "roof=0,0.2" in page.url or "roof=0.1,0.2" in page.url
    assert page.locator("#bench").get_attribute("data-state") == "shown"
    assert int(figure(page, "modules")) > 0


def test_an_outline_that_is_none_is_refused_before_anything_is_asked(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    page.locator("#other-building").click()
    page.locator("#way-draw").click()
    page.locator("#clear-corners").click()
    page.locator("#draw button.primary").click()
    assert "three corners" in page.locator("#draw-problem").inner_text()


def test_measures_by_keyboard_alone(open_page: OpenPage) -> None:
    page = ready(open_page("/en/configure"))
    page.locator("#building").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator('#measures [name="length"]').focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("48")
    after(page, lambda: page.keyboard.press("Enter"))
    assert "length=48&depth=10.5&family=F05" in page.url
    assert page.locator("#building").input_value() == ""


def test_without_webgl_the_picture_stays_and_follows(launch_browser: Callable[..., Browser], complaints: Any, server: Any) -> None:
    browser = launch_browser("--disable-3d-apis")
    page = browser.new_page()
    complaints.expected = ("WebGL", "THREE.WebGLRenderer")
    complaints.watch(page, server.address)
    page.goto(f"{server.address}{GALLERY}")
    ready(page)
    first = page.locator("#picture svg").inner_html()
    after(page, lambda: page.locator('[name="access"][value="stair"]').check())
    assert page.locator("#picture svg").inner_html() != first
    assert page.locator("#model").is_hidden()
    assert "no 3D" in page.locator("#legend").inner_text()
    browser.close()
    assert complaints.found == []


def test_without_script_the_form_computes(open_page: OpenPage) -> None:
    page = open_page("/en/configure", script=False)
    page.locator('[name="access"][value="gallery"]').check(force=True)
    page.get_by_role("button", name="Compute").click()
    assert "access=gallery" in page.url
    assert page.locator("#picture svg").count() == 1
    assert int(figure(page, "dwellings")) > 0


def test_what_cannot_be_computed_is_said(open_page: OpenPage, complaints: Any) -> None:
    complaints.expected = ("422",)
    page = ready(open_page("/en/configure"))
    page.locator("#other-building").click()
    page.locator('#measures [name="length"]').fill("3")
    page.locator('#measures [name="depth"]').fill("450")
    page.locator("#measures button.primary").click()
    page.wait_for_selector('#bench[data-state="refused"], #bench[data-state="shown"]')
    assert page.locator("#trouble").is_visible() or figure(page, "modules") == "0"


@pytest.mark.parametrize("width", [1440, 1280, 1024, 390])
def test_nothing_sticks_out_at_any_width(width: int, open_page: OpenPage) -> None:
    page = ready(open_page(GALLERY, width=width, height=800))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(PIXELS) > 15


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_accessible_in_both_languages_and_themes_and_kept_as_pictures(
    lang: str, dark: bool, open_page: OpenPage, accessibility: Callable[[Page], list[Any]], pictures: Path
) -> None:
    page = ready(open_page(f"/{lang}/configure?access=gallery&storeys_added=2", dark=dark))
    page.locator("[data-line]").first.click()
    page.wait_for_timeout(400)
    page.screenshot(path=pictures / f"configure-{lang}-{'dark' if dark else 'light'}.png")
    assert accessibility(page) == []
    page.locator("#other-building").click()
    page.locator("#way-draw").click()
    assert accessibility(page) == []


def test_the_first_page_is_small_and_the_model_comes_later(open_page: OpenPage) -> None:
    page = open_page("/en/")
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, int(answer.headers.get("content-length", 0))))
    page.goto(page.url.replace("/en/", "/en/configure"))
    ready(page)
    first = {url: size for url, size in sizes.items() if "/stage-" not in url}
    three = sum(sizes.values()) - sum(first.values())
    sys.stdout.write(f"first page {sum(first.values())} bytes, 3D part {three} bytes\n")
    assert len(first) < len(sizes)
    assert sum(first.values()) < 300_000


def test_nothing_moves_while_the_page_loads(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(page.url.replace("/en/", GALLERY))
    ready(page)
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") < 0.05
