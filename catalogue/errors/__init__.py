"""Exceptions for wrong calls and broken files: one root, one table to exit codes and HTTP problems.

    OptopError                    root; its phrase is one sentence: what, where, what to do
    +-- UnreadableInput           a file or document is not what it claims to be      exit 2, HTTP 400
    +-- InvalidDocument           a document breaks its schema                        exit 2, HTTP 422
    +-- IncompleteRequest         something that is needed was not given              exit 2, HTTP 422
    +-- NotFound                  a concept, family, building or option is unknown    exit 2, HTTP 404
    +-- Conflict                  the catalogue is in another state than supposed     exit 2, HTTP 409
    +-- NotAuthenticated          a key or session is not accepted                    exit 2, HTTP 401
    +-- NotAllowed                somebody may not do this                            exit 2, HTTP 403
    BrokenRule                    what the validators of documents raise: a ValueError with a phrase

An error carries the code and the parameters of its sentence; the sentences themselves stand in `*.yaml` beside this file, Dutch and
English, and are read when the first one is shown: an error that nobody sees costs no more than its parameters.

What the domain refuses (nothing fits on this roof) is no exception: it is a `Finding` in a computed result.
"""

from __future__ import annotations

from catalogue.errors.phrase import Phrase, Said, sentences

__all__ = [
    "BrokenRule",
    "Conflict",
    "IncompleteRequest",
    "InvalidDocument",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "OptopError",
    "Phrase",
    "Said",
    "UnreadableInput",
    "sentences",
]


class OptopError(Exception):
    """Root of every error that a user can cause; it says one sentence to that user, in Dutch or English."""

    exit_code = 2
    http_status = 400
    code = "optop-error"

    def __init__(self, reason: str | Phrase, /, *, pointers: tuple[str, ...] = (), **parameters: object) -> None:
        """Keep what the sentence is made of, and the JSON pointers of the fields it is about.

        Args:
            reason: public code of the sentence, a key of `*.yaml`; or a phrase that has its parameters already.
            pointers: JSON pointers of the fields that it is about.
            parameters: what the places of the sentence are filled with; numbers with their unit in the name.
        """
        super().__init__(reason)
        self.phrase = reason if isinstance(reason, Phrase) else Phrase(reason, parameters)
        self.pointers = pointers

    @property
    def reason(self) -> str:
        """The public code of the sentence: finer than `code`, which names the kind of error."""
        return self.phrase.code

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.phrase.in_language("en")

    def sentence(self, lang: str) -> str:
        """Return the sentence in `lang` (`nl` or `en`)."""
        return self.phrase.in_language(lang)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.message


class BrokenRule(ValueError):
    """A document breaks a rule that its schema cannot say; pydantic collects these, `catalogue.errors.validation` says them."""

    def __init__(self, reason: str, /, **parameters: object) -> None:
        """Keep the code of the sentence and its parameters."""
        super().__init__(reason)
        self.phrase = Phrase(reason, parameters)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.phrase.in_language("en")


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
