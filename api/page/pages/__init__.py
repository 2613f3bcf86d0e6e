"""One module a page. Each has a router of addresses `/{lang:lang}/...`; a route gathers what its template shows."""

from __future__ import annotations

from api.page.pages import configure, start

ROUTERS = (start.router, configure.router)
"""The routers of all pages."""
