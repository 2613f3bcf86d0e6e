"""`optop catalogue backup|restore`: the whole database as one file, and back."""

from __future__ import annotations

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


def _say(done: Backup, file: Path) -> None:
    sys.stdout.write(f"{file}: schema {done.revision}, {sum(done.rows.values())} rows in {len(done.rows)} tables\n")
