"""Files that concept documents name by digest: evidence and pictures. Its organisation's own until a version names them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from catalogue.errors import NotFound, UnreadableInput
from catalogue.store import documents
from catalogue.store.audit import append
from catalogue.store.database import Database
from catalogue.store.drafts import stamp
from catalogue.store.tables import attachment, document

MAX_ATTACHMENT_BYTES = 20_000_000
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/svg+xml", "text/csv", "application/x-step", documents.JSON)
"""What may be attached: evidence, pictures, drawings, IFC type libraries."""
SIGNATURES: dict[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/x-step": b"ISO-10303-21;",
}
"""How a file of a kind begins."""


def hand_in(database: Database, content: bytes, media_type: str, *, organisation: str, actor: str, at: dt.datetime) -> str:
    """Take a file in for an organisation; the same file again changes nothing. Returns its digest.

    Raises UnreadableInput when it is empty, too large, or not of the kind that it says.
    """
    if media_type not in MEDIA_TYPES:
        raise UnreadableInput("attachment-media-type", media_type=media_type, known=tuple(MEDIA_TYPES))
    if not content or len(content) > MAX_ATTACHMENT_BYTES:
        raise UnreadableInput("attachment-size", count=len(content), most=MAX_ATTACHMENT_BYTES)
    if not content.startswith(SIGNATURES.get(media_type, b"")):
        raise UnreadableInput("attachment-other-content", media_type=media_type)
    with database.writing() as connection:
        digest = documents.put(connection, content, media_type)
        if connection.execute(_own(organisation, digest)).first() is None:
            values = {"organisation": organisation, "digest": digest, "published": False, "handed_in_at": stamp(at)}
            connection.execute(attachment.insert().values(**values))
            append(connection, stamp(at), actor, "hand_in_attachment", digest, organisation=organisation, media_type=media_type)
    return digest


def usable(connection: sa.Connection, digests: tuple[str, ...], organisation: str) -> frozenset[str]:
    """Return which of these files an organisation's document may name: its own, and whatever is published."""
    mine = sa.or_(attachment.c.organisation == organisation, attachment.c.published)
    return frozenset(connection.execute(sa.select(attachment.c.digest).where(attachment.c.digest.in_(digests), mine)).scalars())


def publish_attachments(connection: sa.Connection, digests: tuple[str, ...], organisation: str, at: str) -> None:
    """Make files public, in the transaction that publishes the version that names them."""
    for digest in digests:
        changed = attachment.update().where(attachment.c.organisation == organisation, attachment.c.digest == digest)
        if connection.execute(changed.values(published=True)).rowcount == 0:
            connection.execute(attachment.insert().values(organisation=organisation, digest=digest, published=True, handed_in_at=at))


def read_attachment(connection: sa.Connection, digest: str, organisation: str | None) -> tuple[bytes, str, bool]:
    """Return bytes, media type, and whether everybody may read it. Raises NotFound, also for what another organisation keeps for itself."""
    mine = sa.or_(attachment.c.organisation == organisation, attachment.c.published)
    asked = sa.select(attachment.c.published).where(attachment.c.digest == digest, mine).order_by(attachment.c.published.desc())
    row = connection.execute(asked.limit(1)).first()
    if row is None:
        raise NotFound("attachment-unknown", digest=digest)
    content = connection.execute(sa.select(document.c.body, document.c.media_type).where(document.c.digest == digest)).one()
    return bytes(content.body), str(content.media_type), bool(row.published)


def _own(organisation: str, digest: str) -> sa.Select[tuple[str]]:
    return sa.select(attachment.c.digest).where(attachment.c.organisation == organisation, attachment.c.digest == digest)
