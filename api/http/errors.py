"""What only a request over HTTP can do wrong; everything else is in `catalogue.errors`."""

from __future__ import annotations

from api.work import TryLater
from catalogue.errors import OptopError


class PreconditionRequired(OptopError):
    """A change was asked for without saying which state it is a change of."""

    http_status = 428
    code = "precondition-required"


class PreconditionFailed(OptopError):
    """Somebody else changed the thing since it was read."""

    http_status = 412
    code = "precondition-failed"


class UnsupportedMediaType(OptopError):
    """The body is of another kind than is read here."""

    http_status = 415
    code = "unsupported-media-type"


class BadCursor(OptopError):
    """A cursor that this service did not give, or gave for another list."""

    http_status = 422
    code = "bad-cursor"


class RateLimited(TryLater):
    """Too many requests in too short a time."""

    http_status = 429
    code = "rate-limited"
