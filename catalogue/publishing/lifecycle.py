"""The life of a concept version: one state machine, and who may move it.

    draft -> in_review -> published -> superseded -> withdrawn
      ^         |             |                         ^
      |         v             +-------------------------+
      +- changes_requested

A draft may be edited. In review the candidate is frozen by its digest. What is published never changes; its state does, and only forwards.
`deprecated` (the maker advises against it) and `expired` (a figure is past its date) are flags beside the state, not states.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import JsonValue

from catalogue.documents.concept import Concept
from catalogue.errors import Conflict, NotAllowed, Phrase

State = Literal["draft", "in_review", "changes_requested", "published", "superseded", "withdrawn"]
Event = Literal["edit", "submit", "request_changes", "publish", "supersede", "deprecate", "withdraw"]
WithdrawalReason = Literal["safety", "error", "discontinued", "legal"]
"""Why a version is no longer offered. `safety` marks every result that was made with it."""

WITHDRAWAL_PHRASES: dict[WithdrawalReason, str] = {
    "safety": "withdrawn-safety",
    "error": "withdrawn-error",
    "discontinued": "withdrawn-discontinued",
    "legal": "withdrawn-legal",
}
"""How a sentence names a reason."""

TRANSITIONS: dict[tuple[State, Event], State] = {
    ("draft", "edit"): "draft",
    ("draft", "submit"): "in_review",
    ("in_review", "request_changes"): "changes_requested",
    ("changes_requested", "edit"): "draft",
    ("changes_requested", "submit"): "in_review",
    ("in_review", "publish"): "published",
    ("published", "supersede"): "superseded",
    ("published", "deprecate"): "published",
    ("superseded", "deprecate"): "superseded",
    ("published", "withdraw"): "withdrawn",
    ("superseded", "withdraw"): "withdrawn",
}
"""Every step that exists; what is not here is refused."""

STATE_PHRASES: dict[State, str] = {
    "draft": "state-draft",
    "in_review": "state-in-review",
    "changes_requested": "state-changes-requested",
    "published": "state-published",
    "superseded": "state-superseded",
    "withdrawn": "state-withdrawn",
}
"""How a sentence names a state."""
EVENT_PHRASES: dict[Event, str] = {
    "edit": "event-edit",
    "submit": "event-submit",
    "request_changes": "event-request-changes",
    "publish": "event-publish",
    "supersede": "event-supersede",
    "deprecate": "event-deprecate",
    "withdraw": "event-withdraw",
}
"""How a sentence names a step."""

OFFERED: tuple[State, ...] = ("published",)
"""States in which a version is offered to new configurations."""
READABLE: tuple[State, ...] = ("published", "superseded", "withdrawn")
"""States in which anybody may read a version, for ever."""


def next_state(state: State, event: Event, subject: str) -> State:
    """Return the state after an event. Raises Conflict with what is possible instead."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        possible = tuple(Phrase(EVENT_PHRASES[step]) for (origin, step) in TRANSITIONS if origin == state)
        raise Conflict(
            "step-not-possible",
            subject=subject,
            state=Phrase(STATE_PHRASES[state]),
            event=Phrase(EVENT_PHRASES[event]),
            possible=possible or Phrase("nothing"),
        )
    return following


def require_other_reviewer(author: str, reviewer: str, subject: str) -> None:
    """Refuse a reviewer who wrote the version. Raises NotAllowed."""
    if author.strip().casefold() == reviewer.strip().casefold():
        raise NotAllowed("own-version-reviewed", author=author, subject=subject, pointers=("/reviewer",))


def expired_pointers(concept: Concept, on: dt.date) -> tuple[str, ...]:
    """Return JSON pointers of everything in a concept whose `valid_until` lies before a date."""
    return tuple(_expired(concept.model_dump(mode="json"), "", on.isoformat()))


def _expired(value: JsonValue, pointer: str, today: str) -> list[str]:
    if isinstance(value, dict):
        until = value.get("valid_until")
        own = [pointer] if isinstance(until, str) and until < today else []
        return own + [found for key, item in value.items() for found in _expired(item, f"{pointer}/{key}", today)]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _expired(item, f"{pointer}/{index}", today)]
    return []
