"""Layers -> embodied and stored carbon. The one place where a concept's carbon comes from when its maker states no total.

Embodied is production only (modules A1 to A3 of EN 15804), without the carbon that is stored; stored is biogenic carbon as CO2 (EN 16449).
Only what the layers hold is counted: windows, doors, connector, access and installations have no layers, so the sum is a part of the whole
and is always named so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.buildup import ZERO, ModuleSize, middle_module, module_faces
from catalogue.documents.concept import BuildUp, Concept
from catalogue.documents.document import remembered
from catalogue.documents.evidence import Interval, Quantity
from catalogue.documents.offer import MaterialData

KNOWN_SHARE_MIN = 0.95
"""Share of the layers' mass that must have a figure before a sum is shown (house rule, after the cut-off of 5 % in EN 15804, 6.3.6)."""

Factor = Callable[[MaterialData], Quantity | None]


@dataclass(frozen=True, slots=True)
class LayerCarbon:
    """Carbon of the layers of one middle-sized module of the top storey, per m2 of its plan; None is unknown."""

    embodied_kg_co2_eq_per_m2: Interval | None
    stored_kg_co2_eq_per_m2: Interval | None
    embodied_known_share: float
    """Share of the layers' mass whose embodied carbon is known."""
    stored_known_share: float


def _embodied(material: MaterialData) -> Quantity | None:
    return material.embodied_kg_co2_eq_per_kg


def _stored(material: MaterialData) -> Quantity | None:
    return material.stored_kg_co2_eq_per_kg


@remembered
def layer_carbon(concept: Concept) -> LayerCarbon:
    """Return the carbon of a concept's layers, in the module of which its card shows the mass."""
    size = middle_module(concept)
    embodied, embodied_share = _of_module(concept, size, _embodied)
    stored, stored_share = _of_module(concept, size, _stored)
    return LayerCarbon(embodied, stored, embodied_share, stored_share)


def _of_module(concept: Concept, size: ModuleSize, factor: Factor) -> tuple[Interval | None, float]:
    """The sum over the layers per m2 of plan, and the share of their mass that has a figure; no sum when that is too little."""
    total, known_kg, mass_kg = ZERO, 0.0, 0.0
    for name, area_m2 in module_faces(concept, size, topmost=True).of_build_ups():
        carbon, known, mass = _of_build_up(concept, concept.build_ups[name], factor)
        total = total + carbon.scaled(area_m2)
        known_kg += known * area_m2
        mass_kg += mass * area_m2
    share = known_kg / mass_kg if mass_kg else 0.0
    return (total.scaled(1.0 / size.plan_m2) if share >= KNOWN_SHARE_MIN else None), share


def _of_build_up(concept: Concept, build_up: BuildUp, factor: Factor) -> tuple[Interval, float, float]:
    """Carbon of what has a figure, its mass, and the mass of everything; kg per m2 of face, nominal mass."""
    total, known_kg, mass_kg = ZERO, 0.0, 0.0
    for layer in build_up.layers:
        for part in layer.constituents:
            kg = part.density_kg_per_m3.nominal * part.volume_fraction * layer.thickness_mm / 1000.0
            mass_kg += kg
            material = concept.materials.get(part.material)
            found = None if material is None else factor(material)
            per_kg = None if found is None else found.interval()
            if per_kg is not None:
                total = total + per_kg.scaled(kg)
                known_kg += kg
    return total, known_kg, mass_kg
