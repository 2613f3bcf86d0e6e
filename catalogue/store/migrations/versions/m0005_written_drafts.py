"""The YAML text of a draft as its maker wrote it, with comments and layout, beside the document that it says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the text; drafts that were saved before have none and are written anew."""
    op.add_column("draft", sa.Column("written", sa.Text))


def downgrade() -> None:
    """Forget the texts; the documents stay."""
    op.drop_column("draft", "written")
