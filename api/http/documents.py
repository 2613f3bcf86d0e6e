"""A published document as a response: its canonical bytes, its digest as the entity tag, and how long it may be kept."""

from __future__ import annotations

from fastapi.responses import Response

from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily


def document_response(document: Concept | BuildingFamily, *, pinned: bool) -> Response:
    """Return a document; `pinned` when the address names its version, so that it may be kept for ever."""
    caching = "public, max-age=31536000, immutable" if pinned else "no-cache"
    headers = {"ETag": f'"{digest_of(document)}"', "Cache-Control": caching}
    return Response(canonical_bytes(document), media_type="application/json", headers=headers)
