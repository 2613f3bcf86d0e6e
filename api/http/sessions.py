"""A person's session in a browser: a signed cookie that stands for a machine key. There are no passwords.

The cookie names the key and when it ends; its signature also covers what is kept of the key's secret, so that a key that is rotated,
revoked or expired ends its sessions at once. A request that changes something with a cookie has to come from a page of this service.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from api.http.service import Service
from api.keys import key_of_token, principal_of
from api.roles import Principal
from catalogue.errors import NotAllowed, NotAuthenticated, NotFound
from catalogue.store.keys import MachineKey, read_key

COOKIE = "optop_session"
SESSION_HOURS = 12
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_VALUE = re.compile(r"([a-z0-9]{8})\.([0-9]{1,12})\.([0-9a-f]{64})")


def _signature(service: Service, key: MachineKey, ends: int) -> str:
    signer = hmac.new(service.pepper, b"session", hashlib.sha256).digest()
    return hmac.new(signer, f"{key.id}.{ends}.{key.digest}".encode(), hashlib.sha256).hexdigest()


def sign_in(service: Service, token: str, request: Request, response: Response) -> Principal:
    """Begin a session with a machine key, in a cookie of the response. Raises NotAuthenticated, or NotAllowed from another site."""
    require_same_origin(request)
    now = service.now()
    key = key_of_token(service.database, service.pepper, token.strip(), now)
    ends = int((now + dt.timedelta(hours=SESSION_HOURS)).timestamp())
    response.set_cookie(
        COOKIE,
        f"{key.id}.{ends}.{_signature(service, key, ends)}",
        max_age=SESSION_HOURS * 3600,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return principal_of(key)


def sign_out(request: Request, response: Response) -> None:
    """End the session of this browser. Raises NotAllowed from another site."""
    require_same_origin(request)
    response.delete_cookie(COOKIE, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict")


def session_principal(service: Service, value: str) -> Principal:
    """Return who acts in a session. Raises NotAuthenticated, with the same words whatever is wrong with it."""
    refused = NotAuthenticated("session-over")
    match = _VALUE.fullmatch(value)
    if match is None:
        raise refused
    key_id, ends, signature = match.groups()
    now = service.now()
    try:
        with service.database.reading() as connection:
            key = read_key(connection, key_id, None)
    except NotFound:
        raise refused from None
    if not hmac.compare_digest(signature, _signature(service, key, int(ends))) or now.timestamp() >= int(ends) or not key.holds(now):
        raise refused
    return principal_of(key)


def require_same_origin(request: Request) -> None:
    """Refuse a request that another site made a browser send. Raises NotAllowed.

    The host of `Origin` has to be the one that was asked (browsers send it with everything that changes something); where there is none,
    the browser has to say itself that the request comes from the same origin.
    """
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is None:
        same = request.headers.get("sec-fetch-site") in ("same-origin", "none")
    else:
        same = bool(host) and urlsplit(origin).netloc.casefold() == host.casefold()
    if not same:
        raise NotAllowed("other-site")
