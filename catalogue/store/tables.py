"""Every table, once. The migrations make them; a test compares the two.

What is published lies in `document` (any bytes, by their digest), `concept_version`, `audit` and `result`: triggers in both databases
refuse to change or remove a row of these. What moves lies in `draft` and `version_state`. `version_facet` and `search_term` are derived.
Who may do what lies in `organisation` and `machine_key`. What an organisation keeps for itself lies in `building`, `attachment` and
`kept_answer`, whose keys all begin with the organisation.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ByteOrdered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared byte by byte in both databases, so that ranges and orders agree."""

document = sa.Table(
    "document",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

concept_version = sa.Table(
    "concept_version",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("concept_id", ByteOrdered, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("version_key", ByteOrdered, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, sa.ForeignKey("document.digest"), nullable=False),
    sa.Column("record_digest", sa.Text, sa.ForeignKey("document.digest"), nullable=False),
    sa.Column("published_at", sa.Text, nullable=False),
    sa.Column("card", sa.Text, nullable=False),
    sa.UniqueConstraint("concept_id", "version"),
    sa.Index(None, "concept_id", "version_key"),
    sa.Index(None, "digest"),
)

version_state = sa.Table(
    "version_state",
    metadata,
    sa.Column("version_id", sa.Integer, sa.ForeignKey("concept_version.id"), primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("deprecated", sa.Boolean, nullable=False),
    sa.Column("deprecated_at", sa.Text),
    sa.Column("reason_kind", sa.Text),
    sa.Column("reason_nl", sa.Text),
    sa.Column("reason_en", sa.Text),
    sa.Column("successor", sa.Text),
    sa.Column("changed_at", sa.Text, nullable=False),
    sa.CheckConstraint("state in ('published', 'superseded', 'withdrawn')", name="state"),
    sa.CheckConstraint("state <> 'withdrawn' or reason_kind is not null", name="reason"),
    sa.Index(None, "state"),
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("concept_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("comment", sa.Text),
    sa.Column("changed_at", sa.Text, nullable=False),
    sa.Column("written", sa.Text),
    sa.CheckConstraint("state in ('draft', 'in_review', 'changes_requested')", name="state"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("organisation", sa.Text),
    sa.Index(None, "organisation", "seq"),
)

result = sa.Table(
    "result",
    metadata,
    sa.Column("digest", sa.Text, sa.ForeignKey("document.digest"), primary_key=True),
    sa.Column("concept_digest", sa.Text, nullable=False),
    sa.Column("building_id", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Index(None, "concept_digest"),
)

configuration = sa.Table(
    "configuration",
    metadata,
    sa.Column("digest", ByteOrdered, primary_key=True),
    sa.Column("organisation", ByteOrdered, primary_key=True),
    sa.Column("result_digest", sa.Text, sa.ForeignKey("result.digest"), nullable=False),
    sa.Column("request_key", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Index(None, "request_key", "organisation"),
    sa.Index(None, "organisation", "kept_at", "digest"),
)

version_facet = sa.Table(
    "version_facet",
    metadata,
    sa.Column("facet", ByteOrdered, primary_key=True),
    sa.Column("value", ByteOrdered, primary_key=True),
    sa.Column("version_id", sa.Integer, sa.ForeignKey("concept_version.id"), primary_key=True),
    sa.Index(None, "version_id"),
)

search_term = sa.Table(
    "search_term",
    metadata,
    sa.Column("term", ByteOrdered, primary_key=True),
    sa.Column("version_id", sa.Integer, sa.ForeignKey("concept_version.id"), primary_key=True),
    sa.Index(None, "version_id"),
)

organisation = sa.Table(
    "organisation",
    metadata,
    sa.Column("id", ByteOrdered, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
)

machine_key = sa.Table(
    "machine_key",
    metadata,
    sa.Column("id", ByteOrdered, primary_key=True),
    sa.Column("organisation", ByteOrdered, sa.ForeignKey("organisation.id"), nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text),
    sa.Column("rotated_at", sa.Text),
    sa.Column("revoked_at", sa.Text),
    sa.Index(None, "organisation", "id"),
)

building = sa.Table(
    "building",
    metadata,
    sa.Column("organisation", ByteOrdered, sa.ForeignKey("organisation.id"), primary_key=True),
    sa.Column("building_id", ByteOrdered, primary_key=True),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("changed_at", sa.Text, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
)

attachment = sa.Table(
    "attachment",
    metadata,
    sa.Column("organisation", ByteOrdered, primary_key=True),
    sa.Column("digest", sa.Text, sa.ForeignKey("document.digest"), primary_key=True),
    sa.Column("published", sa.Boolean, nullable=False),
    sa.Column("handed_in_at", sa.Text, nullable=False),
    sa.Index(None, "digest"),
)

kept_answer = sa.Table(
    "kept_answer",
    metadata,
    sa.Column("organisation", ByteOrdered, primary_key=True),
    sa.Column("holder", sa.Text, primary_key=True),
    sa.Column("idempotency_key", sa.Text, primary_key=True),
    sa.Column("request_digest", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Index(None, "kept_at"),
)

released = sa.Table("released", metadata, sa.Column("digest", sa.Text, primary_key=True))
"""Results that are about to go, within one transaction; empty between transactions."""

IMMUTABLE = ("document", "concept_version", "audit", "result")
"""Tables of which no row may ever change, nor go unless `released` names it: only `catalogue.store.retention` does."""
