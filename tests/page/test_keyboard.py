"""Publishing by keyboard alone: every step is reached with Tab, what has the focus is seen, and nothing covers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.page.conftest import RunningServer
from tests.page.people import key

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
MOST_TABS = 90
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const label = one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.innerText ?? "";
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const covered = top !== null && top !== one && !one.contains(top) && !top.contains(one) && !(one.labels?.[0]?.contains(top));
  return { label: label.trim(), tag: one.tagName, ringed, covered, seen: box.bottom > 0 && box.top < innerHeight };
}"""


def tabs_to(page: Page, label: str, unseen: list[str]) -> None:
    """Press Tab until something has the focus; remembers what had it without being seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            continue
        if not (focused["ringed"] and focused["seen"]) or focused["covered"]:
            unseen.append(f"{page.url.rpartition('/')[2]}: {focused}")
        if focused["label"].startswith(label):
            return
    raise AssertionError(f"{label} is not reached with {MOST_TABS} presses of Tab")


def test_from_signing_in_to_handing_in_by_keyboard_alone(open_page: OpenPage, server: RunningServer) -> None:
    unseen: list[str] = []
    page = open_page("/nl/publish", width=1280, height=800)
    tabs_to(page, "Naar de inhoud", unseen)
    tabs_to(page, "Sleutel van uw organisatie", unseen)
    page.keyboard.insert_text(key(server, "Keys", "publisher"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Beginnen").wait_for()
    tabs_to(page, "Id van het concept", unseen)
    page.keyboard.type("KEYS")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publish/KEYS@0.1.0")
    tabs_to(page, "Module", unseen)
    page.keyboard.press("Enter")
    page.wait_for_url("**part=module*")
    tabs_to(page, "Hoogte", unseen)
    page.keyboard.press("Control+a")
    page.keyboard.type("3325")
    tabs_to(page, "Bewaar", unseen)
    page.keyboard.press("Enter")
    page.get_by_text("Bewaard als bewerking 2.").wait_for()
    for tab in ("YAML", "Voorbeeld", "Bijlagen", "Controleren en indienen"):
        tabs_to(page, tab, unseen)
        page.keyboard.press("Enter")
        page.locator(".tabs [aria-current]", has_text=tab).wait_for()
    tabs_to(page, "Indienen ter beoordeling", unseen)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/KEYS@0.1.0")
    assert unseen == []
