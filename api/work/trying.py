"""Concepts tried out in the pool: documents come as JSON bytes that were checked at the door, and reports go as JSON."""

from __future__ import annotations

from functools import lru_cache

from api.concept_trials import diff_report, fit_report
from api.resolution import with_needed_family
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions
from configurator.host.rings import check_building


@lru_cache(maxsize=64)
def _concept(text: bytes) -> Concept:
    return Concept.model_validate_json(text)


def _building(text: bytes) -> Building:
    building = Building.model_validate_json(text)
    check_building(building, f"Building {building.id!r}")
    return with_needed_family(building)


def make_fits(concept: bytes, assumptions: str) -> bytes:
    """Return on which building families a concept fits."""
    return fit_report(_concept(concept), resolve_assumptions(assumptions)).model_dump_json().encode()


def make_diff(old: bytes, new: bytes, buildings: tuple[bytes, ...], options: bytes, assumptions: str) -> bytes:
    """Return what changed between two versions, and what it does to buildings. Raises InvalidDocument or IncompleteRequest."""
    asked = Options.model_validate_json(options)
    report = diff_report(_concept(old), _concept(new), [_building(one) for one in buildings], asked, resolve_assumptions(assumptions))
    return report.model_dump_json().encode()
