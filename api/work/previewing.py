"""Previews in the pool: every process remembers the last configurations that it computed."""

from __future__ import annotations

from functools import lru_cache

from pydantic_core import to_json

from api.outputs import bundle_of
from api.previews import Drawing, Lang, PreviewAsk, drawing_of
from api.resolution import inputs_for, with_needed_family
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions
from configurator.configure import Computed, configure
from configurator.outputs.live import live_view
from configurator.results.trace import trace_figure, trace_in

RECENT = 12
"""Configurations that one process remembers: a drawing or a trace of the last one needs no second computation."""


@lru_cache(maxsize=64)
def _concept(text: bytes) -> Concept:
    return Concept.model_validate_json(text)


@lru_cache(maxsize=64)
def _building(text: bytes) -> Building:
    return with_needed_family(Building.model_validate_json(text))


@lru_cache(maxsize=RECENT)
def computed_preview(ask: PreviewAsk) -> Computed:
    """Compute a configuration, unless it is among the last ones. Raises OptopError."""
    options = Options.model_validate_json(ask.options)
    return configure(inputs_for(_building(ask.building), _concept(ask.concept), options, resolve_assumptions(ask.assumptions), None))


def make_preview(ask: PreviewAsk, lang: Lang, drawing: Drawing, storey: int | None) -> bytes:
    """Compute a configuration and return what is shown of it, as compact JSON. Raises OptopError."""
    made = computed_preview(ask)
    drawn = None if drawing == "none" else drawing_of(bundle_of(made, lang), drawing, storey)
    return to_json({**live_view(made, lang), "drawing": drawn})


def make_trace(ask: PreviewAsk, lang: Lang, pointer: str) -> bytes:
    """Return where one figure of a configuration comes from, as JSON. Raises OptopError."""
    return to_json(trace_in(trace_figure(computed_preview(ask).configuration, pointer), lang))


def make_request(ask: PreviewAsk) -> bytes:
    """Return the same configuration as `/v1/configurations` asks for it, as JSON. Raises OptopError."""
    request = computed_preview(ask).inputs.request
    return to_json(
        {
            "building": request.building.model_dump(mode="json", exclude_none=True),
            "concept": f"{request.concept.id}@{request.concept.version}",
            "options": request.options.model_dump(mode="json"),
            "assumptions": request.assumptions.id,
        }
    )
