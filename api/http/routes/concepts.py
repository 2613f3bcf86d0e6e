"""Published concepts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from api.http.documents import document_response
from catalogue.resolve import concept_versions, resolve_concept

router = APIRouter(prefix="/v1/concepts", tags=["concepts"])


class ConceptList(BaseModel):
    """Published concepts with their versions, ascending."""

    concepts: dict[str, tuple[str, ...]]


@router.get("", operation_id="list_concepts")
def list_concepts() -> ConceptList:
    """List the published concepts."""
    return ConceptList(concepts=concept_versions())


@router.get("/{reference}", operation_id="get_concept")
def get_concept(reference: str) -> Response:
    """Return one concept version as canonical JSON; `ID` alone is the newest."""
    return document_response(resolve_concept(reference), pinned="@" in reference)
