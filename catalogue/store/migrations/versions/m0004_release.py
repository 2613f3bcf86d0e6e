"""A kept result that nobody in particular asked for may go, once it is named as released: everything else stays immutable."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RELEASABLE = ("document", "result")
RELEASED = "exists (select 1 from released where released.digest = old.digest)"


def upgrade() -> None:
    """Make the table, and let the triggers look into it before they refuse a delete."""
    op.create_table("released", sa.Column("digest", sa.Text, nullable=False), sa.PrimaryKeyConstraint("digest", name="pk_released"))
    if op.get_bind().dialect.name == "sqlite":
        for table in RELEASABLE:
            op.execute(f"drop trigger {table}_no_delete")
            refusal = f"select raise(abort, '{table} is immutable')"
            op.execute(f"create trigger {table}_no_delete before delete on {table} when not {RELEASED} begin {refusal}; end")
        return
    op.execute(
        "create function optop_unless_released() returns trigger language plpgsql as"
        f" $$ begin if {RELEASED} then return old; end if; raise exception '% is immutable', tg_table_name; end $$"
    )
    for table in RELEASABLE:
        op.execute(f"drop trigger {table}_immutable on {table}")
        op.execute(f"create trigger {table}_immutable before update on {table} for each row execute function optop_immutable()")
        op.execute(f"create trigger {table}_no_delete before delete on {table} for each row execute function optop_unless_released()")


def downgrade() -> None:
    """Refuse every delete again."""
    if op.get_bind().dialect.name == "sqlite":
        for table in RELEASABLE:
            op.execute(f"drop trigger {table}_no_delete")
            refusal = f"select raise(abort, '{table} is immutable')"
            op.execute(f"create trigger {table}_no_delete before delete on {table} begin {refusal}; end")
    else:
        for table in RELEASABLE:
            op.execute(f"drop trigger {table}_no_delete on {table}")
            op.execute(f"drop trigger {table}_immutable on {table}")
            op.execute(
                f"create trigger {table}_immutable before update or delete on {table} for each row execute function optop_immutable()"
            )
        op.execute("drop function optop_unless_released()")
    op.drop_table("released")
