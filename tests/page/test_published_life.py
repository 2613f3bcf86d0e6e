"""What becomes of versions and their files, on pages without script: withdrawal, advice, differences, attachments, own buildings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.http.service import Service
from api.page.address import packed
from api.page.assets import page_assets
from api.page.library import document_yaml
from catalogue.documents.canonical import digest_of_bytes
from catalogue.resolve import resolve_building, resolve_concept
from catalogue.store.buildings import make_building
from catalogue.store.drafts import save_draft, submit
from catalogue.store.publishing import publish_candidate
from tests.page.catalogue_server import ORIGIN, Visitor, key_for, running, signed_in

Started = tuple[TestClient, Service]
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture(scope="module")
def started(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    page_assets.cache_clear()
    with running(tmp_path_factory.mktemp("life")) as both:
        yield both


@pytest.fixture(scope="module")
def maker(started: Started) -> Visitor:
    return signed_in(started[0], key_for(started[1], "Anna", "publisher"))


@pytest.fixture(scope="module")
def foreign(started: Started) -> Visitor:
    return signed_in(started[0], key_for(started[1], "Dirk", "publisher", organisation="other"))


def publish(service: Service, concept_id: str, version: str, **changed: object) -> str:
    """Publish a version of a starter under another name, through the store; gives its reference."""
    named = {"id": concept_id, "version": version, "organisation": "maker", **changed}
    concept = resolve_concept("A3").model_copy(update=named)
    save_draft(service.database, concept, organisation="maker", author="Anna", at=NOW)
    submit(service.database, concept_id, version, organisation="maker", author="Anna", at=NOW)
    publish_candidate(service.database, concept_id, version, organisation="maker", reviewer="Bram", at=NOW)
    return f"{concept_id}@{version}"


def test_a_version_is_taken_back_with_a_reason_in_both_languages_and_a_successor(started: Started, maker: Visitor) -> None:
    publish(started[1], "BACK", "1.0.0")
    publish(started[1], "BACK", "1.1.0")
    address = "/nl/publish/version/BACK/1.0.0"
    assert "BACK@1.1.0" in maker.get(address).text
    incomplete = maker.post(f"{address}/withdraw", {"reason": "safety", "text_nl": "Voeg scheurt.", "text_en": ""})
    assert incomplete.status_code == 422
    assert "Voeg scheurt." in incomplete.text, "what was typed stays"
    asked = {"reason": "safety", "text_nl": "Voeg scheurt.", "text_en": "Joint cracks.", "successor": "BACK@1.1.0"}
    last = maker.post(f"{address}/withdraw", asked)
    assert last.status_code == 200
    assert "Typ BACK@1.0.0 om te bevestigen" in last.text
    mistyped = maker.post(f"{address}/withdraw", {**asked, "confirm": "BACK"})
    assert mistyped.status_code == 422
    assert "Joint cracks." in mistyped.text, "what was typed stays"
    assert "ingetrokken" not in Visitor(started[0]).get("/nl/concepts/BACK/1.0.0").text, "nothing happened yet"
    asked["confirm"] = "BACK@1.0.0"
    done = maker.post(f"{address}/withdraw", asked)
    assert (done.status_code, done.headers["location"]) == (303, "/nl/concepts/BACK/1.0.0")
    page = Visitor(started[0]).get("/nl/concepts/BACK/1.0.0").text
    assert "veiligheid" in page
    assert "Voeg scheurt." in page
    assert "BACK@1.1.0" in page
    assert "Joint cracks." in Visitor(started[0]).get("/en/concepts/BACK/1.0.0").text
    assert maker.post(f"{address}/withdraw", asked).status_code == 409
    assert '<form class="card' not in maker.get(address).text, "nothing is left to do"


def test_advice_against_a_version_leaves_it_offered(started: Started, maker: Visitor) -> None:
    publish(started[1], "ADVICE", "1.0.0")
    assert "ADVICE@1.0.0" in maker.get("/nl/publish").text
    assert maker.post("/nl/publish/version/ADVICE/1.0.0/deprecate").status_code == 303
    assert "afgeraden" in maker.get("/nl/concepts/ADVICE/1.0.0").text
    assert "afgeraden" in maker.get("/nl/publish").text
    assert "ADVICE" in maker.get("/nl/compare").text


@pytest.mark.parametrize("what", ["", "/withdraw", "/deprecate"])
def test_the_version_of_another_is_not_yours_to_take_back(foreign: Visitor, started: Started, what: str) -> None:
    asked = {"reason": "error", "text_nl": "Nee.", "text_en": "No."}
    address = f"/nl/publish/version/A3/1.0.0{what}"
    answer = foreign.post(address, asked) if what else foreign.get(address)
    assert answer.status_code == 403
    assert "ingetrokken" not in Visitor(started[0]).get("/nl/concepts/A3/1.0.0").text.casefold().split("<main")[1].split("<section")[0]


def test_any_two_versions_are_compared(started: Started) -> None:
    widths = [resolve_concept("A3").module.model_copy(update={"height_mm": height}) for height in (3300, 3310, 3320)]
    for number, module in enumerate(widths):
        publish(started[1], "THREE", f"{number + 1}.0.0", module=module)
    visitor = Visitor(started[0])
    before = visitor.get("/nl/concepts/THREE/3.0.0").text.split('id="changes"')[1]
    assert re.search(r"<del>3.?310</del>", before)
    first = visitor.get("/nl/concepts/THREE/3.0.0?against=1.0.0").text.split('id="changes"')[1]
    assert re.search(r"<del>3.?300</del>", first)
    assert re.search(r"<ins>3.?320</ins>", first)
    assert 'value="1.0.0" selected' in first
    assert visitor.get("/nl/concepts/THREE/3.0.0?against=9.9.9").status_code == 404


def test_a_number_too_low_for_what_changed_is_mended_with_one_press_and_the_text_stays(started: Started, maker: Visitor) -> None:
    publish(started[1], "STEP", "1.0.0")
    before = resolve_concept("A3")
    higher = {"id": "STEP", "version": "1.0.1", "organisation": "maker", "module": before.module.model_copy(update={"height_mm": 3310})}
    concept = before.model_copy(update=higher)
    written = f"# eigen aantekening\n{document_yaml(concept)}"
    save_draft(started[1].database, concept, organisation="maker", author="Anna", at=NOW, written=written)
    assert "Maak er versie 2.0.0 van" in maker.get("/nl/publish/STEP@1.0.1/judge").text
    done = maker.post("/nl/publish/STEP@1.0.1/renumber")
    assert done.headers["location"] == "/nl/publish/STEP@2.0.0/judge"
    assert "Niets houdt publicatie tegen." in maker.get("/nl/publish/STEP@2.0.0/judge").text
    editor = maker.get("/nl/publish/STEP@2.0.0/yaml").text
    assert "# eigen aantekening" in editor
    assert "version: 2.0.0" in editor
    assert maker.get("/nl/publish/STEP@1.0.1").status_code == 404
    assert maker.post("/nl/publish/STEP@2.0.0/renumber").status_code == 200, "nothing to mend"


def hand_in(visitor: Visitor, address: str, name: str, content: bytes, media_type: str, lang: str = "nl") -> tuple[int, str]:
    """Send a file as a browser does."""
    headers = {"accept": "text/html", "origin": ORIGIN}
    answer = visitor.client.post(f"/{lang}/publish/{address}/files", files={"file": (name, content, media_type)}, headers=headers)
    return answer.status_code, answer.text


def test_a_file_is_handed_in_and_stands_at_the_place_that_names_it(started: Started, maker: Visitor) -> None:
    digest = digest_of_bytes(PDF)
    starter = resolve_concept("A3")
    key = min(starter.sources)
    sources = {**starter.sources, key: starter.sources[key].model_copy(update={"attachment": digest})}
    concept = starter.model_copy(update={"id": "FILED", "version": "0.1.0", "organisation": "maker", "sources": sources})
    save_draft(started[1].database, concept, organisation="maker", author="Anna", at=NOW)
    assert "ontbreekt" in maker.get("/nl/publish/FILED@0.1.0/files").text
    status, page = hand_in(maker, "FILED@0.1.0", "rapport.pdf", PDF, "application/pdf")
    assert status == 200
    assert f"<code>{digest}</code>" in page
    assert "ontbreekt" not in page
    assert maker.client.get(f"/v1/attachments/{digest}").content == PDF
    assert Visitor(started[0]).get(f"/v1/attachments/{digest}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "media_type", "said"),
    [
        ("leeg.pdf", b"", "application/pdf", "Kies eerst een bestand."),
        ("rapport.pdf", b"MZ\x90 no pdf", "application/pdf", "application/pdf"),
        ("tool.exe", b"MZ\x90", "application/x-msdownload", "application/x-msdownload"),
    ],
)
def test_what_is_no_attachment_is_refused_in_words(maker: Visitor, name: str, content: bytes, media_type: str, said: str) -> None:
    maker.post("/nl/publish/new", {"id": "REFUSED", "base": "A3@1.0.0"})
    status, page = hand_in(maker, "REFUSED@0.1.0", name, content, media_type)
    assert 400 <= status < 500
    assert said in page


def test_concepts_are_compared_on_an_own_building_that_nobody_else_sees(started: Started, maker: Visitor, foreign: Visitor) -> None:
    own = resolve_building("demo-portiek-1966").model_copy(update={"id": "kade-12", "name": None})
    make_building(started[1].database, own, organisation="maker", actor="Anna", at=NOW)
    asked = "compare?concept=A3&concept=A8&building=kade-12"
    page = maker.get(f"/nl/{asked}").text
    assert "Gebouwen van uw organisatie" in page
    assert 'value="kade-12" selected' in page
    assert "Wat verschilt" in page
    picture = maker.get("/nl/compare/A3/1.0.0/picture.svg?building=kade-12")
    assert picture.headers["cache-control"].startswith("private")
    assert 'value="kade-12"' in maker.get("/nl/configure?building=kade-12").text
    for visitor in (foreign, Visitor(TestClient(started[0].app))):
        assert visitor.get(f"/nl/{asked}").status_code == 404
        assert "kade-12" not in visitor.get("/nl/compare").text


def test_concepts_are_compared_on_the_building_that_an_address_holds(started: Started) -> None:
    building = resolve_building("demo-portiek-1966").model_copy(update={"id": "mijn-dak", "name": None})
    document = packed(building.model_dump(mode="json", exclude_none=True))
    visitor = Visitor(started[0])
    page = visitor.get(f"/nl/compare?concept=A3&concept=A8&doc={quote(document)}").text
    assert "Op mijn-dak" in page
    assert f'name="doc" value="{document}"' in page, "and stays when others are chosen"
    assert visitor.get("/nl/compare?concept=A3&concept=A8&doc=AAAA").status_code == 400


def test_concepts_are_compared_on_what_is_measured_and_known(started: Started) -> None:
    visitor = Visitor(started[0])
    asked = "length=48&depth=10.5&family=F05&storeys_existing=4"
    page = visitor.get(f"/nl/compare?concept=A3&concept=A8&{asked}").text
    assert "Op uw dak" in page
    assert 'name="family" value="F05"' in page
    assert "length=48&amp;depth=10.5&amp;family=F05&amp;storeys_existing=4" in page, "leads to Configure with the same building"
    assert re.search(r"bestaande lagen\D+4", page)
    assert re.search(r"bestaande lagen\D+2", visitor.get(f"/nl/compare?concept=A3&concept=A8&{asked[:-1]}2").text)
    for wrong in ("length=long&depth=10.5", f"{asked}&fact.nothing=1", "roof=0,0;1,1"):
        assert 400 <= visitor.get(f"/nl/compare?concept=A3&concept=A8&{wrong}").status_code < 500, wrong


def test_a_comparison_without_a_choice_is_an_example_and_says_so(started: Started) -> None:
    page = Visitor(started[0]).get("/nl/compare").text
    assert "Een voorbeeld van drie concepten" in page
    assert "Wat verschilt" in page
    assert "Een voorbeeld van drie concepten" not in Visitor(started[0]).get("/nl/compare?concept=A3&concept=A8").text
