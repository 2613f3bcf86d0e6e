"""Bring a database to a schema. One history for both databases; it runs in one transaction, so a crash leaves the old schema."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config

from catalogue.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = Lock()
"""alembic keeps its context in module globals: two threads of one process would take it from each other."""


def migration_config(database: Database) -> Config:
    """Return how alembic finds the history; it uses a connection of ours, so the pragmas and locks hold for it too."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    with _ONE_AT_A_TIME:
        command.upgrade(migration_config(database), revision)


def downgrade(database: Database, revision: str = "base") -> None:
    """Undo the migrations down to a revision; `base` leaves nothing. Only for tests and for a database that nobody uses."""
    with _ONE_AT_A_TIME:
        command.downgrade(migration_config(database), revision)
