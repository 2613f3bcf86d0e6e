"""Buildings that an organisation keeps for itself. Every function takes the organisation; what belongs to another does not exist for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes, digest_of_bytes
from catalogue.errors import Conflict, NotFound
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import building

Allowed = Callable[[str], None]
"""Is told the digest of what is there before it is changed, and raises where it may not be."""


@dataclass(frozen=True, slots=True)
class ListedBuilding:
    """One building in a list, without its document."""

    id: str
    digest: str
    changed_at: str
    changed_by: str
    name_nl: str | None
    name_en: str | None
    family: str | None
    storeys_existing: int | None
    example_data: bool


@dataclass(frozen=True, slots=True)
class StoredBuilding:
    """One building as it is kept."""

    body: bytes
    """Its canonical bytes."""
    digest: str


def _summary(document: Building) -> str:
    said: dict[str, Any] = {
        "name_nl": None if document.name is None else document.name.nl,
        "name_en": None if document.name is None else document.name.en,
        "family": None if document.family is None else document.family.value,
        "storeys_existing": None if document.storeys_existing is None else document.storeys_existing.value,
        "example_data": document.example_data,
    }
    return json.dumps(said)


def _values(document: Building, actor: str, at: dt.datetime) -> dict[str, object]:
    body = canonical_bytes(document)
    return {
        "summary": _summary(document),
        "digest": digest_of_bytes(body),
        "body": body,
        "changed_at": stamp(at),
        "changed_by": actor,
    }


def make_building(database: Database, document: Building, *, organisation: str, actor: str, at: dt.datetime) -> StoredBuilding:
    """Keep a new building. Raises Conflict when the organisation has one of that id."""
    with database.writing() as connection:
        if _there(connection, document.id, organisation) is not None:
            raise Conflict("building-exists", building_id=document.id, pointers=("/id",))
        values = _values(document, actor, at)
        connection.execute(building.insert().values(organisation=organisation, building_id=document.id, **values))
        _log(connection, document.id, organisation, actor, at, str(values["digest"]))
        return read_building(connection, document.id, organisation)


def replace_building(
    database: Database, document: Building, allowed: Allowed, *, organisation: str, actor: str, at: dt.datetime
) -> StoredBuilding:
    """Put another document in the place of a building. Raises NotFound, and whatever `allowed` does."""
    with database.writing() as connection:
        allowed(read_building(connection, document.id, organisation).digest)
        values = _values(document, actor, at)
        changed = building.update().where(building.c.organisation == organisation, building.c.building_id == document.id)
        connection.execute(changed.values(**values))
        _log(connection, document.id, organisation, actor, at, str(values["digest"]))
        return read_building(connection, document.id, organisation)


def delete_building(database: Database, building_id: str, allowed: Allowed, *, organisation: str, actor: str, at: dt.datetime) -> None:
    """Throw a building away; results that were made with it carry it with them. Raises NotFound, and whatever `allowed` does."""
    with database.writing() as connection:
        known = read_building(connection, building_id, organisation)
        allowed(known.digest)
        connection.execute(building.delete().where(building.c.organisation == organisation, building.c.building_id == building_id))
        append(connection, stamp(at), actor, "delete_building", building_id, organisation=organisation, digest=known.digest)


def read_building(connection: sa.Connection, building_id: str, organisation: str) -> StoredBuilding:
    """Return a building. Raises NotFound, also for another organisation's."""
    found = _there(connection, building_id, organisation)
    if found is None:
        raise NotFound("building-unknown", building_id=building_id, pointers=("/building",))
    return found


def buildings_of(connection: sa.Connection, organisation: str, *, after: str, limit: int) -> tuple[ListedBuilding, ...]:
    """Return at most `limit` buildings after an id, by id, without their documents."""
    columns = (building.c[name] for name in ("building_id", "digest", "changed_at", "changed_by", "summary"))
    asked = sa.select(*columns).where(building.c.organisation == organisation, building.c.building_id > after)
    rows = connection.execute(asked.order_by(building.c.building_id).limit(limit))
    return tuple(ListedBuilding(row.building_id, row.digest, row.changed_at, row.changed_by, **json.loads(row.summary)) for row in rows)


def _there(connection: sa.Connection, building_id: str, organisation: str) -> StoredBuilding | None:
    asked = sa.select(building.c.body, building.c.digest).where(
        building.c.organisation == organisation, building.c.building_id == building_id
    )
    row = connection.execute(asked).first()
    return None if row is None else StoredBuilding(bytes(row.body), row.digest)


def _log(connection: sa.Connection, building_id: str, organisation: str, actor: str, at: dt.datetime, digest: str) -> None:
    append(connection, stamp(at), actor, "save_building", building_id, organisation=organisation, digest=digest)
