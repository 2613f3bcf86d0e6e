"""Exceptions for wrong calls and broken files: one root, one table to exit codes and HTTP problems.

    OptopError                    root; `message` is one sentence: what, where, what to do
    +-- UnreadableInput           a file or document is not what it claims to be      exit 2, HTTP 400
    +-- InvalidDocument           a document breaks its schema                        exit 2, HTTP 422
    +-- IncompleteRequest         something that is needed was not given              exit 2, HTTP 422
    +-- NotFound                  a concept, family, building or option is unknown    exit 2, HTTP 404
    +-- Conflict                  the catalogue is in another state than supposed     exit 2, HTTP 409
    +-- NotAuthenticated          a key or session is not accepted                    exit 2, HTTP 401
    +-- NotAllowed                somebody may not do this                            exit 2, HTTP 403

What the domain refuses (nothing fits on this roof) is no exception: it is a `Finding` in a computed result.
"""

from __future__ import annotations


class OptopError(Exception):
    """Root of every error that a user can cause; the message is one sentence for that user."""

    exit_code = 2
    http_status = 400
    code = "optop-error"

    def __init__(self, message: str, *, pointers: tuple[str, ...] = ()) -> None:
        """Keep the sentence and the JSON pointers of the fields it is about."""
        super().__init__(message)
        self.message = message
        self.pointers = pointers


class UnreadableInput(OptopError):
    """The bytes are not what they claim to be: truncated, wrong format, coordinates that cannot be."""

    code = "unreadable-input"


class InvalidDocument(OptopError):
    """A document was read, and breaks its schema."""

    http_status = 422
    code = "invalid-document"


class IncompleteRequest(OptopError):
    """The request lacks something that nobody else can fill in."""

    http_status = 422
    code = "incomplete-request"


class NotFound(OptopError):
    """A concept, version, family, assumption set, building or option of that name does not exist."""

    http_status = 404
    code = "not-found"


class Conflict(OptopError):
    """The catalogue is in another state than the call supposes: a version that exists, a draft that was changed meanwhile."""

    http_status = 409
    code = "conflict"


class NotAuthenticated(OptopError):
    """A key or session is unknown, expired or revoked, or none was shown where one is needed."""

    http_status = 401
    code = "not-authenticated"


class NotAllowed(OptopError):
    """Somebody may not do this: an author cannot review the own version."""

    http_status = 403
    code = "not-allowed"
