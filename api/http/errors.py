"""What only a request over HTTP can do wrong; everything else is in `catalogue.errors`."""

from __future__ import annotations

from catalogue.errors import OptopError, Phrase


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


class RateLimited(OptopError):
    """Too many requests in too short a time."""

    http_status = 429
    code = "rate-limited"

    def __init__(self, reason: str | Phrase, /, *, retry_after_s: int, pointers: tuple[str, ...] = (), **parameters: object) -> None:
        """Keep what the sentence is made of, and after how many seconds it is worth trying again."""
        super().__init__(reason, pointers=pointers, **parameters)
        self.retry_after_s = retry_after_s


class Unavailable(OptopError):
    """The service cannot do this now, and can later."""

    http_status = 503
    code = "unavailable"

    def __init__(self, reason: str | Phrase, /, *, retry_after_s: int, pointers: tuple[str, ...] = (), **parameters: object) -> None:
        """Keep what the sentence is made of, and after how many seconds it is worth trying again."""
        super().__init__(reason, pointers=pointers, **parameters)
        self.retry_after_s = retry_after_s
