"""Published concepts: lists with words and facets, and what is offered."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field, StringConstraints

from api.bodies import Body
from api.http.access import PrincipalDep
from api.http.conditions import REVALIDATED, IfNoneMatch, conditional, entity_tag, tagged
from api.http.cursors import DEFAULT_LIMIT, MAX_LIMIT, ListPage, link_next, next_cursor, place_of
from api.http.problems import problem_responses
from api.http.sending import ConceptId, lifecycle_headers, version_address
from api.http.service import Service, ServiceDep
from api.http.short_reads import short_read
from catalogue.documents.concept import Access, Concept, Intervention, Support, System
from catalogue.documents.document import LocalText, Slug
from catalogue.documents.offer import CertificateKind
from catalogue.publishing.card import ConceptCard
from catalogue.publishing.lifecycle import WithdrawalReason
from catalogue.publishing.template import draft_text
from catalogue.store import search
from catalogue.store.versions import Version, latest_with_body

router = APIRouter(prefix="/v1/concepts", tags=["concepts"])
PublishedState = Literal["published", "superseded", "withdrawn"]
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,80}$")]


class ListedVersion(Body):
    """One published version in a list."""

    card: ConceptCard
    organisation: str = Field(description="Id of the organisation that published it; the card has what the document says.")
    state: PublishedState = Field(description="Only `published` is offered to new configurations.")
    deprecated: bool = Field(description="The maker advises against it.")
    reason: WithdrawalReason | None = Field(description="Why it was withdrawn; null for one that was not.")
    reason_text: LocalText | None = Field(description="The same in words.")
    successor: str | None = Field(description="`ID@VERSION` that took its place.")
    published_at: str = Field(description="RFC 3339, UTC.")
    changed_at: str = Field(description="Since when it is in its state; RFC 3339, UTC.")


class ConceptList(ListPage[ListedVersion]):
    """Published versions by concept id and version."""

    total: int | None = Field(description="How many there are on all pages; null unless `count=true`.")
    facets: dict[str, dict[str, int]] | None = Field(description="How many each value of each facet would leave; null unless `count=true`.")


class ConceptQuery(Body):
    """What is looked for. Every word must be found; of one facet any value, of several facets all."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=200, description="Words to look for, Dutch or English.")
    state: list[PublishedState] = Field(default=["published"], max_length=3)
    organisation: list[Word] = Field(default=[], max_length=20)
    system: list[System] = Field(default=[], max_length=20)
    kind: list[Word] = Field(default=[], max_length=20)
    intervention: list[Intervention] = Field(default=[], max_length=20)
    support: list[Support] = Field(default=[], max_length=20)
    access: list[Access] = Field(default=[], max_length=20)
    storeys: list[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}$")]] = Field(default=[], max_length=20)
    mass_class: list[Literal["under_300", "300_400", "400_500", "over_500"]] = Field(
        default=[], max_length=4, description="Class of the mass of a module per m2 of its plan, kg/m2."
    )
    biobased: list[Literal["yes", "no"]] = Field(default=[], max_length=2)
    certificate: list[CertificateKind] = Field(default=[], max_length=20)
    region: list[Word] = Field(default=[], max_length=20)
    example: list[Literal["yes", "no"]] = Field(default=[], max_length=2)
    count: bool = Field(default=False, description="Also count: `total` and `facets`.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many at most on one page.")
    cursor: str | None = Field(default=None, max_length=600, description="The `next_cursor` of the page before.")

    def facets(self) -> dict[str, tuple[str, ...]]:
        """Return the facets that are narrowed."""
        return {name: tuple(values) for name in search.FACETS if (values := getattr(self, name))}


def listed(version: Version) -> ListedVersion:
    """Return a version as a list shows it."""
    withdrawal = version.withdrawal
    return ListedVersion.model_validate(
        {
            "card": version.card,
            "organisation": version.organisation,
            "state": version.state,
            "deprecated": version.deprecated,
            "reason": None if withdrawal is None else withdrawal.kind,
            "reason_text": None if withdrawal is None else withdrawal.text,
            "successor": version.successor,
            "published_at": version.published_at,
            "changed_at": version.changed_at,
        }
    )


@router.get("", operation_id="list_concepts")
def list_concepts(
    asked: Annotated[ConceptQuery, Query()], request: Request, response: Response, service: ServiceDep, _: PrincipalDep
) -> ConceptList:
    """List published concepts; without parameters what is offered to new configurations."""
    what = ("concepts", asked.model_dump_json(exclude={"cursor", "limit", "count"}))
    after = None if asked.cursor is None else str(place_of(service, what, asked.cursor)[0])
    query = search.Query(asked.q, asked.facets(), tuple(asked.state) or ("published",), asked.limit, after)
    with service.database.reading() as connection:
        counted = search.find(connection, query) if asked.count else None
        page = counted or search.find_slice(connection, query)
    cursor = None if page.next is None else next_cursor(service, what, [page.next])
    link_next(request, response, cursor)
    response.headers["Cache-Control"] = REVALIDATED
    return ConceptList(
        items=[listed(version) for version in page.versions],
        next_cursor=cursor,
        total=None if counted is None else counted.total,
        facets=None if counted is None else counted.counts,
    )


def _offered(service: Service, concept_id: str) -> tuple[Version, bytes]:
    with service.database.reading() as connection:
        return latest_with_body(connection, concept_id)


@router.get("/{concept_id}", operation_id="get_concept", response_model=Concept, responses={304: {"description": "You have it."}})
async def get_concept(concept_id: ConceptId, service: ServiceDep, _: PrincipalDep, if_none_match: IfNoneMatch = None) -> Response:
    """Return the version of a concept that is offered to new configurations, as canonical JSON; `Content-Location` says which."""
    version, body = await short_read(service, _offered, service, concept_id)
    where = {"Content-Location": version_address(version.concept_id, version.version), **lifecycle_headers(version)}
    return conditional(body, tagged(entity_tag(version.digest), REVALIDATED, where), if_none_match)


@router.get(
    "/{concept_id}/template",
    operation_id="get_concept_template",
    response_class=Response,
    responses={200: {"content": {"application/yaml": {}}}, **problem_responses(404)},
)
def get_template(
    concept_id: ConceptId,
    new_id: Annotated[Slug, Query(description="Id of the new concept.", openapi_examples={"maker": {"value": "M1"}})],
    _: PrincipalDep,
) -> Response:
    """Return a draft to begin from, as YAML with its comments: a starter concept with another id. Its figures stay example data."""
    return Response(draft_text(new_id, concept_id), media_type="application/yaml", headers={"Cache-Control": REVALIDATED})
