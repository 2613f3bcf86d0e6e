"""The catalogue: documents by digest, published versions, their state, drafts, audit chain, kept results, search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IMMUTABLE = ("document", "concept_version", "audit", "result")
DERIVED = ("search_term", "version_facet")
MOVING = ("draft", "version_state")


def upgrade() -> None:
    """Make the tables and the triggers."""
    byte_ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    _published(byte_ordered)
    _moving()
    _derived(byte_ordered)
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _published(byte_ordered: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "document",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_document"),
    )
    op.create_table(
        "concept_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("concept_id", byte_ordered, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("version_key", byte_ordered, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record_digest", sa.Text, nullable=False),
        sa.Column("published_at", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concept_version"),
        sa.UniqueConstraint("concept_id", "version", name="uq_concept_version_concept_id_version"),
        sa.ForeignKeyConstraint(["digest"], ["document.digest"], name="fk_concept_version_digest_document"),
        sa.ForeignKeyConstraint(["record_digest"], ["document.digest"], name="fk_concept_version_record_digest_document"),
    )
    op.create_index("ix_concept_version_concept_id_version_key", "concept_version", ["concept_id", "version_key"])
    op.create_index("ix_concept_version_digest", "concept_version", ["digest"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    op.create_table(
        "result",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("concept_digest", sa.Text, nullable=False),
        sa.Column("building_id", sa.Text, nullable=False),
        sa.Column("kept_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_result"),
        sa.ForeignKeyConstraint(["digest"], ["document.digest"], name="fk_result_digest_document"),
    )
    op.create_index("ix_result_concept_digest", "result", ["concept_digest"])


def _moving() -> None:
    op.create_table(
        "version_state",
        sa.Column("version_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("deprecated", sa.Boolean, nullable=False),
        sa.Column("reason_kind", sa.Text),
        sa.Column("reason_nl", sa.Text),
        sa.Column("reason_en", sa.Text),
        sa.Column("successor", sa.Text),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version_id", name="pk_version_state"),
        sa.ForeignKeyConstraint(["version_id"], ["concept_version.id"], name="fk_version_state_version_id_concept_version"),
        sa.CheckConstraint("state in ('published', 'superseded', 'withdrawn')", name=op.f("ck_version_state_state")),
        sa.CheckConstraint("state <> 'withdrawn' or reason_kind is not null", name=op.f("ck_version_state_reason")),
    )
    op.create_index("ix_version_state_state", "version_state", ["state"])
    op.create_table(
        "draft",
        sa.Column("concept_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("concept_id", "version", name="pk_draft"),
        sa.CheckConstraint("state in ('draft', 'in_review', 'changes_requested')", name=op.f("ck_draft_state")),
    )


def _derived(byte_ordered: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "version_facet",
        sa.Column("facet", byte_ordered, nullable=False),
        sa.Column("value", byte_ordered, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", "version_id", name="pk_version_facet"),
        sa.ForeignKeyConstraint(["version_id"], ["concept_version.id"], name="fk_version_facet_version_id_concept_version"),
    )
    op.create_index("ix_version_facet_version_id", "version_facet", ["version_id"])
    op.create_table(
        "search_term",
        sa.Column("term", byte_ordered, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("term", "version_id", name="pk_search_term"),
        sa.ForeignKeyConstraint(["version_id"], ["concept_version.id"], name="fk_search_term_version_id_concept_version"),
    )
    op.create_index("ix_search_term_version_id", "search_term", ["version_id"])


def _guard_sqlite() -> None:
    for table in IMMUTABLE:
        for event in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{event} before {event} on {table} begin select raise(abort, '{table} is immutable'); end"
            )
    op.execute(
        "create trigger version_state_final before update on version_state when old.state = 'withdrawn'"
        " begin select raise(abort, 'a withdrawn version stays withdrawn'); end"
    )
    op.execute(
        "create trigger version_state_no_delete before delete on version_state begin select raise(abort, 'version_state is immutable'); end"
    )


def _guard_postgresql() -> None:
    op.execute(
        "create function optop_immutable() returns trigger language plpgsql as"
        " $$ begin raise exception '% is immutable', tg_table_name; end $$"
    )
    for table in IMMUTABLE:
        op.execute(f"create trigger {table}_immutable before update or delete on {table} for each row execute function optop_immutable()")
    for table in (*IMMUTABLE, "version_state"):
        op.execute(f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function optop_immutable()")
    op.execute("create trigger version_state_no_delete before delete on version_state for each row execute function optop_immutable()")
    op.execute(
        "create trigger version_state_final before update on version_state for each row"
        " when (old.state = 'withdrawn') execute function optop_immutable()"
    )


def downgrade() -> None:
    """Drop everything. Refused by nobody: it is for tests and for databases that nobody uses."""
    for table in (*DERIVED, *MOVING, "result", "audit", "concept_version", "document"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("drop function optop_immutable()")
