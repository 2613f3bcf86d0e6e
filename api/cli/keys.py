"""`optop key new|list|rotate|revoke`: machine keys of the service, for whoever may open its database. A lost admin key is replaced here."""

from __future__ import annotations

import datetime as dt
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import parameters as p

if TYPE_CHECKING:
    from catalogue.store.keys import MachineKey

commands = typer.Typer(help="Machine keys of the service: new, list, rotate, revoke.", no_args_is_help=True)
LISTED_AT_ONCE = 200
ORGANISATION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
"""As over HTTP (`Slug`)."""

Actor = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does this; it stands in the audit chain.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="key")


@commands.command("new")
def new_command(
    organisation: Annotated[str, typer.Option("--organisation", metavar="ID", help="Whose key it is; made where there is none.")],
    holder: Annotated[str, typer.Option("--holder", metavar="NAME", help="Who or what holds it.")],
    role: Annotated[
        list[str], typer.Option("--role", metavar="ROLE", help="reader, publisher, reviewer, admin or operator; may be repeated.")
    ],
    by: Actor,
    database: p.DatabaseName = None,
) -> None:
    """Make a key and print it, once, on standard output. Exit code 2: what was asked cannot be."""
    from api.catalogue import required_database
    from api.keys import AskedKey, issue_key
    from catalogue.errors import Conflict, InvalidDocument
    from catalogue.store.organisations import make_organisation

    if not ORGANISATION_ID.fullmatch(organisation):
        raise InvalidDocument("organisation-id-malformed")
    now = dt.datetime.now(dt.UTC)
    with required_database(database) as opened:
        pepper = _pepper(database)
        with opened.writing():  # no organisation is left behind where the key cannot be
            with suppress(Conflict):
                make_organisation(opened, organisation, organisation, actor=by, at=now)
            issued = issue_key(opened, pepper, AskedKey(organisation, holder, tuple(role)), actor=by, at=now)
    sys.stderr.write(f"{issued.key.id}: {holder} ({organisation}), {', '.join(issued.key.roles)}. Shown only now:\n")
    sys.stdout.write(f"{issued.token}\n")


@commands.command("list")
def list_command(database: p.DatabaseName = None) -> None:
    """List every key: its id, organisation, holder, roles and state; never a secret."""
    from api.catalogue import required_database
    from catalogue.store.keys import keys_of

    now = dt.datetime.now(dt.UTC)
    with required_database(database) as opened, opened.reading() as connection:
        after = ""
        while found := keys_of(connection, None, after=after, limit=LISTED_AT_ONCE):
            for key in found:
                sys.stdout.write(f"{key.id}  {key.organisation}  {key.holder}  {','.join(key.roles)}  {_state(key, now)}\n")
            after = found[-1].id


def _state(key: MachineKey, now: dt.datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at}"
    if key.expires_at is not None:
        return f"{'expired' if dt.datetime.fromisoformat(key.expires_at) <= now else 'until'} {key.expires_at}"
    return "valid"


@commands.command("rotate")
def rotate_command(
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID", help="The eight letters or digits after `optop_`.")],
    by: Actor,
    database: p.DatabaseName = None,
) -> None:
    """Give a key a new secret and print it, once, on standard output; the old one is refused from now on."""
    from api.catalogue import required_database
    from api.keys import new_secret

    with required_database(database) as opened:
        issued = new_secret(opened, _pepper(database), key_id, None, actor=by, at=dt.datetime.now(dt.UTC))
    sys.stderr.write(f"{issued.key.id}: {issued.key.holder} ({issued.key.organisation}). Shown only now:\n")
    sys.stdout.write(f"{issued.token}\n")


def _pepper(database: str | None) -> bytes:
    """Return the pepper of a database, as the service finds it."""
    from api.catalogue import database_setting
    from api.keys import pepper_beside
    from api.settings import environment_settings

    secret = environment_settings().pepper
    return pepper_beside(database or database_setting() or "", None if secret is None else secret.get_secret_value())


@commands.command("revoke")
def revoke_command(
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID", help="The eight letters or digits after `optop_`.")],
    by: Actor,
    database: p.DatabaseName = None,
) -> None:
    """Refuse a key from now on. Exit code 2: there is no such key, or it was revoked before."""
    from api.catalogue import required_database
    from catalogue.store.keys import revoke_key

    with required_database(database) as opened:
        revoked = revoke_key(opened, key_id, None, actor=by, at=dt.datetime.now(dt.UTC))
    sys.stdout.write(f"{revoked.id}: revoked\n")
