"""What the concept says of cost and carbon for what was placed, each figure with what it covers, leaves out and rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from catalogue.documents.configuration import ConceptCost, Configuration, PartialCarbon, Provenance

Unit = Literal["eur", "kg_co2"]
CENTS_PER_EURO = 100
OUTSIDE_LAYERS = ("windows", "doors", "connector", "access", "installation")
"""What carbon that is summed over the layers of the modules leaves out; a maker's total says in its source what is in it."""


@dataclass(frozen=True, slots=True)
class OfferedFigure:
    """One figure, as an interval; without ends where the concept does not say it."""

    name: Literal["concept_cost", "embodied_carbon", "stored_carbon"]
    """As in `/impact` of the configuration."""
    unit: Unit
    """Euro, or kg CO2-equivalent."""
    interval: tuple[float, float, float] | None = None
    """Lower end, value to compute with, upper end; None is unknown."""
    basis: str = ""
    """`price` per m2 gross floor area, `declared` (the maker's total) or `layers` (the layers of the modules alone)."""
    covers: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    price_level: dt.date | None = None
    known_fraction: float | None = None
    """Share of the layers' mass whose material has a figure."""
    provenance: Provenance | None = None


def offered_figures(configuration: Configuration) -> tuple[OfferedFigure, ...]:
    """Return the cost and the carbon of a configuration, unknown ones too."""
    impact, sources = configuration.impact, configuration.provenance
    return (
        _cost(impact.concept_cost, sources.get("/impact/concept_cost/nominal_eur_cents")),
        _carbon("embodied_carbon", impact.embodied_carbon, sources.get("/impact/embodied_carbon/nominal_kg_co2")),
        _carbon("stored_carbon", impact.stored_carbon, sources.get("/impact/stored_carbon/nominal_kg_co2")),
    )


def _cost(cost: ConceptCost | None, provenance: Provenance | None) -> OfferedFigure:
    if cost is None:
        return OfferedFigure("concept_cost", "eur")
    low, nominal, high = (cents / CENTS_PER_EURO for cents in (cost.low_eur_cents, cost.nominal_eur_cents, cost.high_eur_cents))
    return OfferedFigure(
        "concept_cost",
        "eur",
        (low, nominal, high),
        basis="price",
        covers=cost.covers,
        excludes=cost.excludes,
        price_level=cost.price_level,
        provenance=provenance,
    )


def _carbon(
    name: Literal["embodied_carbon", "stored_carbon"], carbon: PartialCarbon | None, provenance: Provenance | None
) -> OfferedFigure:
    if carbon is None:
        return OfferedFigure(name, "kg_co2")
    return OfferedFigure(
        name,
        "kg_co2",
        (carbon.low_kg_co2, carbon.nominal_kg_co2, carbon.high_kg_co2),
        basis=carbon.basis,
        excludes=OUTSIDE_LAYERS if carbon.basis == "layers" else (),
        known_fraction=carbon.known_fraction,
        provenance=provenance,
    )
