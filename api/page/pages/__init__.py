"""One module a page. Each has a router of addresses `/{lang:lang}/...`; a route gathers what its template shows."""

from __future__ import annotations

from api.page.pages import compare, concepts, configure, draft, families, files, life, publish, review, start

ROUTERS = (
    start.router,
    configure.router,
    concepts.router,
    compare.router,
    families.router,
    publish.router,
    life.router,
    draft.router,
    files.router,
    review.router,
)
"""The routers of all pages."""
