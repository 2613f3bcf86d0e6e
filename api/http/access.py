"""Who asks: an organisation's key, or nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request, and for which organisation. Anonymous callers read what is published and configure within limits."""

    organisation: str | None
    name: str
    roles: frozenset[str]
    """Of `reader`, `publisher`, `reviewer`, `admin`; empty for the anonymous."""


ANONYMOUS = Principal(None, "anonymous", frozenset())


def current_principal() -> Principal:
    """Return who makes this request."""
    return ANONYMOUS


PrincipalDep = Annotated[Principal, Depends(current_principal)]
"""Who asks, for a route that needs it."""
