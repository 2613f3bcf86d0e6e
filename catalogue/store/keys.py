"""Machine keys: what a program, or a person without a login of their own, shows to act for an organisation.

Only a keyed digest of the secret is kept. A key that was revoked stays listed, so that the audit chain can be read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import JsonValue

from catalogue.errors import Conflict, NotFound
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.organisations import read_organisation
from catalogue.store.tables import machine_key


@dataclass(frozen=True, slots=True)
class MachineKey:
    """One key, without its secret."""

    id: str
    organisation: str
    holder: str
    """Who acts with it, as the audit chain and the publication records name them."""
    roles: tuple[str, ...]
    scopes: tuple[str, ...] | None
    """What it is narrowed to; null is everything that its roles may do."""
    digest: str
    created_at: str
    created_by: str
    expires_at: str | None
    rotated_at: str | None
    revoked_at: str | None

    def holds(self, at: dt.datetime) -> bool:
        """Return whether the key is accepted at a moment."""
        return self.revoked_at is None and (self.expires_at is None or stamp(at) < self.expires_at)


def _of(row: sa.Row[Any]) -> MachineKey:
    scopes = None if row.scopes is None else tuple(row.scopes.split())
    times = {name: getattr(row, name) for name in ("created_at", "created_by", "expires_at", "rotated_at", "revoked_at")}
    return MachineKey(row.id, row.organisation, row.holder, tuple(row.roles.split()), scopes, row.digest, **times)


def make_key(database: Database, key: MachineKey) -> MachineKey:
    """Keep a new key. Raises NotFound for its organisation, Conflict for an id that is taken."""
    with database.writing() as connection:
        read_organisation(connection, key.organisation)
        if connection.execute(_one(key.id)).first() is not None:
            raise Conflict("key-exists", key_id=key.id)
        scopes = None if key.scopes is None else " ".join(key.scopes)
        values = {name: getattr(key, name) for name in ("id", "organisation", "holder", "digest", "created_at", "created_by", "expires_at")}
        connection.execute(machine_key.insert().values(roles=" ".join(key.roles), scopes=scopes, **values))
        details: dict[str, JsonValue] = {"holder": key.holder, "roles": list(key.roles), "expires_at": key.expires_at}
        append(connection, key.created_at, key.created_by, "make_key", key.id, organisation=key.organisation, **details)
        return read_key(connection, key.id, key.organisation)


def rotate_key(database: Database, key_id: str, organisation: str | None, digest: str, *, actor: str, at: dt.datetime) -> MachineKey:
    """Give a key a new secret; the old one is refused from now on. Raises NotFound, or Conflict for a revoked key."""
    with database.writing() as connection:
        known = read_key(connection, key_id, organisation)
        if known.revoked_at is not None:
            raise Conflict("key-revoked", key_id=key_id)
        connection.execute(machine_key.update().where(machine_key.c.id == key_id).values(digest=digest, rotated_at=stamp(at)))
        append(connection, stamp(at), actor, "rotate_key", key_id, organisation=known.organisation)
        return read_key(connection, key_id, organisation)


def revoke_key(database: Database, key_id: str, organisation: str | None, *, actor: str, at: dt.datetime) -> MachineKey:
    """Refuse a key from now on; once is for ever. Raises NotFound."""
    with database.writing() as connection:
        known = read_key(connection, key_id, organisation)
        if known.revoked_at is None:
            connection.execute(machine_key.update().where(machine_key.c.id == key_id).values(revoked_at=stamp(at)))
            append(connection, stamp(at), actor, "revoke_key", key_id, organisation=known.organisation)
        return read_key(connection, key_id, organisation)


def read_key(connection: sa.Connection, key_id: str, organisation: str | None) -> MachineKey:
    """Return a key of an organisation, or with None of any. Raises NotFound, also for another organisation's."""
    row = connection.execute(_one(key_id)).first()
    if row is None or organisation not in (None, row.organisation):
        raise NotFound("key-unknown", key_id=key_id)
    return _of(row)


def keys_of(connection: sa.Connection, organisation: str | None, *, after: str, limit: int) -> tuple[MachineKey, ...]:
    """Return at most `limit` keys after an id, by id; of one organisation, or with None of all."""
    asked = sa.select(machine_key).where(machine_key.c.id > after).order_by(machine_key.c.id).limit(limit)
    if organisation is not None:
        asked = asked.where(machine_key.c.organisation == organisation)
    return tuple(_of(row) for row in connection.execute(asked))


def any_key(connection: sa.Connection) -> bool:
    """Return whether there is a key at all, of whatever state."""
    return connection.execute(sa.select(machine_key.c.id).limit(1)).first() is not None


def _one(key_id: str) -> sa.Select[Any]:
    return sa.select(machine_key).where(machine_key.c.id == key_id)
