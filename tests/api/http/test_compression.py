"""Compressed answers: the same bytes once unpacked, never what has a tag, and never to somebody who is signed in."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from fastapi.testclient import TestClient

from api.http.compression import LEAST_BYTES, compressed, takes_gzip
from tests.api.http.keys import bearer

DOCUMENT = "/v1/concepts/A3/versions/1.0.0"
PREVIEW = {"building_id": "demo-portiek-1966", "concept": "A3"}
PLAIN = {"Accept-Encoding": "identity"}
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize(
    ("header", "taken"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("GZIP", True), ("gzip;q=0", False), ("gzip; q=0.000", False), ("br", False), ("", False)],
)
def test_who_takes_gzip(header: str, taken: bool) -> None:
    assert takes_gzip(header) is taken


def test_what_has_a_tag_is_sent_as_it_is_and_its_tag_is_strong(client: TestClient) -> None:
    answer = client.get(DOCUMENT, headers=GZIP)
    assert "content-encoding" not in answer.headers
    assert answer.headers["etag"] == f'"sha256:{hashlib.sha256(answer.content).hexdigest()}"'
    known = client.get(DOCUMENT, headers={**GZIP, "If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.headers["etag"]) == (304, answer.headers["etag"])


def test_a_preview_is_compressed_and_unpacks_to_itself(client: TestClient) -> None:
    plain, packed = client.post("/v1/previews", json=PREVIEW, headers=PLAIN), client.post("/v1/previews", json=PREVIEW, headers=GZIP)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "accept-encoding" in plain.headers["vary"].lower()
    body = plain.content
    assert gzip.decompress(compressed(body)) == body
    assert len(compressed(body)) < len(body) / 4


def test_who_shows_a_key_or_a_session_gets_plain_bytes(client: TestClient) -> None:
    """What holds secrets is never compressed together with what an attacker may choose (BREACH)."""
    for headers in (bearer(client, "squeezers"), {"Cookie": "anything=1"}):
        assert "content-encoding" not in client.post("/v1/previews", json=PREVIEW, headers={**GZIP, **headers}).headers


def test_small_answers_stay_as_they_are(client: TestClient) -> None:
    answer = client.get("/v1/concepts/A3/versions/9.9.9", headers=GZIP)
    assert answer.status_code == 404
    assert len(answer.content) < LEAST_BYTES
    assert "content-encoding" not in answer.headers
