"""A server that dies, a network that is slow or gone: every page says so, and nobody's work is lost. The process is killed for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.configurator.host.samples import written
from tests.page.conftest import RunningServer
from tests.page.people import begin, key, saves, sign_in
from tests.page.test_browser_configure import after, figure, ready
from tests.page.test_browser_journeys import ANSWER_MS, TILE, chooses, digest, uploads

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

OpenPage = Callable[..., "Page"]
GONE = ("ERR_CONNECTION_REFUSED", "Failed to fetch", "Failed to load resource", "ERR_INTERNET_DISCONNECTED")


def network(page: Page, latency_ms: int = 0, *, offline: bool = False) -> None:
    """Make the network of a page slow, or take it away: what Chromium itself emulates."""
    session = page.context.new_cdp_session(page)
    conditions = {"offline": offline, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", conditions)


def test_a_draft_outlives_a_server_that_dies_while_it_is_edited(open_page: OpenPage, own_server: RunningServer, complaints: Any) -> None:
    complaints.expected = GONE
    page = open_page("/nl/publish", on=own_server.address)
    sign_in(page, key(own_server, "Writer", "publisher"))
    begin(page, "LIVE")
    page.get_by_role("link", name="Module").click()
    height = page.get_by_label("Hoogte").first
    height.fill("3310")
    own_server.crash()
    page.locator(".save-bar button.primary").click()
    page.get_by_text("Niets is verzonden; wat u typte staat hier nog.").wait_for()
    assert height.input_value() == "3310"
    own_server.start()
    saves(page, 2)  # still signed in, and nothing typed twice
    page.get_by_role("link", name="YAML", exact=True).click()
    editor = page.get_by_label("Het hele document")
    kept = editor.input_value()
    assert "3310" in kept
    own_server.crash()
    editor.fill(kept.replace("max_storeys: 2", "max_storeys: 3"))
    page.get_by_text("geen verbinding; de controles zijn van eerder").wait_for()
    page.locator(".save-bar button.primary").click()
    page.get_by_text("Niets is verzonden; wat u typte staat hier nog.").wait_for()
    own_server.start()
    editor.press("End")
    editor.type(" ")
    page.get_by_text("geen verbinding").wait_for(state="hidden")
    saves(page, 3)
    assert "max_storeys: 3" in editor.input_value()


def test_a_configuration_outlives_a_server_that_dies(
    open_page: OpenPage, own_server: RunningServer, complaints: Any, tmp_path: Path
) -> None:
    complaints.expected = GONE
    page = ready(open_page("/en/configure", on=own_server.address))
    uploads(page, written(tmp_path, "tile.city.json", TILE))
    chooses(page, "0000000000000000")
    own_server.crash()
    page.locator('[name="access"][value="gallery"]').check()
    trouble = page.locator("#trouble")
    trouble.wait_for(timeout=10_000)
    assert "not lost" in trouble.inner_text()
    page.locator('[data-format="csv"]').click()
    page.locator("#downloads [role=status]").get_by_text("does not answer").wait_for()
    address = page.url
    assert "access=gallery" in address
    assert "doc=" in address, "the building of one's own file is in the address too"
    own_server.start()
    page.wait_for_selector('#bench[data-state="shown"]', timeout=30_000)
    assert trouble.is_hidden()
    computed = digest(page), figure(page, "modules")
    page.goto(address)  # or somebody else opens the address later
    assert (digest(ready(page)), figure(page, "modules")) == computed
    own_server.crash()
    page.locator("#other-building").click()
    uploads_again = page.locator("#upload button").first
    page.locator("#way-file").click()
    page.locator("#upload input[type=file]").set_input_files(tmp_path / "tile.city.json")
    uploads_again.click()
    page.locator("#upload-said").get_by_text("does not answer").wait_for()


def test_a_slow_network_is_said_while_it_is_slow(open_page: OpenPage, own_server: RunningServer) -> None:
    page = ready(open_page("/en/configure", on=own_server.address))
    network(page, 2500)
    page.locator('[name="access"][value="gallery"]').check()
    page.locator("#trouble").wait_for(timeout=5000)
    assert "slow" in page.locator("#trouble").inner_text()
    page.wait_for_selector('#bench[data-state="shown"]', timeout=ANSWER_MS)
    page.locator("#trouble").wait_for(state="hidden")
    network(page)
    after(page, lambda: page.locator('[name="access"][value="stair"]').check())
    maker = open_page("/nl/publish", on=own_server.address)
    sign_in(maker, key(own_server, "Patient", "publisher"))
    begin(maker, "SLOW")
    maker.get_by_role("link", name="YAML", exact=True).click()
    network(maker, 2500)
    editor = maker.get_by_label("Het hele document")
    editor.fill(editor.input_value().replace("max_storeys: 2", "max_storeys: 3"))
    maker.get_by_text("bezig…").wait_for()
    maker.locator(".save-bar button.primary").click()
    maker.get_by_text("De verbinding is traag").wait_for()
    maker.get_by_text("Bewaard als bewerking 2.").wait_for(timeout=ANSWER_MS)


def test_what_is_not_saved_is_not_left_by_accident(open_page: OpenPage, own_server: RunningServer) -> None:
    page = open_page("/nl/publish", on=own_server.address)
    sign_in(page, key(own_server, "Hasty", "publisher"))
    begin(page, "HASTY")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Nederlands").first.fill("Een andere naam")
    page.get_by_role("link", name="Concepten").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert "HASTY" in page.url
    saves(page, 2)
    page.get_by_role("link", name="Concepten").click()
    page.wait_for_url("**/nl/concepts")
    assert asked == ["beforeunload"], "what is saved is left without a question"
