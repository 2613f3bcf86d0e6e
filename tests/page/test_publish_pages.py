"""Publishing without a browser: signing in, drafts, saving, handing in, review; and everything that is refused."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.http.service import Service
from api.page.assets import page_assets
from api.page.library import document_yaml
from catalogue.resolve import resolve_concept
from tests.page.catalogue_server import Visitor, key_for, running, signed_in
from tests.page.test_form import pairs

Started = tuple[TestClient, Service]


@pytest.fixture(scope="module")
def started(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    page_assets.cache_clear()
    with running(tmp_path_factory.mktemp("publish")) as both:
        yield both


@pytest.fixture(scope="module")
def author(started: Started) -> Visitor:
    return signed_in(started[0], key_for(started[1], "Anna", "publisher"))


@pytest.fixture(scope="module")
def reviewer(started: Started) -> Visitor:
    return signed_in(started[0], key_for(started[1], "Bram", "reviewer"))


def begin(author: Visitor, concept_id: str) -> str:
    """Begin a draft from a starter; gives its address."""
    answer = author.post("/nl/publish/new", {"id": concept_id, "base": "A3@1.0.0"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def save(author: Visitor, address: str, part: str, revision: int, **changed: str) -> tuple[int, str]:
    """Send one part of the form back with some fields changed; names of fields with `__` for `/`."""
    concept = resolve_concept("A3")
    wanted = {name.replace("__", "/"): value for name, value in changed.items()}
    fields = [(name, wanted.get(name, value)) for name, value in pairs(concept, part)]
    answer = author.post(f"{address}/part/{part}", [("revision", str(revision)), *fields])
    return answer.status_code, answer.text


def test_a_visitor_without_a_key_sees_how_to_begin_and_no_draft(started: Started) -> None:
    nobody = Visitor(started[0])
    assert "Sleutel van uw organisatie" in nobody.get("/nl/publish").text
    for path in ("publish/X@0.1.0", "publish/X@0.1.0/yaml", "publish/X@0.1.0/preview", "publish/X@0.1.0/judge", "review/X@0.1.0"):
        answer = nobody.get(f"/nl/{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/nl/publish")


def test_a_wrong_key_is_refused_in_words_and_gives_no_session(started: Started) -> None:
    visitor = Visitor(TestClient(started[0].app))
    answer = visitor.post("/en/publish/session", {"key": "optop_aaaaaaaa_" + "A" * 43})
    assert answer.status_code == 401
    assert "not accepted" in answer.text
    assert "set-cookie" not in answer.headers


def test_the_session_is_a_cookie_that_no_script_reads_and_ends_on_leaving(started: Started) -> None:
    visitor = Visitor(TestClient(started[0].app))
    answer = visitor.post("/nl/publish/session", {"key": key_for(started[1], "Cees", "publisher")})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "Aangemeld als Cees" in visitor.get("/nl/publish").text
    visitor.post("/nl/publish/leave")
    assert "Aangemeld" not in visitor.get("/nl/publish").text


@pytest.mark.parametrize("path", ["publish/new", "publish/X@0.1.0/submit", "publish/X@0.1.0/discard", "review/X@0.1.0/approve"])
def test_a_form_from_another_site_is_refused(author: Visitor, path: str) -> None:
    assert author.post(f"/nl/{path}", {"id": "FOREIGN", "base": "A3"}, origin="https://elsewhere.example").status_code == 403


def test_a_draft_goes_from_form_to_review_to_publication(author: Visitor, reviewer: Visitor) -> None:
    address = begin(author, "WHOLE")
    assert address == "/nl/publish/WHOLE@0.1.0"
    status, _ = save(author, address, "module", 1, __module__height_mm="3310")
    assert status == 303
    page = author.get(f"{address}?part=module&saved=1").text
    assert 'value="3310"' in page
    assert "Bewaard als bewerking 2" in page
    assert "Niets houdt publicatie tegen" in author.get(f"{address}/judge").text
    assert author.post(f"{address}/submit").headers["location"] == "/nl/review/WHOLE@0.1.0"
    assert save(author, address, "module", 3)[0] == 409  # frozen
    own = author.get("/nl/review/WHOLE@0.1.0").text
    assert "Een ander dan de opsteller" in own
    assert "/approve" not in own
    page = reviewer.get("/nl/review/WHOLE@0.1.0").text
    digest = page.split('name="digest" value="')[1].split('"')[0]
    assert author.post("/nl/review/WHOLE@0.1.0/approve", {"digest": digest}).status_code == 403
    assert reviewer.post("/nl/review/WHOLE@0.1.0/approve", {"digest": "sha256:" + "0" * 64}).status_code == 409
    published = reviewer.post("/nl/review/WHOLE@0.1.0/approve", {"digest": digest})
    assert published.headers["location"] == "/nl/concepts/WHOLE/0.1.0"
    shown = reviewer.get("/nl/concepts/WHOLE/0.1.0").text
    assert "Anna" in shown
    assert "Bram" in shown
    assert "voorbeelddata" in shown


def test_the_next_version_says_what_changed_and_a_step_too_small_is_refused(author: Visitor, reviewer: Visitor) -> None:
    address = begin(author, "STEPS")
    author.post(f"{address}/submit")
    digest = reviewer.get("/nl/review/STEPS@0.1.0").text.split('name="digest" value="')[1].split('"')[0]
    reviewer.post("/nl/review/STEPS@0.1.0/approve", {"digest": digest})
    following = author.post("/nl/publish/new", {"next_of": "STEPS@0.1.0"}).headers["location"]
    assert following == "/nl/publish/STEPS@0.2.0"
    assert save(author, following, "module", 1, __module__width_mm__min="3680")[0] == 303
    judged = author.get(f"{following}/judge").text
    assert "Gewijzigd sinds STEPS@0.1.0" in judged
    assert "nodig is major" in judged
    author.post(f"{following}/submit")
    page = reviewer.get("/nl/review/STEPS@0.2.0").text
    assert "3\u202f580" in page or "3580" in page
    assert "disabled" in page.split("/approve")[1][:600]


def test_changes_are_asked_for_with_a_comment_and_the_author_sees_it(author: Visitor, reviewer: Visitor) -> None:
    address = begin(author, "BACK")
    author.post(f"{address}/submit")
    assert reviewer.post("/nl/review/BACK@0.1.0/request-changes", {"comment": " "}).status_code == 422
    assert reviewer.post("/nl/review/BACK@0.1.0/request-changes", {"comment": "Noem de bron van <Rc>."}).status_code == 303
    page = author.get(address).text
    assert "Noem de bron van &lt;Rc&gt;." in page
    assert "aanpassing gevraagd" in author.get("/nl/publish").text
    assert save(author, address, "module", 3)[0] == 303


def test_two_people_cannot_overwrite_each_other(started: Started, author: Visitor) -> None:
    address = begin(author, "TWICE")
    other = signed_in(started[0], key_for(started[1], "Dirk", "publisher"))
    assert save(other, address, "module", 1, __module__height_mm="3280")[0] == 303
    status, page = save(author, address, "module", 1, __module__height_mm="3270")
    assert status == 409
    assert "is intussen veranderd" in page
    assert 'value="3270"' in page  # what was typed is not lost


def test_a_wrong_field_is_not_saved_and_said_beside_it(author: Visitor) -> None:
    address = begin(author, "WRONG")
    status, page = save(author, address, "module", 1, __module__height_mm="hoog")
    assert status == 422
    assert 'value="hoog"' in page
    assert page.count("Vul een getal in.") == 1
    assert 'aria-invalid="true"' in page
    assert 'value="3300"' in author.get(f"{address}?part=module").text


def test_yaml_is_checked_and_saved(author: Visitor) -> None:
    address = begin(author, "TEXT")
    written = document_yaml(resolve_concept("A3").model_copy(update={"id": "TEXT", "version": "0.1.0", "organisation": "maker"}))
    changed = written.replace("height_mm: 3300", "height_mm: 3310")
    assert changed != written
    live = author.post(f"{address}/checks", {"document": changed.replace("max_storeys: 2", "max_storeys: veel")})
    assert live.status_code == 200
    assert "/max_storeys: Vul een getal in." in live.text
    assert "<html" not in live.text
    assert "TEXT@0.1.0 is geen geldige YAML op regel 2" in author.post(f"{address}/checks", {"document": "a: [1"}).text
    assert author.post(f"{address}/checks", {"document": "- 1"}).text.count("geen document met velden") == 1
    other = author.post(f"{address}/yaml", {"document": changed.replace("id: TEXT", "id: ELSE"), "revision": "1", "save": "yes"})
    assert other.status_code == 422
    assert "id: ELSE" in other.text
    assert author.post(f"{address}/yaml", {"document": changed, "revision": "1", "save": "yes"}).status_code == 303
    assert "height_mm: 3310" in author.get(f"{address}/yaml").text


def test_the_yaml_text_keeps_its_comments_until_the_form_writes_it_anew(author: Visitor) -> None:
    address = begin(author, "REMARKS")
    plain = document_yaml(resolve_concept("A3").model_copy(update={"id": "REMARKS", "version": "0.1.0", "organisation": "maker"}))
    written = "# Afgesproken met de constructeur\n\n" + plain.replace("height_mm: 3300", "height_mm:   3310   # gemeten")
    answer = author.post(f"{address}/yaml", {"document": written.replace("\n", "\r\n"), "revision": "1", "save": "yes"})
    assert answer.status_code == 303
    shown = html.unescape(author.get(f"{address}/yaml").text)
    assert written.strip() in shown
    assert "\r" not in shown
    form = author.get(f"{address}?part=module").text
    assert "uw eigen YAML-tekst bewaard" in form
    assert 'value="3310"' in form
    assert save(author, address, "module", 2, __module__height_mm="3320")[0] == 303
    anew = author.get(f"{address}/yaml").text
    assert "height_mm: 3320" in anew
    assert "Afgesproken" not in anew
    assert "uw eigen YAML-tekst bewaard" not in author.get(address).text


def test_a_text_that_is_not_saved_leaves_the_kept_one(author: Visitor) -> None:
    address = begin(author, "KEEPS")
    plain = document_yaml(resolve_concept("A3").model_copy(update={"id": "KEEPS", "version": "0.1.0", "organisation": "maker"}))
    assert author.post(f"{address}/yaml", {"document": f"# eerste\n{plain}", "revision": "1", "save": "yes"}).status_code == 303
    stale = author.post(f"{address}/yaml", {"document": f"# tweede\n{plain}", "revision": "1", "save": "yes"})
    assert stale.status_code == 409
    assert "# tweede" in stale.text
    assert "# eerste" in author.get(f"{address}/yaml").text


def test_a_document_that_somebody_brings_becomes_a_draft_of_the_own_organisation(author: Visitor) -> None:
    brought = document_yaml(resolve_concept("A7").model_copy(update={"id": "BROUGHT", "version": "0.3.0"}))
    assert author.post("/nl/publish/new", {"document": brought}).headers["location"] == "/nl/publish/BROUGHT@0.3.0"
    refused = author.post("/nl/publish/new", {"document": "type: concept"})
    assert refused.status_code == 422
    assert "Field required" in refused.text or "required" in refused.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"id": "A3", "base": "A3@1.0.0"}, 409),
        ({"id": "with space", "base": "A3@1.0.0"}, 422),
        ({"id": "GOOD", "base": "nothing"}, 404),
        ({"next_of": "A3@1.0.0"}, 403),
        ({"next_of": "nothing"}, 409),
    ],
)
def test_a_draft_that_cannot_begin_says_why(author: Visitor, fields: dict[str, str], status: int) -> None:
    answer = author.post("/nl/publish/new", fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_drafts_are_their_organisations_own(started: Started, author: Visitor) -> None:
    address = begin(author, "PRIVATE")
    stranger = signed_in(started[0], key_for(started[1], "Eva", "admin", organisation="other"))
    for path in ("", "/yaml", "/preview", "/judge", "/demo.svg"):
        assert stranger.get(f"{address}{path}").status_code == 404
    assert stranger.post(f"{address}/submit").status_code == 404
    assert "PRIVATE" not in stranger.get("/nl/publish").text
    assert "PRIVATE@" not in stranger.get("/nl/concepts?q=PRIVATE&states=all").text


def test_a_reader_cannot_write(started: Started, author: Visitor) -> None:
    address = begin(author, "LOOK")
    reader = signed_in(started[0], key_for(started[1], "Fien", "reader"))
    assert 'action="/nl/publish/new"' not in reader.get("/nl/publish").text
    assert save(reader, address, "module", 1)[0] == 403
    assert 'value="yes">Bewaar</button></div>' not in reader.get(address).text


def test_a_draft_is_seen_on_the_demo_roof_and_thrown_away(author: Visitor) -> None:
    address = begin(author, "AWAY")
    assert "Op het demodak" in author.get(f"{address}/preview").text
    picture = author.get(f"{address}/demo.svg")
    assert picture.content.startswith(b"<svg")
    assert picture.headers["cache-control"] == "private, no-store"
    assert author.post(f"{address}/discard").status_code == 303
    assert author.get(address).status_code == 404
