"""Who asks: a key in the header, a session in a cookie, or nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.http.limits import network_of_scope
from api.http.service import Service, ServiceDep
from api.http.sessions import COOKIE, SAFE_METHODS, require_same_origin, session_principal
from api.keys import key_of_token, principal_of
from api.roles import ANONYMOUS, Principal, require_scope
from catalogue.errors import NotAuthenticated

__all__ = ["ANONYMOUS", "AUTHENTICATORS", "Authenticator", "Principal", "PrincipalDep", "current_principal", "require_scope"]


class Authenticator(Protocol):
    """Turns what a client shows into a principal."""

    def __call__(self, service: Service, token: str) -> Principal:
        """Return who shows this token. Raises NotAuthenticated."""


def _by_machine_key(service: Service, token: str) -> Principal:
    return principal_of(key_of_token(service.database, service.pepper, token, service.now()))


AUTHENTICATORS: Mapping[re.Pattern[str], Authenticator] = {re.compile(r"optop_.*"): _by_machine_key}
"""By what a bearer token looks like. An identity provider (OIDC) becomes a second entry: the pattern of a JWT, and a function that checks
its signature, issuer, audience and time and maps its subject to an organisation and roles. Nothing else has to know of it."""


def _by_bearer(service: Service, header: str) -> Principal:
    scheme, _, token = header.partition(" ")
    authenticator = next((found for pattern, found in AUTHENTICATORS.items() if pattern.fullmatch(token)), None)
    if scheme.casefold() != "bearer" or authenticator is None:
        raise NotAuthenticated("key-scheme")
    return authenticator(service, token)


def _by_session(service: Service, request: Request, value: str) -> Principal:
    if request.method not in SAFE_METHODS:
        require_same_origin(request)
    try:
        return session_principal(service, value)
    except NotAuthenticated:  # a session that ended makes nobody of its holder: what is public stays readable
        return ANONYMOUS


async def current_principal(request: Request, service: ServiceDep) -> Principal:
    """Return who makes this request, and count it; a header wins over a cookie.

    Raises NotAuthenticated, NotAllowed from another site, or RateLimited.
    """
    principal = await _shown(request, service)
    if principal.organisation is None:
        principal = replace(principal, network=network_of_scope(request.scope))
    request.state.principal = principal  # for the log
    if principal.organisation is None:
        service.limiter.count_address(request.scope)
    else:
        service.limiter.count_key(request.scope, principal.organisation, principal.name)
    return principal


async def _shown(request: Request, service: Service) -> Principal:
    header, cookie = request.headers.get("authorization"), request.cookies.get(COOKIE)
    if header is None and not cookie:
        return ANONYMOUS
    try:
        if header is not None:
            return await run_in_threadpool(_by_bearer, service, header)
        return await run_in_threadpool(_by_session, service, request, cookie or "")
    except NotAuthenticated:
        service.limiter.count_address(request.scope)  # who tries keys is counted too
        raise


PrincipalDep = Annotated[Principal, Depends(current_principal)]
"""Who asks, for a route that needs it."""
