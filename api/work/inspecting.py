"""Inspections: of a foreign file in a child of its own, of measures in the pool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.inspection import Wanted, draw_building, inspect_building, inspect_file
from catalogue.documents.building import Building
from catalogue.errors import IncompleteRequest
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from configurator.host.readers.isolation import Limits, run_isolated
from configurator.outputs.drawing.words import Lang


def inspected_file(path: Path, wanted: Wanted, drawn: Lang | None, limits: Limits) -> bytes:
    """Return what a file holds as JSON, or with a language a plan of its building as SVG. Raises what reading it raises."""
    if drawn is None:
        return _json(run_isolated(inspect_file, str(path), wanted, where=path.name, limits=limits))
    return str(run_isolated(_draw_file, str(path), wanted, drawn, where=path.name, limits=limits)).encode()


def _draw_file(path: str, wanted: Wanted, lang: Lang) -> str:
    found = inspect_file(path, wanted)
    if "building" not in found:
        raise IncompleteRequest("drawing-several", file=Path(path).name, pointers=("/building",))
    return draw_building(Building.model_validate(found["building"]), lang)


def inspect_measured(length_m: float, depth_m: float, facts: dict[str, Any]) -> bytes:
    """Return what is known of a building from its measures and further facts, as JSON."""
    return _json(inspect_building(building_from_measures(length_m, depth_m), facts))


def draw_measured(length_m: float, depth_m: float, facts: dict[str, Any], lang: Lang) -> bytes:
    """Return a plan of a building from its measures and further facts, as SVG."""
    building = building_from_measures(length_m, depth_m)
    return draw_building(overlay(building, facts) if facts else building, lang).encode()


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
