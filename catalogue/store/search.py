"""Lists of concept versions: words in Dutch or English, facets with counts, page by page. Documents are never read for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.errors import InvalidDocument, NotFound
from catalogue.publishing.lifecycle import OFFERED, State
from catalogue.store.tables import concept_version, search_term, version_facet, version_state
from catalogue.store.terms import words_of
from catalogue.store.versions import ROWS, Version, version_key, version_of

MAX_PAGE = 200
LAST_LETTER = "\U0010ffff"
"""Sorts after every term that begins alike."""
FACETS = (
    *("organisation", "system", "kind", "intervention", "support", "access", "storeys"),
    *("mass_class", "biobased", "certificate", "region", "example"),
)
"""What a list can be filtered on."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Every word must be found; of one facet any value, of several facets all."""

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: tuple[State, ...] = OFFERED
    limit: int = 50
    after: str | None = None
    """`ID@VERSION` of the last one of the page before."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page without any counting."""

    versions: tuple[Version, ...]
    next: str | None
    """What to hand in as `after` for the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, how many there are in all, and how many each facet value would leave."""

    versions: tuple[Version, ...]
    total: int
    counts: dict[str, dict[str, int]]
    next: str | None
    """What to hand in as `after` for the next page; None on the last."""


def find(connection: sa.Connection, query: Query) -> Page:
    """Return the versions that a query asks for, by concept id and version, and count them and every facet value.

    Raises NotFound for a facet that does not exist, InvalidDocument for a page that cannot be.
    """
    found = find_slice(connection, query)
    ids = _ids(query, query.facets)
    total = connection.execute(sa.select(sa.func.count()).select_from(ids.subquery())).scalar_one()
    return Page(versions=found.versions, total=total, counts=_counts(connection, query), next=found.next)


def find_slice(connection: sa.Connection, query: Query) -> Slice:
    """Return the versions that a query asks for, as `find` does, and count nothing."""
    for facet in query.facets:
        if facet not in FACETS:
            raise NotFound("facet-unknown", facet=facet, known=tuple(FACETS), pointers=(f"/{facet}",))
    if not 1 <= query.limit <= MAX_PAGE:
        raise InvalidDocument("page-size", most=MAX_PAGE, limit=query.limit, pointers=("/limit",))
    page = ROWS.where(concept_version.c.id.in_(_ids(query, query.facets))).order_by(
        concept_version.c.concept_id, concept_version.c.version_key
    )
    if query.after is not None:
        concept_id, _, version = query.after.partition("@")
        place = sa.tuple_(concept_version.c.concept_id, concept_version.c.version_key)
        page = page.where(place > sa.tuple_(concept_id, version_key(version or "0.0.0")))
    rows = connection.execute(page.limit(query.limit + 1)).all()
    versions = tuple(version_of(row) for row in rows[: query.limit])
    return Slice(versions=versions, next=versions[-1].reference if len(rows) > query.limit else None)


def _ids(query: Query, facets: Mapping[str, tuple[str, ...]]) -> sa.Select[tuple[int]]:
    chosen = sa.select(version_state.c.version_id).where(version_state.c.state.in_(query.states))
    for word in words_of(query.text):
        found = sa.select(search_term.c.version_id).where(search_term.c.term >= word, search_term.c.term < word + LAST_LETTER)
        chosen = chosen.where(version_state.c.version_id.in_(found))
    for facet, values in facets.items():
        fitting = sa.select(version_facet.c.version_id).where(version_facet.c.facet == facet, version_facet.c.value.in_(values))
        chosen = chosen.where(version_state.c.version_id.in_(fitting))
    return chosen


def _counts(connection: sa.Connection, query: Query) -> dict[str, dict[str, int]]:
    """Count each value under the other filters, so that a second value of a chosen facet shows what it would add."""
    counts = _counted(connection, _ids(query, query.facets), None)
    for facet in query.facets:
        others = {name: values for name, values in query.facets.items() if name != facet}
        counts |= _counted(connection, _ids(query, others), facet)
    return {facet: counts[facet] for facet in FACETS if facet in counts}


def _counted(connection: sa.Connection, ids: sa.Select[tuple[int]], facet: str | None) -> dict[str, dict[str, int]]:
    asked = sa.select(version_facet.c.facet, version_facet.c.value, sa.func.count()).where(version_facet.c.version_id.in_(ids))
    if facet is not None:
        asked = asked.where(version_facet.c.facet == facet)
    found: dict[str, dict[str, int]] = {}
    for name, value, count in connection.execute(
        asked.group_by(version_facet.c.facet, version_facet.c.value).order_by(version_facet.c.value)
    ):
        found.setdefault(name, {})[value] = count
    return found


def offered_versions(connection: sa.Connection) -> tuple[Version, ...]:
    """Return every version that is offered to new configurations, by concept id."""
    found: list[Version] = []
    after: str | None = None
    while True:
        page = find_slice(connection, Query(limit=MAX_PAGE, after=after))
        found += page.versions
        after = page.next
        if after is None:
            return tuple(found)
