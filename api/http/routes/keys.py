"""Machine keys of an organisation: made, rotated, revoked. A secret is shown once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import AwareDatetime, ConfigDict, Field

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import SECRET
from api.http.cursors import ListPage, PageDep
from api.http.idempotency import IdempotencyKey, done_once
from api.http.problems import problem_responses
from api.http.sending import changed, made
from api.http.service import ServiceDep
from api.http.strict_json import StrictRoute
from api.keys import AskedKey, IssuedKey, issue_key, new_secret
from api.roles import Principal, Role, Scope, require_grantable, scopes_of
from catalogue.documents.document import Slug
from catalogue.store import keys
from catalogue.store.answers import Answer

router = APIRouter(route_class=StrictRoute, prefix="/v1/keys", tags=["keys"], responses=problem_responses(401, 403))
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
KeyId = Annotated[
    str, Path(pattern=r"^[a-z0-9]{8}$", description="Id of a key: the second part of it.", openapi_examples={"none": {"value": "abcdefgh"}})
]


class Key(Body):
    """One machine key, without its secret."""

    id: str
    organisation: str
    holder: str = Field(description="Who acts with it, as the audit log and publication records name them.")
    roles: list[str]
    scopes: list[str] = Field(description="What it may do.")
    created_at: str = Field(description="RFC 3339, UTC.")
    created_by: str
    expires_at: str | None = Field(description="RFC 3339, UTC; null is never.")
    rotated_at: str | None = Field(description="When it got the secret that it has; null is when it was made.")
    revoked_at: str | None = Field(description="Since when it is refused; null for one in force.")


class KeyWithSecret(Key):
    """A key that was just made or rotated."""

    token: str | None = Field(description="The key itself, `optop_<id>_<secret>`: shown now and never again; null in a repeated answer.")


class KeyList(ListPage[Key]):
    """Keys of your organisation, by id, also those that were revoked."""


class NewKey(Body):
    """A key to make."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"holder": "A. Maker", "roles": ["publisher"], "expires_at": "2099-12-31T00:00:00Z"}]},
    )

    holder: str = Field(
        min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$", description="The person or program that will act with it."
    )
    roles: list[Role] = Field(min_length=1, max_length=5)
    scopes: list[Scope] | None = Field(default=None, max_length=20, description="Less than its roles may do; null is all of that.")
    expires_at: Annotated[AwareDatetime, Field(le=LATEST)] | None = Field(default=None, description="RFC 3339; null is never.")
    organisation: Slug | None = Field(default=None, description="For another organisation; needs the scope `installation:manage`.")


def _shown(key: keys.MachineKey) -> Key:
    said = {name: getattr(key, name) for name in ("id", "organisation", "holder", "created_at", "created_by", "expires_at")}
    return Key(
        **said, roles=list(key.roles), scopes=sorted(scopes_of(key.roles, key.scopes)), rotated_at=key.rotated_at, revoked_at=key.revoked_at
    )


def _once(issued: IssuedKey) -> KeyWithSecret:
    return KeyWithSecret(**_shown(issued.key).model_dump(), token=issued.token)


def _visible(principal: Principal) -> str | None:
    """The one organisation whose keys a principal may manage, or None for all."""
    if principal.organisation is not None and principal.may("installation:manage"):
        return None
    return require_scope(principal, "keys:manage")


@router.get("", operation_id="list_keys")
def list_keys(page: PageDep, service: ServiceDep, principal: PrincipalDep) -> KeyList:
    """List the keys of your organisation. Scope `keys:manage`."""
    only = _visible(principal)
    what = ("keys", only or "*")
    after = page.after(what) or [""]
    with service.database.reading() as connection:
        found = keys.keys_of(connection, only, after=str(after[0]), limit=page.limit + 1)
    shown, following = page.cut(what, found, lambda key: [key.id], SECRET)
    return KeyList(items=[_shown(key) for key in shown], next_cursor=following)


@router.post("", operation_id="create_key", status_code=201, response_model=KeyWithSecret)
def post_key(
    asked: NewKey, request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Make a key, at most as mighty as your own. Its secret is in this answer and nowhere else. Scope `keys:manage`."""
    only = _visible(principal)
    organisation = asked.organisation or str(principal.organisation)
    require_grantable(principal, scopes_of(asked.roles, asked.scopes), elsewhere=only is None and organisation != principal.organisation)
    if only is not None and organisation != only:
        require_scope(principal, "installation:manage")

    def make() -> Answer:
        scopes = None if asked.scopes is None else tuple(asked.scopes)
        new = AskedKey(organisation, asked.holder, tuple(asked.roles), scopes, asked.expires_at)
        shown = _once(issue_key(service.database, service.pepper, new, actor=principal.name, at=service.now()))
        return made(shown, f"/v1/keys/{shown.id}", again=shown.model_copy(update={"token": None}))

    answer = done_once(service, principal, request, idempotency_key, asked, make)
    answer.headers["Cache-Control"] = SECRET
    return answer


@router.get("/{key_id}", operation_id="get_key")
def get_key(key_id: KeyId, service: ServiceDep, principal: PrincipalDep) -> Key:
    """Return a key of your organisation. Scope `keys:manage`."""
    only = _visible(principal)
    with service.database.reading() as connection:
        return _shown(keys.read_key(connection, key_id, only))


@router.post("/{key_id}/secret", operation_id="rotate_key", response_model=KeyWithSecret, responses=problem_responses(409))
def post_secret(
    key_id: KeyId, request: Request, service: ServiceDep, principal: PrincipalDep, idempotency_key: IdempotencyKey = None
) -> Response:
    """Give a key a new secret; the old one is refused from now on, and so are its sessions. Scope `keys:manage`."""
    only = _visible(principal)
    with service.database.reading() as connection:
        known = keys.read_key(connection, key_id, only)
    require_grantable(principal, scopes_of(known.roles, known.scopes), elsewhere=known.organisation != principal.organisation)

    def rotate() -> Answer:
        shown = _once(new_secret(service.database, service.pepper, key_id, only, actor=principal.name, at=service.now()))
        return changed(shown, {"Cache-Control": SECRET}, again=shown.model_copy(update={"token": None}))

    return done_once(service, principal, request, idempotency_key, None, rotate)


@router.delete("/{key_id}", operation_id="revoke_key", status_code=204)
def delete_key(key_id: KeyId, service: ServiceDep, principal: PrincipalDep) -> None:
    """Refuse a key from now on, for ever. It stays listed. Scope `keys:manage`."""
    keys.revoke_key(service.database, key_id, _visible(principal), actor=principal.name, at=service.now())
