"""What the concept says its modules cost and what carbon is in them, for the floor area that was placed: never a total."""

from __future__ import annotations

from typing import get_args

from catalogue.carbon import layer_carbon
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import ConceptCost, PartialCarbon
from catalogue.documents.evidence import Interval, Quantity
from catalogue.documents.offer import CostItem

COST_ITEMS: tuple[CostItem, ...] = get_args(CostItem)
"""Everything that has to be paid, in the order in which it is listed."""


def concept_cost(concept: Concept, gross_m2: float) -> ConceptCost | None:
    """Return price per m2 gross floor area x that area, in whole euro cents; None without a price or an area."""
    price = concept.price
    per_m2 = None if price is None else price.per_m2.interval()
    if price is None or per_m2 is None or gross_m2 <= 0.0:
        return None
    low, nominal, high = (round(value * gross_m2 * 100.0) for value in (per_m2.low, per_m2.nominal, per_m2.high))
    return ConceptCost(
        low_eur_cents=low,
        nominal_eur_cents=nominal,
        high_eur_cents=high,
        covers=price.covers,
        excludes=tuple(item for item in COST_ITEMS if item not in price.covers) if price.covers else (),
        price_level=price.per_m2.date,
    )


def embodied_carbon(concept: Concept, gross_m2: float) -> PartialCarbon | None:
    """Return the carbon of production (A1 to A3, EN 15804) of a gross floor area; None where it is unknown."""
    layers = layer_carbon(concept)
    return _carbon(concept.environment.embodied_kg_co2_eq_per_m2, layers.embodied_kg_co2_eq_per_m2, layers.embodied_known_share, gross_m2)


def stored_carbon(concept: Concept, gross_m2: float) -> PartialCarbon | None:
    """Return the biogenic carbon (EN 16449, as CO2) of a gross floor area; None where it is unknown."""
    layers = layer_carbon(concept)
    return _carbon(concept.environment.stored_kg_co2_eq_per_m2, layers.stored_kg_co2_eq_per_m2, layers.stored_known_share, gross_m2)


def _carbon(declared: Quantity | None, layers: Interval | None, known: float, gross_m2: float) -> PartialCarbon | None:
    """The maker's total where there is one, else the layers, where enough of their mass has a figure."""
    total = None if declared is None else declared.interval()
    per_m2 = layers if total is None else total
    if per_m2 is None or gross_m2 <= 0.0:
        return None
    return PartialCarbon(
        low_kg_co2=per_m2.low * gross_m2,
        nominal_kg_co2=per_m2.nominal * gross_m2,
        high_kg_co2=per_m2.high * gross_m2,
        basis="layers" if total is None else "declared",
        known_fraction=known if total is None else None,
    )
