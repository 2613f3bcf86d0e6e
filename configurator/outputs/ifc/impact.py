"""Cost and carbon of what is added, as properties of the building: intervals, beside what they cover, leave out and rest on."""

from __future__ import annotations

from catalogue.documents.configuration import Configuration
from configurator.outputs.ifc.properties import Bounds, Property, label
from configurator.outputs.offered import OfferedFigure, Unit, offered_figures
from configurator.results.terms import term

SET = "Optop_Impact"
NAMES = {"concept_cost": "ConceptCost", "embodied_carbon": "EmbodiedCarbon", "stored_carbon": "StoredCarbon"}
MEASURES: dict[Unit, tuple[str, str | None]] = {"eur": ("IfcMonetaryMeasure", "EUR"), "kg_co2": ("IfcMassMeasure", None)}
"""Measure, and currency; mass is kg CO2-equivalent through the file's unit of mass."""


def impact_properties(configuration: Configuration) -> tuple[Property, ...]:
    """Return the properties; of a figure that is unknown, that it is."""
    found = [one for figure in offered_figures(configuration) for one in _properties(figure)]
    return (*found, Property("Disclaimer", "IfcText", configuration.disclaimer))


def _properties(figure: OfferedFigure) -> list[Property]:
    name = NAMES[figure.name]
    if figure.interval is None:
        return [label(f"{name}Status", term("status", "unknown", "nl"))]
    measure, currency = MEASURES[figure.unit]
    found = [Property(name, measure, Bounds(*figure.interval, currency)), label(f"{name}Basis", term("basis", figure.basis, "nl"))]
    for part, items in (("Covers", figure.covers), ("Excludes", figure.excludes)):
        if items:
            found.append(Property(f"{name}{part}", "IfcLabel", tuple(term("cost", item, "nl") for item in items)))
    if figure.price_level is not None:
        found.append(Property(f"{name}PriceLevel", "IfcDate", figure.price_level.isoformat()))
    if figure.known_fraction is not None:
        found.append(Property(f"{name}KnownShare", "IfcRatioMeasure", figure.known_fraction))
    if figure.provenance is not None:
        found.append(label(f"{name}Status", term("check", figure.provenance.status, "nl")))
        found.append(Property(f"{name}Source", "IfcText", figure.provenance.source))
        if figure.provenance.clause is not None:
            found.append(label(f"{name}Clause", figure.provenance.clause))
    return found
