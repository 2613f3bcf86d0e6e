"""Who may do what, and what an organisation keeps for itself: organisations, keys, buildings, attachments, kept answers."""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("kept_answer", "attachment", "building", "machine_key", "organisation")
DIGEST = re.compile(rb"sha256:[0-9a-f]{64}")


def upgrade() -> None:
    """Make the tables, and give what is there already to the organisations that published it."""
    byte_ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    _access(byte_ordered)
    _own(byte_ordered)
    op.add_column("version_state", sa.Column("deprecated_at", sa.Text))
    op.add_column("audit", sa.Column("organisation", sa.Text))
    op.create_index("ix_audit_organisation_seq", "audit", ["organisation", "seq"])
    _take_over(op.get_bind())


def _access(byte_ordered: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "organisation",
        sa.Column("id", byte_ordered, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "machine_key",
        sa.Column("id", byte_ordered, nullable=False),
        sa.Column("organisation", byte_ordered, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text),
        sa.Column("rotated_at", sa.Text),
        sa.Column("revoked_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_machine_key"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_machine_key_organisation_organisation"),
    )
    op.create_index("ix_machine_key_organisation_id", "machine_key", ["organisation", "id"])


def _own(byte_ordered: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "building",
        sa.Column("organisation", byte_ordered, nullable=False),
        sa.Column("building_id", byte_ordered, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "building_id", name="pk_building"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_building_organisation_organisation"),
    )
    op.create_table(
        "attachment",
        sa.Column("organisation", byte_ordered, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("handed_in_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "digest", name="pk_attachment"),
        sa.ForeignKeyConstraint(["digest"], ["document.digest"], name="fk_attachment_digest_document"),
    )
    op.create_index("ix_attachment_digest", "attachment", ["digest"])
    op.create_table(
        "kept_answer",
        sa.Column("organisation", byte_ordered, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("idempotency_key", sa.Text, nullable=False),
        sa.Column("request_digest", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "holder", "idempotency_key", name="pk_kept_answer"),
    )
    op.create_index("ix_kept_answer_kept_at", "kept_answer", ["kept_at"])


def _take_over(connection: sa.Connection) -> None:
    """Make an organisation of every one that is named, and of every file that a published version names an attachment of its own."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    named = connection.exec_driver_sql("select organisation from concept_version union select organisation from draft").scalars().all()
    tables = sa.MetaData()
    tables.reflect(connection, only=("organisation", "attachment", "document", "concept_version"))
    organisation, attachment, document, versions = (
        tables.tables[name] for name in ("organisation", "attachment", "document", "concept_version")
    )
    if named:
        connection.execute(organisation.insert(), [{"id": one, "name": one, "created_at": now} for one in named])
    asked = sa.select(versions.c.organisation, document.c.body).join(document, document.c.digest == versions.c.digest)
    pairs = {(row.organisation, digest.decode()) for row in connection.execute(asked) for digest in DIGEST.findall(bytes(row.body))}
    for owner, digest in sorted(pairs):
        if connection.execute(sa.select(document.c.digest).where(document.c.digest == digest)).first() is not None:
            connection.execute(attachment.insert().values(organisation=owner, digest=digest, published=True, handed_in_at=now))


def downgrade() -> None:
    """Drop what this step made."""
    op.drop_index("ix_audit_organisation_seq", "audit")
    op.drop_column("audit", "organisation")
    op.drop_column("version_state", "deprecated_at")
    for table in TABLES:
        op.drop_table(table)
