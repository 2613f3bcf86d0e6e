"""Organisations: whose concepts, buildings and keys something is. None is ever removed: the audit chain goes on naming them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.errors import Conflict, NotFound
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import organisation


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation."""

    id: str
    name: str
    created_at: str


def _of(row: sa.Row[Any]) -> Organisation:
    return Organisation(row.id, row.name, row.created_at)


def make_organisation(database: Database, organisation_id: str, name: str, *, actor: str, at: dt.datetime) -> Organisation:
    """Make an organisation. Raises Conflict when there is one of that id."""
    with database.writing() as connection:
        if connection.execute(_one(organisation_id)).first() is not None:
            raise Conflict("organisation-exists", organisation_id=organisation_id, pointers=("/id",))
        connection.execute(organisation.insert().values(id=organisation_id, name=name, created_at=stamp(at)))
        append(connection, stamp(at), actor, "make_organisation", organisation_id, organisation=organisation_id, name=name)
        return read_organisation(connection, organisation_id)


def rename_organisation(database: Database, organisation_id: str, name: str, *, actor: str, at: dt.datetime) -> Organisation:
    """Give an organisation another name; its id stays. Raises NotFound."""
    with database.writing() as connection:
        before = read_organisation(connection, organisation_id)
        if before.name != name:
            connection.execute(organisation.update().where(organisation.c.id == organisation_id).values(name=name))
            append(connection, stamp(at), actor, "rename_organisation", organisation_id, organisation=organisation_id, name=name)
        return read_organisation(connection, organisation_id)


def read_organisation(connection: sa.Connection, organisation_id: str) -> Organisation:
    """Return an organisation. Raises NotFound."""
    row = connection.execute(_one(organisation_id)).first()
    if row is None:
        raise NotFound("organisation-unknown", organisation_id=organisation_id, pointers=("/organisation",))
    return _of(row)


def organisations(connection: sa.Connection, only: str | None, *, after: str, limit: int) -> tuple[Organisation, ...]:
    """Return at most `limit` organisations after an id, by id; with `only` that one alone."""
    asked = sa.select(organisation).where(organisation.c.id > after).order_by(organisation.c.id).limit(limit)
    if only is not None:
        asked = asked.where(organisation.c.id == only)
    return tuple(_of(row) for row in connection.execute(asked))


def _one(organisation_id: str) -> sa.Select[Any]:
    return sa.select(organisation).where(organisation.c.id == organisation_id)
