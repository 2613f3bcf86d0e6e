"""Publication checks: one function a check, with a public id. Every check answers pass, fail, unknown or not applicable, with numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from catalogue.documents.concept import Concept
from catalogue.publishing.checking import evidence, geometry, materials, offer
from catalogue.publishing.checking.result import CheckResult

CHECKS: tuple[Callable[[Concept], CheckResult], ...] = (
    geometry.mass_from_layers,
    geometry.clear_height,
    geometry.openings_inside_walls,
    geometry.walls_leave_a_room,
    geometry.sizes_reach_their_end,
    geometry.main_room_width,
    geometry.buildups_are_used,
    geometry.dwelling_types_reachable,
    geometry.joined_modules_open_up,
    geometry.rooms_fit,
    geometry.connectors_carry,
    geometry.transport_size,
    offer.lift_is_stated,
    evidence.sources_exist,
    evidence.sizes_have_evidence,
    evidence.proof_is_attached,
    evidence.own_figures,
    evidence.certificates_have_an_end,
    materials.material_names,
    materials.plausible_densities,
    materials.biobased_by_mass,
    materials.environmental_data,
    materials.carbon_agrees_with_layers,
    offer.demands_are_stated,
    offer.bays_are_stated,
    offer.fire_resistance,
    offer.airborne_sound,
    offer.thermal_resistance,
    offer.price_is_dated,
    offer.price_says_what_it_covers,
    offer.delivery_is_stated,
)
"""Every publication check that hangs on the document alone, in the order in which it is shown."""

DATED_CHECKS: tuple[Callable[[Concept, dt.date], CheckResult], ...] = (evidence.evidence_in_date,)
"""Checks whose outcome changes with the day."""


def check_concept(concept: Concept, on: dt.date) -> tuple[CheckResult, ...]:
    """Run every publication check on a concept, as of a date."""
    return (*(check(concept) for check in CHECKS), *(check(concept, on) for check in DATED_CHECKS))
