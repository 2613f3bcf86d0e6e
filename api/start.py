"""What a service does before its first request: a schema that fits, and on the very first start something to work with."""

from __future__ import annotations

import datetime as dt

from api.catalogue import publish_starter
from api.keys import AskedKey, issue_key
from catalogue.errors import NotFound
from catalogue.store.database import OLDER, Database, database_url, open_database
from catalogue.store.keys import any_key
from catalogue.store.organisations import make_organisation, read_organisation

FIRST_ORGANISATION = "optop-example"
"""Whose the starter concepts are, and the first admin key."""


def open_for_service(where: str) -> Database:
    """Open the database of a service: an SQLite file of an older schema is upgraded, one on a server has to be upgraded by hand.

    Raises UnreadableInput, or Conflict for a schema that this optop does not know.
    """
    embedded = database_url(where).get_backend_name() == "sqlite"
    return open_database(where, upgrading=OLDER if embedded else ())


def prepare_first_start(database: Database, pepper: bytes, at: dt.datetime) -> str | None:
    """Where nobody has a key yet: make the first organisation, publish the starter catalogue, and return the first admin's token.

    All of it is one transaction, so that of several processes that start at once only one does it. The starter catalogue goes only
    into an SQLite file: what is published stays for ever, and whoever runs a server decides what stands there.
    """
    with database.writing() as connection:
        if any_key(connection):
            return None
        try:
            read_organisation(connection, FIRST_ORGANISATION)
        except NotFound:
            make_organisation(database, FIRST_ORGANISATION, "optop (example data)", actor="optop", at=at)
        if database.dialect == "sqlite":
            publish_starter(database, at)
        asked = AskedKey(FIRST_ORGANISATION, "first admin", ("admin", "operator"))
        return issue_key(database, pepper, asked, actor="optop", at=at).token
