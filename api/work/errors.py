"""What may happen to a piece of work besides being done; each becomes a problem of its own status."""

from __future__ import annotations

from catalogue.errors import OptopError, Phrase


class TryLater(OptopError):
    """Root of what is refused now and not later: it becomes a `Retry-After`, of a problem and of a page alike."""

    http_status = 503
    code = "unavailable"

    def __init__(self, reason: str | Phrase, /, *, retry_after_s: int, pointers: tuple[str, ...] = (), **parameters: object) -> None:
        """Keep what the sentence is made of, and after how many seconds it is worth trying again."""
        super().__init__(reason, pointers=pointers, **parameters)
        self.retry_after_s = retry_after_s


class Overloaded(TryLater):
    """More work waits than is taken on."""

    http_status = 503
    code = "overloaded"


class BudgetExceeded(OptopError):
    """A piece of work took longer than a request may: asking again gives the same, asking for less helps."""

    http_status = 422
    code = "time-budget-exceeded"


class WorkLost(OptopError):
    """The process that did the work ended under it."""

    http_status = 500
    code = "work-lost"


class WorkFailed(OptopError):
    """The work raised something that nobody foresaw: a defect of optop. The log has the trace, the caller only this sentence."""

    http_status = 500
    code = "internal-error"
