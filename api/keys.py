"""Machine keys as their holders know them: `optop_<id>_<secret>`, shown once. What is kept is an HMAC of the secret, with the pepper.

A secret has 256 random bits, so a fast digest is enough: there is nothing to guess, and a slow one would let anybody keep the service
busy with wrong keys.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.roles import ROLES, SCOPES, Principal, scopes_of
from catalogue.errors import IncompleteRequest, InvalidDocument, NotAuthenticated, NotFound, UnreadableInput

if TYPE_CHECKING:
    from catalogue.store.database import Database
    from catalogue.store.keys import MachineKey

TOKEN = re.compile(r"optop_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
"""A key: eight letters or digits that name it, and 32 random bytes in base64url."""
ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that are read for another."""
HOLDER = re.compile(r"[^\W_][\w .,'()@+-]{0,79}")
PEPPER_BYTES = 32


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key just after it was made or rotated: the only moment at which its secret is known."""

    key: MachineKey
    token: str


@dataclass(frozen=True, slots=True)
class AskedKey:
    """What a new key is asked to be."""

    organisation: str
    holder: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...] | None = None
    expires_at: dt.datetime | None = None


def secret_digest(pepper: bytes, key_id: str, secret: str) -> str:
    """Return what is kept of a secret: HMAC-SHA256 over the key's id and secret, in hexadecimal digits."""
    return hmac.new(pepper, f"{key_id}:{secret}".encode(), hashlib.sha256).hexdigest()


def issue_key(database: Database, pepper: bytes, asked: AskedKey, *, actor: str, at: dt.datetime) -> IssuedKey:
    """Make a key. Raises InvalidDocument for what cannot be, NotFound for the organisation."""
    from catalogue.store.drafts import stamp
    from catalogue.store.keys import MachineKey, make_key

    _refuse_impossible(asked, at)
    key_id = "".join(secrets.choice(ID_LETTERS) for _ in range(8))
    secret = secrets.token_urlsafe(PEPPER_BYTES)
    key = MachineKey(
        id=key_id,
        organisation=asked.organisation,
        holder=asked.holder,
        roles=tuple(role for role in ROLES if role in asked.roles),
        scopes=asked.scopes,
        digest=secret_digest(pepper, key_id, secret),
        created_at=stamp(at),
        created_by=actor,
        expires_at=None if asked.expires_at is None else stamp(asked.expires_at),
        rotated_at=None,
        revoked_at=None,
    )
    return IssuedKey(make_key(database, key), f"optop_{key_id}_{secret}")


def _refuse_impossible(asked: AskedKey, at: dt.datetime) -> None:
    if not HOLDER.fullmatch(asked.holder):
        raise InvalidDocument("holder-malformed", pointers=("/holder",))
    strange = [role for role in asked.roles if role not in ROLES]
    if strange or not asked.roles:
        raise InvalidDocument("key-roles", known=tuple(ROLES), pointers=("/roles",))
    unknown = [scope for scope in asked.scopes or () if scope not in SCOPES]
    if unknown:
        raise InvalidDocument("key-scope", scope=unknown[0], known=tuple(SCOPES), pointers=("/scopes",))
    if asked.expires_at is not None and asked.expires_at <= at:
        raise InvalidDocument("key-expired-already", pointers=("/expires_at",))


def new_secret(database: Database, pepper: bytes, key_id: str, organisation: str | None, *, actor: str, at: dt.datetime) -> IssuedKey:
    """Give a key a new secret; the old one is refused from now on. Raises NotFound or Conflict."""
    from catalogue.store.keys import rotate_key

    secret = secrets.token_urlsafe(PEPPER_BYTES)
    rotated = rotate_key(database, key_id, organisation, secret_digest(pepper, key_id, secret), actor=actor, at=at)
    return IssuedKey(rotated, f"optop_{key_id}_{secret}")


def key_of_token(database: Database, pepper: bytes, token: str, at: dt.datetime) -> MachineKey:
    """Return the key of a token. Raises NotAuthenticated, with the same words whatever is wrong with it."""
    from catalogue.store.keys import read_key

    refused = NotAuthenticated("key-not-accepted")
    match = TOKEN.fullmatch(token)
    if match is None:
        raise refused
    key_id, secret = match.groups()
    given = secret_digest(pepper, key_id, secret)
    try:
        with database.reading() as connection:
            key = read_key(connection, key_id, None)
    except NotFound:
        hmac.compare_digest(given, given)  # an unknown id takes as long as a wrong secret
        raise refused from None
    if not hmac.compare_digest(given, key.digest) or not key.holds(at):
        raise refused
    return key


def principal_of(key: MachineKey) -> Principal:
    """Return who acts with a key."""
    return Principal(key.organisation, key.holder, frozenset(key.roles), scopes_of(key.roles, key.scopes), key.id)


def pepper_beside(database: str, given: str | None) -> bytes:
    """Return the pepper: the one that is given, or the one beside an SQLite file, which is made when there is none.

    Raises IncompleteRequest for a database elsewhere, whose pepper every process has to be given, and UnreadableInput for a broken file.
    """
    if given:
        return hashlib.sha256(given.encode()).digest()
    from catalogue.store.database import database_url

    url = database_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise IncompleteRequest("pepper-missing")
    return _pepper_file(Path(f"{url.database}.pepper"))


def _pepper_file(file: Path) -> bytes:
    """Read a pepper, or make one that only its owner can read; of two processes at once the first one's counts."""
    try:
        if not file.exists():
            made = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
            made.touch(mode=0o600)
            made.write_text(secrets.token_hex(PEPPER_BYTES), encoding="ascii")
            with suppress(FileExistsError):
                os.link(made, file)
            made.unlink()
        pepper = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise UnreadableInput("pepper-unreadable", file=file, cause=error) from None
    if len(pepper) < PEPPER_BYTES:
        raise UnreadableInput("pepper-size", file=file, bytes=PEPPER_BYTES)
    return pepper
