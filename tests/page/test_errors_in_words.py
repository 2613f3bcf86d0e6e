"""What a visitor does wrong is said in the language of the page: nothing English on a Dutch one, nothing Dutch on an English one."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest

from tests.page.catalogue_server import Visitor, key_for, running, signed_in


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with running(tmp_path_factory.mktemp("words")) as (client, service):
        yield signed_in(client, key_for(service, "Author", "publisher"))


WRONG = [
    ("configure?building=nergens", "Er is geen gebouw 'nergens'.", "There is no building 'nergens'."),
    ("configure?doc=abc", "is het adres in zijn geheel gekopieerd?", "was the address copied whole?"),
    ("configure?roof=0,0;x", "Het getekende dak in dit adres", "The drawn roof in this address"),
    ("configure?length=60", "Geef een lengte én een diepte in meters", "Give both a length and a depth in metres"),
    ("configure?storeys_added=veel", "options.storeys_added: vul een getal in.", "options.storeys_added: fill in a number."),
    ("configure?nothing=1", "dit veld bestaat niet; laat het weg", "there is no such field; leave it out"),
    ("configure?concept=NERGENS", "Concept 'NERGENS' is onbekend.", "Concept 'NERGENS' is unknown."),
    ("concepts/A3/9.9.9", "A3@9.9.9 is niet gepubliceerd; wel 1.0.0", "A3@9.9.9 is not published; it has 1.0.0"),
    ("publish/A3@7.0.0", "Er is geen ontwerp van A3@7.0.0.", "There is no draft of A3@7.0.0."),
    ("families/F99", "Optopfamilie 'F99' is onbekend", "Building family 'F99' is unknown"),
]


@pytest.mark.parametrize(("path", "dutch", "english"), WRONG, ids=[entry[0] for entry in WRONG])
def test_a_wrong_address_is_said_in_the_language_of_the_page(author: Visitor, path: str, dutch: str, english: str) -> None:
    pages = {lang: html.unescape(author.get(f"/{lang}/{path}").text) for lang in ("nl", "en")}
    assert dutch in pages["nl"]
    assert english not in pages["nl"]
    assert english in pages["en"]
    assert dutch not in pages["en"]


def test_what_is_posted_wrong_is_said_in_the_language_of_the_page(author: Visitor) -> None:
    brought = {"document": "type: concept\nid: X"}
    assert "vul dit in" in html.unescape(author.post("/nl/publish/new", brought).text)
    assert "fill this in" in html.unescape(author.post("/en/publish/new", brought).text)
    twice = {"document": "id: X\nid: Y"}
    assert "de sleutel 'id' staat hier twee keer op regel 2, kolom 1" in html.unescape(author.post("/nl/publish/new", twice).text)
