"""What stands around every page: languages, headers, files, errors; also where the page was not built."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.page import rendering
from api.page.assets import Assets, page_assets
from api.page.rendering import other_language_address
from tests.page.catalogue_server import running

BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application, started, as a browser asks it."""
    with running(tmp_path_factory.mktemp("frame")) as (started, _):
        started.headers.update(BROWSER)
        yield started


def test_the_root_leads_to_the_language_of_the_browser(client: TestClient) -> None:
    answer = client.get("/", headers={"accept-language": "en"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/")
    assert client.get("/", follow_redirects=False).headers["location"] == "/nl/"


@pytest.mark.parametrize("path", ["/healthz", "/nl/", "/v1/concepts/nothing", "/en/nothing"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_that_does_not_exist_says_so_in_its_language(client: TestClient, lang: str, built_page: None) -> None:
    page_assets.cache_clear()
    answer = client.get(f"/{lang}/nothing")
    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in answer.text
    assert ("bestaat niet" in answer.text) == (lang == "nl")


def test_the_service_answers_with_problems_also_to_a_browser(client: TestClient) -> None:
    answer = client.get("/v1/concepts/nothing")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_program_gets_a_problem_and_no_page(client: TestClient) -> None:
    answer = client.get("/nl/nothing", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_no_inline_script_or_style(client: TestClient, built_page: None) -> None:
    page_assets.cache_clear()
    for path in ("/nl/", "/en/configure", "/nl/nothing"):
        page = client.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page


def test_the_language_switch_keeps_the_rest_of_the_address() -> None:
    assert other_language_address("/nl/concepts/A3/1.0.0?a=b%20c&d=e", "en") == "/en/concepts/A3/1.0.0?a=b%20c&d=e"
    assert other_language_address("/nl/", "en") == "/en/"


def test_unbuilt_a_page_says_what_to_run_and_the_service_works(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rendering, "page_assets", lambda: Assets(tmp_path))
    answer = client.get("/nl/configure")
    assert answer.status_code == 503
    assert "dev.py serve" in answer.text
    assert client.get("/v1/concepts").status_code == 200


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    script = b"console.log('x');" * 50
    (tmp_path / "a-1.js").write_bytes(script)
    (tmp_path / "a-1.js.gz").write_bytes(gzip.compress(script))
    (tmp_path / "NOTICES.txt").write_text("MIT", encoding="utf-8")
    (tmp_path / "pages.json").write_text(json.dumps({"a": {"file": "a-1.js", "with": ["b-2.js"]}}), encoding="utf-8")
    return Assets(tmp_path)


def test_a_built_file_is_kept_for_ever_and_comes_compressed(assets: Assets) -> None:
    answer = assets.response("a-1.js", {"accept-encoding": "gzip, deflate, br"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    plain = assets.response("a-1.js", {})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(bytes(answer.body)) == bytes(plain.body)


@pytest.mark.parametrize("name", ["pages.json", "a-1.js.gz", "../assets.py", "..%2fassets.py", "b-2.js", ""])
def test_only_built_files_are_handed_out(assets: Assets, name: str) -> None:
    assert assets.response(name, {}).status_code == 404


def test_the_notices_are_shipped_and_not_kept_for_ever(assets: Assets) -> None:
    assert assets.response("NOTICES.txt", {}).headers["cache-control"] == "no-cache"


def test_a_template_that_names_an_unbuilt_script_is_a_mistake(assets: Assets) -> None:
    assert assets.entry("a").with_files == ("b-2.js",)
    with pytest.raises(KeyError):
        assets.entry("nothing")
