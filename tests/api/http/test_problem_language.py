"""Problems in the language that a request asks for, with the public code of their sentence."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.language import problem_language
from catalogue.errors import sentences


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", None, "en"),
        ("", "*", "en"),
        ("", "fr, de;q=0.8", "en"),
        ("", "nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("", "en-GB,nl;q=0.3", "en"),
        ("", "en;q=0.2,nl;q=0.3", "nl"),
        ("lang=nl", "en", "nl"),
        ("lang=en", "nl", "en"),
        ("lang=fr", "nl", "nl"),
        ("lang=%ff&x", None, "en"),
    ],
)
def test_the_language_of_a_problem(query: str, accepted: str | None, lang: str) -> None:
    headers = [] if accepted is None else [(b"accept-language", accepted.encode())]
    assert problem_language({"query_string": query.encode(), "headers": headers}) == lang


WRONG: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("GET", "/v1/nothing", {}, "no-such-address", "Dit adres bestaat hier niet"),
    ("DELETE", "/healthz", {}, "method-not-possible", "DELETE kan hier niet"),
    ("GET", "/v1/concepts/NO-SUCH", {}, "concept-not-in-catalogue", "Concept 'NO-SUCH' is onbekend."),
    ("GET", "/v1/concepts/A3/versions/een", {}, "address-part-cannot-be", "Hier is niets"),
    ("GET", "/v1/concepts?limit=0", {}, "body-breaks-schema", "/limit: moet ten minste 1 zijn."),
    ("POST", "/v1/previews", {"content": "{", "headers": {"content-type": "application/json"}}, "body-malformed", "geen volledige JSON"),
    ("POST", "/v1/previews", {"json": {"concept": "A3"}}, "body-breaks-schema", "De inhoud: geef building of building_id, niet allebei."),
    (
        "POST",
        "/v1/previews",
        {"json": {"building_id": "nergens", "concept": "A3"}},
        "building-not-here",
        "Er is geen gebouw 'nergens'; meegeleverd zijn",
    ),
    ("POST", "/v1/inspections", {}, "inspection-empty", "Stuur een bestand, building_id, pand of box, of length_m"),
    (
        "POST",
        "/v1/inspections",
        {"files": {"file": ("dak.geojson", b'{"type": "FeatureCollection", "features": []}')}},
        "geojson-no-features",
        "dak.geojson heeft geen features; geef ten minste één vlak (Polygon).",
    ),
    (
        "POST",
        "/v1/inspections",
        {"files": {"file": ("dak.ifc", b"ISO-10303-21;\nHEADER;")}},
        "ifc-cut-off",
        "dak.ifc is afgebroken",
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "reason", "dutch"), WRONG, ids=[f"{entry[3]} {entry[1]}" for entry in WRONG])
def test_a_problem_is_said_in_dutch_or_english(
    client: TestClient, method: str, path: str, body: dict[str, Any], reason: str, dutch: str
) -> None:
    headers = body.get("headers", {})
    answers = {
        lang: client.request(method, path, **{**body, "headers": {**headers, "accept-language": lang}}) for lang in ("nl", "en", "fr")
    }
    said = {lang: answer.json() for lang, answer in answers.items()}
    assert {one["reason"] for one in said.values()} == {reason}
    assert reason in sentences()
    assert dutch in said["nl"]["detail"]
    assert said["nl"]["detail"] != said["en"]["detail"] == said["fr"]["detail"]
    assert [answers[lang].headers["content-language"] for lang in ("nl", "en", "fr")] == ["nl", "en", "en"]
    # What programs go by is the same in every language.
    for name in ("type", "title", "status", "code", "pointers"):
        assert said["nl"][name] == said["en"][name]
    for dutch_part, english_part in zip(said["nl"]["errors"], said["en"]["errors"], strict=True):
        assert dutch_part["reason"] == english_part["reason"] in sentences()
        assert dutch_part["detail"] != english_part["detail"]
