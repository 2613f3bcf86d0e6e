"""What a maker does with a concept from the first visit until it is taken back, and what its reviewer does, on a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.page.conftest import RunningServer
from tests.page.people import begin, key, publishes, saves, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
REPORT = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
FIRST, SECOND = "JOURNEY@0.1.0", "JOURNEY@1.0.0"


def drawn(page: Page, selector: str) -> bool:
    """Tell whether a picture came and has a size."""
    page.locator(selector).scroll_into_view_if_needed()
    page.wait_for_function("(selector) => document.querySelector(selector).complete", arg=selector)
    return bool(page.locator(selector).evaluate("image => image.naturalWidth > 0"))


def edits_in_the_form(page: Page, pictures: Path) -> None:
    page.get_by_role("link", name="Module").click()
    page.get_by_label("Hoogte").first.fill("laag")
    page.locator(".save-bar").get_by_text("Nog niet bewaard.").wait_for()
    page.locator(".save-bar button.primary").click()
    page.get_by_text("Vul een getal in.").wait_for()
    page.screenshot(path=pictures / "draft-refused-nl-light.png", full_page=True)
    page.get_by_label("Hoogte").first.fill("3320")
    saves(page, 2)


def edits_as_yaml_with_its_report(page: Page, folder: Path) -> str:
    """Hand a report in, name it as a source, and see the checks change meanwhile; gives the digest."""
    page.get_by_role("link", name="Bijlagen").click()
    report = folder / "rapport.pdf"
    report.write_bytes(REPORT)
    page.get_by_label("Bestand").set_input_files(report)
    page.get_by_role("button", name="Aanleveren").click()
    digest = str(page.locator("code", has_text="sha256:").inner_text())
    page.get_by_role("link", name="YAML", exact=True).click()
    editor = page.get_by_label("Het hele document")
    written = editor.input_value()
    editor.fill(written.replace("max_storeys: 2", "max_storeys: 20"))
    page.get_by_text("/max_storeys: Mag ten hoogste 6 zijn.").wait_for()
    named = written.replace("plausible, made up; no maker sells this concept'", f"own test report', attachment: '{digest}'")
    assert named != written
    editor.fill(f"# wat de maker zelf noteert\n{named}")
    page.get_by_text("Niets houdt publicatie tegen.").wait_for()
    saves(page, 3)
    assert page.get_by_label("Het hele document").input_value().startswith("# wat de maker zelf noteert")
    return digest


def looks_at_the_preview(page: Page) -> None:
    page.get_by_role("link", name="Voorbeeld", exact=True).click()
    assert drawn(page, "#roof img")
    assert page.locator("main svg text").count() > 20, "the module and its build-ups are drawn with their sizes"
    assert page.locator("#families tbody tr").count() == 14


def hands_in(page: Page) -> None:
    page.get_by_role("link", name="Controleren en indienen").click()
    page.get_by_text("Niets houdt publicatie tegen.").wait_for()
    page.get_by_role("button", name="Indienen ter beoordeling").click()
    page.get_by_text("Een ander dan de opsteller").wait_for()
    assert page.get_by_role("button", name="Publiceer", exact=True).count() == 0, "nobody reviews an own draft"


def test_a_concept_from_its_first_draft_until_it_is_taken_back(
    open_page: OpenPage, own_server: RunningServer, pictures: Path, complaints: Any, tmp_path: Path
) -> None:
    complaints.expected = ("422",)
    maker = open_page("/nl/", on=own_server.address)
    maker.get_by_role("link", name="Maak een concept").click()
    sign_in(maker, key(own_server, "Maker", "publisher"))
    begin(maker, "JOURNEY")
    edits_in_the_form(maker, pictures)
    digest = edits_as_yaml_with_its_report(maker, tmp_path)
    looks_at_the_preview(maker)
    hands_in(maker)

    reviewer = open_page("/nl/publish", on=own_server.address)
    sign_in(reviewer, key(own_server, "Reviewer", "reviewer"))
    reviewer.get_by_role("link", name=FIRST, exact=True).click()
    assert "In orde:" in reviewer.locator("main").inner_text(), "the checks are in view"
    reviewer.get_by_label("Wat moet er veranderen?").fill("Noem de fabriek.")
    reviewer.get_by_role("button", name="Terugsturen").click()

    maker.goto(f"{own_server.address}/nl/publish")
    maker.get_by_role("link", name=FIRST, exact=True).click()
    maker.get_by_text("Noem de fabriek.").wait_for()
    hands_in(maker)
    reviewer.goto(f"{own_server.address}/nl/publish")
    publishes(reviewer, FIRST)

    reader = open_page("/nl/concepts?q=JOURNEY", on=own_server.address, script=False)
    reader.get_by_role("link", name="Brede houtskeletdoos").click()
    assert "Reviewer" in reader.inner_text("#record")
    address = reader.locator("#demands").get_by_role("link", name="Voorbeeldgegevens van optop").get_attribute("href")
    assert address == f"/v1/attachments/{digest}"
    assert reader.request.get(f"{own_server.address}{address}").body() == REPORT, "whoever reads the version reads its report"

    a_next_version_shows_what_changed(maker, reviewer, own_server)
    an_old_version_is_advised_against_and_taken_back(maker, reader, own_server)


def a_next_version_shows_what_changed(maker: Page, reviewer: Page, server: RunningServer) -> None:
    maker.goto(f"{server.address}/nl/publish")
    maker.get_by_label("Van", exact=True).select_option(label="JOURNEY Brede houtskeletdoos")
    maker.get_by_role("button", name="Begin", exact=True).nth(1).click()
    maker.wait_for_url("**/publish/JOURNEY@0.2.0")
    maker.get_by_role("link", name="Module").click()
    maker.get_by_label("Hoogte").first.fill("3350")
    saves(maker, 2)
    maker.get_by_role("link", name="Controleren en indienen").click()
    assert "nodig is" in maker.locator(".objections").inner_text(), "another height is more than a small step"
    maker.get_by_role("button", name="Maak er versie 1.0.0 van").click()
    maker.wait_for_url(f"**/publish/{SECOND}/judge")
    hands_in(maker)
    reviewer.goto(f"{server.address}/nl/publish")
    reviewer.get_by_role("link", name=SECOND, exact=True).click()
    assert [one.replace("\u202f", "") for one in reviewer.locator("del").all_inner_texts()] == ["3320"]
    assert [one.replace("\u202f", "") for one in reviewer.locator("ins").all_inner_texts()] == ["3350"]
    reviewer.goto(f"{server.address}/nl/publish")
    publishes(reviewer, SECOND)
    assert "3350" in reviewer.locator("#changes ins").inner_text().replace("\u202f", "")


def an_old_version_is_advised_against_and_taken_back(maker: Page, reader: Page, server: RunningServer) -> None:
    maker.goto(f"{server.address}/nl/publish")
    maker.get_by_role("link", name=f"Afraden of intrekken {FIRST}").click()
    maker.get_by_role("button", name="Afraden").click()
    maker.wait_for_url("**/concepts/JOURNEY/0.1.0")
    reader.goto(f"{server.address}/nl/concepts/JOURNEY/0.1.0")
    said = reader.locator("main").inner_text()
    assert "afgeraden" in said
    assert SECOND in said, "the version that follows it"
    maker.goto(f"{server.address}/nl/publish/version/JOURNEY/0.1.0")
    maker.get_by_label("Reden").select_option("safety")
    maker.get_by_label("Toelichting in het Nederlands").fill("Voeg scheurt.")
    maker.get_by_label("Toelichting in het Engels").fill("Joint cracks.")
    maker.get_by_label("Opvolger").select_option(SECOND)
    maker.get_by_role("button", name="Verder").click()
    maker.get_by_label(f"Typ {FIRST} om te bevestigen").fill("JOURNEY")
    maker.get_by_role("button", name="Intrekken").click()
    maker.get_by_text(f"Niet ingetrokken: typ precies {FIRST}.").wait_for()
    maker.get_by_label(f"Typ {FIRST} om te bevestigen").fill(FIRST)
    maker.get_by_role("button", name="Intrekken").click()
    maker.wait_for_url("**/concepts/JOURNEY/0.1.0")
    reader.goto(f"{server.address}/en/concepts/JOURNEY/0.1.0")
    assert "Joint cracks." in reader.inner_text("main")
    reader.get_by_role("link", name=SECOND).first.click()
    assert reader.url.endswith("/en/concepts/JOURNEY/1.0.0")
