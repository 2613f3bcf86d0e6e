"""What the routes of the publish pages share: the posted form, a draft of the visitor's organisation, the way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from api.http.service import Service
from api.page.publish.posted import Posted
from api.page.texts import Lang, text
from api.roles import Principal, require_scope
from catalogue.store import drafts
from catalogue.store.drafts import Draft

MOST_FIELDS = 20_000
LONGEST_FIELD_BYTES = 1_900_000
"""A whole document as YAML is one field."""


async def posted_form(request: Request) -> Posted:
    """Return the fields of a form; the service limits the size of the body."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD_BYTES) as form:
        return Posted([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


PostedDep = Annotated[Posted, Depends(posted_form)]
"""What a browser posted, for a route that needs it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at one draft: what every page of it needs."""

    request: Request
    lang: Lang
    service: Service
    principal: Principal
    found: Draft

    def t(self, key: str, **values: object) -> str:
        """Return a text of the page."""
        return text(self.lang, key, **values)


def draft_of(service: Service, principal: Principal, reference: str) -> Draft:
    """Return a draft of the visitor's organisation. Raises NotAuthenticated, NotAllowed or NotFound."""
    organisation = require_scope(principal, "drafts:read")
    concept_id, _, number = reference.partition("@")
    with service.database.reading() as connection:
        return drafts.read_draft(connection, concept_id, number, organisation=organisation)


def to(lang: Lang, path: str) -> RedirectResponse:
    """Lead on after a form was posted."""
    return RedirectResponse(f"/{lang}/{path}", 303)
