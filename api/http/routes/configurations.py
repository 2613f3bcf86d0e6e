"""Configurations: one concept on one building."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.http.asked import AskedConfiguration, inputs_of
from catalogue.documents.configuration import Configuration
from catalogue.resolve import resolve_concept
from configurator.configure import configure

router = APIRouter(prefix="/v1/configurations", tags=["configurations"])


@router.post("", operation_id="configure", response_model=Configuration)
def post_configuration(asked: AskedConfiguration) -> Response:
    """Compute one configuration. 200 with findings also when nothing can be placed: that is an answer."""
    result = configure(inputs_of(asked, resolve_concept(asked.concept))).result
    return Response(result.json_bytes(), media_type="application/json", headers={"ETag": f'"{result.configuration.digest}"'})
