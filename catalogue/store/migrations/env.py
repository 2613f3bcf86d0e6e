"""What alembic runs: the migrations, inside one writing transaction of our own database."""

from alembic import context

from catalogue.store.database import Database
from catalogue.store.tables import metadata

database: Database = context.config.attributes["database"]
with database.writing() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
