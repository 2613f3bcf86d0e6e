"""The reading pages without a browser: start, concepts, comparison, families; what is withdrawn, refused or not there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from api.http.service import Service
from api.page.assets import page_assets
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.document import LocalText
from catalogue.documents.loading import read_document_text
from catalogue.resolve import concept_versions, family_ids, resolve_concept
from catalogue.store.publishing import Signing, deprecate, publish, withdraw
from catalogue.store.versions import Withdrawal
from tests.page.catalogue_server import Visitor, running

AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def started(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Service]]:
    page_assets.cache_clear()
    with running(tmp_path_factory.mktemp("catalogue")) as both:
        service = both[1]
        newer = resolve_concept("A3").model_copy(update={"version": "1.1.0", "max_storeys": 3})
        publish(service.database, newer, Signing("optop-example", "optop", "somebody else"), AT)
        why = Withdrawal("safety", LocalText(nl="De verbinding is te slap.", en="The joint is too weak."))
        withdraw(service.database, "A5", "1.0.0", why, actor="optop", organisation="optop-example", at=AT, successor="A6@1.0.0")
        deprecate(service.database, "A8", "1.0.0", actor="optop", organisation="optop-example", at=AT)
        yield both


@pytest.fixture(scope="module")
def visitor(started: tuple[TestClient, Service]) -> Visitor:
    return Visitor(started[0])


class Reading(HTMLParser):
    """What must hold of every page's HTML: one h1, ids once, fields named, pictures described, nothing inline."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []
        self.in_label = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.headings += tag == "h1"
        self.in_label += tag == "label"
        self.ids += [str(found["id"])] if "id" in found else []
        if "style" in found or tag == "style" or any(name.startswith("on") for name in found):
            self.faults.append(f"inline on <{tag}>")
        if tag == "img" and not {"alt", "width", "height"} <= found.keys():
            self.faults.append(f"<img> without alt or size: {found.get('src')}")
        if tag == "label" and found.get("for"):
            self.labels.add(str(found["for"]))
        hidden = found.get("type") in ("hidden", "submit")
        if tag in ("input", "select", "textarea") and not hidden and not self.in_label and "aria-label" not in found:
            self.fields.append(str(found.get("id")))

    def handle_endtag(self, tag: str) -> None:
        self.in_label -= tag == "label"


def check_html(page: str, lang: str) -> None:
    reading = Reading()
    reading.feed(page)
    assert f'<html lang="{lang}">' in page
    assert reading.headings == 1
    assert sorted(reading.ids) == sorted(set(reading.ids))
    assert reading.faults == []
    assert [field for field in reading.fields if field not in reading.labels] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "concepts",
        "concepts?q=hout&system=clt_box",
        "concepts/A7/1.0.0",
        "compare",
        "compare?concept=A3&concept=A8&building=family:F10&storeys=2",
        "families",
        "families/F09",
        "publish",
    ],
)
def test_a_page_is_whole_html_in_its_language_and_says_no_template_words(visitor: Visitor, lang: str, path: str) -> None:
    answer = visitor.get(f"/{lang}/{path}")
    assert answer.status_code == 200
    check_html(answer.text, lang)
    assert not re.search(r"\{\{|\{%|None|Undefined", answer.text)


@pytest.mark.slow
def test_every_concept_and_family_has_its_page(visitor: Visitor) -> None:
    for concept_id in concept_versions():
        assert visitor.get(f"/en/concepts/{concept_id}/1.0.0").status_code == 200, concept_id
    for family_id in family_ids():
        assert visitor.get(f"/en/families/{family_id}").status_code == 200, family_id


def test_a_concept_without_a_version_leads_to_the_one_that_is_offered(visitor: Visitor) -> None:
    assert visitor.get("/nl/concepts/A3").headers["location"] == "/nl/concepts/A3/1.1.0"
    assert visitor.get("/nl/concepts/A5").headers["location"] == "/nl/concepts/A5/1.0.0"  # withdrawn, and still to be read


def test_what_became_of_a_version_stands_at_its_top(visitor: Visitor) -> None:
    withdrawn = visitor.get("/nl/concepts/A5/1.0.0").text
    assert "Ingetrokken: veiligheid." in withdrawn
    assert "De verbinding is te slap." in withdrawn
    assert 'href="/nl/concepts/A6/1.0.0"' in withdrawn
    assert "/nl/configure?concept=A5" not in withdrawn
    superseded = visitor.get("/en/concepts/A3/1.0.0").text
    assert "There is a newer version" in superseded
    assert 'href="/en/concepts/A3/1.1.0"' in superseded
    assert "deprecated" in visitor.get("/en/concepts/A8/1.0.0").text


def test_a_newer_version_tells_what_changed(visitor: Visitor) -> None:
    page = visitor.get("/nl/concepts/A3/1.1.0").text
    assert "Bouwlagen, ten hoogste" in page
    assert "<del>2</del>" in page
    assert "<ins>3</ins>" in page


def test_what_is_not_offered_is_listed_only_when_it_is_asked_for(visitor: Visitor) -> None:
    assert 'href="/nl/concepts/A5/1.0.0"' not in visitor.get("/nl/concepts").text
    everything = visitor.get("/nl/concepts?states=all").text
    assert 'href="/nl/concepts/A5/1.0.0"' in everything
    assert "ingetrokken" in everything


def test_a_search_finds_in_dutch_and_in_english(visitor: Visitor) -> None:
    found = [
        set(re.findall(r'class="card concept".*?concepts/(A\d+)/', visitor.get(f"/nl/concepts?q={q}").text, re.DOTALL))
        for q in ("stro", "straw")
    ]
    assert found[0] == found[1]
    assert "A4" in found[0]
    assert "Geen concept voldoet" in visitor.get("/nl/concepts?q=zeppelin").text


def test_the_documents_are_handed_out_as_they_were_published(visitor: Visitor) -> None:
    digest = digest_of(resolve_concept("A7"))
    for name in ("document.json", "document.yaml"):
        answer = visitor.get(f"/nl/concepts/A7/1.0.0/{name}")
        assert digest_of(read_document_text(Concept, answer.text, name)) == digest
        assert "attachment" in answer.headers["content-disposition"]
    assert visitor.get("/nl/concepts/A7/1.0.0/document.exe").status_code == 404


@pytest.mark.parametrize(
    "path", ["concepts/A7/1.0.0/card.svg", "concepts/A7/1.0.0/demo.svg", "picture.svg", "compare/A7/1.0.0/picture.svg"]
)
def test_pictures_are_drawings_without_inline_style(visitor: Visitor, path: str) -> None:
    answer = visitor.get(f"/nl/{path}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.count("<path") > 5
    assert "style=" not in answer.text


def test_what_is_not_laid_out_is_drawn_by_its_own_sizes_and_says_so(visitor: Visitor) -> None:
    said = "optop rekent deze ingreep nog niet"
    assert "naar de maten van het concept" in visitor.get("/nl/concepts/A11/1.0.0/card.svg").text
    assert visitor.get("/nl/concepts").text.count(said) == 2
    assert said in visitor.get("/nl/concepts/A12/1.0.0").text
    assert said not in visitor.get("/nl/concepts/A3/1.0.0").text


def test_a_list_of_nothing_but_examples_says_so_once(visitor: Visitor) -> None:
    page = visitor.get("/nl/concepts").text
    assert "Alles op deze pagina is voorbeelddata" in page
    assert 'data-flag="example"' not in page
    alone = visitor.get("/nl/concepts?q=maisonnettepaar").text
    assert alone.count('data-flag="example"') == 1


def test_a_comparison_shows_differences_first_and_unknown_as_unknown(visitor: Visitor) -> None:
    page = visitor.get("/nl/compare?concept=A3&concept=A7&building=family:F10").text
    body = page.split("<tbody")[2:]  # after the pictures
    assert "Wat verschilt" in body[0]
    assert "Wat gelijk is" in body[1]
    assert "Totale kosten" in body[0], "what is unknown may differ"
    assert '<span class="not-known">onbekend</span>' in body[0].split("Totale kosten")[1][:400]
    assert "som van de lagen" in page
    assert re.search(r"marge [+-][\d\u202f]+ mm", body[2])
    assert "fabrikant: Grootste overspanning" in body[2]


def test_too_many_or_too_few_to_compare_is_said(visitor: Visitor) -> None:
    six = "&".join(f"concept=A{n}" for n in (1, 2, 3, 4, 6, 7))
    assert "U koos er 6; kies er ten hoogste 5." in visitor.get(f"/nl/compare?{six}").text
    assert "Kies er nog een bij." in visitor.get("/nl/compare?concept=A3").text
    assert "<tbody" not in visitor.get("/nl/compare?concept=A3&concept=A3").text


@pytest.mark.parametrize(
    "path",
    [
        "concepts/A99",
        "concepts/A3/9.9.9",
        "concepts/A3/9.9.9/card.svg",
        "families/F99",
        "compare?concept=A3&concept=A99",
        "compare?concept=A3&concept=A4&building=nothing",
        "compare?concept=A3&concept=A4&building=family:../F01",
    ],
)
def test_what_is_not_there_is_said_on_a_page(visitor: Visitor, path: str) -> None:
    answer = visitor.get(f"/nl/{path}")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_what_a_maker_writes_is_text_and_never_markup(started: tuple[TestClient, Service], visitor: Visitor) -> None:
    evil = '"><script>alert(1)</script>'
    texts = LocalText(nl=evil, en=evil)
    concept = resolve_concept("A3").model_copy(update={"id": "EVIL", "name": texts, "summary": texts})
    publish(started[1].database, concept, Signing("optop-example", "optop", "somebody else"), AT)
    for path in (
        "concepts?q=EVIL",
        "concepts/EVIL/1.0.0",
        "compare?concept=EVIL&concept=A4",
        "concepts/EVIL/1.0.0/card.svg",
        "families/F05",
    ):
        page = visitor.get(f"/nl/{path}").text
        assert "<script>alert" not in page
    assert "&lt;script&gt;" in visitor.get("/nl/concepts/EVIL/1.0.0").text


def test_a_search_for_markup_comes_back_as_text(visitor: Visitor) -> None:
    page = visitor.get("/nl/concepts?q=%3Cscript%3Ealert(1)%3C/script%3E&system=%3Cb%3E").text
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_the_start_page_leads_each_group_to_a_page_that_answers(visitor: Visitor) -> None:
    page = visitor.get("/nl/").text
    actions = re.findall(r'class="button(?: primary)?" href="([^"]+)"', page)
    assert len(actions) == 3
    compare, configure, publishing = (address.replace("&amp;", "&") for address in actions)
    assert configure == "/nl/configure?concept=A3@1.1.0"  # what is offered, not what was
    assert "A5%40" not in compare
    assert visitor.get(compare).text.count('<th scope="col"') == 3
    assert visitor.get(publishing).status_code == 200


def test_the_page_of_an_unexpected_error_keeps_its_styles(started: tuple[TestClient, Service], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("unexpected")

    monkeypatch.setattr("api.page.pages.concepts.find_page", broken)
    quiet = TestClient(started[0].app, raise_server_exceptions=False)
    answer = quiet.get("/nl/concepts", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    assert "unexpected" not in answer.text
