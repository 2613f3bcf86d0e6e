"""Any bytes by their digest: concept bodies, publication records, kept results, evidence and pictures. Written once, never changed."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from catalogue.errors import NotFound, UnreadableInput
from catalogue.store.database import Database
from catalogue.store.tables import document

JSON = "application/json"
MAX_ATTACHMENT_BYTES = 20_000_000
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/svg+xml", "text/csv", "application/x-step", JSON)
"""What may be attached: evidence, pictures, drawings, IFC type libraries."""
SIGNATURES: dict[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/x-step": b"ISO-10303-21;",
}
"""How a file of a kind begins."""


def digest_of_bytes(content: bytes) -> str:
    """Return `sha256:` and the hexadecimal digest of bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def put(connection: sa.Connection, content: bytes, media_type: str) -> str:
    """Keep bytes under their digest, in the caller's transaction; what is there already stays. Returns the digest."""
    digest = digest_of_bytes(content)
    if connection.execute(sa.select(document.c.digest).where(document.c.digest == digest)).first() is None:
        connection.execute(document.insert().values(digest=digest, media_type=media_type, body=content))
    return digest


def get(connection: sa.Connection, digest: str) -> tuple[bytes, str]:
    """Return bytes and media type of a digest. Raises NotFound."""
    row = connection.execute(sa.select(document.c.body, document.c.media_type).where(document.c.digest == digest)).first()
    if row is None:
        raise NotFound(f"There is no document {digest}.")
    return bytes(row.body), str(row.media_type)


def attach(database: Database, content: bytes, media_type: str) -> str:
    """Take a file in. Returns its digest. Raises UnreadableInput when it is empty, too large, or not of the kind that it says."""
    if media_type not in MEDIA_TYPES:
        raise UnreadableInput(f"{media_type} cannot be attached; possible are {', '.join(MEDIA_TYPES)}.")
    if not content or len(content) > MAX_ATTACHMENT_BYTES:
        raise UnreadableInput(f"The attachment has {len(content)} bytes; between 1 and {MAX_ATTACHMENT_BYTES} are taken.")
    if not content.startswith(SIGNATURES.get(media_type, b"")):
        raise UnreadableInput(f"The attachment does not begin as {media_type} does; export it again.")
    with database.writing() as connection:
        return put(connection, content, media_type)


def present(connection: sa.Connection, digests: tuple[str, ...]) -> frozenset[str]:
    """Return which of these digests are kept."""
    return frozenset(connection.execute(sa.select(document.c.digest).where(document.c.digest.in_(digests))).scalars())
