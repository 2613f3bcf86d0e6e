"""Keys and sessions: what is accepted, what is refused, and that nobody learns why."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http.service import Service
from api.http.sessions import COOKIE, session_principal
from api.keys import AskedKey, issue_key, key_of_token, new_secret, principal_of, secret_digest
from api.roles import ROLES, SCOPES, SCOPES_BY_ROLE, scopes_of
from catalogue.errors import Conflict, InvalidDocument, NotAuthenticated, NotFound
from catalogue.store.database import Database, open_database
from catalogue.store.keys import revoke_key
from catalogue.store.organisations import make_organisation

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
PEPPER = b"0" * 32
ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(str(tmp_path / "keys.sqlite"))
    make_organisation(opened, "maker", "Maker", actor="test", at=AT)
    return opened


def issued(database: Database, *roles: str, **more: object) -> str:
    return issue_key(database, PEPPER, AskedKey("maker", "An", roles or ("reader",), **more), actor="test", at=AT).token  # type: ignore[arg-type]


def test_a_key_is_kept_as_an_hmac_of_its_secret(database: Database) -> None:
    """RFC 2104 over `id:secret`, written out here with the standard library's parts."""
    token = issued(database)
    _, key_id, secret = token.split("_", 2)
    key = key_of_token(database, PEPPER, token, AT)
    block = PEPPER.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + f"{key_id}:{secret}".encode()).digest()
    assert key.digest == hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).hexdigest() == secret_digest(PEPPER, key_id, secret)
    assert principal_of(key).organisation == "maker"


def test_every_wrong_key_is_refused_with_the_same_words(database: Database) -> None:
    token = issued(database)
    other = issued(database)
    past = issued(database, expires_at=AT + dt.timedelta(hours=1))
    revoked = issued(database)
    revoke_key(database, revoked.split("_")[1], "maker", actor="test", at=AT)
    wrong = {
        "secret": token[:-43] + other[-43:],
        "id": "optop_aaaaaaaa_" + token[-43:],
        "short": token[:-1],
        "long": token + "A",
        "newline": token + "\n",
        "nothing": "",
        "revoked": revoked,
        "expired": past,
    }
    said = set()
    for name, attempt in wrong.items():
        with pytest.raises(NotAuthenticated) as error:
            key_of_token(database, PEPPER, attempt, AT + dt.timedelta(hours=2))
        said.add(error.value.message)
        assert attempt == "" or attempt not in error.value.message, name
    assert len(said) == 1
    with pytest.raises(NotAuthenticated):
        key_of_token(database, b"1" * 32, token, AT)
    assert key_of_token(database, PEPPER, past, AT).expires_at is not None


def test_a_rotated_key_has_one_secret_and_a_revoked_one_none(database: Database) -> None:
    token = issued(database, "publisher")
    key_id = token.split("_")[1]
    renewed = new_secret(database, PEPPER, key_id, "maker", actor="test", at=AT).token
    assert key_of_token(database, PEPPER, renewed, AT).roles == ("publisher",)
    with pytest.raises(NotAuthenticated):
        key_of_token(database, PEPPER, token, AT)
    with pytest.raises(NotFound):
        new_secret(database, PEPPER, key_id, "others", actor="test", at=AT)
    revoke_key(database, key_id, "maker", actor="test", at=AT)
    with pytest.raises(Conflict, match="revoked"):
        new_secret(database, PEPPER, key_id, "maker", actor="test", at=AT)


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"holder": ""}, "/holder"),
        ({"holder": "a\nb"}, "/holder"),
        ({"holder": "\x00"}, "/holder"),
        ({"roles": ()}, "/roles"),
        ({"roles": ("king",)}, "/roles"),
        ({"scopes": ("everything",)}, "/scopes"),
        ({"expires_at": AT}, "/expires_at"),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_its_place(database: Database, asked: dict[str, object], pointer: str) -> None:
    values: dict[str, object] = {"organisation": "maker", "holder": "An", "roles": ("reader",), **asked}
    with pytest.raises(InvalidDocument) as error:
        issue_key(database, PEPPER, AskedKey(**values), actor="test", at=AT)  # type: ignore[arg-type]
    assert error.value.pointers == (pointer,)


def test_roles_grow_and_scopes_only_narrow() -> None:
    assert set(SCOPES_BY_ROLE) == set(ROLES)
    assert frozenset().union(*SCOPES_BY_ROLE.values()) == set(SCOPES)
    assert SCOPES_BY_ROLE["reader"] < SCOPES_BY_ROLE["publisher"] < SCOPES_BY_ROLE["admin"]
    assert "drafts:review" not in SCOPES_BY_ROLE["publisher"]
    assert "drafts:write" not in SCOPES_BY_ROLE["reviewer"]
    assert scopes_of(["reader"], ["keys:manage", "buildings:read"]) == {"buildings:read"}
    assert scopes_of(["no such role"], None) == frozenset()


def test_a_session_lives_as_long_as_its_key_and_no_longer_than_said(database: Database, client: TestClient) -> None:
    service: Service = client.app.app.state.service  # type: ignore[attr-defined]
    make_organisation(service.database, "sessions", "Sessions", actor="test", at=AT)
    key = issue_key(service.database, service.pepper, AskedKey("sessions", "An", ("reader",)), actor="test", at=AT)
    with TestClient(client.app) as browser:
        began = browser.post("/v1/session", json={"key": key.token}, headers=ORIGIN)
        assert began.status_code == 200
        cookie = began.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/", "max-age=43200"))
        assert key.token not in cookie
        assert browser.get("/v1/principal").json()["organisation"] == "sessions"
        value = browser.cookies[COOKIE]
        for forged in (value[:-1] + ("0" if value[-1] != "0" else "1"), value.replace(".", ".9", 1), "x", value + "0"):
            with pytest.raises(NotAuthenticated):
                session_principal(service, forged)
        new_secret(service.database, service.pepper, key.key.id, "sessions", actor="test", at=AT)
        assert browser.get("/v1/principal").json()["organisation"] is None
        assert browser.delete("/v1/session", headers=ORIGIN).status_code == 204
        assert COOKIE not in browser.cookies


def test_a_session_ends_after_its_hours(client: TestClient) -> None:
    service: Service = client.app.app.state.service  # type: ignore[attr-defined]
    make_organisation(service.database, "hours", "Hours", actor="test", at=AT)
    key = issue_key(service.database, service.pepper, AskedKey("hours", "An", ("reader",)), actor="test", at=AT)
    signer = hmac.new(service.pepper, b"session", hashlib.sha256).digest()

    def cookie(ends: int) -> str:
        return f"{key.key.id}.{ends}.{hmac.new(signer, f'{key.key.id}.{ends}.{key.key.digest}'.encode(), hashlib.sha256).hexdigest()}"

    now = int(service.now().timestamp())
    assert session_principal(service, cookie(now + 60)).organisation == "hours"
    with pytest.raises(NotAuthenticated, match="over"):
        session_principal(service, cookie(now - 1))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://testserver"}, 204),
        ({"sec-fetch-site": "same-origin"}, 204),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"origin": "http://testserver:81"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({}, 403),
    ],
)
def test_what_changes_something_with_a_cookie_comes_from_a_page_of_ours(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.delete("/v1/session", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic b3B0b3A6eA==", "bearer optop_aaaaaaaa_" + "A" * 43, "Bearer eyJh.eyJz.c2ln"]
)
def test_a_header_that_is_no_key_is_refused(client: TestClient, header: str) -> None:
    answer = client.get("/v1/principal", headers={"authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
