"""The audit log: who did what, as a chain in which each entry covers the one before it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, JsonValue

from api.bodies import Body
from api.http.access import PrincipalDep, require_scope
from api.http.conditions import PRIVATE
from api.http.cursors import ListPage, PageDep
from api.http.problems import problem_responses
from api.http.service import ServiceDep
from catalogue.store import audit

router = APIRouter(prefix="/v1", tags=["audit"], responses=problem_responses(401, 403))
Subject = Annotated[
    str | None,
    Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="Only what happened to this: `ID@VERSION`, an id, a digest."),
]


class AuditEntry(Body):
    """One entry."""

    seq: int = Field(description="Place in the chain of the whole installation, from 1.")
    at: str = Field(description="RFC 3339, UTC.")
    actor: str = Field(description="Holder of the key.")
    action: str
    subject: str
    details: dict[str, JsonValue]
    hash: str = Field(description="SHA-256 over the hash before it and this entry.")
    organisation: str | None = Field(description="Whose change it is.")


class AuditList(ListPage[AuditEntry]):
    """Entries, oldest first."""


class AuditChain(Body):
    """Whether the chain is whole."""

    whole: bool
    first_break: int | None = Field(description="Place of the first entry that does not follow from the one before it.")
    length: int = Field(description="Number of entries.")
    newest_hash: str | None = Field(description="Keep it elsewhere: then a chain that was cut off shows too.")


@router.get("/audit-entries", operation_id="list_audit_entries")
def list_entries(page: PageDep, service: ServiceDep, principal: PrincipalDep, subject: Subject = None) -> AuditList:
    """List what your organisation did; with the scope `installation:manage` what everybody did. Scope `audit:read`."""
    organisation = require_scope(principal, "audit:read")
    only = None if principal.may("installation:manage") else organisation
    what = ("audit", only or "*", subject or "")
    after = page.after(what) or [0]
    with service.database.reading() as connection:
        found = audit.page_of_entries(connection, only, subject=subject, after=int(after[0]), limit=page.limit + 1)
    shown, following = page.cut(what, found, lambda one: [one.seq], PRIVATE)
    return AuditList(items=[AuditEntry.model_validate(one, from_attributes=True) for one in shown], next_cursor=following)


@router.get("/audit-chain", operation_id="check_audit_chain")
def get_chain(service: ServiceDep, principal: PrincipalDep) -> AuditChain:
    """Check the chain of the whole installation, entry by entry. Scope `audit:read`."""
    require_scope(principal, "audit:read")
    with service.database.reading() as connection:
        broken, last = audit.first_break(connection), audit.newest(connection)
    return AuditChain(
        whole=broken is None, first_break=broken, length=0 if last is None else last.seq, newest_hash=None if last is None else last.hash
    )
