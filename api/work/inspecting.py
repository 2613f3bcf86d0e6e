"""Inspections: of what comes from elsewhere in a child of its own, of what is known here in the pool."""

from __future__ import annotations

import json

from api.inspection import Origin, Wanted, draw_origin, inspect_origin
from configurator.host.readers.isolation import Limits, run_isolated
from configurator.outputs.drawing.words import Lang


def inspected_apart(origin: Origin, wanted: Wanted, drawn: Lang | None, where: str, limits: Limits) -> bytes:
    """Return what is there as JSON, or with a language a plan as SVG, read in a child process. Raises what reading it raises.

    Args:
        origin: where the building comes from.
        wanted: what is looked for there.
        drawn: language of the plan; None is JSON.
        where: what is read, for the sentence that says what is wrong with it.
        limits: what the child may use.
    """
    if drawn is None:
        return _json(run_isolated(inspect_origin, origin, wanted, where=where, limits=limits))
    return str(run_isolated(draw_origin, origin, wanted, drawn, where=where, limits=limits)).encode()


def inspect_known(origin: Origin, wanted: Wanted, drawn: Lang | None) -> bytes:
    """Return the same of a building that needs no foreign file to be read."""
    return _json(inspect_origin(origin, wanted)) if drawn is None else draw_origin(origin, wanted, drawn).encode()


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
