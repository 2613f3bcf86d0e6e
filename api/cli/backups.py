"""`optop catalogue backup|restore|tidy`: the whole database as one file, and back; and what is kept for a time only."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import parameters as p
from api.cli.publication import commands

if TYPE_CHECKING:
    from catalogue.store.backup import Backup

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="An SQLite file, whichever database it is made of or goes into.")]


def register(_: typer.Typer) -> None:
    """Add the commands to those of `optop catalogue`."""
    commands.command("backup")(backup_command)
    commands.command("restore")(restore_command)
    commands.command("tidy")(tidy_command)


def backup_command(file: BackupFile, database: p.DatabaseName = None) -> None:
    """Write the whole database to a new file, as it is at one moment; the service may go on meanwhile.

    The secret that keys are digested with is not in it: keep that file, or OPTOP_PEPPER, apart from it.
    """
    from api.catalogue import required_database
    from catalogue.store.backup import back_up

    with required_database(database) as opened:
        _say(back_up(opened, file), file)


def restore_command(file: BackupFile, database: p.DatabaseName = None) -> None:
    """Fill an empty database with a backup. A database that holds something is left alone."""
    from api.catalogue import required_database
    from catalogue.store.backup import restore

    with required_database(database) as opened:
        _say(restore(file, opened), file)


def tidy_command(
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=36_500, help="How old, in days; OPTOP_ANONYMOUS_RETENTION_DAYS when left out.")
    ] = None,
    actor: Annotated[str, typer.Option("--by", metavar="NAME", help="Who does this; it stands in the audit chain.")] = "optop",
    database: p.DatabaseName = None,
) -> None:
    """Remove old configurations that nobody in particular asked for; what belongs to an organisation stays for ever.

    The service may go on meanwhile. The file of an SQLite database does not shrink: the room is used again.
    """
    from api.catalogue import required_database
    from api.settings import environment_settings
    from catalogue.store.retention import tidy

    now = dt.datetime.now(dt.UTC)
    before = now - dt.timedelta(days=days or environment_settings().anonymous_retention_days)
    with required_database(database) as opened:
        done = tidy(opened, before, actor=actor, at=now)
    sys.stdout.write(
        f"before {before:%Y-%m-%d %H:%M} UTC: {done.configurations} configurations removed, {done.results} of them with their bytes "
        f"({done.freed_bytes / 1e6:.1f} MB)\n"
    )


def _say(done: Backup, file: Path) -> None:
    sys.stdout.write(f"{file}: schema {done.revision}, {sum(done.rows.values())} rows in {len(done.rows)} tables\n")
