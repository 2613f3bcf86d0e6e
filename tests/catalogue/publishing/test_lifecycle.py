"""The state machine: every step that exists, and no other."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import get_args

import pytest

from catalogue.documents.concept import Concept
from catalogue.errors import Conflict, NotAllowed
from catalogue.publishing.lifecycle import (
    OFFERED,
    READABLE,
    TRANSITIONS,
    Event,
    State,
    expired_pointers,
    next_state,
    require_other_reviewer,
)
from catalogue.resolve import resolve_concept


@pytest.mark.parametrize(("state", "event"), list(itertools.product(get_args(State), get_args(Event))))
def test_only_the_listed_steps_exist(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert next_state(state, event, "A@1.0.0") == TRANSITIONS[state, event]
    else:
        with pytest.raises(Conflict, match=f"A@1.0.0 is {state}"):
            next_state(state, event, "A@1.0.0")


def test_what_is_readable_never_becomes_a_draft_again() -> None:
    for (state, _), after in TRANSITIONS.items():
        assert state not in READABLE or after in READABLE
    assert "withdrawn" not in {state for state, _ in TRANSITIONS}
    assert set(OFFERED) <= set(READABLE)


@pytest.mark.parametrize("reviewer", ["An Auteur", "an auteur", " AN AUTEUR "])
def test_nobody_reviews_the_own_version(reviewer: str) -> None:
    with pytest.raises(NotAllowed):
        require_other_reviewer("An Auteur", reviewer, "A@1.0.0")


def test_what_is_past_its_last_day_is_found_wherever_it_stands() -> None:
    data = json.loads(resolve_concept("A3").model_dump_json())
    data["price"]["per_m2"]["valid_until"] = "2026-06-30"
    data["performance"]["dnta_k_db"]["valid_until"] = "2027-06-30"
    concept = Concept.model_validate(data)
    assert expired_pointers(concept, dt.date(2026, 6, 30)) == ()
    assert expired_pointers(concept, dt.date(2026, 7, 1)) == ("/price/per_m2",)
    assert set(expired_pointers(concept, dt.date(2028, 1, 1))) == {"/price/per_m2", "/performance/dnta_k_db"}
