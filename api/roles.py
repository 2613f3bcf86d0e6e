"""Roles and scopes: who may do what. A role is a set of scopes; a key may be narrowed to some of those of its roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from catalogue.errors import NotAllowed, NotAuthenticated

Scope = Literal[
    "configurations:run",
    "buildings:read",
    "buildings:write",
    "drafts:read",
    "drafts:write",
    "drafts:review",
    "versions:withdraw",
    "keys:manage",
    "audit:read",
    "organisation:write",
    "installation:manage",
]
Role = Literal["reader", "publisher", "reviewer", "admin", "operator"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
ROLES: tuple[Role, ...] = get_args(Role)

_READER: frozenset[Scope] = frozenset({"configurations:run", "buildings:read", "drafts:read"})
_PUBLISHER: frozenset[Scope] = _READER | {"buildings:write", "drafts:write", "versions:withdraw"}
_REVIEWER: frozenset[Scope] = _READER | {"drafts:review"}
_ADMIN: frozenset[Scope] = _PUBLISHER | _REVIEWER | {"keys:manage", "audit:read", "organisation:write"}
SCOPES_BY_ROLE: dict[Role, frozenset[Scope]] = {
    "reader": _READER,
    "publisher": _PUBLISHER,
    "reviewer": _REVIEWER,
    "admin": _ADMIN,
    "operator": frozenset({"installation:manage"}),
}
"""What each role may do in its own organisation. `operator` is whoever runs this installation: makes organisations and the first key of
each, and reads the whole audit chain, but not what an organisation keeps for itself."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request, and for which organisation. Anonymous callers read what is published and configure within limits."""

    organisation: str | None
    name: str
    roles: frozenset[str]
    """Of `reader`, `publisher`, `reviewer`, `admin`, `operator`; empty for the anonymous."""
    scopes: frozenset[str] = frozenset()
    """What this principal may do: that of its roles, or less."""
    key_id: str | None = None
    """The key that was shown, where it was one."""
    network: str = ""
    """Of the anonymous: the network address that they are counted by."""

    def may(self, scope: Scope) -> bool:
        """Return whether this principal may do what a scope stands for."""
        return scope in self.scopes


ANONYMOUS = Principal(None, "anonymous", frozenset())


def scopes_of(roles: Iterable[str], narrowed: Iterable[str] | None) -> frozenset[str]:
    """Return what roles may do together, of that only the narrowed part; a role that this optop does not know gives nothing."""
    granted: frozenset[str] = frozenset().union(*(SCOPES_BY_ROLE[role] for role in ROLES if role in set(roles)))
    return granted if narrowed is None else granted & frozenset(narrowed)


def require_scope(principal: Principal, scope: Scope) -> str:
    """Return the organisation that a principal acts for. Raises NotAuthenticated for the anonymous, NotAllowed for who lacks the scope."""
    if principal.organisation is None:
        raise NotAuthenticated("key-missing")
    if not principal.may(scope):
        raise NotAllowed("scope-missing", who=principal.name, scope=scope)
    return principal.organisation


def require_grantable(principal: Principal, scopes: frozenset[str], *, elsewhere: bool) -> None:
    """Refuse a key that would be mightier than the one that makes it. Raises NotAllowed.

    Whoever runs the installation may give other organisations whatever concerns themselves.
    """
    more = scopes - principal.scopes - (_ADMIN if elsewhere and principal.may("installation:manage") else frozenset())
    if more:
        raise NotAllowed("scope-not-own", who=principal.name, scopes=tuple(sorted(more)), pointers=("/roles",))
