"""Previews in the pool: every process remembers the last configurations that it computed."""

from __future__ import annotations

import json
from dataclasses import asdict

from api.outputs import OutputFile, file_bytes
from api.previews import AskedPreview, computed_preview, preview_bytes
from catalogue.documents.concept import Concept
from configurator.configure import Computed
from configurator.host.rings import check_building
from configurator.results.trace import trace_figure


def _computed(asked: AskedPreview, concept: bytes) -> Computed:
    if asked.building is not None:
        check_building(asked.building, f"Building {asked.building.id!r}")
    return computed_preview(asked, find_concept=lambda _: Concept.model_validate_json(concept))


def make_preview(body: bytes, concept: bytes) -> bytes:
    """Return what a live view shows of one configuration, as JSON. Raises OptopError."""
    asked = AskedPreview.model_validate_json(body)
    return preview_bytes(_computed(asked, concept), asked)


def write_preview(body: bytes, concept: bytes, file: OutputFile) -> tuple[str, bytes]:
    """Return the name and the bytes of one file of a configuration. Raises OptopError."""
    asked = AskedPreview.model_validate_json(body)
    computed = _computed(asked, concept)
    return file.named(computed.host.id), file_bytes(computed, file, asked.lang)


def trace_preview(body: bytes, concept: bytes, pointer: str) -> bytes:
    """Return the trace of one figure of a configuration, as JSON. Raises OptopError."""
    computed = _computed(AskedPreview.model_validate_json(body), concept)
    return json.dumps(asdict(trace_figure(computed.configuration, pointer)), ensure_ascii=False).encode()
