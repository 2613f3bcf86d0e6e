"""Any bytes by their digest: concept bodies, publication records, kept results, evidence and pictures. Written once, never changed."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from catalogue.errors import NotFound
from catalogue.store.tables import document

JSON = "application/json"


_BODY = sa.select(document.c.body, document.c.media_type).where(document.c.digest == sa.bindparam("wanted"))


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
    row = connection.execute(_BODY, {"wanted": digest}).first()
    if row is None:
        raise NotFound("document-unknown", digest=digest)
    return bytes(row.body), str(row.media_type)
