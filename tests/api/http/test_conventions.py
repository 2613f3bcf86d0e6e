"""What every route has in common: problems, tags, conditions, retries, pages, limits, headers."""

from __future__ import annotations

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import api.http.errors
import api.work.errors
import catalogue.errors
from api.app import create_app
from api.http.conditions import is_known, require_match
from api.http.cursors import next_cursor, place_of
from api.http.errors import BadCursor, PreconditionFailed, PreconditionRequired
from api.http.limits import network_of
from api.http.problems import CODES_BY_STATUS, DESCRIPTIONS, Problem, problem_kinds
from api.settings import Settings
from catalogue.documents.canonical import digest_of
from catalogue.errors import OptopError
from catalogue.resolve import resolve_building, resolve_concept
from tests.api.http.conftest import Caller, caller, service_of

DEMO: dict[str, Any] = json.loads(resolve_building("demo-portiek-1966").model_dump_json())


def document(concept_id: str, version: str = "0.1.0") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resolve_concept("A3").model_dump_json())
    return {**data, "id": concept_id, "version": version}


def problem(answer: Any) -> Problem:
    assert answer.headers["content-type"] == "application/problem+json"
    found = Problem.model_validate(answer.json())
    kind = problem_kinds()[found.code]
    assert (found.status, found.title, found.type) == (answer.status_code, kind.title, f"/v1/problems/{found.code}")
    assert found.request_id == answer.headers["x-request-id"]
    return found


def test_every_error_has_its_kind_of_problem() -> None:
    errors = {
        error
        for module in (catalogue.errors, api.http.errors, api.work.errors)
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, OptopError)
    }
    assert len(errors) > 15
    assert {error.code: error.http_status for error in errors} == {error.code: problem_kinds()[error.code].status for error in errors}
    assert set(CODES_BY_STATUS.values()) <= set(problem_kinds())
    assert {kind.status for kind in problem_kinds().values()} <= set(DESCRIPTIONS)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/concepts", "GET, HEAD, OPTIONS"),
        ("/v1/concept-checks", "OPTIONS, POST"),
        ("/v1/buildings/b1", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("/v1/configurations", "OPTIONS, POST"),
    ],
)
def test_an_address_says_all_that_can_be_done_with_it(client: TestClient, path: str, methods: str) -> None:
    refused = client.patch(path)
    assert problem(refused).code == "method-not-allowed"
    assert refused.headers["allow"] == methods
    asked = client.options(path)
    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, methods, b"")
    assert client.options("/v1/nothing").status_code == 404


def test_each_type_of_problem_leads_to_its_description(client: TestClient) -> None:
    for kind in client.get("/v1/problems").json():
        assert client.get(f"/v1/problems/{kind['code']}").json() == kind
    assert problem(client.get("/v1/problems/nonsense")).code == "not-found"


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "code"),
    [
        ("GET", "/v1/nothing", None, {}, "no-such-address"),
        ("GET", "/v1/concepts/", None, {}, "no-such-address"),
        ("PATCH", "/v1/concepts", None, {}, "method-not-allowed"),
        ("GET", "/v1/concepts/A99", None, {}, "not-found"),
        ("GET", "/v1/concepts/%00", None, {}, "not-found"),
        ("GET", "/v1/concepts/A3/versions/latest", None, {}, "not-found"),
        ("GET", "/v1/concepts/A3/versions/9.9.9", None, {}, "not-found"),
        ("GET", "/v1/concepts?limit=0", None, {}, "invalid-document"),
        ("GET", "/v1/concepts?limit=101", None, {}, "invalid-document"),
        ("GET", "/v1/concepts?colour=red", None, {}, "invalid-document"),
        ("GET", "/v1/concepts?kind=%00", None, {}, "invalid-document"),
        ("GET", "/v1/concepts?cursor=x", None, {}, "bad-cursor"),
        ("GET", "/v1/concepts?cursor=%C3%A9", None, {}, "bad-cursor"),
        ("GET", "/v1/buildings", None, {}, "not-authenticated"),
        ("GET", "/v1/buildings", None, {"authorization": "Bearer x"}, "not-authenticated"),
        ("POST", "/v1/concept-checks", b"{", {"content-type": "application/json"}, "malformed-body"),
        ("POST", "/v1/concept-checks", b"[]", {"content-type": "application/json"}, "invalid-document"),
        ("POST", "/v1/concept-checks", b"{}", {"content-type": "text/plain"}, "unsupported-media-type"),
        ("POST", "/v1/concept-checks", b"{}", {"content-type": "multipart/form-data; boundary=x"}, "unsupported-media-type"),
        ("POST", "/v1/concept-checks", b" " * 3_000_000, {"content-type": "application/json"}, "body-too-large"),
        ("POST", "/v1/family-odds", b'{"x": NaN}', {"content-type": "application/json"}, "invalid-document"),
        ("POST", "/v1/family-odds", b'{"building": 1e999}', {"content-type": "application/json"}, "invalid-document"),
        ("POST", "/v1/family-odds", b'{"building":' * 100_000, {"content-type": "application/json"}, "unreadable-input"),
        ("POST", "/v1/family-odds", b'{"a": 1, "a": 2}', {"content-type": "application/json"}, "unreadable-input"),
        ("POST", "/v1/family-odds", b'{"building": ' + b"9" * 5000 + b"}", {"content-type": "application/json"}, "unreadable-input"),
        ("POST", "/v1/family-odds", b'{"building": "\xff"}', {"content-type": "application/json"}, "unreadable-input"),
    ],
)
def test_whatever_is_wrong_is_a_problem(
    client: TestClient, method: str, path: str, content: bytes | None, headers: dict[str, str], code: str
) -> None:
    found = problem(client.request(method, path, content=content, headers=headers))
    assert found.code == code
    assert "nan" not in found.model_dump_json().casefold()
    assert client.get("/healthz").status_code == 200


def test_a_body_in_pieces_is_cut_off_too(client: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(30))
    answer = client.post("/v1/concept-checks", content=pieces, headers={"content-type": "application/json"})
    assert problem(answer).code == "body-too-large"


def test_a_fault_of_the_service_is_a_problem_that_gives_nothing_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real route on a table that is gone: whatever the driver says stays inside."""
    service = service_of(client)
    with monkeypatch.context() as patched:
        patched.setattr(type(service.database), "reading", lambda _: (_ for _ in ()).throw(RuntimeError("secret detail")))
        found = problem(client.get("/v1/concepts", headers={"x-request-id": "ticket-17"}))
    assert (found.code, found.request_id) == ("internal-error", "ticket-17")
    assert "secret" not in found.model_dump_json()


@pytest.mark.parametrize("given", ["a b", "x" * 65, "<script>", "a\u00e9"])
def test_a_name_for_a_request_is_plain_or_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/healthz", headers=[(b"x-request-id", given.encode())])
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


def test_every_answer_is_safe_to_show_and_head_is_get_without_a_body(client: TestClient) -> None:
    for path in ("/healthz", "/v1/concepts", "/v1/nothing", "/openapi.json", "/v1/concepts/A3/versions/1.0.0"):
        got, head = client.get(path), client.head(path)
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in got.headers["content-security-policy"]
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers.get("etag") == got.headers.get("etag")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (None, False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ('"a', False),
        ("", False),
    ],
)
def test_if_none_match_is_the_weak_comparison(given: str | None, known: bool) -> None:
    """RFC 9110, 13.1.2 and 8.8.3.2."""
    assert is_known(given, '"a"') is known


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (None, PreconditionRequired),
        ('"b"', PreconditionFailed),
        ('W/"a"', PreconditionFailed),
        ("a", PreconditionFailed),
        ("", PreconditionFailed),
    ],
)
def test_if_match_is_the_strong_comparison(given: str | None, error: type[OptopError]) -> None:
    """RFC 9110, 13.1.1; RFC 6585, 3."""
    with pytest.raises(error):
        require_match(given, '"a"')
    for same in ('"a"', "*", '"b", "a"'):
        require_match(same, '"a"')


def test_a_published_version_is_kept_for_ever_and_not_sent_twice(client: TestClient) -> None:
    path = "/v1/concepts/A3/versions/1.0.0"
    first = client.get(path)
    assert first.headers["etag"] == f'"{digest_of(resolve_concept("A3"))}"'
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(path).content == first.content
    offered = client.get("/v1/concepts/A3")
    assert (offered.content, offered.headers["cache-control"]) == (first.content, "no-cache")
    assert offered.headers["content-location"] == path


def test_the_short_way_answers_as_the_route_does(client: TestClient) -> None:
    """The first one of a version goes the long way and leaves it in memory; with a key everything goes the long way."""
    # Safety headers come from the page on the long way and from the guard on the short one, which is the stricter.
    safety = ("content-security-policy", "referrer-policy", "permissions-policy")
    path, own = "/v1/concepts/A5/versions/1.0.0", ("x-request-id", "ratelimit", *safety)
    long, short = client.get(path), client.get(path)
    keyed = caller(client, "maker", "Lezer", "reader")("GET", path)
    for answer in (short, keyed):
        assert answer.content == long.content
        assert {k: v for k, v in answer.headers.items() if k not in own} == {k: v for k, v in long.headers.items() if k not in own}
    for tag, status in ((long.headers["etag"], 304), ('"other"', 200)):
        assert client.get(path, headers={"if-none-match": tag}).status_code == status
    assert problem(client.get(path, headers={"authorization": "Bearer x"})).code == "not-authenticated"
    assert problem(client.post(path)).code == "method-not-allowed"
    assert client.head(path).headers["content-length"] == long.headers["content-length"]


def test_what_becomes_of_a_version_is_in_its_headers_at_once(client: TestClient, maker: Caller, reviewer: Caller) -> None:
    made = maker("POST", "/v1/drafts", document("Levensloop"))
    handed_in = maker("POST", f"{made.headers['location']}/submission", If_Match=made.headers["etag"])
    published = reviewer("POST", f"{made.headers['location']}/publication", If_Match=handed_in.headers["etag"])
    path = published.headers["location"]
    assert not {"deprecation", "sunset", "link"} & set(client.get(path).headers)
    deprecated = maker("POST", f"{path}/deprecation").json()
    since = int(dt.datetime.fromisoformat(deprecated["changed_at"]).timestamp())
    assert client.get(path).headers["deprecation"] == f"@{since}"  # RFC 9745, 2.1
    why = {"reason": "safety", "text": {"nl": "Voeg scheurt.", "en": "Joint cracks."}, "successor": "A3@1.0.0"}
    withdrawn = maker("POST", f"{path}/withdrawal", why)
    assert (withdrawn.json()["state"], withdrawn.json()["reason"]) == ("withdrawn", "safety")
    shown = client.get(path)
    assert (shown.status_code, shown.json()["id"]) == (200, "Levensloop")
    when = parsedate_to_datetime(shown.headers["sunset"])  # RFC 8594, 3
    assert abs((when - dt.datetime.fromisoformat(withdrawn.json()["changed_at"])).total_seconds()) < 1
    assert shown.headers["link"] == '</v1/concepts/A3/versions/1.0.0>; rel="successor-version"'
    assert shown.headers["deprecation"] == f"@{since}"
    refused = client.get("/v1/concepts/Levensloop")
    assert (problem(refused).code, "Joint cracks." in refused.text) == ("not-found", True)
    again = maker("POST", f"{path}/withdrawal", why)
    assert problem(again).code == "conflict"


def test_two_editors_and_one_stale_tag(maker: Caller) -> None:
    made = maker("POST", "/v1/drafts", document("Twee"))
    path, tag = made.headers["location"], made.headers["etag"]
    one = {**document("Twee"), "organisation": "one"}
    assert problem(maker("PUT", path, one)).code == "precondition-required"
    saved = maker("PUT", path, one, If_Match=tag)
    assert saved.headers["etag"] != tag
    assert problem(maker("PUT", path, {**one, "organisation": "other"}, If_Match=tag)).code == "precondition-failed"
    assert problem(maker("DELETE", path, If_Match=tag)).code == "precondition-failed"
    assert maker("GET", path).json()["concept"]["organisation"] == "one"
    assert problem(maker("PUT", path, document("Anders"), If_Match=saved.headers["etag"])).pointers == ["/id", "/version"]
    assert maker("DELETE", path, If_Match=saved.headers["etag"]).status_code == 204
    assert problem(maker("GET", path)).code == "not-found"


def test_fifty_retries_at_once_publish_once(client: TestClient, maker: Caller, reviewer: Caller) -> None:
    made = maker("POST", "/v1/drafts", document("Vijftig"))
    handed_in = maker("POST", f"{made.headers['location']}/submission", If_Match=made.headers["etag"])
    path, tag = f"{made.headers['location']}/publication", handed_in.headers["etag"]

    def publish(_: int) -> Any:
        return reviewer("POST", path, If_Match=tag, Idempotency_Key="once-and-for-all")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(publish, range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    admin = caller(client, "maker", "Ada", "admin")
    actions = [entry["action"] for entry in admin("GET", "/v1/audit-entries?subject=Vijftig@0.1.0").json()["items"]]
    assert actions == ["save_draft", "submit", "publish"]


def test_a_key_for_retries_belongs_to_one_request_and_one_caller(client: TestClient, maker: Caller, stranger: Caller) -> None:
    first = maker("POST", "/v1/buildings", {**DEMO, "id": "r1"}, Idempotency_Key="k1")
    again = maker("POST", "/v1/buildings", {**DEMO, "id": "r1"}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["location"] == "/v1/buildings/r1"
    assert problem(maker("POST", "/v1/buildings", {**DEMO, "id": "r2"}, Idempotency_Key="k1")).code == "idempotency-key-reused"
    assert problem(maker("POST", "/v1/buildings", {**DEMO, "id": "r1"}, Idempotency_Key="k2")).code == "conflict"
    assert (
        problem(maker("POST", "/v1/buildings", {**DEMO, "id": "r1"}, Idempotency_Key="k2")).code == "conflict"
    )  # what failed is done anew
    assert problem(maker("POST", "/v1/buildings", {**DEMO, "id": "r3"}, Idempotency_Key="a b")).code == "invalid-document"
    assert "idempotency-replayed" not in stranger("POST", "/v1/buildings", {**DEMO, "id": "r1"}, Idempotency_Key="k1").headers


def test_a_secret_is_shown_once_also_to_a_retry(client: TestClient) -> None:
    admin = caller(client, "maker", "Ada Sleutel", "admin")
    asked = {"holder": "Robot", "roles": ["reader"]}
    first, again = (admin("POST", "/v1/keys", asked, Idempotency_Key="robot") for _ in range(2))
    token = first.json()["token"]
    assert (again.json()["id"], again.json()["token"]) == (first.json()["id"], None)
    assert first.headers["cache-control"] == "no-store"
    file = Path(service_of(client).settings.database)
    assert all(token.rsplit("_", 1)[1].encode() not in path.read_bytes() for path in file.parent.iterdir())


def test_a_cursor_is_of_one_list_and_ours(client: TestClient) -> None:
    service = service_of(client)
    cursor = next_cursor(service, ("buildings", "maker"), ["x"])
    assert place_of(service, ("buildings", "maker"), cursor) == ["x"]
    with pytest.raises(BadCursor):
        place_of(service, ("buildings", "stranger"), cursor)
    for forged in (cursor[:-2], cursor + "A", "A" + cursor[1:], "", "é", "=" * 7):
        with pytest.raises(BadCursor):
            place_of(service, ("buildings", "maker"), forged)
    page = client.get("/v1/concepts?limit=2&support=wall_on_wall").json()
    assert problem(client.get(f"/v1/concepts?limit=2&cursor={page['next_cursor']}")).code == "bad-cursor"


def test_too_many_requests_say_when_to_go_on(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "o.sqlite"), rate_limit_anonymous="3/minute", rate_limit_key="5/minute")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answers = [client.get("/v1/concepts") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [re.search("r=([0-9]+)", answer.headers["ratelimit"])[1] for answer in answers] == ["2", "1", "0", "0"]  # type: ignore[index]
        assert answers[0].headers["ratelimit-policy"] == '"anonymous";q=3;w=60'
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert problem(answers[3]).code == "rate-limited"
        assert client.get("/healthz").status_code == 200  # who watches the service is not shut out
        keyed = caller(client, "maker", "An", "reader")
        assert [keyed("GET", "/v1/concepts").status_code for _ in range(6)] == [200] * 5 + [429]
        wrong = Caller(client, "optop_aaaaaaaa_" + "A" * 43)
        assert problem(wrong("GET", "/v1/concepts")).code == "rate-limited"  # trying keys counts for the address


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(address: str, counted_as: str) -> None:
    """A subscriber is given a /64 at least (RFC 6177)."""
    assert network_of(address) == counted_as


def test_a_file_from_somebody_runs_nothing_in_a_browser(client: TestClient, maker: Caller) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    headers = {"authorization": f"Bearer {maker.token}", "content-type": "image/svg+xml"}
    answer = client.post("/v1/attachments", content=drawing, headers=headers)
    assert answer.status_code == 201
    shown = maker("GET", answer.headers["location"])
    assert shown.content == drawing
    assert shown.headers["content-disposition"] == "attachment"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"].startswith("private")
    assert client.get(answer.headers["location"]).status_code == 404
    for content, kind in ((b"", "image/png"), (b"MZ", "application/x-msdownload"), (b"<html>", "text/html"), (drawing, "image/png")):
        refused = client.post("/v1/attachments", content=content, headers={**headers, "content-type": kind})
        assert problem(refused).code == "unreadable-input"
