"""Whose a kept result is, by the digest that its configuration names itself, and what it was asked with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; results that were kept before belong to nobody that is known, and stay where they are."""
    byte_ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "configuration",
        sa.Column("digest", byte_ordered, nullable=False),
        sa.Column("organisation", byte_ordered, nullable=False),
        sa.Column("result_digest", sa.Text, nullable=False),
        sa.Column("request_key", sa.Text, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", "organisation", name="pk_configuration"),
        sa.ForeignKeyConstraint(["result_digest"], ["result.digest"], name="fk_configuration_result_digest_result"),
    )
    op.create_index("ix_configuration_request_key_organisation", "configuration", ["request_key", "organisation"])
    op.create_index("ix_configuration_organisation_kept_at_digest", "configuration", ["organisation", "kept_at", "digest"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("configuration")
