"""A name for each request: the client's own where it is plain, else a new one. It stands in the answer, in problems and in the log."""

from __future__ import annotations

import re
import secrets
from collections.abc import MutableMapping
from typing import Any

HEADER = b"x-request-id"
_PLAIN = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def name_request(scope: MutableMapping[str, Any]) -> str:
    """Give a request its name, and return it."""
    given = next((value for name, value in scope["headers"] if name == HEADER), b"")
    request_id = given.decode("ascii") if _PLAIN.fullmatch(given) else secrets.token_hex(8)
    scope.setdefault("state", {})["request_id"] = request_id
    return request_id


def request_id_of(scope: MutableMapping[str, Any]) -> str:
    """Return the name of a request."""
    return str(scope.get("state", {}).get("request_id", "unnamed"))
