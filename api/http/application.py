"""The application: published documents to read, and the engine to ask. Stateless: nothing is stored."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from starlette.types import ASGIApp

from api.http.problems import PROBLEM_RESPONSES, LargeBodyProblem, install_problem_handlers
from api.resolution import inputs_for, with_needed_family
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration
from catalogue.documents.family import BuildingFamily
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.matching.match import Match
from catalogue.resolve import (
    DEFAULT_ASSUMPTIONS,
    concept_versions,
    family_ids,
    resolve_assumptions,
    resolve_concept,
    resolve_family,
    resolve_family_rules,
)
from configurator.configure import Inputs, configure
from configurator.fit.matching import match_computed, ordered
from configurator.host.families import clues_of, infer_families
from configurator.version import ENGINE_VERSION

MAX_BODY_BYTES = 2_000_000


class Asked(BaseModel):
    """What a configuration or match is asked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    building: Building
    options: Options = Options()
    assumptions: str = DEFAULT_ASSUMPTIONS
    project_key: str | None = None
    verification: Verification | None = None
    """Norm values as a named engineer read them."""


class AskedConfiguration(Asked):
    """One concept on one building."""

    concept: str
    """`ID` or `ID@VERSION`."""


class AskedMatch(Asked):
    """Several concepts on one building; none named is all."""

    concepts: list[str] = []


class Health(BaseModel):
    """The process is alive."""

    status: str = "ok"
    version: str = ENGINE_VERSION


class ConceptList(BaseModel):
    """Published concepts with their versions, ascending."""

    concepts: dict[str, tuple[str, ...]]


class FamilyList(BaseModel):
    """Ids of the building families."""

    families: tuple[str, ...]


class AskedFamilies(BaseModel):
    """A building whose family is looked for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    building: Building


class FamilyOdds(BaseModel):
    """Every family of the catalogue with its odds and what speaks for and against it, the likeliest first."""

    rules: str
    """Which rules: `ID@VERSION`."""
    telling: bool
    """False when too little is known to tell families apart: then no family is inferred from these odds."""
    candidates: tuple[FamilyCandidate, ...]


class MatchList(BaseModel):
    """Matches, most promising verdict first."""

    matches: list[Match]


router = APIRouter(responses=PROBLEM_RESPONSES)


def _inputs(asked: Asked, concept: Concept) -> Inputs:
    building = with_needed_family(asked.building)
    return inputs_for(building, concept, asked.options, resolve_assumptions(asked.assumptions), asked.project_key, asked.verification)


@router.get("/healthz", operation_id="health")
def health() -> Health:
    """Say that the process is alive."""
    return Health()


@router.get("/v1/concepts", operation_id="list_concepts")
def list_concepts() -> ConceptList:
    """List the published concepts."""
    return ConceptList(concepts=concept_versions())


@router.get("/v1/concepts/{reference}", operation_id="get_concept")
def get_concept(reference: str) -> Response:
    """Return one concept version as canonical JSON; `ID` alone is the newest."""
    return _document(resolve_concept(reference), pinned="@" in reference)


@router.get("/v1/families", operation_id="list_families")
def list_families() -> FamilyList:
    """List the building families."""
    return FamilyList(families=family_ids())


@router.get("/v1/families/{family_id}", operation_id="get_family")
def get_family(family_id: str) -> Response:
    """Return one building family as canonical JSON."""
    return _document(resolve_family(family_id), pinned=False)


@router.post("/v1/family-odds", operation_id="infer_families")
def post_family_odds(asked: AskedFamilies) -> FamilyOdds:
    """Weigh every family against what is known of a building, also when it names its own."""
    rules, clues = resolve_family_rules(), clues_of(asked.building)
    candidates = infer_families(clues, [resolve_family(family_id) for family_id in family_ids()], rules)
    return FamilyOdds(rules=f"{rules.id}@{rules.version}", telling=clues.telling, candidates=candidates)


@router.post("/v1/configurations", operation_id="configure", response_model=Configuration)
def post_configuration(asked: AskedConfiguration) -> Response:
    """Compute one configuration. 200 with findings also when nothing can be placed: that is an answer."""
    result = configure(_inputs(asked, resolve_concept(asked.concept))).result
    return Response(result.json_bytes(), media_type="application/json", headers={"ETag": f'"{result.configuration.digest}"'})


@router.post("/v1/matches", operation_id="match")
def post_match(asked: AskedMatch) -> MatchList:
    """Match concepts on one building, each criterion with its numbers."""
    references = asked.concepts or list(concept_versions())
    return MatchList(matches=ordered([match_computed(configure(_inputs(asked, resolve_concept(name)))) for name in references]))


def _document(document: Concept | BuildingFamily, *, pinned: bool) -> Response:
    caching = "public, max-age=31536000, immutable" if pinned else "no-cache"
    headers = {"ETag": f'"{digest_of(document)}"', "Cache-Control": caching}
    return Response(canonical_bytes(document), media_type="application/json", headers=headers)


def create_app() -> ASGIApp:
    """Make the application, with its limits and its problems."""
    # The framework's own pages of documentation load scripts from other hosts; the description itself is at /openapi.json.
    app = FastAPI(title="optop", version=ENGINE_VERSION, max_body_size=MAX_BODY_BYTES, docs_url=None, redoc_url=None)
    app.include_router(router)
    install_problem_handlers(app)
    return LargeBodyProblem(app)  # around everything: the framework refuses large bodies before its own middleware
